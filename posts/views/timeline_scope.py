"""What part of the timeline is asked for, and the sums of which it is drawn."""

from dataclasses import dataclass
from functools import partial

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from posts.archives import cached_until_change
from posts.archives.figures import figure, numbers_of
from posts.dates import Span, Unit, civil
from posts.figures.dots import Moment
from posts.figures.packing import Stretch
from posts.models import Archive, ArchiveEntry, ArchiveQuerySet, Category, Place, Post
from posts.rendering import alphabetical
from posts.views.filters import category_asked, place_asked, span_asked

BEGINNING = Span.around(Unit.CENTURY, -2999)  # 3000 BC
LONGEST = 6
MOST_DOTS = 150  # stories, each with a dot of its own; more are drawn as bars
MOST_PLACES = 80  # in the list to choose from

type Choice = tuple[str, str]  # slug and name


@dataclass(frozen=True)
class Zoom:
    """The part of time, None for the whole, and what the stories are filed under."""

    span: Span | None = None
    category: Category | None = None
    place: Place | None = None

    def url(self, span: Span | None) -> str:
        """Return the address of another part of the same stories."""
        asked = {
            span.unit.value if span else "": span.address if span else "",
            "category": self.category.slug if self.category else "",
            "place": self.place.slug if self.place else "",
        }
        query = urlencode({name: value for name, value in asked.items() if value})
        return reverse("timeline") + (f"?{query}" if query else "")

    @property
    def unfiltered_url(self) -> str:
        return Zoom(self.span).url(self.span)

    @property
    def filters(self) -> list[tuple[Archive, int]]:
        found = ((Archive.CATEGORY, self.category), (Archive.PLACE, self.place))
        return [(archive, row.pk) for archive, row in found if row]

    @property
    def units(self) -> tuple[Unit, Unit | None]:
        """What a bar stands for, and what the finer bars within it."""
        if self.span is None:
            return Unit.CENTURY, Unit.DECADE
        shorter = self.span.unit.shorter or Unit.YEAR
        return shorter, shorter.shorter

    @property
    def spans(self) -> tuple[Span, ...]:
        """What stands on the axis, in order."""
        if self.span is None:
            last = Span.around(Unit.CENTURY, timezone.localdate().year).number
            return tuple(Span(Unit.CENTURY, n) for n in range(BEGINNING.number, last + 1))
        return self.span.within(self.span.unit.shorter or Unit.YEAR)

    @property
    def years(self) -> tuple[int, int]:
        spans = self.spans
        return spans[0].years[0], spans[-1].years[1]

    def entries(self, unit: Unit) -> ArchiveQuerySet:
        """Return the entries of all spans of a unit, of the stories asked for."""
        of_unit = ArchiveEntry.objects.all().of(Archive.of_unit(unit))
        return of_unit.of_posts_in(self.filed) if self.filters else of_unit.published()

    @property
    def filed(self) -> ArchiveQuerySet:
        """The entries of the stories asked for in the first archive that narrows them."""
        first, *others = self.filters
        found = ArchiveEntry.objects.published().of(*first)
        for archive, key in others:
            found = found.of_posts_in(ArchiveEntry.objects.all().of(archive, key))
        return found


WHOLE = Zoom()


@dataclass(frozen=True)
class Sums:
    """Numbers by `Span.number`, the stories that lasted longest, and how many there are.

    `moments` are all of them that stand on the axis, where they are few.
    """

    numbers: dict[int, int]
    inner: dict[int, int]
    stretches: tuple[Stretch, ...]
    moments: tuple[Moment, ...]
    stories: int
    before: Span | None = None
    after: Span | None = None


def zoom_of(request: HttpRequest) -> Zoom:
    """Return what the address asks for; raises Http404 where it names nothing."""
    spans = [span_asked(request, unit) for unit in (Unit.DECADE, Unit.CENTURY)]
    span = next(filter(None, spans), None)
    return Zoom(span, category_asked(request), place_asked(request))


def sums_of(zoom: Zoom) -> Sums:
    """Return what the figure is drawn of; one query while nothing that readers see changes."""
    if zoom == WHOLE:
        return _whole()
    span = f"{zoom.span.unit}{zoom.span.number}" if zoom.span else "whole"
    filters = ",".join(f"{archive}-{key}" for archive, key in zoom.filters)
    return cached_until_change(f"timeline {span} {filters}", lambda: _counted(zoom))


@figure("timeline")
def _whole() -> Sums:
    return _counted(WHOLE)


def _counted(zoom: Zoom) -> Sums:
    unit, finer = zoom.units
    around: tuple[int | None, int | None] = (None, None)
    if zoom.span:
        around = zoom.entries(zoom.span.unit).nearest_keys(zoom.span.number)
    before, after = (_beside(zoom, key) for key in around)
    numbers, stories = _numbers(zoom, unit), _stories(zoom)
    entries = stories if zoom.span else sum(numbers.values())
    return Sums(
        numbers=numbers,
        inner=_numbers(zoom, finer) if finer else {},
        stretches=tuple(_stretches(zoom)),
        moments=tuple(_moments(zoom)) if entries <= MOST_DOTS else (),
        stories=stories,
        before=before,
        after=after,
    )


def _beside(zoom: Zoom, key: int | None) -> Span | None:
    return Span(zoom.span.unit, key) if zoom.span and key is not None else None


def _numbers(zoom: Zoom, unit: Unit) -> dict[int, int]:
    if zoom == WHOLE:
        return numbers_of(Archive.of_unit(unit))
    entries = zoom.entries(unit)
    if zoom.span:
        first, last = (Span.around(unit, year).number for year in zoom.years)
        entries = entries.filter(key__range=(first, last))
    return entries.numbers()


def _stories(zoom: Zoom) -> int:
    """Return how many stories are asked for, whether they stand on the axis or not."""
    if zoom.span:
        return zoom.entries(zoom.span.unit).filter(key=zoom.span.number).count()
    return zoom.filed.count() if zoom.filters else Post.objects.published().count()


def _stretches(zoom: Zoom) -> list[Stretch]:
    posts = Post.objects.published().longest_ranges(*zoom.years)
    for archive, key in zoom.filters:
        posts = posts.standing_in(archive, key)
    keys = list(posts.values_list("pk", flat=True)[:LONGEST])
    rows = (
        Post.objects.only_published().filter(pk__in=keys).order_by("event_sort", "id").for_links()
    )
    return [
        Stretch(
            row.title,
            row.event_text,
            row.get_absolute_url(),
            row.year_start or 0,
            row.year_end or 0,
        )
        for row in rows
    ]


def _moments(zoom: Zoom) -> list[Moment]:
    entries = zoom.entries(zoom.span.unit if zoom.span else Unit.CENTURY)
    if zoom.span:
        entries = entries.filter(key=zoom.span.number)
    keys = list(entries.values_list("post_id", flat=True))
    rows = Post.objects.only_published().filter(pk__in=keys).order_by("event_sort", "id")
    return [_moment(row) for row in rows.for_links()]


def _moment(row: Post) -> Moment:
    year, month, day = civil(row.event_sort or 0)
    exact = year + (month - 1) / 12 + (day - 1) / 372
    is_long = row.year_start != row.year_end
    return Moment(row.title, row.event_text, row.get_absolute_url(), exact, is_long)


@figure("timeline choices")
def choices() -> tuple[list[Choice], list[Choice]]:
    """Return the categories with stories, and the places with the most, by name."""
    filed, placed = numbers_of(Archive.CATEGORY), numbers_of(Archive.PLACE)
    most = sorted(placed, key=lambda key: (-placed[key], key))[:MOST_PLACES]
    categories = Category.objects.filter(pk__in=filed).values_list("slug", "name")
    places = Place.objects.filter(pk__in=most).values_list("slug", "name")
    by_name = partial(sorted, key=lambda choice: alphabetical(choice[1]))
    return by_name(categories), by_name(places)
