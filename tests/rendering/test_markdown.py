import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posts.rendering import (
    MAX_STORY_BYTES,
    Picture,
    RenderingError,
    render_inline,
    render_section,
    render_story,
)

PICTURE = Picture(
    src="/media/a.webp",
    width=800,
    height=600,
    alt="stored",
    sources=(("image/avif", "/media/a.avif 480w"),),
    credit="Bayeux, 1070",
)


def lookup(src: str) -> Picture | None:
    return PICTURE if src == "/media/a.webp" else None


class Attributes(HTMLParser):
    """Collects every tag and attribute of some HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("A *story*.", "<p>A <em>story</em>.</p>\n"),
        ("# Top", '<h2 id="section-top">Top</h2>\n'),
        ('"It\'s"', "<p>“It’s”</p>\n"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"),
        ("<b>raw</b>", "<p>&lt;b&gt;raw&lt;/b&gt;</p>\n"),
        ("[x](mailto:a@b.org)", '<p><a href="mailto:a@b.org" rel="noopener">x</a></p>\n'),
        ("[x](/posts/a/)", '<p><a href="/posts/a/" rel="noopener">x</a></p>\n'),
        ("~~old~~", "<p><s>old</s></p>\n"),
    ],
)
def test_a_story_is_common_mark(source, html):
    assert render_story(source) == html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        (
            "1945. The war ended.\n\n1950. *Schuman*\n\n1989. A wall.",
            "<p>1945. The war ended.</p>\n<p>1950. <em>Schuman</em></p>\n<p>1989. A wall.</p>\n",
        ),
        ("1945. A\n1950. B", "<p>1945. A</p>\n<p>1950. B</p>\n"),
        ("1945. A\n1946. B", "<p>1945. A</p>\n<p>1946. B</p>\n"),
        ("100) men\n101) women", "<p>100) men</p>\n<p>101) women</p>\n"),
        ("476. Rome fell.", "<p>476. Rome fell.</p>\n"),
        ("14. Juli 1789 in Paris", "<p>14. Juli 1789 in Paris</p>\n"),
        ("1. Mai\n\nText", "<p>1. Mai</p>\n<p>Text</p>\n"),
        ("2. A\n\n   B\n\n   - C", "<p>2. A</p>\n<p>B</p>\n<ul>\n<li>C</li>\n</ul>\n"),
        ("1. A\n3. B", "<p>1. A</p>\n<p>3. B</p>\n"),
        ("3. A\n2. B", "<p>3. A</p>\n<p>2. B</p>\n"),
        ("98. A\n99. B\n100. C", "<p>98. A</p>\n<p>99. B</p>\n<p>100. C</p>\n"),
        ("01. A\n02. B", "<p>01. A</p>\n<p>02. B</p>\n"),
        ("> 1945. A", "<blockquote>\n<p>1945. A</p>\n</blockquote>\n"),
        ("- 1945. A", "<ul>\n<li>\n<p>1945. A</p>\n</li>\n</ul>\n"),
        ("1945.\n1950. - B", "<p>1945.</p>\n<p>1950.</p>\n<ul>\n<li>B</li>\n</ul>\n"),
        (
            "1914. A\n      - one\n      - two\n\n1918. B",
            "<p>1914. A</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n<p>1918. B</p>\n",
        ),
    ],
)
def test_numbers_that_do_not_count_stay_as_typed(source, html):
    assert render_story(source) == html
    assert render_section(source, name="part-1") == html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("1. A\n2. B", "<ol>\n<li>A</li>\n<li>B</li>\n</ol>\n"),
        ("9. A\n10. B", '<ol start="9">\n<li>A</li>\n<li>B</li>\n</ol>\n'),
        ("1. A\n1. B", "<ol>\n<li>A</li>\n<li>B</li>\n</ol>\n"),
        (
            "1. A\n   1. a\n   2. b\n2. B",
            "<ol>\n<li>A\n<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n</li>\n<li>B</li>\n</ol>\n",
        ),
    ],
)
def test_numbers_that_count_are_a_list(source, html):
    assert render_story(source) == html


def test_quotes_are_curled_in_all_but_endless_paragraphs():
    """A megabyte without an empty line took minutes."""
    endless = render_story("it's " * 4_001)
    assert (endless.count("’"), endless.count("'")) == (0, 4_001)
    assert render_story("it's " * 4_000).count("’") == 4_000


def test_headings_of_the_same_words_are_told_apart():
    html = render_story("# A\n\n# A\n\n# A-1\n\n# A\n\n# `A`\n\n# 😀")
    assert re.findall(r'id="([^"]*)"', html) == [
        *("section-a", "section-a-1", "section-a-1-1", "section-a-2", "section-a-3", "section-"),
    ]


def test_many_headings_of_the_same_words_take_one_pass(monkeypatch):
    """Looking for a free name from the start each time took half a minute for 30,000."""
    looked_at = []

    class Counted(set):
        def __contains__(self, name):
            looked_at.append(name)
            return super().__contains__(name)

    monkeypatch.setattr("posts.rendering.markdown.set", Counted, raising=False)
    render_story("# same\n" * 100)
    assert len(looked_at) == 199


def test_the_bullets_of_the_old_blog_become_a_list():
    """Its lists follow a paragraph without an empty line between."""
    html = render_story("**TLDR;**\n- **Event**: signed.\n- **Legacy**: peace.")
    assert html.count("<li>") == 2


def test_cells_are_aligned_by_class_because_styles_are_refused():
    html = render_story("| a | b |\n|:-:|--:|\n| 1 | 2 |")
    assert '<th class="center">a</th>' in html
    assert '<td class="right">2</td>' in html
    assert "style" not in html


def test_footnotes_link_both_ways():
    html = render_story("Text[^1].\n\n[^1]: The *note*.")
    assert 'href="#fn1" id="fnref1"' in html
    assert '<li id="fn1" class="footnote-item">' in html


@pytest.mark.parametrize("render", [render_story, lambda text: render_section(text, name="x")])
def test_footnotes_are_named_for_those_who_do_not_see_them(render):
    html = render("One[^1], two[^b], one again[^1].\n\n[^1]: First.\n\n[^b]: Second.")

    assert re.findall(r'aria-label="([^"]*)"', html) == [
        *("Note a", "Note b", "Note a", "Notes"),
        *("Back to the text", "Back to the text", "Back to the text"),
    ]
    assert '<ol type="a" aria-label="Notes" class="footnotes-list">' in html
    assert "<section" not in html
    assert re.findall(r">(\[\w+\])<", html) == ["[a]", "[b]", "[a]"]


def test_a_footnote_within_a_sentence_is_shown_as_it_was_typed():
    assert render_story("Text^[a note].") == "<p>Text^[a note].</p>\n"


def test_a_picture_alone_becomes_a_figure_with_its_credit():
    html = render_story('![The comet](/media/a.webp "Seen in April")', lookup)
    assert html == (
        '<figure><picture><source type="image/avif" srcset="/media/a.avif 480w" '
        'sizes="(min-width: 48rem) 42rem, 100vw"><img src="/media/a.webp" width="800" height="600" '
        'alt="The comet" loading="lazy" decoding="async"></picture><figcaption>Seen in April '
        '<span class="credit">Bayeux, 1070</span></figcaption></figure>\n'
    )


def test_a_picture_in_a_sentence_stays_in_it():
    html = render_story("See ![it](/media/a.webp) there.", lookup)
    assert html.startswith("<p>See <picture>")
    assert "<figure>" not in html


def test_the_stored_description_serves_where_none_is_written():
    assert 'alt="stored"' in render_story("![](/media/a.webp)", lookup)


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("![gone](/assets/x.png)", '<p><span class="missing">gone</span></p>\n'),
        (
            "![far](https://example.org/x.png)",
            '<p><a href="https://example.org/x.png" rel="noopener">far</a></p>\n',
        ),
    ],
)
def test_a_picture_that_is_not_ours_is_shown_as_its_words(source, html):
    assert render_story(source, lookup) == html


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](&#106;avascript:alert(1))",
        "[a](&#x6A;avascript&colon;alert(1))",
        "[a](java\tscript:alert(1))",
        "[a](data:text/html;base64,PHNjcmlwdD4=)",
        "[a](vbscript:x)",
        "![a](javascript:alert(1))",
        "![a](data:image/svg+xml;base64,PHN2Zz4=)",
        '[a](/x "onmouseover=alert(1)")',
        "<svg onload=alert(1)>",
        "<math><mi//xlink:href='data:x,<script>'>",
        "[^1]\n\n[^1]: <img src=x onerror=alert(1)>",
        "# <iframe src=x>",
        "```html\n<script>\n```",
        "[a]: javascript:alert(1)\n\n[a]",
        "<javascript:alert(1)>",
    ],
)
def test_nothing_that_runs_comes_out(source):
    found = Attributes(render_story(source, lookup))
    assert not {"script", "svg", "math", "iframe", "object", "style"} & found.tags
    assert not [name for name, _ in found.attributes if name.startswith("on") or name == "style"]
    addresses = [value for name, value in found.attributes if name in {"href", "src"}]
    assert not [a for a in addresses if a.split(":")[0].strip().lower() in {"javascript", "data"}]


ALLOWED = {"http", "https", "mailto"}


@given(st.text(alphabet="[]()<>!&#;:*_`|\n \"'/=xjavscript1", max_size=200))
def test_any_text_renders_to_known_tags_and_links(source):
    found = Attributes(render_story(source, lookup))
    assert not {"script", "svg", "math", "style", "iframe"} & found.tags
    for name, value in found.attributes:
        assert not name.startswith("on")
        if name == "href" and ":" in value.split("/")[0]:
            assert value.split(":")[0].lower() in ALLOWED


def test_a_story_over_the_limit_is_refused_with_both_figures():
    with pytest.raises(RenderingError) as caught:
        render_story("x" * (MAX_STORY_BYTES + 1))
    assert str(caught.value) == (
        "The story has 1,000,001 bytes; the most is 1,000,000. Split it in two."
    )


def test_one_line_keeps_emphasis_and_links_only():
    html = render_inline("**NATO** [act](https://example.org) ![p](/media/a.webp) <i>x</i>")
    assert html == (
        '<strong>NATO</strong> <a href="https://example.org" rel="noopener">act</a> '
        '!<a href="/media/a.webp" rel="noopener">p</a> &lt;i&gt;x&lt;/i&gt;'
    )
