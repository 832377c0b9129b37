"""Whatever a body holds, it is read without a crash, in time, its lines in their places."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posts.exchange.jekyll.kramdown import as_markdown, with_plain_marks
from posts.exchange.jekyll.liquid import Liquid

MARKS = st.sampled_from(
    [
        *("{% raw %}", "{% endraw %}", "{% if x %}", "{% endif %}", "{% highlight c %}", "{{ x }}"),
        *("{% endhighlight %}", "{%", "%}", "{{", "}}", "{: .x}", "{::comment}", "{:/comment}"),
        *("<div>", "</div>", "<table>", "</table>", "<!--", "-->", "<b>", "</b>", "<img src=a>"),
        *("**", "（", "*[A]: b", "\n: c", "```", "`", "\\\\", "> [!NOTE]", "[^1]", "[caption]"),
        *("\n", "\n\n", "\n    ", " ", "A", "1945. ", "- ", "|a|b|\n|-|-|\n", "&lt;", "$'\""),
    ]
)
BODIES = st.lists(MARKS, max_size=25).map("".join)
NOWHERE = re.compile(r"(?!)")


def carried_out(body: str) -> str:
    liquid = Liquid(value=lambda name: None, link=lambda name: None)
    return liquid.carried_out(body, 1)


@given(BODIES)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_no_body_is_too_odd(body: str) -> None:
    text = carried_out(body)
    assert text.count("\n") >= body.count("\n")
    assert not re.search(r"\{% (?:if|highlight|endif)", text) or "raw" in body
    plain = with_plain_marks(text)
    assert plain.count("\n") == text.count("\n")
    markdown, _ = as_markdown(plain, "/2025/a.html", NOWHERE)
    assert not re.search(r"[\ufdd0-\ufdef]", markdown)


@pytest.mark.parametrize(
    "unit",
    [
        *("{% if x %}", "{{ ", "{% raw %}", "{: ", "<table>\n", "**（", "*[a]: b\n"),
        *("`", "x`", "<!--"),
    ],
)
def test_thirty_thousand_beginnings_take_no_time(unit: str) -> None:
    """Each pattern takes time in proportion to the text; with its square it would be minutes."""
    text = with_plain_marks(carried_out(unit * 30_000))
    assert isinstance(as_markdown(f"<b>x</b> {text}", "", NOWHERE)[0], str)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("{{ 'a b.pdf' | relative_url }}", "/blog/a%20b.pdf"),
        ("{{ 'https://x.example/a' | absolute_url }}", "https://x.example/a"),
        ("{{ '/a' | prepend: site.baseurl | prepend: site.url }}", "https://mill.example/blog/a"),
        ("{% img /a.png %}", "![](/a.png)"),
        ("{% img left https://x.example/a.jpg?w=1 'T' %}", '![T](https://x.example/a.jpg?w=1 "T")'),
        ('{% include fig.html file="/a.webp" alt="[x]" %}', "![x](/a.webp)"),
        ("{% picture blog /a.jpeg alt='A' %}", "![A](/a.jpeg)"),
        ("{% tweet https://x.example/1 %}", "[https://x.example/1](https://x.example/1)"),
        ("{% youtube abc %}", "[https://youtu.be/abc](https://youtu.be/abc)"),
        ("{% details More %}Kept.{% enddetails %}", "Kept."),
        ("{%- comment -%}gone{%- endcomment -%}.", "."),
        ("{% highlight c %}a{% endhighlight %}", "```c\na\n```"),
        ("{% unless x %}gone{% if y %}too{% endif %}{% endunless %}.", "."),
    ],
)
def test_what_liquid_says_is_carried_out(written: str, shown: str) -> None:
    liquid = Liquid(
        value=lambda name: None,
        link=lambda name: None,
        base="/blog",
        url="https://mill.example",
    )
    assert liquid.carried_out(written, 1) == shown
