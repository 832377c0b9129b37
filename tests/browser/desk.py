"""What every visit to the desk begins with."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from tests.factories import picture_bytes


def sign_in(visit: Any, name: str = "clio", **options: Any) -> Any:
    """Return a visit by someone who has signed in already, with no page open yet."""
    desk = visit(**options)
    client = Client()
    client.force_login(get_user_model().objects.get(username=name))
    key = client.cookies[settings.SESSION_COOKIE_NAME]
    desk.page.context.add_cookies([{"name": key.key, "value": key.value, "url": desk.server}])
    return desk


def sign_in_by_form(visit: Any, name: str = "clio", **options: Any) -> Any:
    """Return a visit that begins at the form and ends on the overview."""
    desk = visit(**options)
    page = desk.open("/admin/")
    page.fill("#id_username", name)
    page.fill("#id_password", "a long passphrase")
    page.click("input[type=submit]")
    page.wait_for_url("**/admin/")
    return desk


class Person:
    """Somebody with a mouse: each thing pressed and each field gone into is a click."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks = page, 0

    def click(self, what: Locator) -> None:
        what.filter(visible=True).first.click()
        self.clicks += 1

    def press(self, name: str, role: Any = "button") -> None:
        self.click(self.page.get_by_role(role, name=name, exact=True))

    def unfold(self, heading: str) -> None:
        name = self.page.get_by_text(heading, exact=True)
        self.click(self.page.locator("summary").filter(has=name))

    def write(self, label: str, text: str, role: Any = "textbox") -> None:
        self.press(label, role)
        self.page.keyboard.insert_text(text)

    def choose(self, name: str) -> None:
        """Type into the box with the focus and take what is found, without the mouse."""
        self.page.keyboard.type(name)
        found = self.page.locator(".select2-results__option--highlighted")
        expect(found).to_contain_text(name)
        self.page.keyboard.press("Enter")

    def took(self) -> int:
        """Return the clicks since this was asked last."""
        clicks, self.clicks = self.clicks, 0
        return clicks


def unfold(page: Page, *parts: str) -> None:
    """Open groups beside the text, by the name of each."""
    for part in parts:
        group = page.locator(f"details.part-{part}")
        if not group.evaluate("group => group.open"):
            group.locator("summary").first.click()


def press_other(page: Page, name: str) -> None:
    """Press one of the steps that stand behind the main one."""
    page.get_by_text("Other steps", exact=True).click()
    page.get_by_role("button", name=name, exact=True).click()


def add_bullet(page: Page, label: str, text: str) -> None:
    unfold(page, "bullets")
    page.get_by_role("button", name="Add a bullet").click()
    row = page.locator(".dynamic-bullets").last
    # The page puts the focus there a moment later, and would take it from what is being filled.
    expect(row.locator("[name$='-text']")).to_be_focused()
    row.locator("[name$='-label']").fill(label)
    row.locator("[name$='-text']").fill(text)


def picture_file(colour: str) -> Any:
    data = picture_bytes(colour=colour)
    return {"name": f"{colour}.png", "mimeType": "image/png", "buffer": data}
