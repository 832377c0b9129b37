import unicodedata
from collections.abc import Collection
from datetime import datetime
from typing import Any, Self

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat
from django.utils import timezone

from posts.models.archive import Archive, ArchiveEntry
from posts.models.bulk import BulkQuerySet
from posts.models.fields import length_limit
from posts.models.locks import hold_table
from posts.models.publishing import Status
from posts.models.redirect_target import (
    TARGETS,
    forms_of,
    is_served,
    kind_of,
    path_of,
    row_at,
    slug_at,
)

PATH_LENGTH = 500


class RedirectLoop(IntegrityError):
    """An old address that would lead back to itself; `str()` names the circle."""


def _one_target() -> Q:
    """Return the condition that one target is set: a row, or else a path."""
    rows = [
        Q(to_path="", **{f"{name}__isnull": name != one for name in TARGETS}) for one in TARGETS
    ]
    path = ~Q(to_path="") & Q(**{f"{name}__isnull": True for name in TARGETS})
    return Q(*rows, path, _connector=Q.OR)


class RedirectQuerySet(BulkQuerySet["Redirect"]):
    def for_following(self) -> Self:
        """Load no more than the addresses of what it leads to, and whether readers see that."""
        seen = dict.fromkeys(("post", "dossier", "page"), ("slug", "status", "publish_at"))
        read = seen | {"image": ("file", "width", "height")}
        columns = (f"{kind}__{name}" for kind in TARGETS for name in read.get(kind, ("slug",)))
        return self.select_related(*TARGETS).only("path", "to_path", *columns)

    def by_path(self, path: str) -> "dict[str, Redirect]":
        """Return the old addresses that `path` may mean, in the order of `forms_of`."""
        forms = forms_of(path)
        rows = {row.path: row for row in self.filter(path__in=forms)}
        return {form: rows[form] for form in forms if form in rows}

    def by_paths(self, paths: Collection[str]) -> "dict[str, Redirect]":
        """Return path → the old address that it means, of those that mean one; one query."""
        forms = {path: forms_of(path) for path in paths}
        asked = {form for each in forms.values() for form in each}
        rows = {row.path: row for row in self.filter(path__in=asked)}
        found = {path: next((f for f in each if f in rows), "") for path, each in forms.items()}
        return {path: rows[form] for path, form in found.items() if form}

    def circles(self) -> list[list[str]]:
        """Return old addresses that lead to one another and nowhere else; no save makes any."""
        after = dict(self.exclude(to_path="").values_list("path", "to_path"))
        found: dict[frozenset[str], list[str]] = {}
        for path in sorted(after):
            way = [path]
            while (following := after.get(way[-1])) is not None and following not in way:
                way.append(following)
            if following in way:
                circle = way[way.index(following) :]
                found.setdefault(frozenset(circle), [*circle, following])
        return list(found.values())

    def with_reach(self, now: datetime | None = None) -> Self:
        """Annotate `reaches`: whether readers may see at `now` what the address leads to."""
        return self.annotate(
            reaches=models.Case(
                models.When(_reaches(now or timezone.now()), then=Value(True)),
                default=Value(False),
                output_field=models.BooleanField(),
            )
        )

    def with_page(self) -> Self:
        """Annotate `is_page`: whether a page of the site stands at `to_path`."""
        at = Concat(Value("/"), "slug", Value("/"), output_field=models.CharField())
        pages = apps.get_model(TARGETS["page"])._default_manager.annotate(at=at)
        return self.annotate(is_page=Exists(pages.filter(at=OuterRef("to_path"))))

    def dead(self) -> Q:
        """Return the condition, of rows `with_reach`, that readers get nothing from there."""
        rows = Redirect.objects.exclude(to_path="").only("to_path").with_page()
        return Q(reaches=False) | Q(pk__in=[row.pk for row in rows if not row.leads_to_page()])


class Redirect(models.Model):
    """An old address, bound to the row it means rather than to that one's URL.

    `path` begins with a slash and is stored decoded, as a request's path is, and in NFC.
    `to_path` is for pages that no row has, such as a day's.
    """

    path = models.CharField("old address", max_length=PATH_LENGTH, unique=True)
    post = models.ForeignKey(
        "posts.Post", null=True, blank=True, on_delete=models.CASCADE, related_name="redirects"
    )
    image = models.ForeignKey(
        "posts.Image", null=True, blank=True, on_delete=models.CASCADE, related_name="redirects"
    )
    dossier = models.ForeignKey(
        "posts.Dossier", null=True, blank=True, on_delete=models.CASCADE, related_name="redirects"
    )
    page = models.ForeignKey(
        "posts.Page", null=True, blank=True, on_delete=models.CASCADE, related_name="redirects"
    )
    category = models.ForeignKey(
        "posts.Category", null=True, blank=True, on_delete=models.CASCADE, related_name="redirects"
    )
    place = models.ForeignKey(
        "posts.Place", null=True, blank=True, on_delete=models.CASCADE, related_name="redirects"
    )
    tag = models.ForeignKey(
        "taggit.Tag", null=True, blank=True, on_delete=models.CASCADE, related_name="redirects"
    )
    to_path = models.CharField(
        "another page", max_length=PATH_LENGTH, blank=True, default="", db_default=""
    )
    hits = models.PositiveIntegerField("followed", default=0, db_default=0, editable=False)
    last_hit_at = models.DateTimeField("last followed", null=True, blank=True, editable=False)
    created_at = models.DateTimeField("since", auto_now_add=True)

    objects = RedirectQuerySet.as_manager()

    class Meta:
        verbose_name = "old address"
        verbose_name_plural = "old addresses"
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                condition=Q(path__startswith="/"),
                name="redirect_path_absolute",
                violation_error_message="Begin the old address with a slash.",
            ),
            models.CheckConstraint(
                condition=Q(to_path="")
                | (Q(to_path__startswith="/") & ~Q(to_path__startswith="//")),
                name="redirect_to_path_absolute",
                violation_error_message="Begin the other page’s address with one slash.",
            ),
            models.CheckConstraint(
                condition=_one_target(),
                name="redirect_one_target",
                violation_error_message="Choose one thing that it leads to.",
            ),
            length_limit("redirect", "path", PATH_LENGTH),
            length_limit("redirect", "to_path", PATH_LENGTH),
        ]

    def __str__(self) -> str:
        return self.path

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the address, leading to where a chain of addresses ends, in one step.

        Those that led to this one lead on with it. Raises RedirectLoop, naming the circle.
        """
        self.path = unicodedata.normalize("NFC", self.path)
        fields = kwargs.get("update_fields")
        if fields is None or "to_path" in fields:
            if self.to_path:
                hold_table(Redirect)
            self.bind()
        super().save(*args, **kwargs)
        before = Redirect.objects.filter(to_path=self.path).exclude(pk=self.pk)
        before.update(to_path=self.to_path, **{name: getattr(self, name) for name in TARGETS})

    def clean(self) -> None:
        """Raise ValidationError, saying why, for an address that could not lead on."""
        chosen = [name for name in TARGETS if getattr(self, f"{name}_id")]
        chosen += ["to_path"] if self.to_path else []
        if len(chosen) > 1:
            names = " and ".join(str(getattr(self, name)) for name in chosen)
            text = f"An old address leads to one thing only, not to {names}. Keep one of them."
            raise ValidationError(dict.fromkeys(chosen[1:], text))
        self._refuse_live_path()
        try:
            self.bind()
        except RedirectLoop as error:
            raise ValidationError(str(error), code="loop") from error

    @property
    def target(self) -> Any:
        """Return the row it leads to, None for a path; loaded with it."""
        return next((row for name in TARGETS if (row := getattr(self, name)) is not None), None)

    def leads_to_page(self) -> bool:
        """Whether this site answers at `to_path`, which may have a query; loaded `with_page`."""
        page = self.to_path.split("?")[0].split("#")[0]
        if page == self.to_path and slug_at(page, "page"):
            return bool(self.is_page)  # type: ignore[attr-defined]
        return is_served(page) or row_at(page) is not None

    @property
    def hidden_because(self) -> str:
        """Why readers get "not found" there, "" if they do not; `with_reach` and `with_page`."""
        if self.to_path:
            return "" if self.leads_to_page() else "no page of this site is there"
        reaches: bool = self.reaches  # type: ignore[attr-defined]
        return "" if reaches else getattr(self.target, "state", "no public post")

    def bind(self) -> None:
        """Put the row or the last path of the chain in the place of `to_path`.

        Raises RedirectLoop.
        """
        end = self._end_of_chain()
        for name in (*TARGETS, "to_path"):
            setattr(self, name, getattr(end, name))
        row = self.target
        if row is not None and path_of(row) == self.path:
            raise RedirectLoop(f"{self.path} is the address of “{row}” itself.")

    def _end_of_chain(self) -> "Redirect":
        step, names = self, [self.path]
        while step.to_path:
            names.append(step.to_path)
            if step.to_path in names[:-1]:
                raise RedirectLoop(f"This would lead in a circle: {' → '.join(names)}.")
            row = row_at(step.to_path)
            if row is not None:
                return Redirect(path=step.path, **target_columns(row))
            further = Redirect.objects.filter(path=step.to_path).exclude(pk=self.pk).first()
            if further is None:
                break
            step = further
        return step

    def _refuse_live_path(self) -> None:
        row = row_at(self.path)
        if row is None and not is_served(self.path):
            return
        has = f"“{row}” has this address now" if row else "This site has a page at this address"
        text = f"{has}, so that readers would never be led on from it: {self.path}"
        if row is None or row != self.target:  # That one is told of as a loop.
            raise ValidationError({"path": text}, code="live")


def target_columns(row: Any) -> dict[str, Any]:
    """Return the columns of an old address that leads to `row`."""
    return dict.fromkeys(TARGETS) | {"to_path": "", kind_of(row): row}


def keep_address(row: Any, before: Any, *, is_linked: bool = False) -> None:
    """Let the address of `before`, which readers may hold, lead to `row` under its new slug.

    Both are a post or a dossier. A withdrawn one may come back, so its address is kept as
    well, and so may one that no reader saw be written in the links of others; where that has
    led elsewhere in the meantime it goes on leading there.
    """
    was_shown = before.is_public or before.status == Status.WITHDRAWN
    was_out = was_shown and before.publish_at and before.publish_at <= timezone.now()
    if not (was_out or is_linked):
        return
    row.redirects.filter(path=path_of(row)).delete()
    keep = Redirect.objects.update_or_create if before.is_public else Redirect.objects.get_or_create
    keep(path=path_of(before), defaults=target_columns(row))


def lead_on(old_path: str, *, to: str) -> None:
    """Let the address that a page had lead to the one that it has."""
    Redirect.objects.filter(path=to).delete()
    defaults = dict.fromkeys(TARGETS) | {"to_path": to}
    Redirect.objects.update_or_create(path=old_path, defaults=defaults)


def keep_archive(row: Any, *, old_path: str) -> None:
    """Let the address that an archive page had lead to `row`, a category, place or tag."""
    if old_path != path_of(row):
        row.redirects.filter(path=path_of(row)).delete()
        Redirect.objects.update_or_create(path=old_path, defaults=target_columns(row))


def _reaches(now: datetime) -> Q:
    def published(name: str) -> Q:
        rows: Any = Redirect._meta.get_field(name).related_model
        return Q(Exists(rows.objects.published(now).filter(pk=OuterRef(f"{name}_id"))))

    def filled(name: str, archive: Archive) -> Q:
        entries = ArchiveEntry.objects.published(now).of(archive)
        return Q(Exists(entries.filter(key=OuterRef(f"{name}_id")).order_by()))

    always = Q(image__isnull=False) | Q(category__isnull=False) | ~Q(to_path="")
    archives = filled("place", Archive.PLACE) | filled("tag", Archive.TAG)
    return always | archives | published("post") | published("dossier") | published("page")
