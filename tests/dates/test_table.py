"""The day numbers of the acceptance table, worked out from its EDTF by another library."""

import re

from convertdate import gregorian, julian

from tests.dates.table import row_name, rows
from tests.walk import failures

DATE = re.compile(r"Y?(-?[0-9]{4,})(?:-([0-9]{2})(?:-([0-9]{2}))?)?[?~%]?")
LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


def jdn(year: int, month: int, day: int, calendar: str) -> int:
    is_julian = calendar == "J" or (calendar == "H" and (year, month, day) < (1582, 10, 15))
    return int((julian if is_julian else gregorian).to_jd(year, month, day) + 0.5)


def last_day(year: int, month: int, calendar: str) -> int:
    following = (year + 1, 1) if month == 12 else (year, month + 1)
    return jdn(*following, 1, calendar) - 1


def bounds(text: str, calendar: str) -> tuple[int, int]:
    year, month, day = (number and int(number) for number in DATE.fullmatch(text).groups())
    if day:
        return (jdn(year, month, day, calendar),) * 2
    if month is None:
        return jdn(year, 1, 1, calendar), last_day(year, 12, calendar)
    if month < 13:
        return jdn(year, month, 1, calendar), last_day(year, month, calendar)
    begins = 3 * (month - 20)
    end = (year + 1, 2) if begins == 12 else (year, begins + 2)
    return jdn(year, begins, 1, calendar), last_day(*end, calendar)


def test_day_numbers_agree_with_convertdate():
    def check(row):
        edtf = row["edtf"].strip("[]").replace("../", "/").replace("/..", "/").replace("..", "/")
        opening, slash, closing = edtf.partition("/")
        closing = closing if slash else opening
        found = (
            str(bounds(opening, row["calendar"])[0]) if opening else "",
            str(bounds(closing, row["calendar"])[1]) if closing else "",
        )
        assert found == (row["start_jdn"], row["end_jdn"])

    whole = [row for row in rows("ok") if "X" not in row["edtf"]]
    assert failures(check, whole, row_name) == {}
