import pytest

from posts.exchange.errors import ExchangeError
from posts.exchange.jekyll.front_matter import split

BILLION = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


def refused(text: str) -> tuple[str, int | None]:
    with pytest.raises(ExchangeError) as caught:
        split(text)
    return caught.value.code, caught.value.line


def test_the_block_and_the_body_are_told_apart_with_their_lines():
    front = split("---\ntitle: One\n\ndate: 2025-05-27\n---\nBody\n")

    assert front.values == {"title": "One", "date": "2025-05-27"}
    assert front.lines == {"title": 2, "date": 4}
    assert (front.body, front.body_line) == ("Body\n", 6)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("---\n---\nBody", {}),
        ("---\n# only a remark\n---\nBody", {}),
        ("\ufeff---\na: 1\n---\nBody", {"a": "1"}),
        ("--- \na: 1\n...\nBody", {"a": "1"}),
        ("---\na: 1\n---", {"a": "1"}),
    ],
)
def test_it_opens_and_closes_as_in_jekyll(text, values):
    assert split(text).values == values


def test_every_scalar_stays_the_text_it_was():
    block = "a: 1984\nb: no\nc: 07\nd: 2025-05-27 21:06:11 +02:00\ne: [on, 1.0]\nf: ~\ng: 'null'"
    assert split(f"---\n{block}\n---\n").values == {
        "a": "1984",
        "b": "no",
        "c": "07",
        "d": "2025-05-27 21:06:11 +02:00",
        "e": ["on", "1.0"],
        "f": "",
        "g": "null",
    }


def test_an_anchor_and_a_merge_are_followed():
    block = "base: &base {a: x, b: y}\nown:\n  <<: *base\n  b: z"
    assert split(f"---\n{block}\n---\n").values["own"] == {"a": "x", "b": "z"}


def test_an_unquoted_colon_is_mended_and_told():
    front = split("---\nlayout: post\ntitle: Paris: it's over\n---\n")

    assert front.values["title"] == "Paris: it's over"
    assert [(m.line, m.code) for m in front.messages] == [(3, "yaml_repaired")]


def test_of_a_field_that_stands_twice_the_last_one_counts():
    front = split("---\ntitle: One\ntitle: Two\n---\n")

    assert front.values["title"] == "Two"
    assert [(m.line, m.code) for m in front.messages] == [(3, "duplicate_key")]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("No front matter", "no_front_matter", 1),
        ("", "no_front_matter", 1),
        ("---\ntitle: One\n", "open_front_matter", 1),
        ("---\na: [1\nb: 2\n---\n", "yaml", 3),
        ("---\na: b\n\tc: d\n---\n", "yaml", 3),
        ("---\na: *nothing\n---\n", "yaml", 2),
        ("---\n- a list\n---\n", "yaml", 2),
        ("---\na: 1\nb: !!python/object:os.system x\n---\n", "yaml_type", 3),
        ('---\na: 1\nb: "x\\0y"\n---\n', "character", 3),
        ('---\na: "\\uD800"\n---\n', "yaml", 2),
        (f"---\n{BILLION}---\n", "yaml_size", 6),
        ("---\na: &a\n  b: *a\n---\n", "yaml", 3),
        ("---\na: " + "[" * 100_000 + "\n---\n", "yaml_depth", 2),
        ("---\na: " + "x" * 300_000 + "\n---\n", "too_large", 1),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(text, code, line):
    assert refused(text) == (code, line)


def test_the_reason_is_the_parsers_own():
    with pytest.raises(ExchangeError) as caught:
        split("---\na: [1\nb: 2\n---\n")
    assert str(caught.value) == "The front matter is not YAML: did not find expected ',' or ']'."
