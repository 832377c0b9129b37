"""Path parts that name what a calendar has; anything else is no address of ours."""

from posts.dates import Span, Unit
from posts.dates.calendar import LEAP_LENGTHS


class YearConverter:
    """A year of publication, in four digits."""

    regex = "[0-9]{4}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04d}"


class MonthConverter:
    """A month in two digits, 01 to 12."""

    regex = "0[1-9]|1[0-2]"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:02d}"


class DayConverter:
    """A day of the year as 05-27, the key 527; 29 February is one, 30 February is not."""

    regex = "[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> int:
        month, day = int(value[:2]), int(value[3:])
        if not 1 <= month <= 12 or not 1 <= day <= LEAP_LENGTHS[month - 1]:
            raise ValueError(value)
        return month * 100 + day

    def to_url(self, value: int) -> str:
        month, day = divmod(value, 100)
        return f"{month:02d}-{day:02d}"


class SpanConverter:
    """A year, decade or century in which something can have happened."""

    regex = "[0-9]{1,6}s?(?:-bc)?"
    unit: Unit

    def to_python(self, value: str) -> Span:
        span = Span.at(self.unit, value)
        if span is None:
            raise ValueError(value)
        return span

    def to_url(self, value: Span) -> str:
        return value.address


class EventYearConverter(SpanConverter):
    unit = Unit.YEAR


class DecadeConverter(SpanConverter):
    unit = Unit.DECADE


class CenturyConverter(SpanConverter):
    unit = Unit.CENTURY
