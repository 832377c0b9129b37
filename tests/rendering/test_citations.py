"""Citations in Markdown: what is one, and the numbers that readers see."""

import re

import pytest

from posts.rendering import (
    Numbering,
    absolute_html,
    outline,
    render_inline,
    render_section,
    render_story,
    with_citations,
    without_citations,
)


def shown(markdown: str, *keys: str) -> str:
    html = render_story(markdown)
    return str(Numbering(keys, [html]).html(html)).strip()


def number(place: int, source: int, locator: str = "") -> str:
    label = f"Source {source}" + (f", {locator}" if locator else "")
    return (
        f'<sup class="cite" id="cite-{place}"><a href="#source-{source}"'
        f' aria-label="{label}">[{source}]</a></sup>'
    )


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("So it was [@a-1994].", f"<p>So it was{number(1, 1)}.</p>"),
        ("So[@a-1994, p. 12]!", f"<p>So{number(1, 1, 'p. 12')}!</p>"),
        ("So [@a-1994,\np.  12, n. 3].", f"<p>So{number(1, 1, 'p. 12, n. 3')}.</p>"),
        ("*So [@a-1994]*", f"<p><em>So{number(1, 1)}</em></p>"),
        ("- So [@a-1994]", f"<ul>\n<li>So{number(1, 1)}</li>\n</ul>"),
        ("So [@b] [@a-1994] [@b]", f"<p>So{number(1, 1)}{number(2, 2)}{number(3, 1)}</p>"),
        ('So [@b, "A" & B]', f"<p>So{number(1, 1, '&quot;A&quot; &amp; B')}</p>"),
    ],
)
def test_a_citation_is_a_number_that_leads_to_its_source(markdown, html):
    assert shown(markdown, "a-1994", "b") == html


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("So [@nobody, p. 12].", "<p>So [@nobody, p. 12].</p>"),
        ("[@b][c]", "<p>[@b][c]</p>"),
        ("[@b][^c]", "<p>[@b][^c]</p>"),
        ("[@b](/c/)", '<p><a href="/c/" rel="noopener">@b</a></p>'),
        ("[@b](c d)", "<p>[@b](c d)</p>"),
        ("[see [@b]](/c/)", '<p><a href="/c/" rel="noopener">see [@b]</a></p>'),
        ("\\[@b]", "<p>[@b]</p>"),
        ("[@B] [@b.] [@ b] [@]", "<p>[@B] [@b.] [@ b] [@]</p>"),
        ("[@b, *p*]", "<p>[@b, <em>p</em>]</p>"),
        (f"[@b, {'p' * 121}]", f"<p>[@b, {'p' * 121}]</p>"),
        ("`[@b]`", "<p><code>[@b]</code></p>"),
        ("    [@b]", "<pre><code>[@b]\n</code></pre>"),
        ("```\n[@b]\n```", "<pre><code>[@b]\n</code></pre>"),
        ("[@b]\n\n[@b]: /c/", '<p><a href="/c/" rel="noopener">@b</a></p>'),
    ],
)
def test_what_is_no_citation_is_shown_as_it_was_typed(markdown, html):
    assert shown(markdown, "b", "c") == html


def test_a_heading_and_a_note_cite_and_the_note_has_a_letter():
    html = shown("## So [@b]\n\nIt was.[^1]\n\n[^1]: Says [@b, ch. 4].", "b")

    assert f'<h2 id="section-so">So{number(1, 1)}</h2>' in html
    assert f"Says{number(2, 1, 'ch. 4')}. <a" in html
    assert re.findall(r'href="#fn1"[^>]*>([^<]*)</a>', html) == ["[a]"]


def test_numbers_run_through_the_texts_of_a_page_in_their_order():
    texts = [render_inline("So [@b]"), render_section("And [@a] [@x]", name="s"), "[@b]"]
    texts[2] = with_citations("<p>Last [@b, 2] &lt;b&gt;</p>")
    numbering = Numbering(["a", "b", "c"], texts)

    assert [numbering.html(text).strip() for text in texts] == [
        f"So{number(1, 1)}",
        f"<p>And{number(2, 2)} [@x]</p>",
        f"<p>Last{number(3, 1, '2')} &lt;b&gt;</p>",
    ]
    assert numbering.numbers == {"b": 1, "a": 2}
    assert [each.id for each in numbering.pointers["b"]] == ["cite-1", "cite-3"]


def test_without_citations_only_what_is_none_stays():
    html = render_story("So [@b, p. 1] it was [@x].")

    assert without_citations(html, {"b"}) == "<p>So it was [@x].</p>\n"


def test_what_stands_beside_is_asked_for_where_a_source_is_cited():
    html = render_inline("So [@b, p. 1] [@x]")

    found = Numbering(["b"], [html]).html(html, lambda key, locator: f"<i>{key} {locator}</i>")

    assert found == f"So{number(1, 1, 'p. 1')}<i>b p. 1</i> [@x]"


def test_in_a_feed_a_number_leads_to_the_page():
    html = shown("So [@b].", "b")

    assert absolute_html(html, "https://example.org/posts/a/") == (
        '<p>So<sup><a href="https://example.org/posts/a/#source-1">[1]</a></sup>.</p>'
    )


def test_the_outline_tells_what_is_cited_and_which_quotations_are_not():
    found = outline(
        "So [@a] [@b, 2] [@a].\n\n> One [@a]\n\nHe said [@b]:\n\n> Two\n\nThen:\n\n> *Three*\n\n"
        "> > Four\n\n[@c][d] `[@e]`"
    )

    assert found.cited == ("a", "b")
    assert found.bare_quotes == ("Three", "Four")
    assert found.uncited == ("[@c]",)


@pytest.mark.parametrize("story", ["[@a, " * 5_000, "[@" + "a" * 90_000, "[@a" + "-a" * 40_000])
def test_a_hostile_story_is_read_in_time_with_its_length(story):
    assert outline(story).uncited == ()
    assert render_story(story) == f"<p>{story.strip()}</p>\n"
