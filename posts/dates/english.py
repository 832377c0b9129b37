"""Dates in English."""

from typing import Final

from .words import Words


def ordinal(number: int) -> str:
    """Return an English ordinal.

    >>> ordinal(1), ordinal(12), ordinal(23)
    ('1st', '12th', '23rd')
    """
    is_teen = 11 <= number % 100 <= 13
    suffix = "th" if is_teen else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


ENGLISH: Final = Words(
    months=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    seasons={21: "spring", 22: "summer", 23: "autumn", 24: "winter"},
    day=str,
    ordinal=ordinal,
    thousands=",",
    bc="{} BC",
    ad="AD {}",
    ad_of_century="{} AD",
    decade="{}s",
    decades="{}s–{}s",
    # "1800s" alone could be the century, and is not accepted.
    not_century=" (decade)",
    counted={"century": "{} century", "millennium": "{} millennium"},
    winter="{}–{}",
    shortens_winter=True,
    circa={},
    circa_within="c. ",
    articles={"decade": "the ", "century": "the ", "millennium": "the "},
    phrases={
        "before": "before {}",
        "after": "after {}",
        "since": "since {}",
        "until": "until {}",
        "between": "between {} and {}",
        "from": "from {} to {}",
        "to": "to {}",
        "and": "and {}",
    },
    contractions=(),
    leads={
        "": "in",
        "about": "about",
        "before": "before",
        "after": "after",
        "since": "since",
        "until": "until",
        "between": "between",
    },
    about_within="about",
    lead_articles={},
    season_lead="{} the {} of",
    uncertain="uncertain",
    marks={"old": "O.S.", "new": "N.S.", "julian": "Julian", "gregorian": "Gregorian"},
    styles={
        "old": "Old Style",
        "new": "New Style",
        "julian": "Julian",
        "gregorian": "Gregorian",
    },
    old_style_day="Old Style {}",
    roles={"on": "", "start": "begins", "end": "ends"},
    years=("{} year", "{} years"),
    distances={
        "ago": "{} ago",
        "to come": "in {}",
        "about": "about {}",
        "more than": "more than {}",
        "less than": "less than {}",
        "began": "began {}",
        "ended": "ended {}",
        "next": "next year",
        "this": "this year",
        "last": "last year",
    },
    names_with_article={"year": "{}", "decade": "the {}", "century": "the {}"},
    names_inside={"year": "in {}", "decade": "in the {}", "century": "in the {}"},
    runs={
        "year": "From 1 January to 31 December {}{}",
        "longer": "From {}{}",
        "to": "{} to {}",
        "julian": ", in the Julian calendar",
        "reform": ", without the days from 5 to 14 October",
        "no year 0": "; there was no year 0",
        "decade": ": the decade, not the century",
        "counted": "Centuries are counted by hundreds here{}.",
        "not counted": ": not from {} to {}",
    },
    abbreviations=(),
)
