"""What the API says of each thing; `openapi.yaml` says the same of its kind."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from posts.archives.day_lines import Remembered
from posts.converters import DayConverter
from posts.dates import HistoricalDate
from posts.feeds.entries import stable_id
from posts.feeds.pictures import absolute
from posts.models import Category, Dossier, EventDated, Image, Milestone, Place, Post, Source
from posts.rendering import absolute_html

type Data = dict[str, Any]


def post_in_list(post: Post) -> Data:
    """Tell of a post that was loaded `for_cards`."""
    return _work("post", post) | {
        "event": _event(post),
        "categories": [_term(row) for row in post.categories.all()],
        "places": [_term(row) for row in post.places.all()],
    }


def whole_post(post: Post) -> Data:
    """Tell of a post that was loaded `for_page`."""
    page, bullets, by = absolute(post.get_absolute_url()), post.bullets.all(), post.byline
    return post_in_list(post) | {
        "bullets": [
            {"label": row.label, "html": absolute_html(row.text_html, page)} for row in bullets
        ],
        "html": absolute_html(post.story_html, page),
        "question": post.closing_question,
        "author": by and {"name": by.name, "url": absolute(by.get_absolute_url())},
        "tags": [tag.name for tag in post.tags.all()],
        "sources": [_citation(row) for row in post.citations.all()],
    }


def line_of_day(line: Remembered) -> Data:
    told = {"year": line.year, "role": line.role, "old_style": line.is_old_style}
    return post_in_list(line.post) | told


def dossier_in_list(dossier: Dossier) -> Data:
    return _work("dossier", dossier)


def whole_dossier(dossier: Dossier, posts: Iterable[Post]) -> Data:
    """Tell of a dossier that was loaded `for_page`, with its public posts."""
    page, sections = absolute(dossier.get_absolute_url()), dossier.sections.all()
    return dossier_in_list(dossier) | {
        "sections": [
            {"heading": row.heading, "html": absolute_html(row.text_html, page)} for row in sections
        ],
        "posts": [post_in_list(post) for post in posts],
        "milestones": [_milestone(row) for row in dossier.milestones.all()],
        "sources": [_citation(row) for row in dossier.citations.all()],
    }


def place_in_list(place: Place, number: int) -> Data:
    """Tell of a place that was loaded with its parent, and of how many posts it has."""
    names = ("kind", "iso_alpha2", "valid_from", "valid_to", "description")
    within = _term(place.parent) if place.parent else None
    return _term(place) | _named(place, *names) | {"within": within, "number": number}


def day_of_year(month_day: int) -> Data:
    return {
        "month_day": DayConverter().to_url(month_day),
        "url": absolute(reverse("day", args=[month_day])),
        "api": absolute(reverse("api_day", args=[month_day])),
    }


def _work(kind: str, work: Post | Dossier) -> Data:
    return _named(work, "slug", "title", "description", "language") | {
        "kind": kind,
        "id": stable_id(work.feed_id),
        "url": absolute(work.get_absolute_url()),
        "api": absolute(reverse(f"api_{kind}", args=[work.slug])),
        "published": work.publish_at and work.publish_at.isoformat(timespec="seconds"),
        "updated": work.modified_at.isoformat(timespec="seconds"),
        "picture": _picture(work.hero) if work.hero else None,
    }


def _event(event: EventDated) -> Data | None:
    return _date(event.event_text, event.event_date)


def _date(text: str, value: HistoricalDate | None) -> Data | None:
    return {"text": text, "edtf": value and value.to_gregorian_edtf()} if text else None


def _term(row: Category | Place) -> Data:
    told = _named(row, "slug", "name") | {"url": absolute(row.get_absolute_url())}
    if isinstance(row, Place):
        told["api"] = absolute(reverse("api_place", args=[row.slug]))
    return told


def _picture(image: Image) -> Data:
    shown = image.as_picture()
    names = ("width", "height", "alt", "caption", "credit", "illustration")
    return _named(shown, *names) | {"url": absolute(shown.src)}


def _milestone(row: Milestone) -> Data:
    source = _source(row.source) | {"locator": row.locator}
    return _named(row, "label", "note") | {"event": _event(row), "source": source}


def _citation(row: Any) -> Data:
    return _source(row.source) | _named(row, "locator", "quotation", "note")


def _source(source: Source) -> Data:
    told = _named(source, "title", "author", "publisher", "url", "language")
    return told | {"issued": _date(source.issued_text, source.issued_date)}


def _named(row: Any, *names: str) -> Data:
    return {name: getattr(row, name) for name in names}
