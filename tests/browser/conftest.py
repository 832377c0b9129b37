"""A real Chromium on the distribution's own build, one fresh context a test."""

import os
import shutil
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.core.signals import request_finished, request_started
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.desk import Person, sign_in
from tests.browser.looks import LOOKS, Look
from tests.run import BROWSERS, FLAGS

# Counts what the policy refused, from before the page's first byte.
COUNT_VIOLATIONS = """
window.__violations = [];
window.__shift = 0;
new PerformanceObserver(list => {
    for (const moved of list.getEntries()) window.__shift += moved.value;
}).observe({type: "layout-shift", buffered: true});
document.addEventListener('securitypolicyviolation',
    e => window.__violations.push(e.violatedDirective + ' ' + e.blockedURI));
"""
LOADED = """async () => {
    // select2's boxes get their names a moment after the page has loaded.
    if (document.querySelector('.select2')) await new Promise(done => setTimeout(done, 60));
    return 'axe' in window;
}"""
# Its reading of style sheets puts imported ones into style elements, which the policy refuses.
RUN_AXE = (
    "axe.run({resultTypes: ['violations'], preload: false}).then(results => results.violations)"
)


@pytest.fixture(scope="session", autouse=True)
def _playwright_runs_a_loop() -> Iterator[None]:
    """Playwright's own event loop makes Django take these tests for asynchronous code."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, BROWSERS)))
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


# What a page of the readers takes to load, and the most of each: requests for it, its styles (one
# file, as a site serves them) and all else; bytes of fonts; and the share of the window that moved.
LOAD = """() => {
    const all = performance.getEntriesByType("resource");
    const files = all.filter(f => !/^data:|\\.css$/.test(f.name));
    const fonts = files.filter(f => f.name.endsWith(".woff2"));
    const bytes = fonts.reduce((sum, f) => sum + f.encodedBodySize, 0);
    return {requests: 2 + files.length, "bytes of fonts": bytes, shift: window.__shift};
}"""
# Texts of a page that are shown in less than 14 px, drawings scaled as they are.
SMALL = """() => [...document.querySelectorAll("body *")].filter(one => {
    const own = [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    if (!own || one.closest(".visually-hidden") || !one.checkVisibility()) return false;
    const drawn = one.ownerSVGElement && one.getScreenCTM();
    return parseFloat(getComputedStyle(one).fontSize) * (drawn ? drawn.d : 1) < 13.95;
}).map(one => one.outerHTML.slice(0, 80))"""
MOST = {"requests": 12, "bytes of fonts": 110_000, "shift": 0.01}


@dataclass
class Visit:
    """A page with what happened on it: complaints of the console, requests, violations."""

    page: Page
    server: str
    complaints: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        self.page.goto(self.server + path, wait_until="load")
        return self.page

    @property
    def violations(self) -> list[str]:
        """What the content security policy refused on the page now open."""
        seen = self.page.evaluate("window.__violations") or []
        return seen + [text for text in self.complaints if "Content Security Policy" in text]

    @property
    def foreign(self) -> list[str]:
        """Requests to anyone but this site."""
        return [url for url in self.asked if not url.startswith((self.server, "data:"))]

    def faults(
        self,
        paths: Iterable[str],
        *,
        widths: Iterable[int] = (1280, 390),
        looks: Iterable[Look] = LOOKS,
    ) -> dict[str, list[str]]:
        """What is wrong with the pages at `paths`, each loaded once and looked at in every way.

        What the policy refused, what was asked of others, what axe finds, where a page reaches
        past the edge of a window of one of the `widths`, what a page of readers loads too much of,
        and what it says too small.
        """
        found = {}
        for path in paths:
            self.complaints.clear()  # axe's own style element is refused, and complained about
            self.asked.clear()
            self.open(path)
            found[path] = [*self.violations, *self.foreign, *self.too_much(path)]
            found[path] += [*self.too_wide(widths), *self.axe_everywhere(looks)]
            found[path] += self.too_small(path)
        return {path: faults for path, faults in found.items() if faults}

    def too_much(self, path: str) -> list[str]:
        """What is over `MOST` of the page that has just been opened, but for one of the desk."""
        load = {} if path.startswith("/admin/") else self.page.evaluate(LOAD)
        return [f"{value} {name}" for name, value in load.items() if value > MOST[name]]

    def axe_everywhere(self, looks: Iterable[Look] = LOOKS) -> list[str]:
        """What axe finds on the page now open, by default dark on a phone and light on a desk."""
        found = []
        for width, theme in looks:
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.emulate_media(color_scheme=theme)
            found += [f"{width} px, {theme}: {fault}" for fault in self.axe_violations()]
        return found

    def too_wide(self, widths: Iterable[int]) -> list[str]:
        """Where the page now open reaches past the edge, of windows so many pixels wide."""
        reached = {}
        for width in widths:
            self.page.set_viewport_size({"width": width, "height": 900})
            reached[width] = self.page.evaluate("document.documentElement.scrollWidth")
        return [f"{far} px wide in {width} px" for width, far in reached.items() if far > width]

    def too_small(self, path: str) -> list[str]:
        """Which texts of the page now open are under 14 px; of one of the desk none."""
        found = []
        for width in () if path.startswith("/admin/") else (320, 390, 768, 1280):
            self.page.set_viewport_size({"width": width, "height": 900})
            found += [f"{width} px, small: {text}" for text in self.page.evaluate(SMALL)]
        return found

    def axe_violations(self) -> list[str]:
        if not self.page.evaluate(LOADED):
            self.page.evaluate(AXE_SCRIPT)
        found = self.page.evaluate(RUN_AXE)
        return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


class Answering:
    """How many requests the server is answering: a page asks for things until it is closed."""

    def __init__(self) -> None:
        self.number, self.changed = 0, threading.Condition()
        request_started.connect(self._began)
        request_finished.connect(self._ended)

    def _began(self, **more: Any) -> None:
        self._add(1)

    def _ended(self, **more: Any) -> None:
        self._add(-1)

    def _add(self, number: int) -> None:
        with self.changed:
            self.number += number
            self.changed.notify_all()

    def wait(self) -> None:
        """Return once all is answered: who empties the tables meanwhile would lock it out."""
        time.sleep(0.05)  # what was sent last arrives
        with self.changed:
            assert self.changed.wait_for(lambda: self.number <= 0, timeout=20)

    def stop(self) -> None:
        request_started.disconnect(self._began)
        request_finished.disconnect(self._ended)


@pytest.fixture
def answering(live_server: Any) -> Iterator[Answering]:
    answering = Answering()
    yield answering
    answering.stop()


@pytest.fixture
def visit(browser: Browser, live_server: Any, answering: Answering) -> Iterator[Any]:
    """Open pages as a new visitor: `visit(width=390, theme="dark").open("/")`."""
    contexts: list[BrowserContext] = []

    def start(*, width: int = 1280, height: int = 900, theme: str = "light", **more: Any) -> Visit:
        size = {"width": width, "height": height}
        more = {"reduced_motion": "reduce"} | more
        context = browser.new_context(viewport=size, color_scheme=theme, **more)
        contexts.append(context)
        context.add_init_script(COUNT_VIOLATIONS)
        visit = Visit(context.new_page(), live_server.url)
        visit.page.on("console", lambda message: visit.complaints.append(message.text))
        visit.page.on("request", lambda request: visit.asked.append(request.url))
        return visit

    yield start
    for context in contexts:
        context.close()
    answering.wait()


@pytest.fixture
def person(visit: Any) -> Any:
    def at(name: str, path: str = "/admin/") -> Person:
        return Person(sign_in(visit, name=name).open(path))

    return at
