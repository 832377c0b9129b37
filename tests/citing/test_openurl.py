from urllib.parse import parse_qsl

import pytest

from posts.citing import CitedSource, source_context, story_context
from posts.citing.cited import one_line
from tests.citing.stories import ACT, HOSTILE_TITLES, STORIES

FORMAT = [("ctx_ver", "Z39.88-2004"), ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc")]


def test_a_story_is_a_blog_post():
    assert parse_qsl(story_context(ACT), strict_parsing=True) == [
        *FORMAT,
        ("rft.type", "blogPost"),
        ("rft.title", ACT.title),
        ("rft.source", "On This Day"),
        ("rft.date", "2025-05-27"),
        ("rft.identifier", ACT.url),
        ("rft.description", "Two blocs declare that they are no adversaries."),
        ("rft.language", "en"),
    ]


def test_a_source_with_an_address_is_a_web_page_and_one_without_a_document():
    book = CitedSource("The Carmen", author="Guy", publisher="Bec", issued="c. 1067", language="la")
    page = CitedSource("Fact sheet", url="https://example.org/?a=1&b=2")

    assert parse_qsl(source_context(book), strict_parsing=True) == [
        *FORMAT,
        ("rft.type", "document"),
        ("rft.title", "The Carmen"),
        ("rft.creator", "Guy"),
        ("rft.publisher", "Bec"),
        ("rft.date", "c. 1067"),
        ("rft.language", "la"),
    ]
    assert parse_qsl(source_context(page), strict_parsing=True) == [
        *FORMAT,
        ("rft.type", "webpage"),
        ("rft.title", "Fact sheet"),
        ("rft.identifier", "https://example.org/?a=1&b=2"),
    ]


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_every_title_reads_back_and_no_space_is_a_plus_sign(story):
    assert dict(parse_qsl(story_context(story)))["rft.title"] == one_line(story.title)
    assert "+" not in story_context(story)


@pytest.mark.parametrize("title", HOSTILE_TITLES.values(), ids=HOSTILE_TITLES)
def test_every_source_reads_back(title):
    assert dict(parse_qsl(source_context(CitedSource(title))))["rft.title"] == one_line(title)
