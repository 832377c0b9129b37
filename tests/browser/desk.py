"""What every visit to the desk begins with."""

from typing import Any

from playwright.sync_api import Page


def sign_in(visit: Any, name: str = "clio", **options: Any) -> Any:
    desk = visit(**options)
    page = desk.open("/admin/")
    page.fill("#id_username", name)
    page.fill("#id_password", "a long passphrase")
    page.click("input[type=submit]")
    page.wait_for_url("**/admin/")
    return desk


def add_bullet(page: Page, label: str, text: str) -> None:
    page.get_by_role("button", name="Add a bullet").click()
    row = page.locator(".dynamic-bullets").last
    row.locator("[name$='-label']").fill(label)
    row.locator("[name$='-text']").fill(text)
