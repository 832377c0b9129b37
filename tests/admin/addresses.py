"""Every address of the desk, and a row for each of them."""

from axes.models import AccessAttempt
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.urls import NoReverseMatch, URLPattern, reverse
from django.utils import timezone
from taggit.models import Tag

from posts.models import (
    Correction,
    ImportRun,
    Letter,
    Notice,
    Place,
    Post,
    Redirect,
    Source,
    SpanPage,
)
from tests.factories import (
    make_category,
    make_dossier,
    make_image,
    make_page,
    make_post,
    restart_keys,
)

POSTED = {"markdownx_upload": "upload/", "markdownx_markdownify": "preview/"}


def addresses() -> list[tuple[str, str]]:
    """Return (name, address) of every URL of the desk, with 1 wherever a key is asked for."""
    found = [(name, reverse(name)) for name in POSTED]
    for pattern in _patterns(admin.site.get_urls()):
        if pattern.name:
            found.append((pattern.name, _address(pattern.name)))
    return [(name, address) for name, address in found if address]


def _patterns(entries: list[object]) -> list[URLPattern]:
    plain = [entry for entry in entries if isinstance(entry, URLPattern)]
    nested = [entry for entry in entries if not isinstance(entry, URLPattern)]
    return plain + [p for entry in nested for p in _patterns(entry.url_patterns)]  # type: ignore[attr-defined]


def _address(name: str) -> str:
    if name == "app_list":
        return reverse("admin:app_list", args=["posts"])
    if name == "planner_day":
        return reverse("admin:planner_day", args=[527])
    for arguments in ([], ["1"], ["1", "1"]):
        try:
            return reverse(f"admin:{name}", args=arguments)
        except NoReverseMatch:
            continue
    return ""


TABLE = addresses()


def _somebody() -> User:
    return User.objects.first() or User.objects.create_user("addressee", pk=7)


@transaction.atomic
def one_of_everything() -> Post:
    """Give each model a row with the key 1, which is in every address of the table."""
    post = make_post(pk=1, hero=make_image(pk=1))
    make_category(pk=1)
    Place.objects.get_or_create(pk=1, defaults={"name": "England"})
    make_dossier(pk=1)
    SpanPage.objects.create(pk=1, path="/years/1066/", text="Three kings in a year.")
    make_page(pk=1)
    Source.objects.create(pk=1, title="The Carmen")
    Redirect.objects.create(pk=1, path="/old/", post=post)
    Correction.objects.create(pk=1, post=post, text="It was a Saturday.")
    Letter.objects.create(pk=1, post=post, name="Wat", text="I was there.")
    Notice.objects.create(pk=1, recipient=_somebody(), post=post, kind=Notice.Kind.ASKED)
    ImportRun.objects.create(pk=1, kind="jekyll", source="site")
    Group.objects.get_or_create(pk=1, defaults={"name": "editors"})
    Tag.objects.create(pk=1, name="conquest")
    AccessAttempt.objects.create(
        pk=1, path_info="/admin/login/", attempt_time=timezone.now(), failures_since_start=1
    )
    restart_keys(*apps.get_models())
    return post
