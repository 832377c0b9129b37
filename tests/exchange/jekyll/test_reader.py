from datetime import UTC, datetime

import pytest

from posts.editorial.snapshot import CitationText
from posts.exchange.record import Event, SourceText
from tests.exchange.sites import (
    codes,
    record_of,
    write_picture,
    write_post,
)


def test_a_post_is_read_with_its_names_and_addresses(tmp_path):
    write_post(
        tmp_path,
        "2025-05-27-The-Act.of_1997.md",
        "date: 2025-05-27 21:06:11 +02:00\ncategories: History France",
    )
    (tmp_path / "_config.yml").write_text("timezone: Europe/Paris\nbaseurl: /blog")
    record = record_of(tmp_path)

    assert record.ref == "jekyll:_posts/2025-05-27-The-Act.of_1997.md"
    assert record.slug == "the-act-of_1997"
    assert record.publish_at == datetime(2025, 5, 27, 19, 6, 11, tzinfo=UTC)
    assert record.old_paths == ("/blog/history/france/2025/05/27/The-Act.of_1997.html",)
    assert record.guessed_paths == ()
    assert record.categories == ("History", "France")


@pytest.mark.parametrize(
    ("config", "front", "paths"),
    [
        ("permalink: pretty", "", ("/2025/05/27/act/",)),
        ("permalink: none", "", ("/act.html",)),
        ("permalink: ordinal", "", ("/2025/147/act.html",)),
        ("permalink: weekdate", "", ("/2025/W22/Tue/act.html",)),
        ("permalink: /blog/:title", "", ("/blog/act",)),
        ("collections: {posts: {permalink: '/p/:slug/'}}", "", ("/p/act/",)),
        ("permalink: pretty", "permalink: /own/:categories/:title.htm", ("/own/act.htm",)),
        ("", "slug: Other", ("/2025/05/27/Other.html",)),
        (
            "",
            "redirect_from: [/old, 'https://example.org/older/']",
            ("/2025/05/27/act.html", "/old", "/older/"),
        ),
        ("", "redirect_from: /old", ("/2025/05/27/act.html", "/old")),
        ("", "published: false\nredirect_from: /old", ("/old",)),
        ("defaults: [{scope: {path: ''}, values: {permalink: '/d/:title'}}]", "", ("/d/act",)),
    ],
)
def test_the_old_address_follows_the_settings_and_the_post(tmp_path, config, front, paths):
    write_post(tmp_path, "2025-05-27-act.md", front)
    (tmp_path / "_config.yml").write_text(f"timezone: UTC\n{config}\n")
    assert record_of(tmp_path).paths == paths


def test_near_midnight_both_days_are_kept_when_the_zone_is_unknown(tmp_path):
    write_post(tmp_path, "2025-05-27-act.md", "date: 2025-05-27 00:30 +02:00")

    unknown = record_of(tmp_path)
    assert unknown.old_paths == ("/2025/05/26/act.html",)
    assert unknown.guessed_paths == ("/2025/05/27/act.html",)
    known = record_of(tmp_path, zone="Europe/Paris")
    assert (known.old_paths, known.guessed_paths) == (("/2025/05/27/act.html",), ())


def test_without_an_offset_the_zone_of_the_site_is_meant(tmp_path):
    write_post(tmp_path, "2025-05-27-act.md", "date: 2025-05-27 21:06")
    record = record_of(tmp_path, zone="America/New_York")
    assert record.publish_at == datetime(2025, 5, 28, 1, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "front", "is_draft", "told"),
    [
        ("_posts/2025-05-27-a.md", "", False, []),
        ("_posts/2999-05-27-a.md", "", False, []),
        ("_posts/2025-05-27-a.md", "published: false", True, []),
        ("_posts/2025-05-27-a.md", "draft: yes", True, []),
        ("_posts/2025-05-27-a.md", "published: maybe", False, ["truth"]),
        ("_drafts/a.md", "", True, []),
        ("_posts/a.md", "date: 2025-05-27", True, ["file_name"]),
    ],
)
def test_what_jekyll_did_not_show_comes_in_as_a_draft(tmp_path, name, front, is_draft, told):
    write_post(tmp_path, name, f"{front}\nevent_date: 1066")
    record = record_of(tmp_path)
    assert (record.is_draft, codes(record)) == (is_draft, told)


@pytest.mark.parametrize(
    ("front", "categories"),
    [
        ("categories: war  peace", ("war", "peace")),
        ("categories: [old war, peace, war]", ("old war", "peace", "war")),
        ("category: old war", ("old war",)),
        ("categories: war\ncategory: peace", ("war", "peace")),
        ("categories: war war", ("war",)),
        ("categories: ~", ()),
    ],
)
def test_categories_are_read_as_jekyll_reads_them(tmp_path, front, categories):
    write_post(tmp_path, front=front)
    assert record_of(tmp_path).categories == categories


def test_folders_above_the_posts_are_categories(tmp_path):
    write_post(tmp_path, "news/old/_posts/2025-05-27-a.md", "categories: [War, 07, no]")
    record = record_of(tmp_path)

    assert record.categories == ("news", "old", "War", "07", "no")
    assert record.old_paths == ("/news/old/war/07/no/2025/05/27/a.html",)
    assert record.import_fields["categories"] == ["War", "07", "no"]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("27 BC January 16", "16 January 27 BC"),
        ("27 BC January 16 – 14 CE August 19", "16 January 27 BC – 19 August AD 14"),
        ("winter 219/18 BC", "winter 219–218 BC"),
        ("dimanche 28 juin 1914", "28 June 1914"),
    ],
)
def test_an_event_date_is_read_as_it_is_at_the_desk(tmp_path, written, shown):
    write_post(tmp_path, front=f"event_date: {written}")

    assert record_of(tmp_path).event == Event(written, shown)


def test_our_own_fields_are_read(tmp_path):
    write_post(
        tmp_path,
        front="event_date: 5 November 1605 (O.S.)\nevent_display: Guy Fawkes\n"
        "anniversary_rule: as_written\nplaces: [france, Old Sarum]\n"
        "tags: [gunpowder plot, '1605']\n"
        "lang: fr\nimage: /a.png\nimage_alt: A field\nimage_licence: cc0-1.0\n"
        "image_illustration: true\nimage_source: https://example.org/a\nsources:\n"
        "  - {author: A, title: T, publisher: P, year: 1955, locator: p. 7, quotation: Q}\n"
        "  - Another",
    )
    write_picture(tmp_path, "a.png")
    record = record_of(tmp_path)

    assert record.event == Event(
        "5 November 1605 (O.S.)",
        "5 November (O.S.) / 15 November 1605",
        display="Guy Fawkes",
        rule="as_written",
    )
    assert record.places == ("france", "Old Sarum")
    assert record.tags == ("gunpowder plot", "1605")
    assert record.language == "fr"
    assert record.hero
    assert record.hero.fields == {
        "alt": "A field",
        "licence": "CC0-1.0",
        "illustration": True,
        "source_url": "https://example.org/a",
    }
    assert record.citations == (
        CitationText(SourceText("T", "A", "P", "1955"), locator="p. 7", quotation="Q"),
        CitationText(SourceText("Another")),
    )
    assert codes(record) == []


@pytest.mark.parametrize(
    ("front", "language", "told"),
    [
        ("lang: FR", "fr", []),
        ("language: de_AT", "de-AT", []),
        ("locale: pt-BR", "pt-BR", []),
        ("lang: de\nlanguage: fr", "de", []),
        ("language: Latin", "it", [("language", 3), ("unknown_field", 3)]),
        ("language: [de, fr]", "it", [("unknown_field", 3)]),
    ],
)
def test_the_language_is_that_of_the_post_else_of_the_site(tmp_path, front, language, told):
    (tmp_path / "_config.yml").write_text("lang: it\ntimezone: UTC\n")
    write_post(tmp_path, front=front)

    record = record_of(tmp_path)

    found = [each for each in record.messages if each.code in ("language", "unknown_field")]
    assert record.language == language
    assert [(each.code, each.line) for each in found] == told
    if told[:1] == [("language", 3)]:
        said = "“Latin” is no language code, as de or fr-CH are: read as it."
        assert (found[0].text, record.import_fields["fields"]) == (said, {"language": "Latin"})


@pytest.mark.parametrize(("front", "language"), [("title: A", "de"), ("lang: fr", "fr")])
def test_what_is_no_language_of_the_site_is_told(tmp_path, front, language):
    """A code of a country as well: Czech is cs."""
    (tmp_path / "_config.yml").write_text("lang: cz\nlocale: de_AT.UTF-8\ntimezone: UTC\n")
    write_post(tmp_path, front=front)

    record = record_of(tmp_path)

    told = [(each.text, each.line) for each in record.messages if each.code == "language"]
    assert record.language.partition("-")[0] == language
    assert told == [("“cz” is no language code, as de or fr-CH are: read as de-AT.", None)]


def test_the_original_is_kept_byte_for_byte(tmp_path):
    content = b"\xef\xbb\xbf---\r\ntitle: caf\x65\xcc\x81\r\n...\r\nOne.\r\n\r\nTwo.\r\n"
    write_post(tmp_path).write_bytes(content)
    record = record_of(tmp_path)

    assert record.raw.encode() == content
    assert (record.title, record.story) == ("café", "One.\n\nTwo.")


def test_a_name_that_makes_no_slug_gets_one_that_stays(tmp_path):
    write_post(tmp_path, "2025-05-27-мир.md", "title: Мир")
    record = record_of(tmp_path)

    assert record.slug == "post-387aa338"
    assert record.old_paths == ("/2025/05/27/мир.html",)


def test_the_feeds_id_is_kept(tmp_path):
    write_post(tmp_path, "2025-05-27-a.md", "guid: tag:example.org,2025:1")
    assert record_of(tmp_path).feed_id == "tag:example.org,2025:1"

    write_post(tmp_path, "2025-05-27-a.md", "categories: war")
    (tmp_path / "_config.yml").write_text("url: https://example.org\nbaseurl: /b\ntimezone: UTC")
    assert record_of(tmp_path).feed_id == "https://example.org/b/war/2025/05/27/a"


def test_a_post_without_a_title_is_called_after_its_file(tmp_path):
    write_post(tmp_path, "2025-05-27-the-act.md", "title: ~")
    record = record_of(tmp_path)
    assert (record.title, codes(record)[0]) == ("The Act", "no_title")


def test_an_image_may_be_a_mapping(tmp_path):
    write_picture(tmp_path, "a.png")
    write_post(tmp_path, front="image: {path: /a.png, alt: A field, width: 9}\nevent_date: 1066")
    record = record_of(tmp_path)

    assert record.hero
    assert record.hero.fields == {"alt": "A field"}
    assert codes(record) == ["unknown_field"]


def test_a_picture_without_a_description_is_told(tmp_path):
    write_picture(tmp_path, "a.png")
    write_post(tmp_path, front="event_date: 1066\nimage: /a.png", body="![Image](/a.png)")
    assert [(m.line, m.code) for m in record_of(tmp_path).messages] == [(4, "no_alt")]


def test_a_picture_outside_the_site_is_not_taken(tmp_path):
    write_post(tmp_path, front="event_date: 1066\nimage: ../../etc/passwd")
    record = record_of(tmp_path)
    assert (record.hero, codes(record)) == (None, ["outside"])


@pytest.mark.parametrize("address", ["/" + "x" * 500, "/a%00b", "/a%0Ab"])
def test_an_address_that_nobody_can_ask_for_is_told(tmp_path, address):
    write_post(tmp_path, front=f"event_date: 1066\nredirect_from: {address}")
    record = record_of(tmp_path)
    assert (record.old_paths, codes(record)) == (("/2025/05/27/hastings.html",), ["bad_address"])
