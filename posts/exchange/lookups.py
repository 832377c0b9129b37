"""What posts are filed under and rest on, looked up once a run instead of once a post."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from posts.editorial.snapshot import Named
from posts.editorial.snapshot_io import Lookups, named
from posts.exchange.record import SourceText
from posts.models import Category, Place, Post, Source

MOST_REMEMBERED = 5_000


@dataclass
class CachedLookups(Lookups):
    """Rows by name in small letters. `forget()` follows a transaction that was rolled back."""

    _places: dict[str, Named] = field(default_factory=dict)
    _categories: dict[str, Named] = field(default_factory=dict)
    _tags: dict[str, int] = field(default_factory=dict)
    _sources: dict[SourceText, Named] = field(default_factory=dict)

    def forget(self) -> None:
        for each in (self._places, self._categories, self._tags, self._sources):
            each.clear()

    def existing(self, model: type[Any], keys: Collection[int]) -> Collection[int]:
        """Return all `keys`: they come from here, and a row gone meanwhile refuses its post."""
        return keys

    def place(self, name: str) -> Named | None:
        """Return the place with this slug or name."""
        if not self._places:
            rows = list(Place.objects.order_by("id").only("slug", "name"))
            self._places |= {row.name.lower(): named(row) for row in reversed(rows)}
            self._places |= {row.slug: named(row) for row in rows}
        return self._places.get(name.lower())

    def post(self, slug: str) -> Named | None:
        """Return the post at this slug; one in the trash is none."""
        row = Post.objects.filter(slug=slug, trashed_at=None).only("title").first()
        return named(row) if row else None

    def category(self, name: str) -> Named:
        """Return the category, made if there is none of this name or slug."""
        if not self._categories:
            rows = list(Category.objects.only("slug", "name"))
            self._categories |= {row.slug: named(row) for row in rows}
            self._categories |= {row.name.lower(): named(row) for row in rows}
        if name.lower() not in self._categories:
            self._categories[name.lower()] = named(Category.objects.create(name=name))
        return self._categories[name.lower()]

    def tags(self, names: Sequence[str]) -> list[int]:
        """Return the keys of the tags, those that are missing made."""
        if len(self._tags) > MOST_REMEMBERED:
            self._tags.clear()
        if missing := [name for name in names if name.casefold() not in self._tags]:
            keys = super().tags(missing)
            self._tags |= {name.casefold(): key for name, key in zip(missing, keys, strict=True)}
        return [self._tags[name.casefold()] for name in names]

    def source(self, text: SourceText) -> Named:
        """Return the source with this author, title, publisher and year, made if there is none.

        An address that was not known before is added to it.
        """
        self.look_up([text])
        return self._sources[text]

    def look_up(self, texts: Iterable[SourceText]) -> None:
        """Do what `source` does for all of some `texts`, in two statements."""
        if len(self._sources) > MOST_REMEMBERED:
            self._sources.clear()
        new = [text for text in dict.fromkeys(texts) if text not in self._sources]
        titles = {text.title for text in new}
        stored = Source.objects.filter(title__in=titles).defer("kept_text").order_by("-id")
        known = {_told(row): row for row in stored} if new else {}
        made = {_told(text): Source(**asdict(text)) for text in new if _told(text) not in known}
        Source.objects.bulk_create(made.values())
        known |= made
        for text in new:
            source = known[_told(text)]
            if text.url and not source.url:
                source.url = text.url
                source.save(update_fields=["url"])
            self._sources[text] = named(source)


def _told(source: SourceText | Source) -> tuple[str, ...]:
    return source.title, source.author, source.publisher, source.issued
