"""What every visit to the desk begins with."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Page


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


def add_bullet(page: Page, label: str, text: str) -> None:
    page.get_by_role("button", name="Add a bullet").click()
    row = page.locator(".dynamic-bullets").last
    row.locator("[name$='-label']").fill(label)
    row.locator("[name$='-text']").fill(text)
