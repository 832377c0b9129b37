"""Make the pictures of docs/editors.md: `.venv/bin/python scripts/editor_guide.py`.

Serves the demo posts from a database of its own, plays the desk in Chromium, and writes WebP
files to docs/images/.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
PORT = 8765
SERVER = f"http://127.0.0.1:{PORT}"
PASSWORD = "a long passphrase"  # noqa: S105 of a site that lives for a minute
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
PEOPLE = f"""
from django.contrib.auth.models import User
for name in ("clio", "livy"):
    User.objects.create_superuser(name, password="{PASSWORD}")
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "DEBUG": "True",
            "DATABASE_URL": f"sqlite:///{folder}/guide.db",
            "MEDIA_ROOT": f"{folder}/media",
            "SITE_URL": SERVER,
        }
        for command in (["migrate", "-v0"], ["load_demo"], ["shell", "-c", PEOPLE]):
            _manage(environment, *command)
        server = subprocess.Popen(  # noqa: S603 our own commands
            [sys.executable, "manage.py", "runserver", "--noreload", str(PORT)],
            cwd=ROOT,
            env=environment,
            stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        try:
            _wait()
            with sync_playwright() as playwright:
                names = ("chromium", "chromium-browser", "chromium-headless-shell")
                chromium = next(filter(None, map(shutil.which, names)))
                _photograph(playwright.chromium.launch(executable_path=chromium, args=FLAGS))
        finally:
            server.terminate()
            server.wait()


def _manage(environment: dict[str, str], *command: str) -> None:
    subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _wait() -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(SERVER, timeout=2).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit(f"No server came up at {SERVER}.")


def _photograph(browser: Browser) -> None:
    clio, livy = _signed_in(browser, "clio"), _signed_in(browser, "livy")
    _go(clio, "/admin/posts/post/add/")
    _go(clio, "/admin/posts/image/")
    _shot(clio, "library")
    form = "/admin/posts/post/3/change/"
    _go(clio, form)
    _shot(clio, "desk")
    _go(livy, form)
    _edit(livy, "He gave presents to", "He made gifts to")
    livy.click("input[name=_save]")
    livy.wait_for_url("**/admin/posts/post/")
    _edit(clio, "He gave presents to every emir", "He gave presents to nobody")
    clio.click("input[name=_save]")
    clio.locator(".conflict").wait_for()
    _shot(clio, "conflict", "#content-main")
    clio.click("input[name=_save]")
    clio.wait_for_url("**/admin/posts/post/")
    _go(clio, form)
    clio.locator(".part-previews summary").click()
    clio.get_by_label("For whom").fill("The museum")
    clio.get_by_role("button", name="Make a link").click()
    clio.locator(".preview-links").wait_for()
    _shot(clio, "publishing", ".part-previews")
    _go(clio, "/admin/posts/post/3/history/?from=1&to=now")
    _shot(clio, "compare")


def _signed_in(browser: Browser, name: str) -> Page:
    page = browser.new_context(
        viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
    ).new_page()
    page.goto(f"{SERVER}/admin/")
    page.fill("#id_username", name)
    page.fill("#id_password", PASSWORD)
    page.click("input[type=submit]")
    page.wait_for_url("**/admin/")
    return page


def _go(page: Page, path: str) -> None:
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(SERVER + path, wait_until="networkidle")
    page.wait_for_timeout(600)


def _edit(page: Page, old: str, new: str) -> None:
    story = page.input_value("#id_story")
    page.fill("#id_story", story.replace(old, new))


def _shot(page: Page, name: str, top: str = "body") -> None:
    """Photograph one screen that begins at the element `top`."""
    page.locator(top).first.evaluate("e => e.scrollIntoView({block: 'start'})")
    png = IMAGES / f"{name}.png"
    page.screenshot(path=png)
    with Image.open(png) as picture:
        picture.save(png.with_suffix(".webp"), quality=80, method=6)
    png.unlink()


if __name__ == "__main__":
    main()
