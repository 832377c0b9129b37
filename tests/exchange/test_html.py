"""What people paste: shapes that programs put on a clipboard, and whatever else may come."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from posts.exchange import ExchangeError
from posts.exchange.html import MAX_DEPTH, MAX_HTML, MAX_TAGS, to_markdown
from posts.rendering import clean_text, render_story, without_controls

SHAPES = sorted(Path(__file__).with_name("html").glob("*.html"))
SITE = "https://history.example"
BREAKS = "Breaks that were control characters are plain ones now."
UNSEEN = "Soft hyphens and other characters that nobody sees were taken out."
PICTURE = "1 picture left out: add it by the picture button."
TOLD = {
    "controls": (BREAKS, "Control characters were taken out.", UNSEEN),
    "dangerous": (PICTURE, "4 links became text: no address that can be followed."),
    "libreoffice-calc": ("Cells that were merged stand apart: check the table.",),
    "newspaper": (UNSEEN, PICTURE),
    "pictures-only": ("2 pictures left out: add them by the picture button.",),
    "wikipedia": (PICTURE,),
    "word-desktop-quote-and-breaks": (BREAKS,),
    "word-desktop-tracked-changes": ("1 deletion left out: marked but not accepted.",),
}


@pytest.mark.parametrize("shape", SHAPES, ids=lambda path: path.stem)
def test_what_a_program_copies_becomes_this_markdown(shape: Path) -> None:
    converted = to_markdown(shape.read_text(), site=SITE)

    assert converted.markdown + "\n" == shape.with_suffix(".md").read_text()
    assert converted.warnings == TOLD.get(shape.stem, ())


@pytest.mark.parametrize("shape", SHAPES, ids=lambda path: path.stem)
def test_what_it_becomes_can_be_stored_and_is_safe(shape: Path) -> None:
    markdown = to_markdown(shape.read_text()).markdown

    html = render_story(clean_text(markdown))

    assert re.findall(r"javascript:|data:|file:|<script|onerror", html.replace("&lt;", "")) == []


def words_of(html: str) -> str:
    """Return the letters and marks of what is shown, each space as good as another."""
    text = re.sub(r"<br ?/?>|</p>|</h\d>|</li>|</t[dh]>", " ", html)
    text = re.sub("<[^>]*>", "", text)
    for entity, mark in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(entity, mark)
    return "".join(text.split())


PLAIN = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
MARKS = st.sampled_from(
    [*"*_`~[]()!#>-+=|\\&<;:.^1aé “\n ", "1. ", "- ", "&amp;", "[^1]", "--"],
)
TYPED = st.lists(MARKS, max_size=12).map("".join)


@given(st.lists(st.tuples(st.sampled_from(["", "b", "i", "a", "br", "td"]), TYPED), max_size=4))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_text_means_itself_whatever_it_looks_like(parts: list[tuple[str, str]]) -> None:
    escaped = [(tag, re.sub("[&<]", lambda m: f"&#{ord(m[0])};", text)) for tag, text in parts]
    made = {
        "": "{}",
        "b": "<b>{}</b>",
        "i": "<i>{}</i>",
        "a": '<a href="https://x.example/">{}</a>',
        "br": "<br>{}",
        "td": "</p><table><tr><td>{}</td><td>x</td></tr></table><p>",
    }
    html = "<p>" + "".join(made[tag].format(text) for tag, text in escaped) + "</p>"
    shown = "".join(text + ("x" if tag == "td" else "") for tag, text in parts)

    markdown = to_markdown(html).markdown

    assert words_of(PLAIN.render(markdown)) == "".join(shown.split()), markdown


TAGS = st.sampled_from(
    [
        "p",
        "div",
        "b",
        "i",
        "a href='#x'",
        "a href='javascript:x'",
        "ul",
        "ol start=7",
        "li",
        "table",
        "tr",
        "td colspan=3",
        "h1",
        "h6",
        "pre",
        "code",
        "blockquote",
        "br",
        "sup",
        "span",
        "img",
        "p style='mso-list:l0 level3 lfo1'",
        "li data-aria-level=2",
        "a name=x href='#y'",
        "a id=y href='#x'",
        "dl",
        "dt",
        "div class=ListContainerWrapper",
        "del datetime=1",
        "!--",
        "/p",
        "/li",
        "/a",
        "/b",
        "/td",
        "/table",
        "/div",
        "/ul",
        "span style='font-weight:bold;font-style:italic'",
    ]
)


@given(st.lists(st.one_of(TAGS.map("<{}>".format), st.text(max_size=8)), max_size=40).map("".join))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_any_html_gives_text_that_can_be_stored(html: str) -> None:
    markdown = to_markdown(html, first_note=4).markdown

    assert without_controls(markdown) == markdown
    assert not re.search("[\x0b\u2028]", markdown)
    assert "javascript:" not in render_story(markdown[:100_000]) or "javascript:" in html


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("x" * (MAX_HTML + 1), "1,000,001 characters"),
        ("<b></b>" * (MAX_TAGS + 1), "10,001 elements"),
        ("<div>" * (MAX_DEPTH + 1), "more than 100 deep"),
    ],
)
def test_what_is_too_large_is_refused_before_the_work(html: str, words: str) -> None:
    with pytest.raises(ExchangeError, match=words):
        to_markdown(html)


def test_notes_are_numbered_after_those_of_the_story() -> None:
    html = Path(SHAPES[0].parent / "libreoffice-article.html").read_text()

    assert re.findall(r"\[\^\d+\]", to_markdown(html, first_note=7).markdown) == ["[^7]", "[^7]"]
