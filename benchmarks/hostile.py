"""Measures text made to be slow: `python -m benchmarks.hostile`.

Prints, for each kind, the time for a text over the time for half of it, in one run: about 2
where time grows with length, about 4 where it grows with the square.
"""

import os
import time
from collections.abc import Callable

import django

SIZE = 200_000  # characters
PIECES = (" ", "- **", "{:", "`", "<a ", "[", "it's ", "^[", "[^a]", "# x\n\n", "|a", "> ")


def works() -> dict[str, Callable[[str], object]]:
    """Return what is measured; the importer's package needs Django's settings first."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from posts.exchange.jekyll.story_parts import split_story
    from posts.exchange.jekyll.unsupported_markup import unsupported_markup
    from posts.rendering import render_story

    return {
        "split": lambda text: split_story(f"TLDR\n![a]({text}\n\n|{text}", 1, lambda src: False),
        "markup": lambda text: unsupported_markup(text, 1),
        "render": render_story,
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


if __name__ == "__main__":
    main()
