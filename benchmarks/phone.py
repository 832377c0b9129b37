"""Measures a story on a slow phone: `python -m benchmarks.phone [--picture FILE]`.

Chromium opens a story of the demo with nothing kept, its processor four times as slow, over a link
of 1.6 Mbit/s and 150 ms there and back, at 390 pixels. Prints medians of some visits to each story
beside what is wanted of them. The site is as `manage.py serve` serves it.
"""

import argparse
import shutil
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from benchmarks import servers
from benchmarks.corpus import tell
from tests.browser.conftest import FLAGS
from tests.project.test_serve import environment, manage
from tests.run import BROWSERS

STORIES = ("hastings-1066", "vesuvius-79", "mansa-musa-hajj")
VISITS = 5
SECOND = 1_600_000 / 8  # bytes
LINK = {"offline": False, "latency": 150, "downloadThroughput": SECOND, "uploadThroughput": SECOND}
SLOWER = 4  # than the processor here, which is no phone's
WANTED = {"first paint, s": 1.2, "largest paint, s": 2.0, "shift": 0, "requests before": 5}
# Noted by the browser itself, from before the page's first byte.
OBSERVE = """
window.seen = {shift: 0};
new PerformanceObserver(list => list.getEntries().forEach(entry => {
    window.seen.largest = entry.startTime; window.seen.what = entry.element?.tagName ?? '?';
})).observe({type: 'largest-contentful-paint', buffered: true});
new PerformanceObserver(list => list.getEntries().forEach(entry => {
    window.seen.shift += entry.value;
})).observe({type: 'layout-shift', buffered: true});
"""
FOUND = """() => [performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000,
    window.seen.largest / 1000, window.seen.shift, window.seen.what]"""


def main() -> None:
    options = argparse.ArgumentParser("python -m benchmarks.phone", description=__doc__)
    options.add_argument("--picture", type=Path, help="a folder for a picture of each story")
    options.add_argument("--requests", action="store_true", help="print what one visit asks for")
    chosen = options.parse_args()
    browsers = [path for path in map(shutil.which, BROWSERS) if path]
    if not browsers:
        raise SystemExit("Chromium is not here: sudo apt-get install chromium")
    with (
        tempfile.TemporaryDirectory() as folder,
        _site(Path(folder)) as site,
        sync_playwright() as playwright,
    ):
        chromium = playwright.chromium.launch(executable_path=browsers[0], args=FLAGS)
        for story in STORIES:
            _print(story, chromium, f"http://127.0.0.1:{site.port}/posts/{story}/", chosen)
        chromium.close()


def _site(folder: Path) -> servers.Running:
    for command in ("migrate", "load_demo", "collectstatic --noinput"):
        tell(command)
        manage(folder, *command.split()).check_returncode()
    return servers.site(environment(folder))


def _print(story: str, chromium: Browser, address: str, chosen: argparse.Namespace) -> None:
    _visit(chromium, address)  # sizes of its picture are made when they are first asked for
    visits = [_visit(chromium, address) for _ in range(VISITS)]
    tell("")
    print(f"{story}; the largest is {visits[0][0]}")
    figures = zip(*(visit[1:5] for visit in visits), strict=True)
    for (name, most), values in zip(WANTED.items(), figures, strict=True):
        usual = median(values)
        print(f"  {name:<18}{usual:8.3f}{f'  over {most}' if usual > most else ''}")
    if chosen.requests:
        print("\n".join(f"    {line}" for line in visits[0][5]))
    if chosen.picture:
        page = chromium.new_page(viewport={"width": 390, "height": 844})
        page.goto(address, wait_until="networkidle")
        page.screenshot(path=chosen.picture / f"{story}.png", full_page=True)
        page.close()


def _visit(chromium: Browser, address: str) -> tuple[Any, ...]:
    """Return what is largest, the figures as in `WANTED`, and what was asked for."""
    tell(f"visiting {address}")
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, device_scale_factor=2, is_mobile=True
    )
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(f"{request.resource_type} {request.url}"))
    page.add_init_script(OBSERVE)
    tools = context.new_cdp_session(page)
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", LINK)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address, wait_until="networkidle")
    first, largest, shift, what = page.evaluate(FOUND)
    context.close()
    pictures = [n for n, text in enumerate(asked) if text.startswith("image") and "/media/" in text]
    return what, first, largest, shift, min(pictures, default=0), asked


if __name__ == "__main__":
    main()
