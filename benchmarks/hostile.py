"""Measures text made to be slow: `python -m benchmarks.hostile`.

Prints, for each kind, the time for a text over the time for half of it, in one run: about 2
where time grows with length, about 4 where it grows with the square. Then, for heaps of combining
marks, the time at each door: 50 ms at most.
"""

import os
import re
import time
from collections.abc import Callable
from contextlib import suppress

import django

SIZE = 200_000  # characters
MARKS = 250_000  # characters
HEAPS = ("\u0301\u0316", "\u0f73", "\uff9e\u0301", "a" + "\u0301\u0316" * 15)
PIECES = (
    " ",
    "- **",
    "{:",
    "{% x",
    "{{",
    "**（",
    "<!--",
    "<table>\n",
    "`",
    "<a ",
    "[",
    "it's ",
    "^[",
    "[^a]",
    "# x\n\n",
    "|a",
    "> ",
    "![",
)


def works() -> dict[str, Callable[[str], object]]:
    """Return what is measured; the importer's package needs Django's settings first."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from posts.exchange.jekyll.kramdown import as_markdown, with_plain_marks
    from posts.exchange.jekyll.liquid import Liquid
    from posts.exchange.jekyll.markup import without_comments
    from posts.exchange.jekyll.story_parts import split_story
    from posts.exchange.story_pictures import picture_addresses
    from posts.rendering import render_story

    return {
        "split": lambda text: split_story(f"TLDR\n![a]({text}\n\n|{text}", 1, lambda src: False),
        "liquid": lambda text: Liquid(lambda name: None, lambda name: None).carried_out(text, 1),
        "comments": without_comments,
        "kramdown": with_plain_marks,
        "html": lambda text: as_markdown(f"<b>x</b> {text}", "", re.compile("(?!)")),
        "pictures": picture_addresses,
        "render": render_story,
    }


def doors() -> dict[str, Callable[[str], object]]:
    """Return where typed text comes in; one that is refused has been looked at all the same."""
    from posts import search
    from posts.images.uploads import clean_name
    from posts.models.slugs import slug_from
    from posts.rendering import RenderingError, clean_line, clean_text, render_story

    def refusing(work: Callable[[str], object]) -> Callable[[str], object]:
        def door(text: str) -> object:
            with suppress(RenderingError):
                return work(text)

        return door

    return {
        "search": lambda text: search.read(search.cleaned(text)),
        "slug": slug_from,
        "line": refusing(clean_line),
        "prose": refusing(clean_text),
        "story": refusing(render_story),
        "file name": refusing(clean_name),
    }


def seconds(work: Callable[[str], object], text: str) -> float:
    """Return the least processor time of three runs."""

    def once() -> float:
        began = time.process_time()
        work(text)
        return time.process_time() - began

    return min(once() for _ in range(3))


def main() -> None:
    for name, work in works().items():
        for piece in PIECES:
            whole = piece * (SIZE // len(piece))
            half = seconds(work, whole[: SIZE // 2])
            full = seconds(work, whole)
            print(f"{name:<11} {piece!r:<8} {full:7.3f} s  x{full / max(half, 1e-9):.1f}")
    for name, work in doors().items():
        for piece in HEAPS:
            taken = seconds(work, "a" + piece * (MARKS // len(piece)))
            print(f"{name:<11} {ascii(piece)[:14]:<14} {1000 * taken:7.1f} ms")


if __name__ == "__main__":
    main()
