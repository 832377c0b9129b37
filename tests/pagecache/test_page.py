"""What may be kept, and how it answers."""

import gzip
from dataclasses import dataclass, field
from typing import Any

import brotli
import pytest

from posts.pagecache import for_one_answer
from posts.pagecache.encoding import accepted
from posts.pagecache.page import Page
from tests.pagecache.site import Answered, Headers

HTML = ("Content-Type", "text/html; charset=utf-8")
LONG = b"<p>In 1066 Harold fell at Hastings.</p>" * 50
STAMP = ("x-accel-expires", "@1")
CHANGED = "Wed, 14 Oct 2026 12:00:00 GMT"


@dataclass
class Made:
    headers: list[tuple[str, str]] = field(default_factory=lambda: [HTML])
    body: bytes = LONG
    status: int = 200
    path: str = ""

    def send(self, protocol: Any, accept: str) -> None:
        raise AssertionError


@pytest.mark.parametrize(
    "answer",
    [
        *(Made(status=status) for status in (204, 206, 301, 304, 400, 403, 404, 500, 503)),
        Made([HTML, ("Set-Cookie", "a=b")]),
        Made([HTML, ("set-cookie", "a=b")]),
        Made([HTML, ("Cache-Control", "private, no-store")]),
        Made([HTML, ("Cache-Control", "max-age=0, No-Store")]),
        Made([HTML, ("Vary", "Cookie")]),
        Made([HTML, ("Vary", "Accept-Encoding, Accept-Language")]),
        Made([HTML, ("Vary", "*")]),
        Made([HTML, ("Content-Encoding", "gzip")]),
        Made(path="/a/file"),
    ],
    ids=lambda answer: f"{answer.status} {answer.headers[1:]} {answer.path}",
)
def test_what_is_not_for_everybody_is_not_kept(answer: Made) -> None:
    assert Page.of(answer) is None


def ask(page: Page, accept: str = "", method: str = "GET", **asked: str) -> Answered:
    answered, encoding = Answered(), page.encoding_for(accept)
    if encoding not in page.bodies:
        page.unpack()
    headers = [(name.replace("_", "-"), value) for name, value in asked.items()]
    page.send(answered, method, Headers(headers), encoding, STAMP)
    return answered


def page_of(answer: Made) -> Page:
    page = Page.of(answer)
    assert page is not None
    return page


def test_each_encoding_has_its_own_body_and_etag() -> None:
    page = page_of(Made([HTML, ("ETag", '"own"'), ("Content-Length", "9"), ("X", "y")]))
    found = {accept: ask(page, accept) for accept in ("", "gzip", "br")}
    assert [answer.text for answer in found.values()] == [LONG, LONG, LONG]
    assert len({answer.headers["etag"] for answer in found.values()}) == 3
    for answer in found.values():
        assert answer.headers["content-length"] == str(len(answer.body))
        assert (answer.headers["x"], answer.headers["vary"]) == ("y", "Accept-Encoding")
        assert not answer.headers["etag"].startswith("W/")
    again = {accept: ask(page_of(Made()), accept).headers["etag"] for accept in found}
    assert again == {accept: answer.headers["etag"] for accept, answer in found.items()}
    other = ask(page_of(Made(body=LONG + b"!")), "br").headers["etag"]
    assert other != found["br"].headers["etag"]


@pytest.mark.parametrize(
    ("headers", "body"),
    [([("Content-Type", "image/png")], LONG), ([HTML], b"short"), ([HTML], b"")],
)
def test_pictures_and_short_texts_are_sent_as_they_are(
    headers: list[tuple[str, str]], body: bytes
) -> None:
    answer = ask(page_of(Made(headers, body)), "gzip, br")
    assert (answer.body, answer.headers.get("content-encoding")) == (body, None)
    assert ("vary" in answer.headers) == (headers == [HTML])


def test_a_head_has_the_headers_of_its_page() -> None:
    page = page_of(Made())
    for accept in ("", "br"):
        whole, head = ask(page, accept), ask(page, accept, "HEAD")
        assert (head.status, head.pairs, head.body) == (200, whole.pairs, b"")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"if_none_match": "{br}"}, 304),
        ({"if_none_match": "W/{br}"}, 304),
        ({"if_none_match": '"x", {br}'}, 304),
        ({"if_none_match": "*"}, 304),
        ({"if_none_match": "{gzip}"}, 200),
        ({"if_none_match": '"x"'}, 200),
        ({"if_none_match": '"x"', "if_modified_since": CHANGED}, 200),
        ({"if_none_match": ""}, 200),
        ({"if_modified_since": CHANGED}, 304),
        ({"if_modified_since": "Wed, 14 Oct 2026 11:59:59 GMT"}, 200),
        ({"if_modified_since": "yesterday"}, 200),
    ],
)
def test_who_has_the_page_is_told_so(method: str, asked: dict[str, str], status: int) -> None:
    page = page_of(Made([HTML, ("Last-Modified", CHANGED), ("Content-Security-Policy", "x")]))
    tags = {accept: ask(page, accept).headers["etag"] for accept in ("gzip", "br")}
    got = ask(page, "br", method, **{k: v.format(**tags) for k, v in asked.items()})
    assert got.status == status
    if status == 304:
        assert got.body == b""
        assert got.headers == {
            "content-security-policy": "x",
            "etag": tags["br"],
            "last-modified": CHANGED,
            "vary": "Accept-Encoding",
            **dict([STAMP]),
        }


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("", ""),
        ("gzip", "gzip"),
        ("br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("GZIP;Q=1.0", "gzip"),
        ("br;q=0.1, gzip;q=0.9", "gzip"),
        ("br;q=0, gzip;q=0", ""),
        ("br;q=0, *", "gzip"),
        ("*", "br"),
        ("*;q=0", ""),
        ("identity", ""),
        ("deflate, zstd", ""),
        ("gzip;q=none", ""),
        (",;, =", ""),
    ],
)
def test_the_best_encoding_that_is_accepted(header: str, encoding: str) -> None:
    assert accepted(header) == encoding


def test_what_is_kept_by_no_one_is_compressed_too() -> None:
    given = [HTML, ("ETag", '"a"'), ("Content-Length", str(len(LONG))), ("Vary", "Cookie")]
    for accept, unpacked in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        headers, body = for_one_answer(given, LONG, accept)
        assert (unpacked(body), len(body) < len(LONG)) == (LONG, True)
        assert {name.lower(): value for name, value in headers} == {
            "content-type": HTML[1],
            "etag": 'W/"a"',
            "content-length": str(len(body)),
            "vary": "Cookie, Accept-Encoding",
            "content-encoding": accept,
        }


@pytest.mark.parametrize(
    ("headers", "body", "accept"),
    [
        ([("Content-Type", "image/avif")], LONG, "br"),
        ([HTML, ("Content-Encoding", "gzip")], LONG, "br"),
        ([HTML, ("Vary", "Accept-Encoding")], b"short", "br"),
        ([HTML, ("Vary", "accept-encoding")], LONG, "identity"),
    ],
)
def test_the_rest_is_sent_as_it_is(
    headers: list[tuple[str, str]], body: bytes, accept: str
) -> None:
    assert for_one_answer(headers, body, accept) == (headers, body)
