"""Until when nginx keeps an answer: by the clock, whenever it came and however nginx rounds."""

from typing import Final

EXPIRES: Final = "X-Accel-Expires"
AT_ONCE: Final = "@1"  # kept in the place of what was there, and never shown


def expires(read_at: float) -> str:
    """Return what ends within the second in which the database was read (seconds since 1970).

    nginx shows it to the end of that second, and of the next to whoever comes while it asks.
    """
    return f"@{int(read_at)}"
