import pytest

from posts.exchange import ExchangeError
from tests.exchange.sites import (
    open_site,
    record_of,
    refusal_of,
    write_post,
)


def test_unknown_fields_are_kept_and_told(tmp_path):
    write_post(tmp_path, front="layout: post\nmood: {is: [good, 1]}\nevent_date: 1066")
    record = record_of(tmp_path)

    assert record.import_fields["fields"] == {"layout": "post", "mood": {"is": ["good", "1"]}}
    assert [(m.line, m.code) for m in record.messages] == [(4, "unknown_field")]


@pytest.mark.parametrize(
    ("front", "code", "line"),
    [
        ("title: [a]", "not_text", 2),
        (f"title: {'x' * 201}", "too_long", 2),
        ('title: "a\\u202Eb"', "character", 2),
        ("event_date: soonish", "event_date", 3),
        ("event_calendar: Mayan", "choice", 3),
        ("anniversary_rule: often", "choice", 3),
        (f"description: {'x' * 1001}", "too_long", 3),
        ("tags: [{a: b}]", "not_text", 3),
        ("sources: one", "sources", 3),
        ("sources: [{author: A}]", "sources", 3),
        ("sources: [{title: T, url: 'javascript:alert(1)'}]", "url", 3),
        ("image_source: ftp://example.org/", "url", 3),
        ("image: [a.png]", "not_text", 3),
    ],
)
def test_a_field_that_cannot_be_taken_refuses_the_post(tmp_path, front, code, line):
    write_post(tmp_path, front=front)
    assert refusal_of(tmp_path)[:2] == (code, line)


def test_ten_megabytes_of_story_are_refused_with_both_sizes(tmp_path):
    write_post(tmp_path, "2025-05-27-a.md", body="x" * 10_000_000)
    assert refusal_of(tmp_path)[::2] == (
        "too_large",
        "The file has 10,000,024 bytes; the most for a story is 1,000,000.",
    )
    write_post(tmp_path, "2025-05-27-a.md", body="é" * 500_001)
    assert refusal_of(tmp_path) == (
        "too_large",
        4,
        "The story has 1,000,002 bytes; the most is 1,000,000. Split it.",
    )


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (("---\ntitle: a\n---\none\n" + "\u0301" * 40).encode(), "character", 5),
        (b"---\ntitle: caf\xe9\n---\n", "encoding", 2),
        ("---\ntitle: a\n---\n".encode("utf-16"), "encoding", 1),
        (b"", "no_front_matter", 1),
    ],
)
def test_bytes_that_are_no_text_are_refused_with_their_line(tmp_path, content, code, line):
    write_post(tmp_path).write_bytes(content)
    assert refusal_of(tmp_path)[:2] == (code, line)


@pytest.mark.parametrize(
    ("content", "line", "name"),
    [
        (b"---\ntitle: a\x0bb\n---\nText.\x00\n", 2, "U+000B (line tabulation)"),
        (b"---\ntitle: ab\n---\nTe\x00xt.\n", 4, "U+0000 (NUL)"),
        (b"---\r\ntitle: ab\r\n---\r\n\r\nText.\x1b\r\n", 5, "U+001B (escape)"),
    ],
)
def test_a_control_character_is_left_out_and_named(tmp_path, content, line, name):
    write_post(tmp_path).write_bytes(content)
    record = record_of(tmp_path)
    (told,) = [m for m in record.messages if m.code == "control"]

    assert (record.title, record.story, "\0" in record.raw) == ("ab", "Text.", False)
    assert (told.line, told.text.split(" at ")[0]) == (line, f"Left out: The character {name}")


def test_a_link_is_not_followed(tmp_path):
    secret = write_post(tmp_path / "elsewhere", "secret.md")
    site = tmp_path / "site"
    (site / "_posts").mkdir(parents=True)
    (site / "_posts" / "2025-05-27-a.md").symlink_to(secret)
    (site / "_posts" / "linked.md").symlink_to(tmp_path / "elsewhere", target_is_directory=True)

    assert [item.message.code for item in open_site(site)] == ["symlink", "symlink"]


def test_what_jekyll_passes_over_is_passed_over(tmp_path):
    write_post(tmp_path, "2025-05-27-a.md")
    for name in ("_posts/.a.md", "_posts/a.md~", "_posts/a.txt", "_site/_posts/a.md"):
        write_post(tmp_path, name)
    assert [file.relative for file in open_site(tmp_path).posts] == ["_posts/2025-05-27-a.md"]


def test_a_folder_without_posts_says_what_was_looked_for(tmp_path):
    with pytest.raises(ExchangeError, match=r"no posts in .*: looked for _posts/\*\.md"):
        open_site(tmp_path)


def test_a_path_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ExchangeError, match=r"There is nothing at .*/nowhere"):
        open_site(tmp_path / "nowhere")


def test_settings_that_cannot_be_read_stop_the_import(tmp_path):
    write_post(tmp_path)
    (tmp_path / "_config.yml").write_text("title: a\nurl: [\n")
    with pytest.raises(ExchangeError, match=r"_config\.yml:3: the settings cannot be read"):
        open_site(tmp_path)
