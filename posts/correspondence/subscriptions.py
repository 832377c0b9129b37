"""Signing up for mail, confirming it, and ending it again."""

import secrets
from typing import Any, Final

from django.conf import settings
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext

from posts import mail
from posts.models import DAYS_TO_CONFIRM, OutboxMessage, Subscription

ADDRESS_LENGTH: Final = 254
NAME_LENGTH: Final = 64  # before the @
LETTERS_A_DAY: Final = 3  # that ask one address to confirm, however often it is typed


def plain_address(typed: str) -> str:
    """Return an address of mail in ASCII and small letters. Raises ValidationError."""
    name, _, domain = typed.strip().rpartition("@")
    try:
        address = f"{name}@{domain.encode('idna').decode()}".lower()
    except UnicodeError:
        address = ""
    if len(name) > NAME_LENGTH or len(address) > ADDRESS_LENGTH or '"' in address:
        address = ""
    validate_email(address)
    return address


@transaction.atomic
def sign_up(row: Subscription) -> None:
    """Ask the address of a new subscription to confirm it, and store it.

    Nobody can tell from outside whether the address has signed up before.
    """
    key = _free_key(row.address)
    if key is None:
        return
    row.token = secrets.token_hex(16)
    row.save(force_insert=True)
    confirm_url = f"{settings.SITE_URL}{reverse('confirm', args=[row.token])}"
    told = {"site": settings.SITE_NAME, "row": row, "days": DAYS_TO_CONFIRM, "url": confirm_url}
    text = (
        gettext(
            "Somebody, perhaps you, asked %(site)s to write to this address:\n%(row)s.\n\n"
            "If it was you, confirm it within %(days)s days:\n%(url)s\n\n"
            "If it was not, leave this e-mail alone, and nothing comes of it.\n"
        )
        % told
    )
    subject = f"[{settings.SITE_NAME}] " + gettext("Please confirm")
    mail.put([mail.Message(key, row.address, subject, text)])


def _free_key(address: str) -> str | None:
    """Return a key for one more letter to `address` today; two at once get the same."""
    digest = salted_hmac("posts.sign-up", address, algorithm="sha256").hexdigest()[:32]
    keys = [f"sign-up {digest} {timezone.now():%Y-%m-%d} {n}" for n in range(LETTERS_A_DAY)]
    taken = set(OutboxMessage.objects.filter(key__in=keys).values_list("key", flat=True))
    return next((key for key in keys if key not in taken), None)


def found(token: str) -> Subscription | None:
    """Return the subscription of a link in a mail; None once it has ended, or was not confirmed."""
    rows = Subscription.objects.select_related("category", "place").filter(token=token)
    late = Subscription.objects.never_confirmed(timezone.now())
    return rows.exclude(pk__in=late.values("pk")).first()


@transaction.atomic
def confirm(token: str) -> Subscription | None:
    """Begin to write, in place of what the address had of the same stories before."""
    asked = found(token)
    if asked is None:
        return None
    of_address = Subscription.objects.filter(address=asked.address).order_by("pk")
    rows = {row.pk: row for row in of_address.select_for_update()}
    row = rows.get(asked.pk)
    if row is not None and row.confirmed_at is None:
        row.confirmed_at = timezone.now()
        row.save(update_fields=["confirmed_at"])
        same = of_address.filter(category=row.category_id, place=row.place_id)
        same.exclude(pk=row.pk).delete()
    return row


def end(token: str) -> bool:
    """Delete a subscription, and what waits to be sent for it; say whether there was one."""
    return bool(Subscription.objects.filter(token=token).delete()[0])


def of_address(address: str) -> QuerySet[Subscription]:
    """Return what an address is sent or was asked to confirm, however it is typed."""
    rows = Subscription.objects.select_related("category", "place").order_by("pk")
    return rows.filter(address__iexact=address)


def end_all_of(address: str) -> int:
    return of_address(address).delete()[1].get("posts.Subscription", 0)


def clear_never_confirmed() -> int:
    return Subscription.objects.never_confirmed(timezone.now()).delete()[0]


def numbers() -> Any:
    """Return how many are sent what, daily or weekly, and of how many something came back."""
    rows = Subscription.objects.confirmed().values("category__name", "place__name")
    return rows.annotate(
        daily=Count("pk", filter=Q(weekday=None)),
        weekly=Count("pk", filter=~Q(weekday=None)),
        bouncing=Count("pk", filter=Q(soft_bounces__gt=0)),
    ).order_by("category__name", "place__name")
