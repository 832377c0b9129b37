"""The zones that somebody is offered, each with a name that most of its people know it by."""

from typing import Final

from django.conf import settings

from posts.models import zone_name

USUAL: Final = (
    *("Pacific/Pago_Pago", "Pacific/Honolulu", "America/Anchorage", "America/Los_Angeles"),
    *("America/Denver", "America/Phoenix", "America/Chicago", "America/Mexico_City"),
    *("America/New_York", "America/Bogota", "America/Halifax", "America/Santiago"),
    *("America/Sao_Paulo", "America/Argentina/Buenos_Aires", "America/St_Johns"),
    *("Atlantic/Reykjavik", "UTC", "Europe/London", "Europe/Lisbon", "Africa/Lagos"),
    *("Europe/Berlin", "Europe/Madrid", "Europe/Paris", "Europe/Rome", "Europe/Warsaw"),
    *("Europe/Athens", "Europe/Kyiv", "Europe/Helsinki", "Africa/Cairo", "Africa/Johannesburg"),
    *("Asia/Jerusalem", "Europe/Istanbul", "Africa/Nairobi", "Asia/Riyadh", "Asia/Tehran"),
    *("Asia/Dubai", "Asia/Karachi", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Dhaka"),
    *("Asia/Bangkok", "Asia/Jakarta", "Asia/Shanghai", "Asia/Singapore", "Asia/Manila"),
    *("Australia/Perth", "Asia/Tokyo", "Asia/Seoul", "Australia/Adelaide"),
    *("Australia/Brisbane", "Australia/Sydney", "Pacific/Auckland", "Pacific/Apia"),
    "Pacific/Kiritimati",
)


def choices() -> list[tuple[str, str]]:
    """Return zones with their names, "Buenos Aires", by name; the site's own is among them."""
    zones = {*USUAL, settings.TIME_ZONE}
    return sorted(((zone, zone_name(zone)) for zone in zones), key=lambda each: each[1])
