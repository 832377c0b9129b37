"""HTML of former sites as stories: whatever it is, it is read or refused."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posts.exchange import ExchangeError, Message
from posts.exchange.ghost.cards import with_plain_cards
from posts.exchange.html_paragraphs import with_paragraphs
from posts.exchange.media_index import MediaIndex
from posts.exchange.web_story import WebSite
from posts.exchange.wordpress.shortcodes import Shortcodes
from posts.rendering import clean_text

SITE = WebSite(frozenset({"old.example", "www.old.example"}), MediaIndex(None), "/uploads/")
PARTS = st.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            "<div>",
            "</div>",
            "<![if",
            "<!--",
            "-->",
            "]]>",
            "<a href='",
            "'>",
            "</a>",
        ),
        *("<img src='/uploads/a.jpg'>", "<img>", "<figure>", "</figure>", "<figcaption>", "<td>"),
        *(
            "[caption id=1]",
            "[/caption]",
            "[gallery ids='1,x']",
            "[a b='c']",
            "[/a]",
            "<pre>",
            "</pre>",
        ),
        *(
            "<iframe src='//x'>",
            "</iframe>",
            "<video>",
            "<script>",
            "<svg>",
            "<math>",
            "kg-bookmark",
        ),
        *(
            "&#0;",
            "&#xD800;",
            "\u00ad",
            "\ufdd0",
            "\ud800",
            "\n\n",
            "\n",
            "text",
            "<li>",
            "<b>",
            "</i>",
        ),
    ]
)


@given(st.lists(PARTS, max_size=16).map("".join))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_no_html_does_more_than_be_refused(html: str) -> None:
    said: list[Message] = []
    codes = Shortcodes(lambda number: ("/uploads/a.jpg", "", ""))
    with contextlib.suppress(ExchangeError):
        for text in (with_paragraphs(codes.expand(html)), with_plain_cards(html)):
            story, pictures = SITE.story(text, 1, said)
            assert (clean_text(story), pictures) == (story, ())


@pytest.mark.parametrize(
    ("html", "told"),
    [
        ('<a href="http://www.old.example/a/">x</a>', "[x](/a/)"),
        ("<a href='//old.example/a/'>https://old.example/a/</a>", "[https://old.example/a/](/a/)"),
        ("<p>See https://old.example/a/.</p>", "See https://old.example/a/."),
        ('<a href="https://bold.example/a/">x</a>', "[x](https://bold.example/a/)"),
    ],
)
def test_links_to_the_site_itself_are_paths_and_its_words_stay(html: str, told: str) -> None:
    assert SITE.story(html, None, []) == (told, ())


@pytest.mark.parametrize(
    ("html", "told"),
    [
        ("a\nb\n\nc", "<p>a<br>b</p>\n<p>c</p>"),
        ("a\n<pre>b\n\n\nc</pre>\nd", "<p>a</p>\n<pre>b\n\n\nc</pre>\n<p>d</p>"),
        ("a<br />\nb", "<p>a<br>b</p>"),
        ("<pre>never closed", "<pre>never closed"),
    ],
)
def test_blank_lines_part_paragraphs_outside_blocks(html: str, told: str) -> None:
    assert with_paragraphs(html) == told
