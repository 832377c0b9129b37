"""Codes of languages, as BCP 47 has them."""

import re
from pathlib import Path
from typing import Final

CODE_LENGTH: Final = 12
_SHAPE: Final = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*(\.UTF-8)?")
# Of all languages in IANA's registry of 2025-03-10, but those that it advises against.
# They are looked up in one text, for a set of them would take a megabyte of each process.
_CODES: Final = f" {(Path(__file__).parent / 'language_codes.txt').read_text()}".replace("\n", " ")


def language_code(written: object) -> str:
    """Return a language code as it is usually written, '' for what is none.

    >>> language_code("zh_tw"), language_code("EN"), language_code("grc"), language_code("English")
    ('zh-TW', 'en', 'grc', '')
    >>> language_code("cz"), language_code("xyz")
    ('', '')
    """
    if not isinstance(written, str) or not _SHAPE.fullmatch(written := written.strip()):
        return ""
    first, *rest = re.split("[-_]", written.removesuffix(".UTF-8").lower())
    if f" {first} " not in _CODES:
        return ""
    sized = {2: str.upper, 4: str.title}
    code = "-".join([first, *(sized.get(len(each), str)(each) for each in rest)])
    return code if len(code) <= CODE_LENGTH else ""
