"""Bodies made smaller on the way: for a page that is kept once, for any other each time."""

import zlib
from functools import lru_cache

import brotli  # type: ignore[import-untyped]

type Headers = list[tuple[str, str]]

SMALLEST = 500  # bytes; a smaller body fits into one packet anyway
LARGE = 200_000  # bytes, from which on even a page that is kept is compressed quickly
BROTLI, QUICK_BROTLI = 5, 1
GZIP, QUICK_GZIP = 6, 1
TEXTUAL = ("json", "xml", "javascript")


def is_text(content_type: str) -> bool:
    """Whether a body of this type gets smaller: a picture or a font is small already."""
    kind = content_type.partition(";")[0].strip().lower()
    return kind.startswith("text/") or kind.endswith(TEXTUAL) or "charset=" in content_type


def gzipped(body: bytes, level: int) -> bytes:
    """Return `body` in gzip's format, without a time in it: equal bytes stay equal."""
    compressor = zlib.compressobj(level, zlib.DEFLATED, 31)
    return compressor.compress(body) + compressor.flush()


def plain(body: bytes) -> bytes:
    """Return what `gzipped` was given."""
    return zlib.decompress(body, 31)


def encoded(body: bytes) -> dict[str, bytes]:
    """Return `body` in each encoding, by its name, to be kept."""
    is_large = len(body) > LARGE
    return {
        "gzip": gzipped(body, QUICK_GZIP if is_large else GZIP),
        "br": brotli.compress(body, quality=QUICK_BROTLI if is_large else BROTLI),
    }


@lru_cache(maxsize=500)
def accepted(header: str) -> str:
    """Return the best encoding that an Accept-Encoding allows: "br", "gzip" or "" for none.

    >>> accepted("gzip, deflate, br;q=0.9"), accepted("br;q=0, *"), accepted("identity")
    ('gzip', 'gzip', '')
    """
    weights: dict[str, float] = {}
    for part in header.lower().split(","):
        name, _, rest = part.partition(";")
        weights[name.strip()] = _weight(rest)
    others = weights.get("*", 0.0)
    best = max(("br", "gzip"), key=lambda name: weights.get(name, others))
    return best if weights.get(best, others) > 0 else ""


def _weight(text: str) -> float:
    name, _, value = text.strip().partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0


def with_vary(headers: Headers) -> Headers:
    """Return the headers, which say that another encoding has another body."""
    vary = ", ".join(value for name, value in headers if name.lower() == "vary")
    if "accept-encoding" in vary.lower():
        return headers
    others = [header for header in headers if header[0].lower() != "vary"]
    return [*others, ("Vary", f"{vary}, Accept-Encoding" if vary else "Accept-Encoding")]


def for_one_answer(headers: Headers, body: bytes, accept: str) -> tuple[Headers, bytes]:
    """Return headers and body of an answer that is kept by no one, compressed in a hurry.

    Its ETag, if any, is a weak one from then on: it stands for other bytes of the same meaning.
    Secrets in a body that repeats what was asked for could be guessed by its length. The desk's
    one secret is the token of its forms, which Django masks anew in each answer.
    """
    named = {name.lower(): value for name, value in headers}
    if not is_text(named.get("content-type", "")) or "content-encoding" in named:
        return headers, body
    headers, encoding = with_vary(headers), accepted(accept)
    if len(body) < SMALLEST or not encoding:
        return headers, body
    quick = brotli.compress(body, quality=QUICK_BROTLI) if encoding == "br" else None
    body = quick or gzipped(body, QUICK_GZIP)
    return [*_of_encoded(headers, len(body)), ("Content-Encoding", encoding)], body


def _of_encoded(headers: Headers, size: int) -> Headers:
    found = []
    for name, value in headers:
        if name.lower() == "content-length":
            found.append((name, str(size)))
        elif name.lower() == "etag" and not value.startswith("W/"):
            found.append((name, f"W/{value}"))
        else:
            found.append((name, value))
    return found
