"""What German and French dates are written with, put as English has it."""

import re
from typing import Final

# On plain text without accents. Years and centuries BC, "44 av. J.-C.", are read elsewhere.
_PUT: Final = tuple(
    (re.compile(pattern, re.IGNORECASE | re.ASCII), english)
    for pattern, english in (
        (r"\bjusqu'(?:en|aux?|a)\b", "until"),
        (r"\bl'(?=(?:ete|automne|hiver)\b)", ""),
        (r"^d'env\. (.+) a ", r"from c. \1 to "),
        (r"\b([0-9]{1,5})er ?([-–]) ?([0-9]{1,5})er jahren?\b", r"\1s\2\3s"),
        (r"\b([0-9]{1,5})er jahren?\b", r"\1s"),
        (r"\bannees ([0-9]{0,4}0) ?([-–]) ?([0-9]{0,4}0)\b", r"\1s\2\3s"),
        (r"\bannees ([0-9]{0,4}0)\b(?! ?[-–] ?[0-9])", r"\1s"),
        (r"\((?:jahrzehnt|decennie)\)", "(decade)"),
        (r"\ba\. ?st\.|\bancien style\b", "O.S."),
        (r"\bn\. ?st\.|\bnouveau style\b", "N.S."),
        (r"\bjulianisch\b|\bjulien\b", "Julian"),
        (r"\bgregorianisch\b|\bgregorien\b", "Gregorian"),
        (r"\bam (?=[0-9]{1,2}\.)", ""),  # before a word "am" is anno mundi
        (r"\bv\. ?u\. ?z\b\.?|\bavant notre ere\b|\baec\b|(?<=[a-z0-9] )a\. ?c\b\.?", "BC"),
        (r"\bn\. ?u\. ?z\b\.?|\bde notre ere\b|(?<=[a-z0-9] )d\. ?c\b\.?|\banno domini\b", "AD"),
        (r"\b([ivx]+e|[0-9]{1,2}e) s\b\.?", r"\1 siecle"),
    )
)


def in_english(text: str) -> str:
    """Return the text with what one word for another cannot tell.

    >>> in_english("bis zu den 1960er Jahren"), in_english("annees 480-470 av. J.-C.")
    ('bis zu den 1960s', '480s-470s av. J.-C.')
    """
    for pattern, english in _PUT:
        text = pattern.sub(english, text)
    return text
