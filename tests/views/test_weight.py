"""What a story page weighs before pictures and fonts, and whom it asks for anything."""

import gzip
import re

import pytest
from django.conf import settings

from historyblog.static import whole_sheet
from posts.models import Place
from tests.factories import make_category, make_citation, make_page, make_place, make_post
from tests.views.markup import faults

pytestmark = pytest.mark.django_db
BUDGET = 35_000  # bytes, compressed
PARAGRAPH = (
    "The delegations met in the palace before noon, and by the evening {n} "
    "clauses had been read, amended, struck out and read again, to nobody's whole satisfaction. "
)
KINDS = (
    *("/", "/on/", "/on/10-14/", "/years/1066/", "/centuries/11/", "/timeline/", "/map/"),
    *("/search/?q=treaty", "/places/france/", "/places/", "/about/", "/nothing/"),
)
ICONS = ("/favicon.ico", "/apple-touch-icon.png")


@pytest.fixture
def page(client) -> str:
    post = make_post(
        "A founding act",
        story="\n\n".join(PARAGRAPH.format(n=n) * 4 for n in range(5)),
        bullets=[(f"Label {n}", PARAGRAPH.format(n=n)) for n in range(4)],
        closing_question="Would a different approach have led elsewhere?",
        categories=[make_category("Politics")],
        places=[make_place("Elysium")],
        tags=["treaty", "diplomacy"],
    )
    for number in range(12):
        make_citation(post, f"Minutes {number}", author="A. N. Other", publisher="Press")
    return client.get("/posts/a-founding-act/").content.decode()


def test_the_markup_of_a_story_is_sound(page):
    assert faults(page) == []
    broken = page.replace("</main>", "").replace('id="content"', 'id="x" id="sources"')
    assert faults(broken) == ["id twice: <main>", "</body> closes <main>", "id twice: sources"]


def test_html_and_css_of_a_story_stay_within_35_kb_compressed(page):
    sheets = re.findall(r'<link rel="stylesheet" href="/static/([^"]+)"', page)
    files = [whole_sheet(name) for name in sheets]

    assert len(files) == 1
    assert sum(len(gzip.compress(text.encode())) for text in (page, *files)) <= BUDGET


def test_nothing_comes_from_elsewhere_and_nothing_is_inline(page):
    asked = re.findall(
        r'<(?:link|script|img|source|iframe)[^>]*(?:href|src|srcset)="([^"]+)"', page
    )
    own = ("/static/", "/media/", "/posts/", "/feed.", "/opensearch.xml", *ICONS)
    foreign = [url for url in asked if not url.startswith(own)]

    assert foreign == [f"{settings.SITE_URL}/posts/a-founding-act/"]  # the canonical address
    own = r'<script type="application/ld\+json">'  # no browser runs it
    own += r'|<script(?: type="module")? src="/static/js/[a-z]+\.js"></script>'
    assert re.findall(r"<script|<style|\sstyle=|\son\w+=", re.sub(own, "", page)) == []
    assert len(re.findall("<script[^>]* src=", page)) == 3


def test_every_kind_of_page_is_as_light(client):
    """The map as well, whose shapes stand in the page."""
    france = Place.objects.get(slug="france")
    for number in range(10):
        make_post(f"Treaty {number}", places=[france], description=PARAGRAPH.format(n=number))
    make_page("About", story=PARAGRAPH)
    sheet = len(gzip.compress(whole_sheet("css/site.css").encode()))

    pages = {path: client.get(path).content for path in KINDS}
    weights = {path: sheet + len(gzip.compress(html)) for path, html in pages.items()}

    assert {path: weight for path, weight in weights.items() if weight > BUDGET} == {}
    assert weights["/map/"] > weights["/places/france/"] + 10_000
    assert {path: found for path, html in pages.items() if (found := faults(html.decode()))} == {}
