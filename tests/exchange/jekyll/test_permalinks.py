from datetime import datetime

import pytest

from posts.exchange.checked import path_of
from posts.exchange.jekyll.permalinks import Addressed, permalink

POST = Addressed("The-v1.2_Act,signed", datetime(2025, 5, 7, 9, 5), ("History", "Old France"))


@pytest.mark.parametrize(
    ("template", "path"),
    [
        ("date", "/history/old france/2025/05/07/The-v1.2_Act,signed.html"),
        ("pretty", "/history/old france/2025/05/07/The-v1.2_Act,signed/"),
        ("ordinal", "/history/old france/2025/127/The-v1.2_Act,signed.html"),
        ("weekdate", "/history/old france/2025/W19/Wed/The-v1.2_Act,signed.html"),
        ("none", "/history/old france/The-v1.2_Act,signed.html"),
        ("/blog/:year/:i_month/:i_day/:slug/", "/blog/2025/5/7/the-v1-2-act-signed/"),
        (":short_year-:short_month/:title:output_ext", "/25-May/The-v1.2_Act,signed.html"),
        ("/:slugified_categories/:title", "/history/old-france/The-v1.2_Act,signed"),
        ("/:year_x/:unknown/a%20b", "/2025_x/:unknown/a b"),
    ],
)
def test_an_address_is_made_as_jekyll_makes_it(template, path):
    assert permalink(template, POST) == path


def test_a_post_without_categories_has_no_empty_part():
    assert permalink("date", Addressed("a", datetime(2025, 5, 7))) == "/2025/05/07/a.html"


def test_a_category_is_taken_as_it_is():
    post = Addressed("a", datetime(2025, 5, 7), ("C#", "50%"))
    assert permalink("none", post) == "/c#/50%/a.html"


@pytest.mark.parametrize(
    ("address", "base", "path"),
    [
        ("/a/b%20c.html?x#y", "", "/a/b c.html"),
        ("a/b", "blog", "/blog/a/b"),
        ("https://example.org/a/", "", "/a/"),
        ("https://example.org", "", ""),
        ("http://[broken", "", ""),
    ],
)
def test_the_path_of_an_address_is_decoded(address, base, path):
    assert path_of(address, base) == path
