"""A post as fields of a front matter, in the words that the reader of Jekyll sites knows."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import quote

import yaml
from django.conf import settings
from django.urls import reverse

from posts.editorial.snapshot import Snapshot
from posts.exchange.jekyll.citation_notes import CitationNotes, cited_keys
from posts.models import Image, Place, Post, Source

WORDS_OF_PICTURES: Final = (
    *("alt", "decorative", "caption", "credit", "creator", "year", "licence", "source_url"),
    "illustration",
)
_MARKS: Final = re.compile(r"[\\`*_\[\]<>]")
_PLAIN: Final = {"event_calendar": "auto", "anniversary_rule": "auto"}


def dumped(fields: Mapping[str, Any]) -> str:
    """Return `fields` as YAML, in their order, each text on one line where it is one."""
    text: str = yaml.safe_dump(
        dict(fields), allow_unicode=True, sort_keys=False, width=2**31, default_flow_style=False
    )
    return text


def address_of_picture(image: Image) -> str:
    """Return where the picture lies below the folder: where it came from, if it came in."""
    here = settings.MEDIA_URL
    paths = image.redirects.exclude(path__startswith=here).order_by("path")
    path = paths.values_list("path", flat=True).first()
    ending = PurePosixPath(str(image.file)).suffix
    return quote(path or f"/assets/images/{image.content_hash[:16]}{ending}")


def content_fields(content: Snapshot, addresses: Mapping[int, str]) -> dict[str, Any]:
    """Return what readers see of a post but its story; `addresses` are those of pictures."""
    sources = Source.objects.in_bulk([each.source.key for each in content.citations])
    made = {pk: row.key for pk, row in sources.items()}
    places = Place.objects.filter(pk__in=[each.key for each in content.places])
    told = content.translation_of
    original = Post.objects.only("slug").filter(pk=told.key).first() if told else None
    cited = cited_keys((content.story, *(each.text for each in content.bullets)))
    return {
        "title": content.title,
        "description": content.description,
        "lang": content.language,
        "translation_of": original.slug if original else "",
        "event_date": content.event_input,
        "event_calendar": content.calendar_choice,
        "event_display": content.event_display,
        "anniversary_rule": content.anniversary_rule,
        "undated": content.undated,
        "categories": sorted(each.name for each in content.categories),
        "places": sorted(places.values_list("slug", flat=True)),
        "tags": sorted(content.tags),
        "image": addresses.get(content.hero.key, "") if content.hero else "",
        "tldr": [{"label": each.label, "text": each.text} for each in content.bullets],
        "closing_question": content.closing_question,
        "sources": [
            _source(sources[each.source.key])
            | _filled(locator=each.locator, quotation=each.quotation, note=each.note)
            # One that would be made again, and that no text names, need not be told.
            | ({"key": key} if (key := each.key) in cited or key != made[each.source.key] else {})
            for each in content.citations
        ],
    }


def _source(row: Source) -> dict[str, str]:
    told = _filled(author=row.author, publisher=row.publisher, year=row.issued, url=row.url)
    return {"title": row.title, **told}


def notes_of(content: Snapshot) -> CitationNotes:
    """Return the notes for the citations of a post, none called yet."""
    sources = Source.objects.in_bulk([each.source.key for each in content.citations])
    return CitationNotes({c.key: _reference(sources[c.source.key]) for c in content.citations})


def _reference(row: Source) -> str:
    author, title, *rest = (
        _MARKS.sub(r"\\\g<0>", text) for text in (row.author, row.title, row.publisher, row.issued)
    )
    where = ", ".join(filter(None, rest))
    named = ", ".join(filter(None, (author, f"*{title}*")))
    return f"{named} ({where})" if where else named


def _filled(**texts: str) -> dict[str, str]:
    return {name: text for name, text in texts.items() if text}


def made_here(post: Post, content: Snapshot, images: Mapping[str, Image]) -> dict[str, Any]:
    """Return all fields of a post whose body is the story alone; `images` are those it shows."""
    addresses = {image.pk: address_of_picture(image) for image in images.values()}
    told = content_fields(content, addresses)
    # A date that is not given is not to be guessed from the text.
    kept = {"title", "event_date"}
    shown = {n: v for n, v in told.items() if n in kept or (v and v != _PLAIN.get(n))}
    paths = post.redirects.order_by("path").values_list("path", flat=True)
    return {
        "layout": "post",
        **shown,
        **date_fields(post.publish_at),
        **({} if post.status == Post.Status.APPROVED else {"published": False}),
        "slug": content.slug,
        "permalink": reverse("post", args=[content.slug]),
        "guid": post.feed_id,
        **({"pictures": pictures} if (pictures := _pictures(images, addresses)) else {}),
        **({"redirect_from": [quote(path) for path in paths]} if paths else {}),
        "story_only": True,
    }


def date_fields(moment: datetime | None) -> dict[str, str]:
    return {"date": f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} +0000"} if moment else {}


def _pictures(images: Mapping[str, Image], addresses: Mapping[int, str]) -> dict[str, Any]:
    """Return what is said of each picture, by its address."""
    rows = {addresses[image.pk]: image for image in images.values()}
    return {
        address: {name: value for name in WORDS_OF_PICTURES if (value := getattr(image, name))}
        for address, image in sorted(rows.items())
    }
