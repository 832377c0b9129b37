"""A record in the words of this site: the snapshot that `editorial` writes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from posts.citing import citation_key, distinct_keys
from posts.editorial.snapshot import CitationText, Named, Snapshot
from posts.exchange.lookups import CachedLookups
from posts.exchange.record import Message, Record, Refusal

_SAME = ("title", "description", "closing_question", "language", "tags", "bullets", "undated")


@dataclass(frozen=True)
class Filing:
    """What a record is filed under; a category may have to be made."""

    categories: tuple[str, ...]
    places: tuple[Named, ...]
    unknown_places: tuple[str, ...]


def originals_first(items: Iterable[Record | Refusal]) -> Iterator[Record | Refusal]:
    """Yield translations last: the post that each points to is there by then."""
    waiting = []
    for item in items:
        if isinstance(item, Record) and item.translation_of:
            waiting.append(item)
        else:
            yield item
    yield from waiting


def filing_of(record: Record, lookups: CachedLookups, messages: list[Message]) -> Filing:
    """Tell the places among the categories, and which of the places are not known."""
    among = {name: place for name in record.categories if (place := lookups.place(name))}
    places = {name: lookups.place(name) for name in record.places}
    unknown = tuple(name for name, place in places.items() if place is None)
    for name in unknown:
        text = f"There is no place “{name}”: add it here, or write a name that is."
        messages.append(Message(record.places_line, "unknown_place", text))
    known = [place for place in (*among.values(), *places.values()) if place]
    return Filing(
        categories=tuple(name for name in record.categories if name not in among),
        places=tuple(dict.fromkeys(known)),
        unknown_places=unknown,
    )


def snapshot_from(
    record: Record, before: Snapshot, filing: Filing, lookups: CachedLookups
) -> Snapshot:
    """Return the post as `record` has it; what no record tells, as links, stays as `before`."""
    return replace(
        before,
        **{name: getattr(record, name) for name in _SAME},
        event_input=record.event.text,
        event_display=record.event.display,
        calendar_choice=record.event.calendar,
        anniversary_rule=record.event.rule,
        categories=tuple(dict.fromkeys(map(lookups.category, filing.categories))),
        places=filing.places,
        translation_of=lookups.post(record.translation_of) if record.translation_of else None,
        citations=tuple(
            CitationText(lookups.source(each.source), each.locator, each.quotation, each.note, key)
            for each, key in zip(record.citations, _keys(record), strict=True)
        ),
    )


def _keys(record: Record) -> list[str]:
    sources = [(each.key, each.source) for each in record.citations]
    return distinct_keys(
        (key, citation_key(source.author, source.title, source.issued)) for key, source in sources
    )
