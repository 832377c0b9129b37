"""What pages are, for machines: graphs in JSON-LD, in the words of schema.org."""

from collections.abc import Iterable
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import iri_to_uri

from posts.dates import Calendar, HistoricalDate, Kind, Period, Precision
from posts.models import Citation, Image, Post, Source

type Node = dict[str, Any]

CONTEXT: Final = "https://schema.org"
WRITTEN: Final = frozenset({Precision.DAY, Precision.MONTH, Precision.YEAR})  # in ISO 8601
CREATIVE_COMMONS: Final = "https://creativecommons.org"
LICENCES: Final[dict[str, str]] = {
    Image.Licence.PUBLIC_DOMAIN: f"{CREATIVE_COMMONS}/publicdomain/mark/1.0/",
    Image.Licence.CC0: f"{CREATIVE_COMMONS}/publicdomain/zero/1.0/",
    Image.Licence.CC_BY: f"{CREATIVE_COMMONS}/licenses/by/4.0/",
    Image.Licence.CC_BY_SA: f"{CREATIVE_COMMONS}/licenses/by-sa/4.0/",
    Image.Licence.CC_BY_SA_3: f"{CREATIVE_COMMONS}/licenses/by-sa/3.0/",
}
# The index pages above others, by the first part of the address.
SECTIONS: Final = {
    "on": "Calendar",
    "categories": "Categories",
    "places": "Places",
    "tags": "Tags",
    "archive": "Archive",
    "dossiers": "Dossiers",
}


def story_graph(post: Post) -> Node:
    """Return a story, the event it tells of and the way to it, without a query.

    `post` has all that `PostQuerySet.for_page` loads.
    """
    return _graph(_story(post), _event(post), _trail(_way_to(post)))


def collection_graph(
    path: str, name: str, about: str, image: Any = None, kind: str = "CollectionPage"
) -> Node:
    """Return a page that lists stories and the way to it; for the home page the site."""
    if path == "/":
        return _graph(_blog() | {"publisher": _publisher()})
    page = _node(
        kind,
        name=name,
        description=about,
        url=_absolute(iri_to_uri(path)),
        image=image and _hero(image),
    )
    way = [(settings.SITE_NAME, "/"), (name, iri_to_uri(path))]
    section = path.split("/")[1]
    if section in SECTIONS and path != f"/{section}/":
        way.insert(1, (SECTIONS[section], f"/{section}/"))
    return _graph(page | {"isPartOf": _blog()}, _trail(way))


def event_days(value: HistoricalDate | None) -> tuple[str, str]:
    """Return the first and the last date in ISO 8601, Gregorian; '' where it would say too much.

    Only unqualified dates from AD 1 on have any, as fine as they were written: of years and
    months the digits, of days the day. A single date has no last one.
    """
    if value is None or value.qualifier or value.kind is Kind.ONEOF:
        return "", ""
    if not all(_has_iso(end, value) for end in value.ends):
        return "", ""
    last = None if value.kind is Kind.SINGLE else value.last
    return _iso(value, value.first), _iso(value, last)


def _has_iso(end: Period, value: HistoricalDate) -> bool:
    # An Old Style month or year crosses two of ours, and its digits are neither's.
    is_julian = value.calendar is Calendar.JULIAN and end.precision is not Precision.DAY
    day = value.converted(end, Calendar.GREGORIAN) or end
    return end.precision in WRITTEN and not is_julian and min(end.year, day.year) >= 1


def _iso(value: HistoricalDate, end: Period | None) -> str:
    shown = value.converted(end, Calendar.GREGORIAN)
    if shown is None:
        return ""
    parts = (part for part in (shown.month, shown.day) if part is not None)
    return "-".join((f"{shown.year:04}", *(f"{part:02}" for part in parts)))


def _story(post: Post) -> Node:
    value, address = post.event_date, _absolute(post.get_absolute_url())
    published = timezone.localtime(post.publish_at) if post.publish_at else None
    return _node(
        "BlogPosting",
        **{"@id": f"{address}#story"},
        headline=post.title,
        description=post.description,
        url=address,
        mainEntityOfPage=address,
        datePublished=published and published.isoformat(timespec="seconds"),
        dateModified=timezone.localtime(post.modified_at).isoformat(timespec="seconds"),
        inLanguage=post.language,
        image=_hero(post.hero) if post.hero else _cover(post),
        articleSection=[category.name for category in post.categories.all()],
        keywords=[tag.name for tag in post.tags.all()],
        author=_author(post) or _reference(_publisher()),
        publisher=_publisher(),
        isPartOf=_blog(),
        temporalCoverage=value and value.to_gregorian_edtf(),
        contentLocation=_places(post),
        about=value and {"@id": f"{address}#event"},
        citation=[_source(citation) for citation in post.citations.all()],
    )


def _author(post: Post) -> Node:
    if post.byline is None:
        return {}
    url = _absolute(post.byline.get_absolute_url())
    return _node("Person", **{"@id": f"{url}#person"}, name=post.byline.name, url=url)


def _event(post: Post) -> Node:
    if post.event_date is None:
        return {}
    address = _absolute(post.get_absolute_url())
    start, end = event_days(post.event_date)
    return _node(
        "Event",
        **{"@id": f"{address}#event"},
        name=post.title,
        startDate=start,
        endDate=end,
        location=[_reference(place) for place in _places(post)],
        subjectOf={"@id": f"{address}#story"},
    )


def _hero(image: Image) -> Node:
    picture = image.as_picture()
    return _node(
        "ImageObject",
        url=_absolute(picture.src),
        contentUrl=_absolute(picture.src),
        width=picture.width,
        height=picture.height,
        caption=image.caption,
        description=image.alt,
        creditText=image.credit or image.creator,
        license=LICENCES.get(image.licence),
        isBasedOn=image.source_url,
    )


def _cover(post: Post) -> Node:
    address = _absolute(reverse("cover", args=[post.slug]))
    return _node("ImageObject", url=address, contentUrl=address, width=1200, height=630)


def _places(post: Post) -> list[Node]:
    addresses = [(place, _absolute(place.get_absolute_url())) for place in post.places.all()]
    return [_node("Place", **{"@id": url}, name=place.name, url=url) for place, url in addresses]


def _source(citation: Citation) -> Node:
    """Return a source as printed: whether its author is a person or a body is not known."""
    source: Source = citation.source
    return _node(
        "CreativeWork",
        name=source.title,
        author=source.author,
        publisher=source.publisher and _node("Organization", name=source.publisher),
        datePublished=event_days(source.issued_date)[0],
        dateModified=event_days(source.modified_date)[0],
        url=source.url,
        inLanguage=source.language,
    )


def _way_to(post: Post) -> list[tuple[str, str]]:
    categories = [(row.name, row.get_absolute_url()) for row in post.categories.all()[:1]]
    return [(settings.SITE_NAME, "/"), *categories, (post.title, post.get_absolute_url())]


def _trail(way: Iterable[tuple[str, str]]) -> Node:
    steps = [
        _node("ListItem", position=number, name=name, item=_absolute(path))
        for number, (name, path) in enumerate(way, 1)
    ]
    return _node("BreadcrumbList", itemListElement=steps)


def _publisher() -> Node:
    address = _absolute("/")
    return _node(
        "Organization", **{"@id": f"{address}#publisher"}, name=settings.SITE_NAME, url=address
    )


def _blog() -> Node:
    address = _absolute("/")
    return _node("Blog", **{"@id": f"{address}#blog"}, name=settings.SITE_NAME, url=address)


def _reference(node: Node) -> Node:
    return {"@id": node["@id"]}


def _node(kind: str, **properties: Any) -> Node:
    known = {name: value for name, value in properties.items() if value}
    return {"@type": kind} | known


def _graph(*nodes: Node) -> Node:
    return {"@context": CONTEXT, "@graph": [node for node in nodes if node]}


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
