"""Dates and times as the site writes them in German: 27. Mai 2025, 19:06."""

DATE_FORMAT = "j. F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j. F Y, H:i"
MONTH_DAY_FORMAT = "j. F"
SHORT_DATE_FORMAT = "j. M Y"
SHORT_DATETIME_FORMAT = "j. M Y, H:i"
# Figures are drawn by numbers, which SVG reads with a point.
DECIMAL_SEPARATOR = "."
