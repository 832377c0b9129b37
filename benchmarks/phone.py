"""Measures pages on a slow phone: `python -m benchmarks.phone [--site URL] [PATH …]`.

Chromium opens pages of the demo with nothing kept, its processor four times as slow, over a link
of 1.6 Mbit/s and 150 ms there and back, at 390 pixels. Prints medians of some visits to a page of
each kind; what is over what is wanted of them has a star. The site is as `manage.py serve` serves
it, or one that runs already.
"""

import argparse
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from benchmarks import servers
from benchmarks.corpus import tell
from tests.project.test_serve import environment, manage
from tests.run import BROWSERS, FLAGS

PAGES = (
    *("/", "/posts/hastings-1066/", "/posts/vesuvius-79/", "/posts/mansa-musa-hajj/"),
    *("/posts/moon-1969/", "/on/", "/on/07-20/", "/on/02-10/", "/years/1969/", "/centuries/20/"),
    *("/timeline/", "/map/", "/search/?q=moon", "/categories/", "/categories/war/", "/places/"),
    *("/places/france/", "/tags/", "/dossiers/", "/dossiers/crossing-the-oceans/", "/archive/"),
    *("/people/ada-moreau/", "/about/", "/corrections/", "/follow/"),
    *("/posts/moon-1969/letter/", "/posts/moon-1968/"),
)
SECOND = 1_600_000 / 8  # bytes
LINK = {"offline": False, "latency": 150, "downloadThroughput": SECOND, "uploadThroughput": SECOND}
SLOWER = 4  # than the processor here, which is no phone's
# First and largest paint in seconds, and kilobytes as they came.
WANTED = {
    "first": 1.2,
    "largest": 2.0,
    "shift": 0.01,
    "requests": 12,
    "text kB": 35.0,
    "fonts kB": 110.0,
}
# Noted by the browser itself, from before the page's first byte.
OBSERVE = """
window.seen = {shift: 0};
new PerformanceObserver(list => list.getEntries().forEach(entry => {
    window.seen.largest = entry.startTime;
})).observe({type: 'largest-contentful-paint', buffered: true});
new PerformanceObserver(list => list.getEntries().forEach(entry => {
    window.seen.shift += entry.value;
})).observe({type: 'layout-shift', buffered: true});
"""
FOUND = """() => [performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000,
    window.seen.largest / 1000, window.seen.shift]"""


def main() -> None:
    options = argparse.ArgumentParser("python -m benchmarks.phone", description=__doc__)
    options.add_argument("--site", help="the address of a site that runs: http://127.0.0.1:8000")
    options.add_argument("--visits", type=int, default=5, help="to each page")
    options.add_argument("--requests", action="store_true", help="print what one visit asks for")
    options.add_argument("paths", nargs="*", default=PAGES)
    chosen = options.parse_args()
    browsers = [path for path in map(shutil.which, BROWSERS) if path]
    if not browsers:
        raise SystemExit("Chromium is not here: sudo apt-get install chromium")
    with _site(chosen.site) as site, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browsers[0], args=FLAGS)
        print("".join(f"{name:>10}" for name in WANTED))
        for path in chosen.paths:
            _print(path, chromium, f"{site}{path}", chosen)
        chromium.close()


@contextmanager
def _site(running: str | None) -> Iterator[str]:
    if running:
        yield running.rstrip("/")
        return
    with tempfile.TemporaryDirectory() as folder:
        for command in ("migrate", "load_demo", "collectstatic --noinput"):
            tell(command)
            manage(Path(folder), *command.split()).check_returncode()
        with servers.site(environment(Path(folder))) as site:
            yield f"http://127.0.0.1:{site.port}"


def _print(path: str, chromium: Browser, address: str, chosen: argparse.Namespace) -> None:
    _visit(chromium, address)  # sizes of its pictures are made when they are first asked for
    visits = [_visit(chromium, address) for _ in range(chosen.visits)]
    tell("")
    figures = [median(values) for values in zip(*(found for found, _ in visits), strict=True)]
    beside = zip(figures, WANTED.values(), strict=True)
    row = "".join(f"{value:9.2f}{'*' if value > most else ' '}" for value, most in beside)
    print(f"{row} {path}")
    if chosen.requests:
        print("\n".join(f"    {line}" for line in visits[0][1]))


def _visit(chromium: Browser, address: str) -> tuple[list[float], list[str]]:
    """Return the figures as in `WANTED`, and what was asked for."""
    tell(f"visiting {address}")
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, device_scale_factor=2, is_mobile=True
    )
    page = context.new_page()
    page.add_init_script(OBSERVE)
    tools = context.new_cdp_session(page)
    kinds: dict[str, str] = {}
    bytes_of: Counter[str] = Counter()
    asked: list[str] = []

    def on_request(event: Any) -> None:
        kinds[event["requestId"]] = event["type"]
        asked.append(f"{event['type']} {event['request']['url']}")

    tools.on("Network.requestWillBeSent", on_request)
    tools.on(
        "Network.loadingFinished",
        lambda event: bytes_of.update({kinds[event["requestId"]]: event["encodedDataLength"]}),
    )
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", LINK)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address, wait_until="networkidle")
    found = page.evaluate(FOUND)
    context.close()
    text = bytes_of["Document"] + bytes_of["Stylesheet"]
    kilobytes = (text / 1000, bytes_of["Font"] / 1000)
    return [*found, len(asked), *kilobytes], asked


if __name__ == "__main__":
    main()
