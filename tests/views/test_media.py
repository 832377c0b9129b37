import logging
from http import HTTPStatus

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from django.utils.http import http_date

from posts.images import files
from posts.imaging.specs import Rendition
from posts.models import Image
from posts.views import media
from tests.factories import make_image
from tests.media import path_of

HASH = "ab" * 32
HEADERS = {
    "Cache-Control": "public, max-age=31536000, s-maxage=31536000, immutable",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
    "Accept-Ranges": "bytes",
}


def fetch(client: Client, address: str, **conditions: str) -> tuple[HttpResponseBase, bytes]:
    """The answer, read to its end, which closes its file."""
    response = client.get(address, headers=conditions)
    return response, response.getvalue()


def headers(response) -> dict[str, str]:
    return {name: response.headers.get(name) for name in HEADERS}


def test_an_original_is_served_with_headers_that_disarm_it(client, db):
    image = make_image()

    response, data = fetch(client, image.file.url)

    assert data == path_of(image.file.name).read_bytes()
    assert response["Content-Type"] == "image/png"
    assert headers(response) == HEADERS
    assert response.cookies == {}
    assert "Vary" not in response.headers


@pytest.mark.parametrize("format", ["avif", "webp"])
def test_a_rendition_is_made_on_first_need(client, db, format, django_assert_num_queries):
    image = make_image()
    address = f"/media/{Rendition(image.content_hash, 480, format).path}"
    with django_assert_num_queries(1):
        first = fetch(client, address)
    with django_assert_num_queries(0):
        response, data = fetch(client, address)

    assert (first[0].status_code, response.status_code) == (200, 200)
    assert first[1] == data
    assert (response["Content-Type"], headers(response)) == (f"image/{format}", HEADERS)


def test_every_address_of_a_picture_answers(client, db):
    image = make_image()
    picture = image.as_picture()
    addresses = [picture.src, image.as_card().src, image.thumbnail_url]
    addresses += [c.split()[0] for _, sources in picture.sources for c in sources.split(", ")]

    assert {a: fetch(client, a)[0].status_code for a in addresses} == dict.fromkeys(addresses, 200)


def test_an_original_needs_no_query(client, db, django_assert_num_queries):
    address = make_image().file.url

    with django_assert_num_queries(0):
        fetch(client, address)


@pytest.mark.parametrize("condition", ["If-None-Match", "If-Modified-Since"])
def test_an_unchanged_file_is_not_sent_again_and_keeps_its_headers(client, db, condition):
    address = make_image().file.url
    first, _ = fetch(client, address)
    known = {"If-None-Match": first["ETag"], "If-Modified-Since": first["Last-Modified"]}

    second, data = fetch(client, address, **{condition: known[condition]})

    assert (second.status_code, data) == (HTTPStatus.NOT_MODIFIED, b"")
    assert (second["ETag"], headers(second)) == (first["ETag"], HEADERS)


def test_a_file_that_was_put_back_is_sent_again(client, db):
    image = make_image()
    first, _ = fetch(client, image.file.url)
    files.write(image.file.name, b"another encoder's bytes")

    second, data = fetch(client, image.file.url, **{"If-None-Match": first["ETag"]})

    assert (second.status_code, data) == (200, b"another encoder's bytes")


def test_last_modified_is_the_files_own(client, db):
    image = make_image()

    response, _ = fetch(client, image.file.url)

    assert response["Last-Modified"] == http_date(path_of(image.file.name).stat().st_mtime)


def test_a_head_request_tells_the_length(rf, db):
    image = make_image()

    response = media.file(rf.head("/"), image.file.name)
    response.file_to_stream.close()

    assert response["Content-Length"] == str(path_of(image.file.name).stat().st_size)
    assert (response["Content-Type"], headers(response)) == ("image/png", HEADERS)


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nothing_can_be_sent_here(db, method):
    response = getattr(Client(), method)(make_image().file.url)

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    "path",
    [
        "images",
        "images/",
        "images/ab/",
        f"images/ab/{HASH}",
        f"images/ab/{HASH}.html",
        f"images/ab/{HASH}.svg",
        f"images/ab/{HASH}.png%00.html",
        f"images/ab/{HASH}.png/",
        f"images/ab/{HASH}.png%0A",
        "../secret.txt",
        "..%2Fsecret.txt",
        "%2e%2e/secret.txt",
        "images/../../secret.txt",
        "images%2F..%2F..%2Fsecret.txt",
        "/etc/passwd",
        "%2Fetc%2Fpasswd",
        "..%5Csecret.txt",
        f"renditions/ab/{HASH}/w999.webp",
        f"renditions/ab/{HASH}/w480.html",
        f"renditions/ab/{HASH}/card-50-50-w480.webp",
        f"renditions/ab/{HASH}/../{HASH}/w480.webp",
    ],
)
def test_no_other_path_reaches_a_file(client, db, path, settings):
    """Each of the files asked for stands on the disk, so that an answer would show it."""
    for name in (f"images/ab/{HASH}.{end}" for end in ("png", "html", "svg")):
        files.write(name, b"here")
    files.write(f"renditions/ab/{HASH}/w999.webp", b"here")
    (settings.MEDIA_ROOT.parent / "secret.txt").write_text("secret")

    assert client.get(f"/media/{path}").status_code == 404


def test_what_no_page_names_is_the_404_of_an_unknown_picture(client, db):
    image = make_image()
    other_focus = Rendition(image.content_hash, 320, "webp", (1, 1)).path
    unknown = Rendition("0" * 64, 320, "webp", (50, 50)).path
    too_wide = Rendition(image.content_hash, 1600, "webp").path

    answers = {client.get(f"/media/{p}").status_code for p in (other_focus, unknown, too_wide)}

    assert answers == {404}
    assert not path_of("renditions").exists()


def test_a_lost_original_is_a_404_and_told_to_the_operator(client, db, caplog):
    image = make_image()
    path_of(image.file.name).unlink()

    with caplog.at_level(logging.WARNING, logger="posts.views.media"):
        answers = [client.get(a).status_code for a in (image.file.url, image.as_card().src)]

    assert answers == [404, 404]
    assert [r.message for r in caplog.records if r.name == "posts.views.media"] == [
        f"No rendition: “{image.file.name}” is not in the media folder."
    ]


def test_a_signed_in_editor_gets_the_same_cacheable_answer(admin_client, db):
    image = Image.objects.get(pk=make_image().pk)

    response, _ = fetch(admin_client, image.file.url)

    assert (headers(response), "Vary" in response.headers) == (HEADERS, False)
    assert response.cookies == {}
