import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from posts.images.uploads import store_image
from posts.models import Image
from tests.admin.forms import shown
from tests.factories import make_editor, make_image, make_post, moving_gif, picture_bytes
from tests.media import path_of

pytestmark = pytest.mark.any_engine

ADD = "/admin/posts/image/add/"


def add(desk: Client, data: bytes, name: str = "field.png", **fields: Any) -> Any:
    file = SimpleUploadedFile(name, data, "image/png")
    return desk.post(ADD, shown(desk, ADD) | {"file": file, "alt": "A field"} | fields)


def errors(response: Any) -> dict[str, list[str]]:
    return {name: list(found) for name, found in response.context["adminform"].form.errors.items()}


def huge_png() -> bytes:
    """Return a PNG of a few bytes whose header says 12,000 × 12,000."""
    header = struct.pack(">IIBBBBB", 12_000, 12_000, 8, 2, 0, 0, 0)
    chunks = b""
    for kind, body in ((b"IHDR", header), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")):
        check = struct.pack(">I", zlib.crc32(kind + body))
        chunks += struct.pack(">I", len(body)) + kind + body + check
    return b"\x89PNG\r\n\x1a\n" + chunks


def test_a_picture_is_stored_with_what_is_said_of_it(desk: Client) -> None:
    response = add(desk, picture_bytes(), credit="Anna Field", focal_x=20)
    assert response.status_code == 302
    image = Image.objects.get()
    assert (image.alt, image.credit, image.focal_x) == ("A field", "Anna Field", 20)
    assert (image.original_name, image.uploaded_by.username) == ("field.png", "clio")


def test_a_popup_hands_the_picture_back(desk: Client) -> None:
    response = add(desk, picture_bytes(), _popup="1")
    image = Image.objects.get()
    assert response.status_code == 200
    assert f"&quot;value&quot;: &quot;{image.pk}&quot;" in response.text


def test_the_same_picture_again_keeps_what_was_said_of_it(desk: Client) -> None:
    add(desk, picture_bytes())
    response = desk.get(add(desk, picture_bytes(), alt="Another").headers["Location"])
    assert Image.objects.get().alt == "A field"
    assert "was here already" in response.text


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            "drawing.svg",
            "“drawing.svg” is not a picture this site takes: JPEG, PNG, WebP, GIF or AVIF.",
        ),
        (
            b"<!doctype html><script>alert(1)</script>",
            "page.png",
            "“page.png” is not a picture this site takes: JPEG, PNG, WebP, GIF or AVIF.",
        ),
        (
            huge_png(),
            "huge.png",
            "“huge.png” has 144 megapixels; the most is 40. Make it smaller and try again.",
        ),
    ],
    ids=["svg", "html", "144 megapixels"],
)
def test_what_is_no_picture_is_refused_beside_the_field(
    desk: Client, data: bytes, name: str, message: str
) -> None:
    response = add(desk, data, name)
    assert response.status_code == 200
    assert errors(response) == {"file": [message]}
    assert response.context["adminform"].form["alt"].value() == "A field"
    assert not Image.objects.exists()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"alt": ""},
            "Describe the picture for those who cannot see it, or mark it as decorative.",
        ),
        ({"decorative": "on"}, "Describe the picture or mark it decorative, not both."),
    ],
)
def test_a_picture_is_described_or_decorative(
    desk: Client, fields: dict[str, str], message: str
) -> None:
    response = add(desk, picture_bytes(), **fields)
    assert errors(response)["alt"] == [message]
    assert not Image.objects.exists()


def test_new_words_reach_the_stories_that_show_it(desk: Client) -> None:
    image = make_image(caption="Old words")
    post = make_post(story=f"![]({image.file.url})")
    address = f"/admin/posts/image/{image.pk}/change/"
    response = desk.post(address, shown(desk, address) | {"caption": "New words"})
    assert response.status_code == 302
    version = post.version
    post.refresh_from_db()
    assert "New words" in post.story_html
    assert post.version == version


def test_the_page_of_a_picture_that_nothing_shows_says_so(desk: Client) -> None:
    page = desk.get(f"/admin/posts/image/{make_image().pk}/change/")
    assert '<ul class="rests"><li>Nowhere.' in page.text


def stored_picture(colour: str) -> tuple[Image, Path]:
    image = store_image(picture_bytes(colour=colour), name=f"{colour}.png", alt=colour)
    return image, path_of(str(image.file))


@pytest.mark.django_db(transaction=True)
def test_a_deleted_picture_takes_its_files_along() -> None:
    desk = Client()
    desk.force_login(make_editor())
    (one, first), (_, second), (_, kept) = map(stored_picture, ("red", "green", "blue"))
    page = f"/admin/posts/image/{one.pk}/delete/"
    assert desk.post(page, {"post": "yes"}).status_code == 302
    chosen = Image.objects.exclude(alt="blue").order_by("pk").values_list("pk", flat=True)
    data = {"action": "delete_selected", "_selected_action": list(chosen)}
    assert desk.post("/admin/posts/image/", data).status_code == 302
    assert [path.exists() for path in (first, second, kept)] == [True, True, True]
    keys = ",".join(str(pk) for pk in chosen)
    desk.post("/admin/trash/", {"_delete": f"image:{keys}", "_confirm": "1"})
    assert [path.exists() for path in (first, second, kept)] == [False, False, True]


@pytest.mark.parametrize("use", ["hero", "story"])
def test_a_picture_in_use_is_not_deleted(desk: Client, use: str) -> None:
    image, file = stored_picture("red")
    make_post("Hastings", **{use: image if use == "hero" else f"![]({image.file.url})"})
    page = f"/admin/posts/image/{image.pk}/delete/"
    response = desk.get(page)
    assert "is used, and stays. Take it out of these first:" in response.text
    assert "Hastings" in response.text
    desk.post(page, {"post": "yes"})
    assert (Image.objects.count(), file.exists()) == (1, True)


def test_that_a_picture_moves_is_told_on_both_pages(desk: Client) -> None:
    told = "“war.gif” moves; only its first picture was kept."
    response = add(desk, moving_gif(), "war.gif")
    assert told in desk.get(response.headers["Location"]).text
    file = SimpleUploadedFile("war.gif", moving_gif(), "image/gif")
    assert told in desk.post("/admin/posts/image/upload/", {"files": [file], "one": "1"}).text
