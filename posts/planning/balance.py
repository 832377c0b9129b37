"""What the archive is made of: the shares of centuries, places and categories."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from posts.dates import Span, Unit
from posts.models import Anniversary, Archive, ArchiveEntry, ArchiveQuerySet, Category, Place, Post

SHOWN = 12  # of countries and centuries, which can be many


@dataclass(frozen=True, slots=True)
class Share:
    name: str
    number: int
    of: int

    @property
    def percent(self) -> int:
        """Return whole hundredths; what is there at all has one at least."""
        return max(round(100 * self.number / self.of), 1) if self.number else 0


@dataclass(frozen=True, slots=True)
class Part:
    """The shares by one axis; `without` posts stand in none, `more` shares are not shown."""

    name: str
    shares: tuple[Share, ...]
    without: int = 0
    more: int = 0


@dataclass(frozen=True, slots=True)
class Mix:
    posts: int
    parts: tuple[Part, ...]


def mix(days: Collection[int] | None = None) -> Mix:
    """Return the shares of what is published or scheduled, in eight queries or nine.

    With `days` (527 is 27 May) only of what is remembered on one of them. A post may stand in
    several places and categories, so shares need not add up to the whole.
    """
    posts = Post.objects.filter(status=Post.Status.APPROVED)
    entries = ArchiveEntry.objects.order_by()
    if days is not None:
        kept = Anniversary.objects.filter(is_alt=False, month_day__in=days).values("post_id")
        posts, entries = posts.filter(pk__in=kept), entries.filter(post_id__in=kept)
    number = posts.count()
    return Mix(
        number,
        (*_places(entries, number), _categories(entries, number), _centuries(entries, number)),
    )


def _centuries(entries: ArchiveQuerySet, of: int) -> Part:
    """Return the fullest centuries, in the order of time."""
    found = entries.of(Archive.CENTURY).numbers()
    fullest = sorted(found, key=lambda key: (-found[key], -key))[:SHOWN]
    shares = (Share(Span(Unit.CENTURY, key).name, found[key], of) for key in sorted(fullest))
    return Part(
        "By century",
        tuple(shares),
        without=of - sum(found.values()),  # A post stands in one century at most.
        more=len(found) - len(fullest),
    )


def _categories(entries: ArchiveQuerySet, of: int) -> Part:
    """Return every category, those without a post too, the fullest first."""
    rows = entries.of(Archive.CATEGORY)
    found = rows.numbers()
    names = Category.objects.values_list("pk", "name")
    shares = _fullest(Share(name, found.get(pk, 0), of) for pk, name in names)
    return Part("By category", tuple(shares), without=of - _posts_in(rows))


def _places(entries: ArchiveQuerySet, of: int) -> tuple[Part, Part]:
    """Return every continent, and the fullest of the countries and former states."""
    rows = entries.of(Archive.PLACE)
    found = rows.numbers()
    places = Place.objects.values_list("pk", "name", "kind")
    by_kind: dict[bool, list[Share]] = {True: [], False: []}
    for pk, name, kind in places:
        if kind == Place.Kind.CONTINENT:
            by_kind[True].append(Share(name, found.get(pk, 0), of))
        elif kind in (Place.Kind.COUNTRY, Place.Kind.HISTORICAL) and pk in found:
            by_kind[False].append(Share(name, found[pk], of))
    continents, lands = _fullest(by_kind[True]), _fullest(by_kind[False])
    more = max(len(lands) - SHOWN, 0)
    return (
        Part("By continent", tuple(continents), without=of - _posts_in(rows)),
        Part("By country", tuple(lands[:SHOWN]), more=more),
    )


def _fullest(shares: Iterable[Share]) -> list[Share]:
    return sorted(shares, key=lambda share: (-share.number, share.name))


def _posts_in(entries: ArchiveQuerySet) -> int:
    return entries.values("post_id").distinct().count()
