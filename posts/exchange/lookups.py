"""What posts are filed under, looked up once a run instead of once a post."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from taggit.models import Tag

from posts.exchange.record import SourceText
from posts.models import Category, Place, Source

MOST_REMEMBERED = 5_000


@dataclass
class Lookups:
    """Ids by name in small letters. `forget()` follows a transaction that was rolled back."""

    _places: dict[str, int] = field(default_factory=dict)
    _categories: dict[str, int] = field(default_factory=dict)
    _tags: dict[str, int] = field(default_factory=dict)
    _sources: dict[SourceText, int] = field(default_factory=dict)

    def forget(self) -> None:
        for each in (self._places, self._categories, self._tags, self._sources):
            each.clear()

    def place(self, name: str) -> int | None:
        """Return the id of the place with this slug or name."""
        if not self._places:
            rows = list(Place.objects.order_by("id").values_list("id", "slug", "name"))
            for pk, _, name_of in reversed(rows):
                self._places[name_of.lower()] = pk
            self._places |= {slug: pk for pk, slug, _ in rows}
        return self._places.get(name.lower())

    def category(self, name: str) -> int:
        """Return the id of the category, made if there is none of this name or slug."""
        if not self._categories:
            rows = list(Category.objects.values_list("id", "slug", "name"))
            self._categories |= {slug: pk for pk, slug, _ in rows}
            self._categories |= {name_of.lower(): pk for pk, _, name_of in rows}
        if name.lower() not in self._categories:
            self._categories[name.lower()] = Category.objects.create(name=name).pk
        return self._categories[name.lower()]

    def tags(self, names: Iterable[str]) -> list[int]:
        """Return the ids of the tags, those that are missing made."""
        names = list(names)
        if missing := {name for name in names if name.lower() not in self._tags}:
            if len(self._tags) > MOST_REMEMBERED:
                self._tags.clear()
                missing = set(names)
            found = Tag.objects.filter(name__in=missing)
            self._tags |= {tag.name.lower(): tag.pk for tag in found}
        return list(dict.fromkeys(self._tag(name) for name in names))

    def _tag(self, name: str) -> int:
        if name.lower() not in self._tags:
            same = Tag.objects.filter(name__iexact=name).first()
            self._tags[name.lower()] = (same or Tag.objects.create(name=name)).pk
        return self._tags[name.lower()]

    def source(self, text: SourceText) -> int:
        """Return the id of the source with this author, title, publisher and year.

        An address that was not known before is added to it.
        """
        if text not in self._sources:
            if len(self._sources) > MOST_REMEMBERED:
                self._sources.clear()
            self._sources[text] = _stored_source(text).pk
        return self._sources[text]


def _stored_source(text: SourceText) -> Source:
    same = {name: getattr(text, name) for name in ("title", "author", "publisher", "issued")}
    source = Source.objects.filter(**same).order_by("id").first()
    if source is None:
        return Source.objects.create(**same, url=text.url)
    if text.url and not source.url:
        source.url = text.url
        source.save(update_fields=["url"])
    return source
