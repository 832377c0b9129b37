from posts.exchange.jekyll.unsupported_markup import unsupported_markup


def test_unsupported_markup_is_told_with_their_lines():
    body = (
        "{% post_url x %} and {{ site.title }}\n"
        "Text {: .big}\n<div>x</div> `<b>` <https://example.org>\n"
        "<!--more-->\n```\n{% raw %}<i>\n```\n![x]({{ site.baseurl }}/a.png)"
    )
    assert [(m.line, m.code, m.text.partition(": ")[2]) for m in unsupported_markup(body, 10)] == [
        (10, "liquid", "{% post_url x %}"),
        (10, "liquid", "{{ site.title }}"),
        (11, "kramdown", "{: .big}"),
        (12, "html", "<div>"),
        (12, "html", "</div>"),
        (13, "html", "<!--more-->"),
        (15, "liquid", "{% raw %}"),
    ]


def test_much_markup_of_a_kind_is_counted():
    found = unsupported_markup("<br>\n" * 25, 1)

    assert len(found) == 21
    assert found[-1].text == "HTML is shown as text here: 5 more of the kind."
