"""What the date field refuses, and what it asks for instead."""

from typing import Final

MESSAGES: Final = {
    "ambiguous_bc": "Write “{whole}” or “{short}”, whichever is meant.",
    "ambiguous_dmy": ("Is that {first} or {second}? Write the month as a word, or {iso}."),
    "ambiguous_era": "Is that {first} or {second}? Write the year and its era last.",
    "ambiguous_hundreds": "Write “{century}” for {years} or “{decade}” for the decade.",
    "ambiguous_range": "Write “{years}” for a range of years or “{other}” for a {unit}.",
    "bc_decade": "Write “{decade}” for {decade_years}, or “{mask_years}” for the years of {mask}.",
    "by": "Write “before {before}” for a date not known, or “until {until}” for what lasted.",
    "calendar_choice": "There is no calendar “{choice}”: choose auto, julian or gregorian.",
    "calendar_conflict": (
        "The text says {marked} but {chosen} is chosen. Remove one, or choose Automatic."
    ),
    "day_range": "{month} has only {days} days{where}.",
    "day_zero": "There is no day 0: days count from 1.",
    "double_year": (
        "Give the year that begins on 1 January, “{date}”, "
        "and put the double year “{written}” in the display text."
    ),
    "double_year:late": (
        "Only days from 1 January to 24 March before 1753 have a double year: "
        "write “{first}” or “{last}”."
    ),
    "double_year:span": "Write “{years}” if both years of {written} are meant, or the one that is.",
    "edtf": "“{text}” is not an EDTF date with the precision {precision}: parse the date again.",
    "era_beside": (
        "The number beside “{era}” is the year, so {day} would be a day: "
        "write day, month, year and era, for example “15 March 44 BC”."
    ),
    "gap_1582": (
        "5–14 October 1582 were skipped when the Gregorian calendar began. "
        "Choose Julian or Gregorian."
    ),
    "mixed_calendars": (
        "The two ends are in different calendars. Write both in one{example}, or mark both."
    ),
    "mixed_precision": (
        "These two ends cannot be kept together. Give both to the same precision, "
        "for example both as years."
    ),
    "month": "There is no month {number}.",
    "month_day": "{number} is not a month and a day: write 527 for 27 May.",
    "negative_year": "Write “{number} BC”, or “{edtf}” in EDTF.",
    "os_mismatch": "{old} Old Style is {right}, not {wrong}. Correct one of them, or remove it.",
    "out_of_range": "{year} is out of range: years run from 200001 BC to AD 9999.",
    "part_of_period": "Give the years, for example “1996–1999” or “c. 1998”.",
    "part_of_period:days": "Leave out “{word}”, or give the days, for example “21–31 May 1997”.",
    "range_era": "Write the era at both ends, for example “{both_bc}” or “{bc_to_ad}”.",
    "reversed": "The range ends before it begins.",
    "rule_choice": "There is no rule “{choice}”: choose auto, as_written or none.",
    "season_turn": (
        "Only a winter has two years: write “{season} {year}”, “{season} {year} – {season} "
        "{following}”, or the months, “December {year} – February {following}”."
    ),
    "short_year": "Write “AD {number}”, “{number} BC” or a four-digit year.",
    "short_year:apostrophe": "Write the year with all its digits in place of “{written}”.",
    "slash": (
        "A slash joins two days only as “25 October (O.S.) / 7 November 1917”. "
        "Write a dash for a range."
    ),
    "slash:both": "Write “{both}” for a range, or “{one}” for one of the two.",
    "slash:styles": "Write “{styles}” for one day in two styles, or “{both}” for a range.",
    "time": "Times of day are not stored: give the date only.",
    "too_early": "Days, months and seasons are kept from 9999 BC on: give only the year.",
    "too_long": "The date is {length} characters long: write it in {limit} or fewer.",
    "unknown_end": "Write “{known}/..” if it has no end, or give the other end.",
    "unrecognised": (
        "Not a date this field understands; "
        "try “27 May 1997”, “1997”, “c. 1200”, “44 BC”, “1914–1918”."
    ),
    "unrecognised:character": (
        "“{character}” has no meaning in a date: leave it out, or write for example “27 May 1997”."
    ),
    "unrecognised:era": (
        "“{word}” is another count of years: write the year BC or AD, for example “44 BC”."
    ),
    "unrecognised:feast": (
        "“{word}” names a day and not its date: write day, month and year, for example "
        "“23 April 1916”, and put “{text}” in the display text."
    ),
    "unrecognised:named": (
        "“{name}” is {day}: write “{date}”, and put “{text}” in the display text."
    ),
    "unrecognised:hijri": (
        "“{word}” counts the years of the Islamic calendar: write “{years}”, or the day in ours."
    ),
    "unrecognised:month": "“{word}” is not understood: write the month as a word, “{month}”.",
    "unrecognised:other_month": (
        "“{word}” is a month of the {calendar} calendar: write the day in ours, "
        "for example “27 July 1794”, and put “{text}” in the display text."
    ),
    "unrecognised:place": (
        "“{word}” is not understood where it stands; "
        "try “27 May 1997”, “May–June 1940”, “between 1200 and 1250”."
    ),
    "unrecognised:roman": (
        "“{word}” is not the number of a century of ours: write it as in “19th century”."
    ),
    "unrecognised:word": (
        "“{word}” is not understood; leave it out, or write the date as in "
        "“27 May 1997”, “1997”, “c. 1200”, “44 BC”, “1914–1918”."
    ),
    "ordinal_day": "Write “{date}” for day {number} of {year}.",
    "weekday": "Leave out the day of the week: “{word}”.",
    "weekday:other": "{date} was a {right}, not a {wrong}{hint}. Correct one of them.",
    "year_missing": "Add the year, for example “27 May 1997”.",
    "year_zero": "There is no year 0: 1 BC is followed by AD 1.",
    "year_zero_decade": "There is no year 0, so no such decade: write “9–1 BC” or “AD 1–9”.",
}


class HistoricalDateError(ValueError):
    """A date that cannot be kept. `code` is stable; `str(error)` is fit for an editor."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return self.message


def refusal(code: str, **details: object) -> HistoricalDateError:
    """Return the error; a code may have several messages, told apart after a colon."""
    return HistoricalDateError(code.partition(":")[0], MESSAGES[code].format(**details))
