"""One kept page: its headers, its body in each encoding, and how it answers."""

import hashlib
from collections.abc import Iterable
from typing import Any, Protocol, Self

from django.utils.http import parse_etags, parse_http_date_safe

from posts.pagecache.encoding import SMALLEST, Headers, accepted, encoded, is_text, plain, with_vary
from posts.pagecache.expiry import EXPIRES

# Told anew for each encoding, and at each answer.
OWN = frozenset({"content-length", "content-encoding", "etag", EXPIRES.lower()})
OF_BODY = frozenset({"content-type", "content-length", "content-encoding", "content-disposition"})
OVERHEAD = 2_500  # bytes of an entry beside its bodies: key, headers, dictionaries
MOST_HEADERS = 500
_shared: dict[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]] = {}


class Answer(Protocol):
    """What Django has answered; `path` is that of a file to be sent in place of the body."""

    @property
    def status(self) -> int: ...
    @property
    def headers(self) -> Headers: ...
    @property
    def body(self) -> bytes: ...
    @property
    def path(self) -> str: ...

    def send(self, protocol: Any, accept: str) -> None:
        """Give it to who asked, in an encoding that an Accept-Encoding allows."""


class Page:
    """A page that anybody may get. Its ETags are strong ones: each stands for bytes."""

    __slots__ = ("_headers", "_heads", "_tag", "bodies", "hits")

    def __init__(self, headers: Headers, bodies: dict[str, bytes], tag: str) -> None:
        # Most pages have the same headers, and then share them.
        own = tuple((name, value) for name, value in headers)
        if len(_shared) >= MOST_HEADERS:
            _shared.clear()
        self._headers = _shared.setdefault(own, own)
        self._heads: dict[str, Headers] = {}
        self._tag = tag
        self.bodies = bodies
        self.hits = 0

    @classmethod
    def of(cls, answer: Answer) -> Self | None:
        """Return the page of an answer, None of one that is not for everybody to see."""
        if not may_be_kept(answer):
            return None
        headers = [(name.lower(), value) for name, value in answer.headers]
        headers = [header for header in headers if header[0] not in OWN]
        tag = hashlib.blake2b(answer.body, digest_size=16).hexdigest()
        if not is_text(dict(headers).get("content-type", "")):
            return cls(headers, {"": answer.body}, tag)
        headers = [(name.lower(), value) for name, value in with_vary(headers)]
        if len(answer.body) < SMALLEST:
            return cls(headers, {"": answer.body}, tag)
        return cls(headers, encoded(answer.body), tag)

    @property
    def size(self) -> int:
        return sum(map(len, self.bodies.values())) + OVERHEAD

    def as_values(self) -> tuple[Headers, dict[str, bytes], str]:
        """Return what `Page(*…)` is made of, to be stored elsewhere."""
        bodies = {name: body for name, body in self.bodies.items() if name or len(self.bodies) == 1}
        return list(self._headers), bodies, self._tag

    def encoding_for(self, accept: str) -> str:
        """Return in which encoding the page answers; "" means as it is."""
        found = accepted(accept)
        return found if found in self.bodies else ""

    def unpack(self) -> None:
        """Have the body at hand as it is, once somebody has asked for that."""
        self.bodies.setdefault("", plain(self.bodies["gzip"]))

    def send(
        self, protocol: Any, method: str, headers: Any, encoding: str, stamp: tuple[str, str]
    ) -> None:
        """Answer a request with `headers`: with the page, with its head, or 304."""
        head = self._heads.get(encoding) or self._head(encoding)
        if self._is_known(headers, head):
            protocol.response_empty(304, [*(h for h in head if h[0] not in OF_BODY), stamp])
        elif method == "HEAD":
            protocol.response_empty(200, [*head, stamp])
        else:
            protocol.response_bytes(200, [*head, stamp], self.bodies[encoding])

    def etag(self, encoding: str) -> str:
        return f'"{self._tag}-{encoding}"' if encoding else f'"{self._tag}"'

    def _head(self, encoding: str) -> Headers:
        head = [*self._headers, ("etag", self.etag(encoding))]
        head.append(("content-length", str(len(self.bodies[encoding]))))
        if encoding:
            head.append(("content-encoding", encoding))
        self._heads[encoding] = head
        return head

    def _is_known(self, asked: Any, head: Headers) -> bool:
        """Whether who asks has this page already, in this encoding; by RFC 9110, 13.2.2."""
        known, etag = asked.get("if-none-match"), head[len(self._headers)][1]
        if known is not None:
            return known == etag or _is_among(etag, parse_etags(known))
        since = asked.get("if-modified-since")
        if since is None:
            return False
        changed = parse_http_date_safe(dict(head).get("last-modified", ""))
        seen = parse_http_date_safe(since)
        return bool(changed and seen and changed <= seen)


def _is_among(etag: str, tags: list[str]) -> bool:
    """A proxy that compresses on its own may have made it a weak one."""
    return tags == ["*"] or etag in {tag.removeprefix("W/") for tag in tags}


def may_be_kept(answer: Answer) -> bool:
    """Whether an answer is a whole page, the same for everybody, and hands nobody anything."""
    if answer.status != 200 or answer.path:
        return False
    named = [(name.lower(), value.lower()) for name, value in answer.headers]
    names = {name for name, _ in named}
    if names & {"set-cookie", "content-encoding"}:
        return False
    return _words(named, "vary") <= {"accept-encoding"} and not (
        _words(named, "cache-control") & {"private", "no-store"}
    )


def _words(headers: Iterable[tuple[str, str]], wanted: str) -> set[str]:
    lines = (value.split(",") for name, value in headers if name == wanted)
    return {word.strip() for line in lines for word in line} - {""}
