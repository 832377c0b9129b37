"""What a front matter says of its picture and its sources."""

import re
from typing import Final

from posts.citing import KEY_LENGTH
from posts.editorial.snapshot import CitationText
from posts.exchange.fields import Fields
from posts.exchange.record import SourceText, Value
from posts.models import Image
from posts.rendering import KEY

HTTP: Final = re.compile(r"https?://[^\s/]+", re.IGNORECASE)
URL_LENGTH: Final = 1000
PICTURE_LENGTHS: Final = {"alt": 500, "caption": 500, "credit": 300, "creator": 200, "year": 40}
SOURCE_LENGTHS: Final = {"title": 300, "author": 200, "publisher": 200, "year": 60}


def picture_of(fields: Fields) -> tuple[str, dict[str, str | bool]]:
    """Return the hero picture's address, '' if it has none, and the columns known of it.

    `image` is an address, or a mapping of `path` and `alt` as some themes want it.
    """
    address, alt = _address_and_alt(fields)
    known: dict[str, str | bool] = {
        name: fields.text(f"image_{name}", limit) for name, limit in PICTURE_LENGTHS.items()
    }
    known["alt"] = known["alt"] or fields.one_line("image", alt, PICTURE_LENGTHS["alt"])
    known["licence"] = _licence(fields)
    known["source_url"] = _address(fields, "image_source", fields.text("image_source", URL_LENGTH))
    known["illustration"] = fields.boolean("image_illustration", default=False)
    return address.strip(), {name: each for name, each in known.items() if each}


def _address_and_alt(fields: Fields) -> tuple[str, str]:
    value = fields.value("image")
    if isinstance(value, str):
        return value, ""
    path, alt = (value.get("path", ""), value.get("alt", "")) if isinstance(value, dict) else (0, 0)
    if not (isinstance(value, dict) and isinstance(path, str) and isinstance(alt, str)):
        raise fields.refusal("image", "not_text", "“image” is no address, nor `path` and `alt`.")
    if unknown := sorted(value.keys() - {"path", "alt"}):
        text = f"image: {', '.join(unknown)} kept in the original, not shown."
        fields.say("image", "unknown_field", text)
    return path, alt


def _licence(fields: Fields) -> str:
    """Return the licence if it is one we know; what it said otherwise stays in the fields."""
    written = fields.text("image_licence", 200)
    known = {licence.value.lower(): licence.value for licence in Image.Licence}
    if written.lower() not in known:
        accepted = ", ".join(licence for licence in known.values() if licence)
        fields.say("image_licence", "licence", f"“{written}” is none of {accepted}: left out.")
    return known.get(written.lower(), "")


def _address(fields: Fields, name: str, written: str) -> str:
    if written and not HTTP.match(written):
        text = f"{name}: “{written}” does not begin with http:// or https://."
        raise fields.refusal(name, "url", text)
    return written


def citations_of(fields: Fields) -> tuple[CitationText[SourceText], ...]:
    """Return the entries of `sources` in their order; raises ExchangeError for one untitled."""
    value = fields.value("sources")
    if value == "":
        return ()
    if not isinstance(value, list):
        raise fields.refusal("sources", "sources", "“sources” is not a list.")
    return tuple(_citation(fields, entry, number) for number, entry in enumerate(value, 1))


def _citation(fields: Fields, entry: Value, number: int) -> CitationText[SourceText]:
    if isinstance(entry, str):
        entry = {"title": entry}
    if not isinstance(entry, dict) or not entry.get("title"):
        raise fields.refusal("sources", "sources", f"Source {number} has no title.")
    if strange := [name for name, value in entry.items() if not isinstance(value, str)]:
        text = f"Source {number}: “{strange[0]}” is not a text."
        raise fields.refusal("sources", "sources", text)
    texts = {name: str(value) for name, value in entry.items()}
    if unknown := sorted(texts.keys() - SOURCE_LENGTHS.keys() - _CITATION):
        text = f"Source {number}: {', '.join(unknown)} kept in the original, not shown."
        fields.say("sources", "unknown_field", text)
    line = {
        name: fields.one_line("sources", texts.get(name, ""), limit)
        for name, limit in SOURCE_LENGTHS.items()
    }
    url = fields.one_line("sources", texts.get("url", ""), URL_LENGTH)
    issued = line.pop("year")
    source = SourceText(**line, issued=issued, url=_address(fields, "sources", url))
    return CitationText(
        source,
        locator=fields.one_line("sources", texts.get("locator", ""), 120),
        quotation=texts.get("quotation", "").strip(),
        note=texts.get("note", "").strip(),
        key=_key(fields, texts.get("key", "")),
    )


def _key(fields: Fields, written: str) -> str:
    if not written or (len(written) <= KEY_LENGTH and re.fullmatch(KEY, written)):
        return written
    text = f"“{written}” is no key to cite a source by: one is made from author and year."
    fields.say("sources", "key", text)
    return ""


_CITATION: Final = {"url", "locator", "quotation", "note", "key"}
