import doctest

import pytest

from posts.rendering import Picture, absolute, absolute_html, picture_html, render_story

PAGE = "https://example.org/posts/hastings/"


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(absolute) == (0, 1)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("/on/10-14/", "https://example.org/on/10-14/"),
        ("#fn1", "https://example.org/posts/hastings/#fn1"),
        ("cover.png", "https://example.org/posts/hastings/cover.png"),
        ("//other.example/a", "https://other.example/a"),
        ("https://other.example/a?b=1&amp;c=2", "https://other.example/a?b=1&amp;c=2"),
        ("mailto:clio@example.org", "mailto:clio@example.org"),
    ],
)
def test_a_link_names_its_site(written, read):
    assert absolute_html(f'<a href="{written}">x</a>', PAGE) == f'<a href="{read}">x</a>'


@pytest.mark.parametrize("written", ["javascript:alert(1)", "data:text/html,x", "http://["])
def test_what_is_no_address_of_the_web_is_no_link(written):
    assert absolute_html(f'<a href="{written}">x</a>', PAGE) == "<a>x</a>"


def test_every_size_of_a_picture_names_its_site():
    picture = Picture(
        "/media/b.webp",
        800,
        600,
        "A field",
        (("image/avif", "/media/a.avif 480w, /media/b.avif 800w"),),
    )

    html = absolute_html(picture_html(picture), PAGE)

    assert html == (
        '<picture><source type="image/avif" srcset="https://example.org/media/a.avif 480w, '
        'https://example.org/media/b.avif 800w" sizes="(min-width: 48rem) 42rem, 100vw">'
        '<img src="https://example.org/media/b.webp" width="800" height="600" alt="A field">'
        "</picture>"
    )


def test_a_story_keeps_its_words_and_loses_what_only_its_page_understands():
    story = render_story("## Dawn\n\nA *long* day.[^1]\n\n[^1]: Or two.")

    html = absolute_html(story, PAGE)

    assert html.startswith("<h2>Dawn</h2>\n<p>A <em>long</em> day.<sup><a href=")
    assert (" id=" in html, "class=" in html, 'href="#' in html) == (False, False, False)


def test_nothing_unsafe_gets_in():
    assert absolute_html('<p onclick="x()">a<script>b</script><style>c</style></p>', PAGE) == (
        "<p>a</p>"
    )
