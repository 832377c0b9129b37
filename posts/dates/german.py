"""Dates in German."""

from typing import Final

from .words import Words


def _ordinal(number: int) -> str:
    return f"{number}."


GERMAN: Final = Words(
    months=(
        *("Januar", "Februar", "März", "April", "Mai", "Juni"),
        *("Juli", "August", "September", "Oktober", "November", "Dezember"),
    ),
    seasons={21: "Frühling", 22: "Sommer", 23: "Herbst", 24: "Winter"},
    day=_ordinal,
    ordinal=_ordinal,
    thousands=".",
    bc="{} v. Chr.",
    ad="{} n. Chr.",
    ad_of_century="{} n. Chr.",
    decade="{}er Jahre",
    decades="{}er–{}er Jahre",
    not_century=" (Jahrzehnt)",
    counted={"century": "{} Jahrhundert", "millennium": "{} Jahrtausend"},
    winter="{}/{}",
    shortens_winter=True,
    circa={
        "day": "etwa ",
        "month": "etwa ",
        "season": "etwa ",
        "year": "um ",
        "decade": "etwa ",
        "century": "etwa ",
        "millennium": "etwa ",
    },
    circa_within="ca. ",
    articles={
        "day": "dem ",
        "season": "dem ",
        "decade": "den ",
        "century": "dem ",
        "millennium": "dem ",
    },
    phrases={
        "before": "vor {}",
        "after": "nach {}",
        "since": "seit {}",
        "until": "bis {}",
        "between": "zwischen {} und {}",
        "from": "von {} bis {}",
        "to": "bis {}",
        "and": "und {}",
    },
    contractions=(
        (r"^bis dem\b", "bis zum"),
        (r"^bis den\b", "bis zu den"),
        (r"^in dem\b", "im"),
        (r"^etwa dem\b", "etwa im"),
        (r"\b((?:den|ca\.) [0-9]+er Jahre)\b", r"\1n"),
    ),
    leads={
        "": "in",
        "about": "etwa",
        "before": "vor",
        "after": "nach",
        "since": "seit",
        "until": "bis",
        "between": "zwischen",
    },
    about_within="etwa",
    lead_articles={
        "day": "dem ",
        "season": "dem ",
        "decade": "den ",
        "century": "dem ",
        "millennium": "dem ",
    },
    season_lead="{} dem {}",
    uncertain="ungewiss",
    marks={"old": "a. St.", "new": "n. St.", "julian": "julianisch", "gregorian": "gregorianisch"},
    styles={
        "old": "alten Stils",
        "new": "neuen Stils",
        "julian": "julianisch",
        "gregorian": "gregorianisch",
    },
    old_style_day="{} alten Stils",
    roles={"on": "", "start": "Beginn", "end": "Ende"},
    years=("{} Jahr", "{} Jahren"),
    distances={
        "ago": "vor {}",
        "to come": "in {}",
        "about": "etwa {}",
        "more than": "mehr als {}",
        "less than": "weniger als {}",
        "began": "begann {}",
        "ended": "endete {}",
        "next": "nächstes Jahr",
        "this": "dieses Jahr",
        "last": "letztes Jahr",
    },
    names_with_article={"year": "{}", "decade": "die {}", "century": "das {}"},
    names_inside={"year": "im Jahr {}", "decade": "in den {}", "century": "im {}"},
    runs={
        "year": "Vom 1. Januar bis zum 31. Dezember {}{}",
        "longer": "Von {}{}",
        "to": "{} bis {}",
        "julian": ", im julianischen Kalender",
        "reform": ", ohne die Tage vom 5. bis zum 14. Oktober",
        "no year 0": "; ein Jahr 0 gab es nicht",
        "decade": ": das Jahrzehnt, nicht das Jahrhundert",
        "counted": "Jahrhunderte zählen hier nach Hundertern{}.",
        "not counted": ": nicht von {} bis {}",
    },
    abbreviations=(("Jahrhundert", "Jh."), ("er Jahre", "er")),
)
