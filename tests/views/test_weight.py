"""What a story page weighs before pictures and fonts, and whom it asks for anything."""

import gzip
import re

import pytest
from django.conf import settings

from historyblog.static import whole_sheet
from tests.factories import make_category, make_citation, make_place, make_post

pytestmark = pytest.mark.django_db
BUDGET = 35_000  # bytes, compressed
PARAGRAPH = (
    "The delegations met in the palace before noon, and by the evening {n} "
    "clauses had been read, amended, struck out and read again, to nobody's whole satisfaction. "
)


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


def test_html_and_css_of_a_story_stay_within_35_kb_compressed(page):
    sheets = re.findall(r'<link rel="stylesheet" href="/static/([^"]+)"', page)
    files = [whole_sheet(name) for name in sheets]

    assert len(files) == 1
    assert sum(len(gzip.compress(text.encode())) for text in (page, *files)) <= BUDGET


def test_nothing_comes_from_elsewhere_and_nothing_is_inline(page):
    asked = re.findall(
        r'<(?:link|script|img|source|iframe)[^>]*(?:href|src|srcset)="([^"]+)"', page
    )
    own = ("/static/", "/media/", "/posts/", "/feed.xml", "/feed.json", "/opensearch.xml")
    foreign = [url for url in asked if not url.startswith(own)]

    assert foreign == [f"{settings.SITE_URL}/posts/a-founding-act/"]  # the canonical address
    data = r'<script type="application/ld\+json">'  # no browser runs it
    assert re.findall(r"<script|<style|\sstyle=|\son\w+=", re.sub(data, "", page)) == []
