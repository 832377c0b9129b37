from dataclasses import replace

import pytest

from posts.editorial.snapshot_io import snapshot_of, write
from posts.rendering import curly, render_inline, render_story
from tests.factories import make_post


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("the '90s and the '30s", "the ’90s and the ’30s"),
        ("the Rising of '45, the class of '68.", "the Rising of ’45, the class of ’68."),
        ("'Tis and 'twas; 'Tisn't", "’Tis and ’twas; ’Tisn’t"),
        ("rock 'n' roll, fish 'n chips, rock'n'roll", "rock ’n’ roll, fish ’n chips, rock’n’roll"),
        ("get 'em 'til noon", "get ’em ’til noon"),
        ("*'90s* ('45)", "<em>’90s</em> (’45)"),
        ("'s-Gravenhage, van 't Hoff", "’s-Gravenhage, van ’t Hoff"),
        ("he said 'in the '90s it was'", "he said ‘in the ’90s it was’"),
        ("'12 men died,' he said", "‘12 men died,’ he said"),
        ("'45 and '46, the boys' game", "’45 and ’46, the boys’ game"),
        ("'12 men, and ships'", "‘12 men, and ships’"),
        ("the letters 't' and 's' and 'em'", "the letters ‘t’ and ‘s’ and ‘em’"),
        ("'No,' \"he 'said'\" it's", "‘No,’ “he ‘said’” it’s"),
        ("the soldiers' `'90s`", "the soldiers’ <code>'90s</code>"),
        ("'1914 was the year'", "‘1914 was the year’"),
    ],
)
def test_what_is_left_out_of_a_word_is_an_apostrophe(typed: str, shown: str) -> None:
    assert render_story(typed) == f"<p>{shown}</p>\n"
    assert render_inline(typed) == shown


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "“a ‘b’ c” – it’s"),
        ("", "“a ‘b’ c” – it’s"),
        ("pt-BR", "“a ‘b’ c” – it’s"),
        ("de", "„a ‚b‘ c“ – it’s"),
        ("de-AT", "„a ‚b‘ c“ – it’s"),
        ("de-CH", "«a ‹b› c» – it’s"),
        ("fr", "«\u00a0a “b” c\u00a0» – it’s"),
        ("FR-ca", "«\u00a0a “b” c\u00a0» – it’s"),
        ("es", "«a “b” c» – it’s"),
        ("sv", "”a ’b’ c” – it’s"),
    ],
)
def test_a_text_has_the_quotation_marks_of_its_language(language: str, shown: str) -> None:
    typed = "\"a 'b' c\" – it's"
    assert render_story(typed, language=language) == f"<p>{shown.replace('\u00a0', '&nbsp;')}</p>\n"
    assert render_inline(typed, language=language) == shown.replace("\u00a0", "&nbsp;")


@pytest.mark.django_db
def test_a_post_follows_its_language() -> None:
    post = make_post(story='"Ja"', language="de", bullets=[("", '"Nein"')])
    assert (post.story_html, post.bullets.get().text_html) == ("<p>„Ja“</p>\n", "„Nein“")
    write(post, replace(snapshot_of(post), language="de-CH"))
    post.refresh_from_db()
    assert (post.story_html, post.bullets.get().text_html) == ("<p>«Ja»</p>\n", "«Nein»")
    post.language = "en"
    post.save(update_fields=["language"])
    post.refresh_from_db()
    assert post.story_html == "<p>“Ja”</p>\n"


def test_a_text_without_markdown_has_its_quotes_curled_and_nothing_else() -> None:
    assert curly('It\'s "2 * 3 * 4" & <b>', language="de") == "It’s „2 * 3 * 4“ &amp; &lt;b&gt;"
