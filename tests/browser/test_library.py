"""Pictures as an editor handles them."""

from typing import Any

import pytest
from playwright.sync_api import expect

from posts.images.uploads import store_image
from posts.models import Image
from tests.browser.desk import sign_in
from tests.factories import make_editor, make_post, picture_bytes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def payload(colour: str) -> dict[str, Any]:
    data = picture_bytes(colour=colour)
    return {"name": f"{colour}.png", "mimeType": "image/png", "buffer": data}


def test_several_pictures_are_uploaded_and_described(visit: Any) -> None:
    make_editor()
    store_image(picture_bytes(colour="red"), name="red.png", alt="A red field")
    desk = sign_in(visit)
    page = desk.open("/admin/posts/image/upload/")
    broken = {"name": "evil.svg", "mimeType": "image/png", "buffer": b"<svg/>"}
    page.set_input_files("#files", [payload("red"), payload("blue"), broken])
    page.get_by_role("button", name="Upload").click()
    expect(page.locator("#upload-status")).to_have_text("3 of 3 sent, 2 stored.")
    results = page.locator("#upload-results")
    for words in ("red.png: was here already", "blue.png: stored", "is not a picture this site"):
        expect(results).to_contain_text(words)
    assert desk.axe_everywhere() == []
    page.get_by_label("What it shows").fill("A blue flag")
    page.get_by_role("button", name="Save the descriptions").click()
    page.wait_for_url("**/admin/posts/image/")
    assert sorted(Image.objects.values_list("alt", flat=True)) == ["A blue flag", "A red field"]


def test_the_focal_point_moves_by_keyboard_and_each_shape_follows(visit: Any) -> None:
    make_editor()
    image = store_image(picture_bytes((900, 300)), name="wide.png", alt="A wide field")
    desk = sign_in(visit)
    page = desk.open(f"/admin/posts/image/{image.pk}/change/")
    crop = page.locator(".crop img").first
    expect(crop).to_have_css("object-position", "50% 50%")
    mark = page.get_by_role("button", name="Focal point")
    mark.focus()
    for _ in range(2):
        page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#id_focal_x")).to_have_value("30")
    expect(page.locator("#id_focal_y")).to_have_value("49")
    # Half the width is shown, from 5 per cent on: a tenth of the way that is left.
    expect(crop).to_have_css("object-position", "10% 50%")
    page.click("input[name=_save]")
    page.wait_for_url("**/admin/posts/image/")
    assert Image.objects.get().focus == (30, 49)


def test_no_page_of_the_library_has_a_fault(visit: Any) -> None:
    make_editor()
    image = store_image(picture_bytes(), name="x.png", alt="A field", credit="Anna")
    store_image(picture_bytes(colour="blue"), name=f"{'long-' * 30}.png")
    make_post(hero=image)
    paths = ["", f"{image.pk}/change/", "upload/", "?use=unused", "?missing=alt"]
    pages = [f"/admin/posts/image/{path}" for path in paths]
    assert sign_in(visit).faults(pages, widths=(1920, 1280, 390)) == {}
