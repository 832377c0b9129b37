"""Days of the year that people know by name."""

import re
from collections.abc import Sequence
from typing import Final

from .vocabulary import MONTH_WORDS

# The same day under its names; "the", "of" and "saint" are left out of all, "day" at the end too.
_NAMES: Final = {
    101: "new year, neujahr, nouvel an",
    105: "twelfth night",
    106: "epiphany, epiphanie, dreikonig",
    125: "burns night",
    126: "australia",
    202: "candlemas",
    214: "valentine",
    229: "leap",
    301: "david",
    317: "patrick",
    325: "lady, annunciation",
    401: "april fool, april fools, all fools",
    423: "george",
    425: "anzac",
    430: "walpurgis, walpurgis night",
    501: "may, international workers",
    505: "cinco de mayo",
    508: "ve, victory in europe",
    606: "d",
    619: "juneteenth",
    624: "midsummer, john",
    701: "canada",
    704: "independence, fourth july, july fourth",
    714: "bastille, quatorze juillet",
    801: "lammas",
    815: "vj, assumption",
    911: "9 11, nine eleven",
    929: "michaelmas",
    1021: "trafalgar",
    1025: "crispin, crispins",
    1031: "halloween, all hallows eve",
    1101: "all saints, all hallows, allerheiligen, toussaint",
    1102: "all souls",
    1105: "guy fawkes, guy fawkes night, bonfire night, gunpowder plot, gunpowder treason",
    1111: "armistice, remembrance, veterans, martinmas",
    1130: "andrew",
    1206: "nicholas",
    1207: "pearl harbor, pearl harbour",
    1213: "lucy",
    1224: "christmas eve, heiligabend",
    1225: "christmas, xmas, noel, weihnachten",
    1226: "boxing, stephen",
    1231: "new year eve, hogmanay, silvester, sylvester",
}
_DAYS: Final = {name: day for day, names in _NAMES.items() for name in names.split(", ")}
# What is no name of a day without that word, or says more by itself.
_WITH_DAY: Final = frozenset((
    "d", "ve", "vj", "may", "lady", "leap", "bastille", "canada", "australia", "independence",
    "victory in europe", "trafalgar", "pearl harbor", "pearl harbour", "david", "patrick",
    "george", "john", "andrew", "nicholas", "lucy", "stephen", "crispin", "valentine",
    "remembrance", "armistice", "veterans", "assumption", "annunciation", "boxing", "new year",
    "international workers",
))  # fmt: skip
_SILENT: Final = frozenset(("the", "of", "st", "saint"))
_ROMAN: Final = re.compile(r"(ides|kalends|calends|nones) (\w+)")
_LATE: Final = frozenset((3, 5, 7, 10))  # months whose Ides are the 15th and Nones the 7th


def named_day(words: Sequence[str]) -> int | None:
    """Return the day of the year (315 is 15 March) of a name, given in plain, small letters.

    >>> [named_day(name.split()) for name in ("ides of march", "d day", "christmas", "bastille")]
    [315, 606, 1225, None]
    """
    spoken = [word for word in words if word not in _SILENT]
    has_day = spoken[-1:] == ["day"]
    name = " ".join(spoken[:-1] if has_day else spoken)
    if roman := _ROMAN.fullmatch(name):
        return _roman_day(roman[1], roman[2])
    return None if name in _WITH_DAY and not has_day else _DAYS.get(name)


def _roman_day(name: str, month: str) -> int | None:
    number = MONTH_WORDS.get(month)
    if number is None:
        return None
    ides = 15 if number in _LATE else 13
    return 100 * number + {"ides": ides, "nones": ides - 8}.get(name, 1)
