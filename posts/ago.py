"""How long ago things were: a slot in stored HTML, filled as of the site's day."""

from datetime import date

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from posts.dates import Since, years_ago
from posts.rendering import fill_each, slot

_SLOT = "ago"


def ago_slot(start: Since) -> SafeString:
    return slot(f"{_SLOT} {start}")


def with_years_ago(html: str) -> SafeString:
    """Return stored HTML with the years that have passed since each of its dates."""
    today = timezone.localdate()
    return fill_each(html, _SLOT, lambda text: ago_in_html(Since.read(text), today))


def ago_in_html(start: Since, today: date) -> SafeString | str:
    """Return the words for a page; '' where there are none.

    A script counts what is exact anew for a reader whose clock has another day.
    """
    told = years_ago(start, today)
    if not told:
        return ""
    round_mark = " is-round" if start.is_round(today) else ""
    if not start.is_exact:
        return format_html('<span class="ago">{}</span>', told)
    told_since = f"{start.year} {start.month_day}"
    return format_html(
        '<span class="ago{}" data-since="{}">{}</span>', round_mark, told_since, told
    )
