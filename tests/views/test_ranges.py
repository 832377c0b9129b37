"""Parts of pictures."""

from http import HTTPStatus

import pytest
from django.test import Client

from tests.factories import make_image
from tests.media import path_of
from tests.views.test_media import HEADERS, fetch, headers

pytestmark = pytest.mark.django_db


@pytest.fixture
def address() -> str:
    return str(make_image().file.url)


def bytes_of(address: str) -> bytes:
    return path_of(address.removeprefix("/media/")).read_bytes()


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-0", slice(0, 1)),
        ("bytes=3-9", slice(3, 10)),
        ("Bytes= 3-9 ", slice(3, 10)),
        ("bytes=5-", slice(5, None)),
        ("bytes=0-", slice(None)),
        ("bytes=7-99999999", slice(7, None)),
        ("bytes=-4", slice(-4, None)),
        ("bytes=-99999999", slice(None)),
    ],
)
def test_one_part_is_sent(client: Client, address: str, asked: str, part: slice) -> None:
    whole = bytes_of(address)
    first, last, _ = part.indices(len(whole))

    response, data = fetch(client, address, Range=asked)

    assert (response.status_code, data) == (HTTPStatus.PARTIAL_CONTENT, whole[part])
    assert response["Content-Range"] == f"bytes {first}-{last - 1}/{len(whole)}"
    assert response["Content-Length"] == str(len(data))
    assert (response["Content-Type"], headers(response)) == ("image/png", HEADERS)
    assert response["ETag"] == fetch(client, address)[0]["ETag"]


@pytest.mark.parametrize(
    "asked",
    [
        *("bytes=0-1,4-5", "bytes=9-3", "bytes=-", "bytes=", "bytes=a-b", "bytes=\u0661-", "x"),
        *("lines=1-2", "bytes=1-2-3", "bytes=--4", f"bytes=0-{'9' * 5000}", "bytes 0-1"),
    ],
)
def test_what_is_no_single_part_means_all(client: Client, address: str, asked: str) -> None:
    response, data = fetch(client, address, Range=asked)

    assert (response.status_code, data) == (HTTPStatus.OK, bytes_of(address))
    assert (response["Accept-Ranges"], "Content-Range" in response) == ("bytes", False)


@pytest.mark.parametrize("asked", ["bytes={size}-", "bytes=99999999-", "bytes=-0"])
def test_a_part_beyond_the_end_is_refused_with_the_length(
    client: Client, address: str, asked: str
) -> None:
    size = len(bytes_of(address))

    response, data = fetch(client, address, Range=asked.format(size=size))

    assert (response.status_code, data) == (HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, b"")
    assert (response["Content-Range"], response["Cache-Control"]) == (f"bytes */{size}", "no-store")


def test_a_part_is_sent_only_of_the_file_that_is_meant(client: Client, address: str) -> None:
    first, _ = fetch(client, address)
    tags = (first["ETag"], '"other"', f"W/{first['ETag']}", first["Last-Modified"])

    answers = [
        fetch(client, address, **{"Range": "bytes=0-3", "If-Range": tag})[0].status_code
        for tag in tags
    ]

    assert answers == [206, 200, 200, 200]


def test_a_part_of_a_known_file_is_not_sent_again(client: Client, address: str) -> None:
    first, whole = fetch(client, address)
    asked = {"Range": "bytes=0-3", "If-None-Match": first["ETag"]}

    response, data = fetch(client, address, **asked)
    head = client.head(address, headers={"Range": "bytes=0-3"})

    assert (response.status_code, data) == (HTTPStatus.NOT_MODIFIED, b"")
    assert (head.status_code, head["Content-Length"]) == (HTTPStatus.OK, str(len(whole)))
