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
