"""Files under names that none can have, as a browser or a script sends them, byte by byte."""

from urllib.parse import urlencode

import pytest
from django.test import Client

from posts.models import Image
from tests.admin.forms import form_of
from tests.factories import make_editor, make_image
from tests.multipart import GIF, form, head, named

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
ADD = "/admin/posts/image/add/"
TYPED = {"alt": "", "caption": "Seen from the hill & the <b>sea</b>", "creator": "Ōkyo"}
TYPED |= {"focal_x": "20", "focal_y": "80"}
DESCRIBED = TYPED | {"alt": "A field at dawn"}
EVERY = "Describe the picture for those who cannot see it, or mark it as decorative."


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(make_editor())
    return client


LONG = {
    "256 letters": ("n" * 252 + ".gif", 256),
    "5,000 letters": ("n" * 4_996 + ".gif", 5_000),
    "300 of three bytes": ("国" * 300, 300),
    "200,000 letters": ("n" * 200_000, 200_000),
    "a path": ("/home/" + "n" * 1_000, 1_000),
}
FINE = {
    "255 letters": "n" * 251 + ".gif",
    "300 bytes": "国" * 100,
    "a long path": "n/" * 2_000 + "field.gif",
    "control characters": "\x01\x02\x7f",
    "a dot": ".",
    "two dots": "..",
    "three dots": "...",
    "nothing": "",
    "a slash": "/",
    "spaces": "   ",
    "a right-to-left mark": "\u200f\u202e",
}


@pytest.mark.parametrize("kind", LONG)
@pytest.mark.parametrize("page", ["add", "change"])
def test_a_name_that_is_too_long_is_told_beside_the_file(
    desk: Client, page: str, kind: str
) -> None:
    name, length = LONG[kind]
    path = ADD if page == "add" else f"/admin/posts/image/{make_image().pk}/change/"
    before = list(Image.objects.values())
    answer = desk.post(path, **form(TYPED, named(name)))
    shown = answer.context["adminform"].form
    (said,) = shown.errors["file"]
    assert f"has {length:,} characters, and a file’s name 255 at most. Give the file" in said
    assert shown.errors["alt"] == [EVERY]
    assert {field: shown[field].value() for field in TYPED} == TYPED
    assert list(Image.objects.values()) == before


@pytest.mark.parametrize("kind", LONG)
def test_nor_is_it_taken_where_several_come_or_beside_a_story(desk: Client, kind: str) -> None:
    name, length = LONG[kind]
    files = [named(name, "files"), named("field.gif", "files")]
    page = desk.post("/admin/posts/image/upload/", **form({"a": "b"}, *files))
    told = [result.problem for result in page.context["results"]]
    assert (f"has {length:,} characters" in told[0], told[1]) == (True, "")
    sent = form({"alt": "A field at dawn"}, named(name, "image"))
    answer = desk.post("/admin/markdown/upload/", **sent)
    assert (answer.status_code, f"has {length:,} char" in answer.json()["message"]) == (400, True)


@pytest.mark.parametrize("kind", FINE)
def test_any_other_name_is_one(desk: Client, kind: str) -> None:
    answer = desk.post(ADD, **form(DESCRIBED, named(FINE[kind])))
    assert answer.status_code == 302
    image = Image.objects.get()
    assert {field: str(getattr(image, field)) for field in DESCRIBED} == DESCRIBED
    assert image.original_name


@pytest.mark.parametrize("content", [b"", GIF])
def test_a_browser_says_so_that_no_file_was_chosen(desk: Client, content: bytes) -> None:
    image = make_image()
    path = f"/admin/posts/image/{image.pk}/change/"
    answer = desk.post(path, **form(DESCRIBED, named(""), content=content))
    assert answer.status_code == 302
    assert (Image.objects.get().file == image.file) == (not content)


ODD_HEADS: dict[str, str | bytes] = {
    "no name": head("", **{"Content-Disposition": 'form-data; filename="a.gif"'}),
    "no disposition": "Content-Type: image/gif",
    "no sense": "nonsense",
    "a long field name": named("a.gif", "f" * 5_000),
    "a line without end": head("file", **{"X-More": "x" * 300_000}),
    "a long line": head("file", **{"X-More": "x" * 2_000}),
    "bytes that are no letters": b'Content-Disposition: form-data; name="q"; filename="\xff.gif"',
}


@pytest.mark.parametrize("kind", ODD_HEADS)
def test_a_part_that_says_little_costs_no_other(desk: Client, kind: str) -> None:
    answer = desk.post(ADD, **form(TYPED, ODD_HEADS[kind]))
    shown = answer.context["adminform"].form
    assert set(shown.errors) == {"file", "alt"}
    assert {field: shown[field].value() for field in TYPED} == TYPED


@pytest.mark.parametrize(
    "kind", ["nonsense", "a/b;;;=", "text/plain; charset=nonsense", "é/ü", ";", "x" * 900]
)
def test_a_type_that_is_none_says_nothing(desk: Client, kind: str) -> None:
    answer = desk.post(ADD, **form(DESCRIBED, named("a.gif").replace("image/gif", kind)))
    assert answer.status_code == 302


@pytest.mark.parametrize("file_name", [b"\xff\xfe.gif", b"a" * 900 + b"\xe9.gif"])
def test_letters_of_an_old_encoding_are_left_out(desk: Client, file_name: bytes) -> None:
    raw = named("NAME").encode().replace(b"NAME", file_name[-200:])
    answer = desk.post(ADD, **form(DESCRIBED, raw))
    assert (answer.status_code, Image.objects.count()) == (302, 1)


@pytest.mark.parametrize("number", [101, 400])
def test_too_many_files_give_the_text_back(desk: Client, number: int) -> None:
    files = [named(f"{n}.gif") for n in range(number)]
    answer = desk.post(ADD, **form(TYPED, *files, content=b"GIF89a"))
    assert answer.status_code == 413
    assert f"{number} files came, and 100 are taken at once. Send them in parts." in answer.text
    assert "Caption\nSeen from the hill &amp; the &lt;b&gt;sea&lt;/b&gt;" in answer.text


def test_far_too_many_files_are_not_read_and_told_in_words(desk: Client) -> None:
    files = [named(f"{n}.gif") for n in range(1_001)]
    answer = desk.post(ADD, **form(TYPED, *files, content=b"GIF89a"))
    assert (answer.status_code, "100 files are taken at once" in answer.text) == (413, True)


@pytest.mark.parametrize(
    "path", ["posts/post/add/", "posts/dossier/add/", "posts/source/add/", "posts/redirect/add/"]
)
def test_a_form_without_files_takes_no_harm(desk: Client, path: str) -> None:
    plain = desk.post(f"/admin/{path}", urlencode(TYPED), "application/x-www-form-urlencoded")
    answer = desk.post(f"/admin/{path}", **form(TYPED, *map(named, ("n" * 5_000, "", "."))))
    assert answer.status_code == plain.status_code == 200
    errors = [form_of(page).errors for page in (plain, answer)]
    assert errors[0] == errors[1]


@pytest.mark.parametrize("boundary", ["", "; boundary=", f"; boundary={'x' * 300}"])
def test_a_form_that_is_none_is_told_with_what_to_do(desk: Client, boundary: str) -> None:
    sent = form(TYPED)
    answer = desk.post(ADD, sent["data"], f"multipart/form-data{boundary}")
    assert answer.status_code == 400
    assert "This form cannot be read." in answer.text
    assert "Open the page again, and send its form as the browser makes it." in answer.text
