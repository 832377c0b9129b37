"""Photograph pages of a running server: every address at every width, light and dark.

.venv/bin/python scripts/screenshots.py http://127.0.0.1:8000 var/screenshots / /tags/
"""

import argparse
import re
import shutil
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

WIDTHS = (390, 768, 1280, 1920)
THEMES = ("light", "dark")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]

# Pictures below the fold would load only when they come into sight.
LOAD_PICTURES = """Promise.all([...document.images].map(image => {
    image.loading = 'eager';
    return image.decode().catch(() => null);
}))"""


def main() -> None:
    options = _options()
    options.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        names = ("chromium", "chromium-browser", "chromium-headless-shell")
        chromium = next(filter(None, map(shutil.which, names)))
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for theme in options.themes:
            for width in options.widths:
                _photograph(browser, options, width, theme)


def _photograph(browser: Browser, options: argparse.Namespace, width: int, theme: str) -> None:
    size = {"width": width, "height": options.height}
    page = browser.new_page(viewport=size, color_scheme=theme, reduced_motion="reduce")
    for path in options.paths:
        page.goto(options.server.rstrip("/") + path, wait_until="networkidle")
        page.evaluate(LOAD_PICTURES)
        name = re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-")[:60] or "home"
        page.screenshot(path=options.folder / f"{name}-{width}-{theme}.png", full_page=options.full)
    page.close()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("server")
    parser.add_argument("folder", type=Path)
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--widths", type=int, nargs="+", default=WIDTHS)
    parser.add_argument("--themes", nargs="+", choices=THEMES, default=THEMES)
    parser.add_argument("--height", type=int, default=900)
    parser.add_argument("--full", action="store_true", help="the whole page, not one screen")
    return parser.parse_args()


if __name__ == "__main__":
    main()
