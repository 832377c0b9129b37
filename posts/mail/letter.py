"""A message as it goes out; one for a subscription says how to end that."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from posts.models import OutboxMessage, Subscription


def unsubscribe_url(subscription: Subscription) -> str:
    return f"{settings.SITE_URL}{reverse('unsubscribe', args=[subscription.token])}"


def letter_of(message: OutboxMessage) -> EmailMultiAlternatives:
    subscription = message.subscription
    letter = EmailMultiAlternatives(message.subject, message.text, to=[message.to])
    if subscription is None:
        return letter
    letter.attach_alternative(message.html, "text/html")
    ways_out = [unsubscribe_url(subscription)]
    if settings.MAIL_BOUNCES:
        name, _, domain = settings.MAIL_BOUNCES.partition("@")
        # What comes back names its subscription, whoever sends it and whatever it says.
        letter.from_email = f"{name}+{subscription.token}@{domain}"
        ways_out.append(f"mailto:{letter.from_email}?subject=unsubscribe")
    letter.extra_headers = {
        "From": settings.DEFAULT_FROM_EMAIL,
        "List-Unsubscribe": ", ".join(f"<{way}>" for way in ways_out),
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    return letter
