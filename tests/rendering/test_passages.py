"""What a story's page adds to stored HTML, whatever stands in it."""

import re

import pytest
from django.utils.safestring import SafeString

from posts.rendering import Picture, render_story, with_full_pictures, with_passages

WORDS = SafeString("<i>Full</i>")
FORGED = '<p> <figure><picture><img src="x"></picture> "<p>'


def shown(alt: str) -> str:
    picture = Picture("/media/a.webp", 9, 6, alt, sources=(("image/avif", "/media/a.avif 9w"),))
    return render_story("One.\n\n![](/a.png)\n\n> Two.\n\n- Three.", lambda src: picture)


@pytest.mark.parametrize("alt", ["A field", "", FORGED])
def test_only_paragraphs_are_numbered_and_only_whole_figures_open(alt: str) -> None:
    html = shown(alt)
    page = with_passages(with_full_pictures(html, WORDS))

    assert re.findall(r'<p id="(p-\d)">(\w+)', page) == [("p-1", "One"), ("p-2", "Two")]
    [link] = re.findall(r'(?<=<figure>)<a class="zoom" href="/media/a.webp">', page)
    assert page.replace(link, "").replace(f"{WORDS}</a>", "") == html.replace(
        "<p>One", '<p id="p-1">One'
    ).replace("<p>Two", '<p id="p-2">Two')


def test_a_picture_within_words_leads_nowhere() -> None:
    html = '<p>A <picture><img src="/media/a.webp"></picture></p>'

    assert with_full_pictures(html, WORDS) == html
