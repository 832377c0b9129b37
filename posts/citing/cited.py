from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext


@dataclass(frozen=True)
class CitedStory:
    """What a reference tells of a story; whatever is not known is empty.

    The site is publisher, and author too of a story without a byline. `author` is as lists of
    works file it, "Moreau, Ada"; a name without a comma stands as it is. `key` outlives a change
    of the title and of the address. `published` is a day in the site's zone, `event_date` the day
    of the event in words, which no style of citing has a place of its own for.
    """

    key: str
    title: str
    site: str
    url: str
    published: date
    event_date: str = ""
    language: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    author: str = ""

    @property
    def responsible(self) -> str:
        """Return who answers for the story."""
        return self.author or self.site

    @property
    def names(self) -> tuple[str, str]:
        """Return the family name and the given names of an author; the latter may be ''."""
        family, _, given = one_line(self.author).partition(",")
        return family.strip(), given.strip()

    @property
    def note(self) -> str:
        return gettext("Event date: %(day)s") % {"day": self.event_date} if self.event_date else ""


def one_line(text: str) -> str:
    """Return `text` with every run of spaces and line ends as one space."""
    return " ".join(text.split())
