"""Who is sent the stories of a day or a week by mail, and of which."""

from calendar import day_name
from datetime import datetime, timedelta
from typing import Final, Self

from django.db import models
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext

from posts.models.fields import StoredConstraint, length_limit

DAYS_TO_CONFIRM: Final = 3


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def confirmed(self) -> Self:
        return self.exclude(confirmed_at=None)

    def never_confirmed(self, now: datetime) -> Self:
        """Those whose time to be confirmed was over at `now` (aware)."""
        return self.filter(confirmed_at=None, created_at__lte=now - timedelta(days=DAYS_TO_CONFIRM))


class Subscription(models.Model):
    """Mail to `address` on each day, or on each `weekday` (0 is Monday), at six in `zone`.

    Of all stories, or of those in one category or place. `token` stands in each mail: its holder
    may end it. It is stored as it is, since every mail needs it again, and since another
    SECRET_KEY must not take anybody's way out. One that has ended is deleted.
    """

    address = models.EmailField(max_length=254)
    token = models.CharField(max_length=32, unique=True)
    weekday = models.PositiveSmallIntegerField(
        null=True, blank=True, choices=list(enumerate(day_name))
    )
    zone = models.CharField(max_length=40)
    category = models.ForeignKey(
        "posts.Category", null=True, on_delete=models.CASCADE, related_name="subscriptions"
    )
    place = models.ForeignKey(
        "posts.Place", null=True, on_delete=models.CASCADE, related_name="subscriptions"
    )
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)
    soft_bounces = models.PositiveIntegerField(default=0)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["address"], name="subscription_address")]
        constraints = [
            length_limit("subscription", "address", 254),
            StoredConstraint(
                condition=models.Q(weekday=None) | models.Q(weekday__lte=6),
                name="subscription_weekday_known",
            ),
            StoredConstraint(
                condition=models.Q(category=None) | models.Q(place=None),
                name="subscription_of_one",
            ),
        ]

    def __str__(self) -> str:
        """Return what it is of, without whose it is: "all stories, every day"."""
        of = self.category or self.place
        what = gettext("stories of %(name)s") % {"name": of} if of else gettext("all stories")
        if self.weekday is None:
            return f"{what}, {gettext('every day')}"
        weekday = {"weekday": WEEKDAYS[self.weekday]}
        return f"{what}, {gettext('every %(weekday)s') % weekday}"

    @property
    def zone_name(self) -> str:
        """Return what people call the zone: "Buenos Aires"."""
        return zone_name(self.zone)


def zone_name(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")
