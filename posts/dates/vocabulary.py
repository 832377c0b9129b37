"""The words of dates: English, and those of other languages as the English they stand for.

All are without accents and in lower case, as `tokens.normalise` leaves them.
"""

import re
from typing import Final

from .calendar import MONTHS
from .period import SEASONS, Precision

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTH_WORDS: Final = {
    word: number
    for number, name in enumerate(MONTHS, 1)
    for word in (name.lower(), name[:3].lower())
} | {"sept": 9}
SEASON_WORDS: Final = {name: code for code, name in SEASONS.items()} | {"fall": 23}
UNIT_WORDS: Final = {
    "century": Precision.CENTURY,
    "centuries": Precision.CENTURY,
    "cent": Precision.CENTURY,
    "millennium": Precision.MILLENNIUM,
    "millennia": Precision.MILLENNIUM,
}
ORDINALS: Final = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
    "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth",
    "seventeenth", "eighteenth", "nineteenth", "twentieth", "twenty-first",
)  # fmt: skip
ORDINAL_WORDS: Final = {word: number for number, word in enumerate(ORDINALS, 1)}
# "fl." and "abt" are the floruit of catalogues and the "about" of family trees.
CIRCA: Final = frozenset((
    "c", "ca", "cca", "circa", "about", "around", "approx", "approximately", "roughly",
    "fl", "floruit", "flourished", "abt", "est", "vers", "environ", "env", "um", "etwa",
))  # fmt: skip
DOUBT: Final = frozenset(("probably", "possibly", "perhaps", "maybe", "uncertain"))
PARTS: Final = frozenset((
    "early", "earlier", "mid", "middle", "late", "later",
    "beginning", "start", "end", "turn", "half", "quarter",
))  # fmt: skip
FILLERS: Final = frozenset((
    "the", "of", "in", "on", "year", "years",
    "le", "les", "du", "de", "des", "den", "dem", "der", "im", "zu", "zum", "del", "el", "il",
    "anno",
))  # fmt: skip
HOURS: Final = frozenset(("morning", "afternoon", "evening", "dawn", "dusk", "sunset", "sunrise"))
FEASTS: Final = frozenset((
    "easter", "paques", "ostern", "pentecost", "whitsun", "whitsunday", "christmas", "noel",
    "michaelmas", "candlemas", "martinmas", "lammas", "epiphany", "lent", "advent", "passover",
    "ascension", "trinity", "midsummer", "halloween", "thanksgiving", "carnival",
    "juneteenth", "purim", "hanukkah", "ides", "kalends", "nones",
))  # fmt: skip
_MONTHS_OF: Final = {
    "French Republican": "vendemiaire brumaire frimaire nivose pluviose ventose germinal floreal"
    " prairial messidor thermidor fructidor",
    "Islamic": "muharram safar rabi jumada rajab shaban ramadan shawwal dhu zulhijja",
    "Jewish": "nisan iyar sivan tammuz elul tishri tishrei cheshvan heshvan kislev tevet shevat"
    " adar",
}
# Their calendar by the month; “Av” stands in French dates for something else.
OTHER_MONTHS: Final = {
    month: calendar for calendar, months in _MONTHS_OF.items() for month in months.split()
}
ALTERNATIVES: Final = frozenset(("or", "ou", "oder"))
OTHER_ERAS: Final = frozenset(("ah", "hijri", "hegirae", "am", "auc", "bp", "mundi"))

_ENGLISH_FOR: Final = {
    "january": "janvier janv januar janner enero gennaio januari janeiro",
    "february": "fevrier fevr februar febrero febbraio februari fevereiro",
    "march": "mars marz maerz mrz marzo maart marco",
    "april": "avril avr abril aprile",
    "may": "mai mayo maggio mei maio",
    "june": "juin juni junio giugno junho",
    "july": "juillet juil juli julio luglio julho",
    "august": "aout agosto augustus",
    "september": "septembre septiembre setiembre settembre setembro",
    "october": "octobre oktober okt octubre ottobre outubro",
    "november": "novembre noviembre novembro",
    "december": "decembre dezember dez diciembre dicembre dezembro",
    "spring": "printemps fruhling fruhjahr fruehling",
    "summer": "ete sommer",
    "autumn": "automne herbst",
    "winter": "hiver",
    "century": "siecle siglo secolo seculo jahrhundert jh eeuw",
    "centuries": "siecles siglos secoli",
    "millennium": "jahrtausend millenaire",
    "monday": "lundi montag mon",
    "tuesday": "mardi dienstag tue tues",
    "wednesday": "mercredi mittwoch wed",
    "thursday": "jeudi donnerstag thu thur thurs",
    "friday": "vendredi freitag fri",
    "saturday": "samedi samstag sonnabend sat",
    "sunday": "dimanche sonntag sun",
    "before": "bef avant vor",
    "after": "aft apres nach",
    "between": "bet entre zwischen",
    "and": "et und",
    "to": "au",
    "until": "bis",
    "from": "von vom",
    "since": "depuis seit",
    "night": "nuit nacht",
    "early": "fruhes fruhe",
    "late": "spates spate",
    "beginning": "anfang beginn debut",
    "middle": "mitte mi milieu",
    "end": "ende fin",
    "half": "halfte moitie",
    "quarter": "viertel quart",
}
ENGLISH: Final = {
    word: english for english, foreign in _ENGLISH_FOR.items() for word in foreign.split()
}
BEFORE_OR_AFTER: Final = {"before": -1, "after": 1}
UNTIL: Final = frozenset({"until", "till"})
TO: Final = frozenset({"to", "until", "till", "through", "thru"})
STILL: Final = frozenset({"present", "now", "today", "onward", "onwards"})
_JOINING: Final = BEFORE_OR_AFTER.keys() | UNTIL | TO | STILL
_WORD: Final = re.compile(r"[a-z]+")
UNDERSTOOD: Final = (
    MONTH_WORDS.keys() | SEASON_WORDS.keys() | UNIT_WORDS.keys() | ORDINAL_WORDS.keys()
    | CIRCA | DOUBT | FILLERS | set(WEEKDAYS) | _JOINING
    | {"between", "and", "from", "since", "by", "night"}
)  # fmt: skip


def names_month(text: str) -> bool:
    """Whether a plain text names a month or a season.

    >>> names_month("mi-aout 1944"), names_month("12 500 BC")
    (True, False)
    """
    words = (ENGLISH.get(word, word) for word in _WORD.findall(text.lower()))
    return not (MONTH_WORDS.keys() | SEASON_WORDS.keys()).isdisjoint(words)
