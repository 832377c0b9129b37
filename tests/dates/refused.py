"""How a text is refused."""

import pytest

from posts.dates import HistoricalDateError, parse


def code(text: str, calendar: str = "auto") -> str:
    with pytest.raises(HistoricalDateError) as caught:
        parse(text, calendar)
    return caught.value.code


def message(text: str, calendar: str = "auto") -> str:
    with pytest.raises(HistoricalDateError) as caught:
        parse(text, calendar)
    return str(caught.value)
