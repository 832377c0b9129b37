"""What is written at the desk, and counts its saves: a save on top of an older one is refused."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models

from posts.models.redirect import keep_address


class EditConflict(Exception):
    """A save that was based on an older version of the row than the stored one."""


def of_one_work(related_name: str, key: Any = models.ForeignKey) -> tuple[Any, Any, Any]:
    """Return three keys, to the post, the dossier or the page that a row belongs to."""
    options = {"null": True, "blank": True, "on_delete": models.CASCADE}
    post, dossier, page = (
        key(f"posts.{name}", related_name=related_name, **options)
        for name in ("Post", "Dossier", "Page")
    )
    return post, dossier, page


def belongs_once(model: str) -> models.CheckConstraint:
    """Return that just one of the keys of `of_one_work` is set."""
    names = ("post", "dossier", "page")
    only = (models.Q(**{f"{n}__isnull": n != name for n in names}) for name in names)
    return models.CheckConstraint(
        condition=models.Q(*only, _connector=models.Q.OR), name=f"{model}_belongs_once"
    )


class Versioned(models.Model):
    """`version` counts saves; `watched` are the columns whose change a save asks about."""

    title: str
    slug: str
    version: int
    is_public: Any
    trashed_at: datetime | None
    watched: ClassVar[tuple[str, ...]] = ()
    is_unrecorded = False  # of an instance: its latest save waits for a step to keep a version
    has_moved = False  # of an instance: its latest save changed where links to it should lead

    class Meta:
        abstract = True

    def is_linked(self) -> bool:
        """Return whether a text is known to have a link to it."""
        return False

    def _save_next_version(self, fields: set[str] | None, *args: Any, **kwargs: Any) -> Self:
        """Save `fields` (None: all) of a stored row, and return what it was in `watched`.

        An address that readers may hold goes on leading to it. Raises EditConflict.
        """
        kind = type(self)
        columns = ("version", "slug", "status", "publish_at", "trashed_at", *self.watched)
        # Links to this row may be written meanwhile: they hold its key, not its columns.
        rows = kind._default_manager.select_for_update(no_key=True).filter(pk=self.pk)
        stored = rows.values(*columns).first()
        # Setting aside is no new version; an instance from before must not undo it.
        if stored is None or stored["trashed_at"] != self.trashed_at:
            raise EditConflict(f"“{self.title}” was deleted by someone else since you opened it.")
        if stored["version"] != self.version:
            raise EditConflict(
                f"“{self.title}” was saved by someone else since you opened it. "
                "Nothing was overwritten: compare the two texts and save again."
            )
        before = kind(**stored)
        is_renamed = before.slug != self.slug and (fields is None or "slug" in fields)
        self.has_moved = is_renamed or before.is_public != self.is_public
        self.version += 1
        try:
            super().save(*args, update_fields=fields, **kwargs)
        except BaseException:
            self.version -= 1
            raise
        if is_renamed:
            keep_address(self, before, is_linked=self.is_linked())
        return before
