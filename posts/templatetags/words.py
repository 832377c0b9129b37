"""The site's own words where they hang on a number, a kind of page, a unit of time or a day.

A part of the templates' engine: no template has to load it.
"""

from datetime import date
from typing import Final

from django import template
from django.conf import settings
from django.utils.dateformat import format as written
from django.utils.translation import gettext, gettext_noop, ngettext

from posts.dates import Unit, month_day_display

register = template.Library()

# What `in_words` says, so that translators find it; "story" has its plural below.
KINDS: Final = (
    *(gettext_noop("year"), gettext_noop("decade"), gettext_noop("century"), gettext_noop("day")),
    *(gettext_noop("category"), gettext_noop("place"), gettext_noop("tag")),
    gettext_noop("dossier"),
)
BEGAN: Final = {
    Unit.YEAR: gettext_noop("Began this year"),
    Unit.DECADE: gettext_noop("Began this decade"),
    Unit.CENTURY: gettext_noop("Began this century"),
}
BY_UNIT: Final = {
    Unit.YEAR: gettext_noop("By year"),
    Unit.DECADE: gettext_noop("By decade"),
    Unit.CENTURY: gettext_noop("By century"),
}
EACH_FIELD: Final = {
    Unit.YEAR: gettext_noop("Each field of the ruler is a year."),
    Unit.DECADE: gettext_noop("Each field of the ruler is a decade: choose one to look closer."),
    Unit.CENTURY: gettext_noop("Each field of the ruler is a century: choose one to look closer."),
}


@register.simple_tag
def site_language() -> str:
    """The language of the site's own words as HTML has it: "en-GB"."""
    language, _, country = settings.LANGUAGE_CODE.partition("-")
    return f"{language}-{country.upper()}" if country else language


@register.filter
def stories(number: int | None) -> str:
    return ngettext("story", "stories", number or 0)


@register.filter
def results(number: int) -> str:
    return ngettext("result", "results", number)


@register.filter
def in_words(kind: str) -> str:
    return gettext(kind)


@register.filter
def began(unit: Unit) -> str:
    return gettext(BEGAN[unit])


@register.filter
def by_unit(unit: Unit) -> str:
    return gettext(BY_UNIT[unit])


@register.filter
def each_field(unit: Unit) -> str:
    return gettext(EACH_FIELD[unit])


@register.filter
def nearest(unit: Unit, number: int) -> str:
    """What leads to the nearest spans that have stories, one or two of them."""
    match unit:
        case Unit.YEAR:
            return ngettext(
                "The nearest year with stories:", "The nearest years with stories:", number
            )
        case Unit.DECADE:
            return ngettext(
                "The nearest decade with stories:", "The nearest decades with stories:", number
            )
        case _:
            return ngettext(
                "The nearest century with stories:", "The nearest centuries with stories:", number
            )


@register.filter(expects_localtime=True)
def day_and_month(day: date) -> str:
    """A day of the site's own time without its year: "27 May"."""
    return month_day_display(100 * day.month + day.day)


@register.filter(expects_localtime=True)
def weekday_and_day(day: date) -> str:
    told = {"weekday": written(day, "l"), "day": day_and_month(day)}
    return gettext("%(weekday)s %(day)s") % told
