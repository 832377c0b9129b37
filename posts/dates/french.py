"""Dates in French."""

from typing import Final

from .words import Words

_NUMERALS: Final = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


def roman(number: int) -> str:
    """Return a whole number from 1 on in Roman numerals.

    >>> [roman(number) for number in (4, 19, 49, 2001)]
    ['IV', 'XIX', 'XLIX', 'MMI']
    """
    text = ""
    for value, letters in _NUMERALS:
        times, number = divmod(number, value)
        text += letters * times
    return text


def _ordinal(number: int) -> str:
    return f"{roman(number)}{'er' if number == 1 else 'e'}"


def _day(day: int) -> str:
    return "1er" if day == 1 else str(day)


FRENCH: Final = Words(
    months=(
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
    seasons={21: "printemps", 22: "été", 23: "automne", 24: "hiver"},
    day=_day,
    ordinal=_ordinal,
    thousands="\u202f",
    bc="{} av. J.-C.",
    ad="{} apr. J.-C.",
    ad_of_century="{} apr. J.-C.",
    decade="années {}",
    decades="années {}–{}",
    not_century=" (décennie)",
    counted={"century": "{} siècle", "millennium": "{} millénaire"},
    winter="{}–{}",
    shortens_winter=False,
    circa={
        "day": "vers le ",
        "month": "vers ",
        "season": "vers l’",
        "year": "vers ",
        "decade": "vers les ",
        "century": "vers le ",
        "millennium": "vers le ",
    },
    circa_within="env. ",
    articles={
        "day": "le ",
        "season": "l’",
        "decade": "les ",
        "century": "le ",
        "millennium": "le ",
    },
    phrases={
        "before": "avant {}",
        "after": "après {}",
        "since": "depuis {}",
        "until": "jusqu’en {}",
        "between": "entre {} et {}",
        "from": "d’{} à {}",  # what it is said of begins with "env."
        "to": "à {}",
        "and": "et {}",
    },
    contractions=(
        (r"l’printemps\b", "le printemps"),
        (r"^jusqu’en (?=l’)", "jusqu’à "),
        (r"^jusqu’en (?=env)", "jusqu’à "),
        (r"^jusqu’en le\b", "jusqu’au"),
        (r"^jusqu’en les\b", "jusqu’aux"),
        (r"^à le\b", "au"),
        (r"^à les\b", "aux"),
    ),
    leads={
        "": "à",
        "about": "vers",
        "before": "avant",
        "after": "après",
        "since": "depuis",
        "until": "jusqu’en",
        "between": "entre",
    },
    about_within="environ",
    lead_articles={
        "day": "le ",
        "season": "l’",
        "decade": "les ",
        "century": "le ",
        "millennium": "le ",
    },
    season_lead="{} l’{}",
    uncertain="incertain",
    marks={
        "old": "ancien style",
        "new": "nouveau style",
        "julian": "julien",
        "gregorian": "grégorien",
    },
    styles={
        "old": "ancien style",
        "new": "nouveau style",
        "julian": "julien",
        "gregorian": "grégorien",
    },
    old_style_day="{} ancien style",
    roles={"on": "", "start": "début", "end": "fin"},
    years=("{} an", "{} ans"),
    distances={
        "ago": "il y a {}",
        "to come": "dans {}",
        "about": "environ {}",
        "more than": "plus de {}",
        "less than": "moins de {}",
        "began": "a commencé {}",
        "ended": "a pris fin {}",
        "next": "l’an prochain",
        "this": "cette année",
        "last": "l’an dernier",
    },
    names_with_article={"year": "{}", "decade": "les {}", "century": "le {}"},
    names_inside={"year": "en {}", "decade": "dans les {}", "century": "au {}"},
    runs={
        "year": "Du 1er janvier au 31 décembre {}{}",
        "longer": "De {}{}",
        "to": "{} à {}",
        "julian": ", dans le calendrier julien",
        "reform": ", sans les jours du 5 au 14 octobre",
        "no year 0": "\u202f; il n’y a pas eu d’année 0",
        "decade": "\u00a0: la décennie, non le siècle",
        "counted": "Les siècles se comptent ici par centaines{}.",
        "not counted": "\u00a0: non de {} à {}",
    },
    abbreviations=(("siècle", "s."), ("années ", "ann. ")),
)
