import re
from typing import Final

ELSEWHERE: Final = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)  # begins an address


class ExchangeError(Exception):
    """Something that cannot come in; `str()` says what and how to mend it.

    `line` counts from 1 in the file being read, None where the whole of it is meant.
    """

    def __init__(self, code: str, text: str, line: int | None = None) -> None:
        super().__init__(code, text, line)
        self.code = code
        self.text = text
        self.line = line

    def __str__(self) -> str:
        return self.text


def elsewhere(written: str) -> ExchangeError:
    text = f"“{written}” stands on another site and was not fetched."
    return ExchangeError("remote_picture", text)


def missing_picture(written: str) -> ExchangeError:
    return ExchangeError("missing_picture", f"There is no picture “{written}”.")
