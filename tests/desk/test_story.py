import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from posts.models import Image
from tests.admin.forms import ADD, change_url, shown, with_row
from tests.factories import (
    make_citation,
    make_dossier,
    make_image,
    make_post,
    moving_gif,
    picture_bytes,
)

UPLOAD, PREVIEW = reverse("markdownx_upload"), reverse("markdownx_markdownify")


def upload(desk: Client, data: bytes = b"", name: str = "field.png", **fields: Any) -> Any:
    file = SimpleUploadedFile(name, data or picture_bytes(), "image/png")
    return desk.post(UPLOAD, {"image": file} | fields)


def test_the_preview_is_what_the_page_will_show(desk: Client) -> None:
    image = make_image()
    story = f"By *dusk*.\n\n![A field]({image.file.url})\n\n<script>alert(1)</script>"
    html = desk.post(PREVIEW, {"content": story}).text
    assert html.startswith("<p>By <em>dusk</em>.</p>\n<figure><picture>")
    assert 'alt="A field"' in html
    assert "<script" not in html


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("", "“Ende” ’45"),
        ("en", "“Ende” ’45"),
        ("de", "„Ende“ ’45"),
        ("de-CH", "«Ende» ’45"),
        ("fr", "«&nbsp;Ende&nbsp;» ’45"),
        ("no such", "“Ende” ’45"),
        ("x" * 3000, "“Ende” ’45"),
    ],
)
def test_the_preview_has_the_quotation_marks_of_the_language(
    desk: Client, language: str, shown: str
) -> None:
    address = f"{PREVIEW}?language={language}" if language else PREVIEW
    assert desk.post(address, {"content": '"Ende" \'45'}).text == f"<p>{shown}</p>\n"


def test_the_preview_numbers_what_cites_a_source_of_the_form(desk: Client) -> None:
    story = {"content": "One [@bede, 1.7], two [@carmen] [@bede], and [@nobody]."}
    shown = desk.post(f"{PREVIEW}?language=en&key=carmen&key=bede", story).text

    assert re.findall(r">(\[\d\])</a>", shown) == ["[1]", "[2]", "[1]"]
    assert "[@nobody]" in shown


def test_the_preview_says_what_is_wrong(desk: Client) -> None:
    response = desk.post(PREVIEW, {"content": "x" * 1_000_001})
    assert (response.status_code, response.headers["Content-Type"]) == (
        400,
        "text/plain; charset=utf-8",
    )
    assert response.text == (
        "The story has 1,000,001 bytes; the most is 1,000,000. Split it in two."
    )


def test_an_upload_answers_the_markdown_of_a_described_picture(desk: Client) -> None:
    response = upload(desk, alt="A [walled] field", caption="Senlac", credit="Anna Field")
    image = Image.objects.get()
    assert response.json() == {"image_code": rf"![A \[walled\] field]({image.file.url})"}
    assert (image.alt, image.caption, image.credit) == ("A [walled] field", "Senlac", "Anna Field")
    assert image.uploaded_by.username == "clio"


def test_a_picture_known_already_keeps_its_words_and_takes_these_into_the_story(
    desk: Client,
) -> None:
    upload(desk, alt="A field", caption="Senlac")
    response = upload(desk, alt="The same field", caption='Called "Senlac"')
    image = Image.objects.get()
    assert (image.alt, image.caption) == ("A field", "Senlac")
    assert response.json() == {
        "image_code": rf'![The same field]({image.file.url} "Called \"Senlac\"")'
    }


def test_a_decorative_picture_has_no_words(desk: Client) -> None:
    response = upload(desk, decorative="1", alt="left over")
    image = Image.objects.get()
    assert response.json() == {"image_code": f"![]({image.file.url})"}
    assert (image.alt, image.decorative) == ("", True)


@pytest.mark.parametrize(
    ("data", "name", "fields", "message"),
    [
        (b"", "field.png", {}, "Describe the picture, or mark it as decorative."),
        (
            b'<svg onload="alert(1)"/>',
            "evil.svg",
            {"alt": "x"},
            "“evil.svg” is not a picture this site takes: JPEG, PNG, WebP, GIF or AVIF.",
        ),
        (
            b"<html><script>alert(1)</script>",
            "evil.png",
            {"alt": "x"},
            "“evil.png” is not a picture this site takes: JPEG, PNG, WebP, GIF or AVIF.",
        ),
        (
            b"",
            "field.png",
            {"alt": "a\x00b"},
            "The character U+0000 (NUL) at line 1, column 2 cannot be stored. Remove it.",
        ),
    ],
)
def test_what_is_refused_says_why(
    desk: Client, data: bytes, name: str, fields: dict[str, str], message: str
) -> None:
    response = upload(desk, data, name, **fields)
    assert (response.status_code, response.json()) == (400, {"message": message})
    assert not Image.objects.exists()


def test_an_upload_without_a_file_says_so(desk: Client) -> None:
    response = desk.post(UPLOAD, {"alt": "x"})
    assert (response.status_code, response.json()["message"]) == (
        400,
        "No picture came with the request. Choose one and try again.",
    )


def test_an_upload_says_that_a_picture_moves(desk: Client) -> None:
    answers = [upload(desk, data, "war.gif", alt="A battle") for data in (moving_gif(), b"")]
    assert [answer.json().get("loss") for answer in answers] == [
        "“war.gif” moves; only its first picture was kept.",
        None,
    ]


@pytest.mark.parametrize("is_new", [True, False])
def test_the_preview_begins_as_the_page_does(desk: Client, is_new: bool) -> None:
    address = ADD if is_new else change_url(make_post("Stored", status="draft"))
    data = with_row(shown(desk, address), "bullets", label="Who", text="A *duke*", position=1)
    typed = {"title": "Hastings", "event_input": "14 October 1066", "description": "At dusk."}
    head = address.replace("add/" if is_new else "change/", "head/")
    answer = desk.post(head, data | typed | {"story": "Text."})
    assert answer.status_code == 200
    found = " ".join(strip_tags(answer.text).split())
    for words in ("14 October 1066", "Hastings At dusk.", "TLDR Who: A duke"):
        assert words in found
    assert "<em>duke</em>" in answer.text
    half = desk.post(head, data | typed | {"event_input": "14 Octob"})
    assert (half.status_code, "no date" in half.text) == (200, True)


@pytest.mark.parametrize("is_new", [True, False])
def test_the_preview_of_a_dossier_is_all_of_it(desk: Client, is_new: bool) -> None:
    kind = "/admin/posts/dossier/"
    address = f"{kind}add/" if is_new else f"{kind}{make_dossier().pk}/change/"
    data = shown(desk, address) | {"title": "The Conquest", "posts": [make_post("Hastings").pk]}
    data["description"] = "Of England."
    data = with_row(data, "sections", heading="Before", text="*Calm*.", position=2)
    source = make_citation(make_post("Cited")).source.pk
    for label, day in (("Domesday", "1086"), ("Half typed", "14 Octob")):
        row = {"label": label, "event_input": day, "calendar_choice": "auto", "source": source}
        data = with_row(data, "milestones", **row)
    head = address.replace("add/" if is_new else "change/", "head/")
    answer = desk.post(head, data)
    found = " ".join(strip_tags(answer.text).split())
    told = ("The Conquest Of England.", "Before Calm.", "Hastings", "1086", "Domesday", "Carmen")
    assert [words for words in told if words not in found] == []
    assert ("<em>Calm</em>" in answer.text, "Half typed" in found) == (True, False)


def test_the_preview_of_a_page_begins_with_its_title(desk: Client) -> None:
    answer = desk.post("/admin/posts/page/head/", {"title": "About us", "description": "Who."})
    assert " ".join(strip_tags(answer.text).split()) == "About us Who."
