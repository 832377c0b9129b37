"""What pages are, for machines: graphs in JSON-LD, in the words of schema.org."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_noop

from posts.dates import Calendar, HistoricalDate, Kind, Period, Precision
from posts.models import Citation, Image, Line, Place, Post, Source

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
ADDRESSED: Final[dict[str, str]] = {  # of a kind of place, which part of an address it is
    Place.Kind.COUNTRY: "addressCountry",
    Place.Kind.REGION: "addressRegion",
    Place.Kind.CITY: "addressLocality",
}
ASKED: Final = "search_term_string"
# The index pages above others, by the first part of the address.
SECTIONS: Final = {
    "on": gettext_noop("Calendar"),
    "categories": gettext_noop("Categories"),
    "places": gettext_noop("Places"),
    "tags": gettext_noop("Tags"),
    "archive": gettext_noop("Archive"),
    "dossiers": gettext_noop("Dossiers"),
}


def story_graph(post: Post) -> Node:
    """Return a story, what it tells of and the way to it, without a query.

    `post` has all that `PostQuerySet.for_page` loads.
    """
    return _graph(_story(post), _subject(post), _trail(_way_to(post)))


def translations_graph(key: int, original: Line | None, found: Sequence[Line]) -> Node | None:
    """Return what `key` is to the same story in other languages; adds to its `story_graph`."""
    nodes = {line.pk: _in_language(line) for line in found}
    if original is None or key not in nodes:
        return None
    own = nodes.pop(key)
    if key == original.pk:
        return _graph(own | {"workTranslation": [*nodes.values()]})
    return _graph(own | {"translationOfWork": nodes[original.pk]})


def collection_graph(
    path: str,
    name: str,
    about: str,
    image: Any = None,
    listed: Sequence[str] = (),
    first: int = 1,
    kind: str = "CollectionPage",
    language: str = "",
) -> Node:
    """Return a page that lists stories and the way to it; for the home page the site.

    Its `language` is the site's unless told; `listed` are paths, from the place `first` of all on.
    """
    if path == "/":
        return _graph(_website(), _blog() | {"publisher": _publisher()})
    page = _node(
        kind,
        name=name,
        description=about,
        url=_absolute(iri_to_uri(path)),
        inLanguage=language or settings.LANGUAGE_CODE,
        image=image and _hero(image),
        mainEntity=listed and _list("ItemList", ({"url": _absolute(x)} for x in listed), first),
    )
    way = [(settings.SITE_NAME, "/"), (capfirst(name), iri_to_uri(path))]
    section = path.split("/")[1]
    if section in SECTIONS and path != f"/{section}/":
        way.insert(1, (gettext(SECTIONS[section]), f"/{section}/"))
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
        contentLocation=[_place(place) for place in post.places.all()],
        about=value and {"@id": f"{address}#event"},
        citation=[_source(citation) for citation in post.citations.all()],
        correction=[
            _node("CorrectionComment", text=each.words, datePublished=each.date.isoformat())
            for each in post.corrections.all()
        ],
    )


def _author(post: Post) -> Node:
    if post.byline is None:
        return {}
    url = _absolute(post.byline.get_absolute_url())
    return _node("Person", **{"@id": f"{url}#person"}, name=post.byline.name, url=url)


def _subject(post: Post) -> Node:
    """Return what happened: an event only with all that search engines ask of one.

    That is a place with an address, and a day that is known, of the calendar that ISO 8601
    counts by. Of all else they would tell the site that it is faulty.
    """
    if post.event_date is None:
        return {}
    address = _absolute(post.get_absolute_url())
    start, end = (day if _is_told(day) else "" for day in event_days(post.event_date))
    addressed = [place for place in post.places.all() if _postal(place)] if start else []
    return _node(
        "Event" if addressed else "Thing",
        **{"@id": f"{address}#event"},
        name=post.title,
        startDate=addressed and start,
        endDate=addressed and end,
        location=[_place(place) for place in addressed],
        subjectOf={"@id": f"{address}#story"},
    )


def _is_told(day: str) -> bool:
    return len(day) == len("1583-01-01") and day >= "1583"


def _hero(image: Image) -> Node | str:
    """Return a picture; of one that nobody is named for, its address is all that may be said."""
    picture, credit = image.as_picture(), image.credit or image.creator
    if not credit and image.licence not in LICENCES:
        return _absolute(picture.src)
    return _node(
        "ImageObject",
        url=_absolute(picture.src),
        contentUrl=_absolute(picture.src),
        width=picture.width,
        height=picture.height,
        caption=image.caption,
        description=image.alt,
        creditText=credit,
        license=LICENCES.get(image.licence),
        isBasedOn=image.source_url,
    )


def _cover(post: Post) -> Node:
    address = _absolute(reverse("cover", args=[post.slug]))
    size = {"width": 1200, "height": 630, "creditText": settings.SITE_NAME}
    return _node("ImageObject", url=address, contentUrl=address, **size)


def _in_language(line: Line) -> Node:
    url = _absolute(line.get_absolute_url())
    told = {"headline": line.title, "url": url, "inLanguage": line.language}
    return _node("BlogPosting", **{"@id": f"{url}#story"}, **told)


def _place(place: Place) -> Node:
    url = _absolute(place.get_absolute_url())
    return _node(
        "Place", **{"@id": f"{url}#place"}, name=place.name, url=url, address=_postal(place)
    )


def _postal(place: Place) -> Node | None:
    """Return a place of today as an address; a continent and a former state have none."""
    name = ADDRESSED.get(place.kind)
    value = place.iso_alpha2 if place.kind == Place.Kind.COUNTRY else place.name
    return _node("PostalAddress", **{name: value}) if name and value else None


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
    categories = [(capfirst(c.name), c.get_absolute_url()) for c in post.categories.all()[:1]]
    return [(settings.SITE_NAME, "/"), *categories, (post.title, post.get_absolute_url())]


def _trail(way: Iterable[tuple[str, str]]) -> Node:
    return _list("BreadcrumbList", ({"name": name, "item": _absolute(path)} for name, path in way))


def _list(kind: str, rows: Iterable[Node], first: int = 1) -> Node:
    items = [_node("ListItem", position=number, **row) for number, row in enumerate(rows, first)]
    return _node(kind, itemListElement=items)


def _website() -> Node:
    template = f"{_absolute(reverse('search'))}?q={{{ASKED}}}"
    search = _node("SearchAction", target=_node("EntryPoint", urlTemplate=template))
    return _own("WebSite", inLanguage=settings.LANGUAGE_CODE) | {
        "publisher": _reference(_publisher()),
        "potentialAction": search | {"query-input": f"required name={ASKED}"},
    }


def _publisher() -> Node:
    return _own("Organization", "publisher")


def _blog() -> Node:
    return _own("Blog", inLanguage=settings.LANGUAGE_CODE)


def _own(kind: str, name: str = "", **told: str) -> Node:
    """Return what the site is; its `name` in the graph is that of its kind unless told."""
    url = _absolute("/")
    identity = f"{url}#{name or kind.lower()}"
    return _node(kind, **{"@id": identity}, name=settings.SITE_NAME, url=url, **told)


def _reference(node: Node) -> Node:
    return {"@id": node["@id"]}


def _node(kind: str, **properties: Any) -> Node:
    known = {name: value for name, value in properties.items() if value}
    return {"@type": kind} | known


def _graph(*nodes: Node) -> Node:
    return {"@context": CONTEXT, "@graph": [node for node in nodes if node]}


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
