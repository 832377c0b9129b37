"""References in the three styles that schools and journals ask for, in the site's language.

Titles keep their capitals: rules for English capitals would spoil titles in other languages.
"""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from posts.citing.cited import CitedStory, one_line
from posts.dates import day_in_words
from posts.dates.calendar import MONTHS
from posts.dates.english import ENGLISH
from posts.dates.language import current

MLA_MONTHS = (
    *("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug."),
    *("Sept.", "Oct.", "Nov.", "Dec."),
)
CLOSING_QUOTES = "”\"’'» "


@dataclass(frozen=True)
class Run:
    """A stretch of a reference in one type; a title may be in another language than the rest."""

    text: str
    italic: bool = False
    is_title: bool = False


@dataclass(frozen=True)
class Reference:
    style: str
    runs: tuple[Run, ...]

    def __str__(self) -> str:
        return "".join(run.text for run in self.runs)


def references(story: CitedStory) -> tuple[Reference, ...]:
    return apa(story), mla(story), chicago(story)


def apa(story: CitedStory) -> Reference:
    """A page whose author is its site names the site once; the date of the event is described.

    APA asks for no date of access for what does not change by design.
    """
    when = story.published
    title = one_line(story.title)
    event = f" [{story.note}]." if story.note else _stop_after(title)
    family, given = story.names
    initials = re.sub(r"(\w)\w*\.?", r"\1.", given)
    author = f"{family}, {initials}" if given else story.responsible
    site = f"{_stopped(story.site)} " if story.author else ""
    runs = (
        Run(f"{_stopped(author)} ({when.year}, {_month_first(when)}). "),
        Run(title, italic=True, is_title=True),
        Run(f"{event} {site}{story.url}"),
    )
    return Reference("APA 7", runs)


def mla(story: CitedStory) -> Reference:
    """MLA leaves out an author that is the site, and puts what is extra at the end."""
    when = story.published
    published = f"{when.day} {MLA_MONTHS[when.month - 1]} {when.year}"
    published = published if _is_english() else day_in_words(when)
    event = f" {_stopped(story.note)}" if story.note else ""
    runs = (
        *([Run(f"{_stopped(story.author)} ")] if story.author else []),
        *_quoted(story.title),
        Run(one_line(story.site), italic=True),
        Run(f", {published}, {story.url}.{event}"),
    )
    return Reference("MLA 9", runs)


def chicago(story: CitedStory) -> Reference:
    """An entry of a bibliography; the 17th and the 18th edition do not differ here."""
    event = f"{_stopped(story.note)} " if story.note else ""
    site = [Run(one_line(story.site), italic=True), Run(". ")] if story.author else []
    when = story.published
    day = f"{_month_first(when)}, {when.year}" if _is_english() else day_in_words(when)
    published = gettext("Published %(day)s") % {"day": day}
    runs = (
        Run(f"{_stopped(story.responsible)} "),
        *_quoted(story.title),
        *site,
        Run(f"{event}{published}. {story.url}."),
    )
    return Reference("Chicago", runs)


def _is_english() -> bool:
    return current() is ENGLISH


def _month_first(when: date) -> str:
    """Return the day without its year, in English with the month before it."""
    english = f"{MONTHS[when.month - 1]} {when.day}"
    return english if _is_english() else day_in_words(when).removesuffix(f" {when.year}")


def _quoted(title: str) -> tuple[Run, ...]:
    """Return the title between quotation marks; in English the stop that ends it is inside them."""
    # The outer pair of marks and the inner one.
    opening, closing, inner_opening, inner_closing = gettext("“ ” ‘ ’").split(" ")
    text = re.sub(rf"{opening.strip()}\s*", inner_opening, one_line(title))
    text = re.sub(rf"\s*{closing.strip()}", inner_closing, text)
    text = re.sub(r'"([^"]*)"', rf"{inner_opening}\1{inner_closing}", text)
    if not _is_english():
        return Run(opening), Run(text, is_title=True), Run(f"{closing}. ")
    stop = _stop_after(text)
    # A quotation that ends the title takes the stop in as well; an apostrophe does not.
    shut = "’" if stop and text.endswith("’") and title.rstrip().endswith(("”", '"')) else ""
    return Run(opening), Run(text.removesuffix(shut), is_title=True), Run(f"{stop}{shut}{closing} ")


def _stopped(text: str) -> str:
    line = one_line(text)
    return f"{line}{_stop_after(line)}"


def _stop_after(text: str) -> str:
    return "" if text.rstrip(CLOSING_QUOTES).endswith((".", "?", "!", "…")) else "."
