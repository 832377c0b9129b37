import json
from collections import Counter

import pytest

from posts.verification.words import Article, lost_words, raw_marks, source_text, words_of


def shown(body: str) -> Article:
    return Article(f"<header>Site **</header><article>{body}</article><p>more</p>")


LEXICAL = json.dumps({"root": {"type": "root", "children": [
    {"type": "paragraph", "children": [
        {"type": "text", "text": "The "},
        {"type": "link", "url": "no", "children": [{"type": "text", "text": "mill"}]},
        {"type": "extended-text", "text": "s"},
    ]},
    {"type": "callout", "calloutText": "<p>two</p>", "calloutEmoji": "no"},
    {"type": "paragraph", "children": [{"type": "text", "text": "in <c>"}]},
    {"type": "email", "html": "<p>no</p>"},
]}})  # fmt: skip
MOBILEDOC = json.dumps({
    "markups": [["a", ["href", "no", "rel", "no"]]],
    "cards": [["email-cta", {"html": "no"}], ["card-markdown", {"markdown": "*three*"}]],
    "sections": [
        [1, "p", [[0, [0], 1, "The mill"], [0, [], 0, "s"]]], [3, "ul", [[[0, [], 0, "two"]]]],
    ],
})  # fmt: skip


@pytest.mark.parametrize(
    ("body", "number"),
    [
        ("<p>Plain [1] words, 2 * 3 &amp; a {brace}.</p>", 0),
        ("<p>See {% include x %}</p>", 2),
        ("<p>{{ site.url }}</p>", 2),
        ("<p>A **bold** word</p>", 2),
        ("<p>A <em>soft</em>** word</p>", 1),
        ("<p>[caption id=1]</p>", 1),
        ("<p>&lt;div&gt;</p>", 1),
        ("<p>a &amp;nbsp; b</p>", 1),
        ("<p>text</p><p>{: .note}</p>", 1),
        ("<p>x ![alt](a.png)</p>", 2),
        ("<p># Heading</p>", 1),
        ("<pre><code>{% raw %} **x** [[y]]</code></pre>", 0),
        ("<p>C# and #1 are words</p>", 0),
    ],
)
def test_marks_of_a_source_are_found_outside_code(body: str, number: int) -> None:
    assert len(raw_marks(shown(body).prose)) == number


def test_an_article_has_its_own_text_and_pictures() -> None:
    article = shown('<p>One<script>no</script></p><img src="/a.png"><pre>two</pre>')
    assert (article.text.split(), article.pictures) == (["One", "two"], ["/a.png"])


@pytest.mark.parametrize(
    ("kind", "raw", "words"),
    [
        (
            "jekyll",
            "---\ntitle: No\n---\n\nThe {% raw %}mill{% endraw %} *stands*.",
            "mill stands the",
        ),
        (
            "markdown",
            "+++\ntitle = 'No'\n+++\nSee [it](http://x/no \"yes\")<!-- no -->",
            "it see yes",
        ),
        (
            "wordpress",
            (
                "<item><title>No</title><content:encoded>[caption id='no']&lt;p class='no'&gt;One"
                "&amp;nbsp;two&lt;/p&gt;[/caption] [embed]https://x/no[/embed]"
                " [vimeo https://x/no]</content:encoded></item>"
            ),
            "one two",
        ),
        ("ghost", '[{"title": "No", "html": "<p>One <b>two</b></p>"}, ["no"], "No"]', "one two"),
        ("ghost", json.dumps([{"html": None, "lexical": LEXICAL}]), "c in mills the two"),
        ("ghost", json.dumps([{"mobiledoc": MOBILEDOC}]), "mills the three two"),
        ("ghost", '[{"lexical": "{"}]', ""),
        ("ghost", "no JSON", ""),
    ],
)
def test_the_words_of_an_original_are_those_of_its_text(kind: str, raw: str, words: str) -> None:
    assert sorted(words_of(source_text(kind, raw))) == words.split()


def test_lost_words_are_counted_as_often_as_they_stood() -> None:
    source = words_of("a mill, a mill, a ﬁeld")
    assert lost_words(source, "A mill, a mill, a field") == (0, [])
    share, lost = lost_words(source, "A mill a field")
    assert (round(share, 3), lost) == (round(2 / 6, 3), ["a", "mill"])
    assert lost_words(Counter(), "") == (0, [])
