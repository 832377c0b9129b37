"""What readers may see: one rule for all that is written, approved and published."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

from posts.models.fields import StoredConstraint, in_choices
from posts.models.trash import Trashable, TrashQuerySet

DUE_SQL = "publish_at <= %s"  # the same in a statement of our own


def due(now: datetime | None = None) -> models.Q:
    """Return that a publish time has passed at `now` (aware; default: this moment)."""
    return models.Q(publish_at__lte=now or timezone.now())


class Mostly(models.ExpressionWrapper):
    """A condition that most rows meet, told to a planner that cannot know it.

    SQLite without statistics takes any column that is compared for a rare one, and would find
    twenty rows by their keys among all that are approved, rather than by their keys. It hears
    "every second", or it would read whole rows where an index has all that is asked for.
    """

    def __init__(self, condition: models.Q) -> None:
        super().__init__(condition, output_field=models.BooleanField())

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, Any]:
        sql, params = self.as_sql(compiler, connection, **context)
        return f"likelihood({sql}, 0.5)", params


class _IsTrue(models.ExpressionWrapper):
    """A condition by which no engine looks for rows, whatever it thinks of their number."""

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        sql, params = super().as_sql(compiler, connection)
        return f"({sql}) IS TRUE", params


def found_public(now: datetime | None = None) -> _IsTrue:
    """Return what `only_published()` asks, as an expression."""
    public = due(now) & models.Q(status=Status.APPROVED)
    return _IsTrue(public, output_field=models.BooleanField())


class Status(models.TextChoices):
    DRAFT = "draft", "draft"
    REVIEW = "review", "in review"
    APPROVED = "approved", "approved"
    WITHDRAWN = "withdrawn", "withdrawn"


def public_sql(table: str) -> str:
    """Return what `published()` asks, for a statement of our own; its one parameter is now."""
    return f"{table}.status = '{Status.APPROVED.value}' AND {table}.{DUE_SQL}"


def found_public_sql(table: str) -> str:
    """Return what `only_published()` asks; its one parameter is now."""
    return f"({public_sql(table)}) IS TRUE"


def last_out_sql(table: str) -> str:
    """Return the last publish time that passed, NULL without any; its one parameter is now."""
    return f"""(SELECT publish_at FROM {table} shown WHERE {public_sql("shown")}
        ORDER BY publish_at DESC LIMIT 1)"""  # noqa: S608


class PublishedQuerySet[Row: models.Model](TrashQuerySet[Row]):
    def published(self, now: datetime | None = None) -> Self:
        """Rows any reader may see at `now` (aware; default: this moment)."""
        return self.filter(Mostly(due(now)), Mostly(models.Q(status=Status.APPROVED)))

    def only_published(self, now: datetime | None = None) -> Self:
        """The `published()` ones among a few rows that another condition finds by an index.

        PostgreSQL without statistics takes what is public for rarer, and would begin with that.
        """
        return self.filter(found_public(now))

    def scheduled(self, now: datetime | None = None) -> Self:
        """Approved rows that no reader sees yet at `now` (aware; default: this moment)."""
        return self.filter(status=Status.APPROVED, publish_at__gt=now or timezone.now())


class Publishable(Trashable):
    """A row that readers see from `publish_at` (UTC) on, once it is approved.

    One in the trash is withdrawn, so that nothing else has to ask for that; `trashed_status` is
    what it comes back to.
    """

    status: Any
    publish_at: Any
    updated_at: Any
    trashed_status = models.CharField(
        max_length=9, blank=True, default="", db_default="", editable=False
    )

    class Meta:
        abstract = True

    @property
    def is_public(self) -> bool:
        """Whether readers see it now; says the same as `PublishedQuerySet.published()`."""
        return self.is_public_at(timezone.now())

    def is_public_at(self, now: datetime) -> bool:
        due = self.publish_at is not None and self.publish_at <= now
        return self.status == Status.APPROVED and due

    @property
    def modified_at(self) -> datetime:
        """Return when readers last saw it change: its publish time, or a later save."""
        return max(self.updated_at, self.publish_at or self.updated_at)

    @property
    def state(self) -> str:
        """Return the status in words, told apart by whether an approved row is due."""
        if self.trashed_at:
            return "in the trash"
        if self.status != Status.APPROVED:
            return Status(self.status).label
        return "published" if self.is_public else "scheduled"


def publishing_constraints(model: str) -> list[models.BaseConstraint]:
    """Return what the database itself holds of a status and a publish time."""
    return [
        in_choices(model, "status", Status),
        models.CheckConstraint(
            condition=~models.Q(status="approved") | models.Q(publish_at__isnull=False),
            name=f"{model}_approved_has_publish_at",
            violation_error_message=f"An approved {model} needs a publish time.",
        ),
        StoredConstraint(
            condition=models.Q(trashed_at=None) | models.Q(status="withdrawn"),
            name=f"{model}_in_trash_is_withdrawn",
        ),
    ]
