"""How to follow the site, and the forms by which its stories come by mail."""

from contextlib import suppress
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from posts.correspondence import subscriptions, zones
from posts.correspondence.limits import Limit
from posts.models import DAYS_TO_CONFIRM, Subscription
from posts.views import feed_sources
from posts.views.caching import cached_page
from posts.views.readers_forms import ReadersForm, count_form, is_trapped, readers_form
from posts.views.timeline_scope import choices

LIMIT: Final = Limit("sign-up", from_one=10, from_all=2_000)
_SOURCES: Final = {"category": feed_sources.category, "place": feed_sources.place}
_GROUPS: Final = {"category": _("Categories"), "place": _("Places")}


class SignUpForm(ReadersForm):
    """`of` is "", "category:SLUG" or "place:SLUG"."""

    of = forms.ChoiceField(required=False, label=_("Stories of"))
    zone = forms.ChoiceField(
        label=_("At six in the morning in"), choices=zones.choices, initial=settings.TIME_ZONE
    )

    class Meta:
        model = Subscription
        fields = ("address", "of", "weekday", "zone")
        labels = {"address": _("Your e-mail address"), "weekday": _("How often")}
        widgets = {"address": forms.EmailInput(attrs={"autocomplete": "email"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["of"].choices = _offered(str(self["of"].value() or ""))
        fields["weekday"].choices = [
            ("", gettext("every day")),
            *((day, gettext("every %(weekday)s") % {"weekday": WEEKDAYS[day]}) for day in WEEKDAYS),
        ]

    def clean_address(self) -> str:
        return subscriptions.plain_address(self.cleaned_data["address"])

    def clean(self) -> None:
        if of := self.cleaned_data.get("of"):
            followed = _followed(of)
            setattr(self.instance, f"{followed.archive.label}_id", followed.key)


def _offered(chosen: str) -> list[tuple[str, Any]]:
    """Return what there is mail of: categories and the places with the most, and what is chosen."""
    groups: list[tuple[str, Any]] = [("", gettext("everything"))]
    for kind, rows in zip(_SOURCES, choices(), strict=True):
        found = {f"{kind}:{slug}": capfirst(name) for slug, name in rows}
        if chosen.startswith(f"{kind}:") and chosen not in found:
            with suppress(Http404):
                found[chosen] = _followed(chosen).name
        groups.append((str(_GROUPS[kind]), [*found.items()]))
    return groups


def _followed(of: str) -> feed_sources.Followed:
    """Return the category or place that is named so. Raises Http404 where readers find none."""
    kind, _, slug = of.partition(":")
    if "\0" in slug:  # PostgreSQL refuses it in a parameter.
        raise Http404
    return _SOURCES[kind](slug)


@cached_page()
def follow(request: HttpRequest) -> HttpResponse:
    calendar = f"{settings.SITE_URL}{reverse('calendar')}"
    webcal = f"webcal:{calendar.partition(':')[2]}"
    named = urlencode({"url": calendar, "name": settings.SITE_NAME})
    context = {
        "calendar": calendar,
        "webcal": webcal,
        "google": f"https://calendar.google.com/calendar/r?{urlencode({'cid': webcal})}",
        "outlook": f"https://outlook.live.com/calendar/0/addfromweb?{named}",
        "office": f"https://outlook.office.com/calendar/0/addfromweb?{named}",
        "form": SignUpForm(),
    }
    return render(request, "posts/follow.html", context)


@readers_form
def sign_up(request: HttpRequest) -> HttpResponse:
    """Ask for an address, of `of` to begin with, and say the same of any that is sent."""
    if not settings.SENDS_MAIL:
        raise Http404
    form = SignUpForm(request.POST or None, initial={"of": request.GET.get("of", "")})
    if not form.is_valid():
        return render(request, "posts/sign_up.html", {"form": form})
    if not is_trapped(request):
        count_form(request, LIMIT)
        subscriptions.sign_up(form.instance)
    return _told(request, "asked", days=DAYS_TO_CONFIRM)


@readers_form
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for a click, as programs that look at mail follow links; begin with it."""
    row = subscriptions.found(token)
    if row and request.method == "POST":
        row = subscriptions.confirm(token)
    if row is None:
        return _told(request, "late", status=HTTPStatus.NOT_FOUND)
    return _told(request, "begun" if row.confirmed_at else "confirm", row=row)


@readers_form
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for a click; a mail program sends it unasked (RFC 8058), and often twice."""
    if request.method == "POST":
        subscriptions.end(token)
        return _told(request, "ended")
    row = subscriptions.found(token)
    return _told(request, "end" if row else "ended", row=row)


def _told(request: HttpRequest, state: str, *, status: int = 200, **told: Any) -> HttpResponse:
    return render(request, "posts/subscription.html", {"state": state, **told}, status=status)
