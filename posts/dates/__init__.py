"""When it happened: historical dates, parsed, kept, compared and displayed. Pure Python."""

from .anniversaries import remembered_day, second_style, styles
from .calendar import REFORM, Calendar, civil, julian_day
from .display import day_in_words, month_day_display
from .distance import Since, since, years_ago
from .errors import HistoricalDateError
from .explain import explanation
from .named_days import named_day
from .parse import parse
from .parts import DateParts, date_parts, datetime_attribute
from .period import Kind, Period, Precision, Qualifier
from .source_dates import modified_lines, read_printed
from .spans import Span, Unit
from .value import (
    OPEN_END,
    OPEN_START,
    ROLE_WORDS,
    AnniversaryRule,
    DayOfYear,
    HistoricalDate,
    from_edtf,
    is_old_style_suspect,
    today_keys,
)

__all__ = [
    "OPEN_END",
    "OPEN_START",
    "REFORM",
    "ROLE_WORDS",
    "AnniversaryRule",
    "Calendar",
    "DateParts",
    "DayOfYear",
    "HistoricalDate",
    "HistoricalDateError",
    "Kind",
    "Period",
    "Precision",
    "Qualifier",
    "Since",
    "Span",
    "Unit",
    "civil",
    "date_parts",
    "datetime_attribute",
    "day_in_words",
    "explanation",
    "from_edtf",
    "is_old_style_suspect",
    "julian_day",
    "modified_lines",
    "month_day_display",
    "named_day",
    "parse",
    "read_printed",
    "remembered_day",
    "second_style",
    "since",
    "styles",
    "today_keys",
    "years_ago",
]
