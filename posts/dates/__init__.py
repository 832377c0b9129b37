"""When it happened: historical dates, parsed, kept, compared and displayed. Pure Python."""

from .calendar import REFORM, Calendar, civil, julian_day
from .display import month_day_display
from .errors import HistoricalDateError
from .parse import parse
from .period import Kind, Period, Precision, Qualifier
from .printed import modified_lines, read_printed
from .reading import reading
from .remembered import remembered_day, years_ago
from .spans import Span, Unit
from .stamp import DateParts, date_parts, datetime_attribute
from .value import (
    OPEN_END,
    OPEN_START,
    Anniversary,
    AnniversaryRule,
    HistoricalDate,
    from_edtf,
    is_old_style_suspect,
    today_keys,
)

__all__ = [
    "OPEN_END",
    "OPEN_START",
    "REFORM",
    "Anniversary",
    "AnniversaryRule",
    "Calendar",
    "DateParts",
    "HistoricalDate",
    "HistoricalDateError",
    "Kind",
    "Period",
    "Precision",
    "Qualifier",
    "Span",
    "Unit",
    "civil",
    "date_parts",
    "datetime_attribute",
    "from_edtf",
    "is_old_style_suspect",
    "julian_day",
    "modified_lines",
    "month_day_display",
    "parse",
    "read_printed",
    "reading",
    "remembered_day",
    "today_keys",
    "years_ago",
]
