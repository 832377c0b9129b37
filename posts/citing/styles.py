"""References in the three styles that schools and journals ask for, in English.

Titles keep their capitals: rules for English capitals would spoil titles in other languages.
"""

import re
from dataclasses import dataclass
from datetime import date

from posts.citing.cited import CitedStory, one_line
from posts.dates.calendar import MONTHS

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
        Run(f"{_stopped(author)} ({when.year}, {MONTHS[when.month - 1]} {when.day}). "),
        Run(title, italic=True, is_title=True),
        Run(f"{event} {site}{story.url}"),
    )
    return Reference("APA 7", runs)


def mla(story: CitedStory) -> Reference:
    """MLA leaves out an author that is the site, and puts what is extra at the end."""
    when = story.published
    published = f"{when.day} {MLA_MONTHS[when.month - 1]} {when.year}"
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
    runs = (
        Run(f"{_stopped(story.responsible)} "),
        *_quoted(story.title),
        *site,
        Run(f"{event}Published {_month_first(story.published)}. {story.url}."),
    )
    return Reference("Chicago", runs)


def _month_first(when: date) -> str:
    return f"{MONTHS[when.month - 1]} {when.day}, {when.year}"


def _quoted(title: str) -> tuple[Run, ...]:
    """Return the title between quotation marks, with the stop that ends it inside them."""
    inner = _single_quotes(one_line(title))
    stop = _stop_after(inner)
    # A quotation that ends the title takes the stop in as well; an apostrophe does not.
    closing = "’" if stop and inner.endswith("’") and title.rstrip().endswith(("”", '"')) else ""
    text = inner.removesuffix(closing)
    return Run("“"), Run(text, is_title=True), Run(f"{stop}{closing}” ")


def _single_quotes(text: str) -> str:
    """Return `text` with its double quotation marks as single ones, to stand inside double."""
    parts = text.replace("“", "‘").replace("”", "’").split('"')
    marked = [part + ("’" if number % 2 else "‘") for number, part in enumerate(parts[:-1])]
    return "".join((*marked, parts[-1]))


def _stopped(text: str) -> str:
    line = one_line(text)
    return f"{line}{_stop_after(line)}"


def _stop_after(text: str) -> str:
    return "" if text.rstrip(CLOSING_QUOTES).endswith((".", "?", "!", "…")) else "."
