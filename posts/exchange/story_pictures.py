"""The pictures inside a story: what addresses they have, and giving them others."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

# Takes time in proportion to its line, which may hold a megabyte of brackets.
# In the words of one no other begins, which a search from each would else read to the end.
IMAGE: Final = re.compile(
    r"!\[(?P<alt>(?:[^\]!]|!(?!\[))*+)\]\((?P<inside>[^()]*(?:\([^()]*\)[^()]*)*)\)"
)
FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,})")


def picture_addresses(story: str) -> tuple[str, ...]:
    """Return the addresses of the pictures in `story` outside code, each once, in order."""
    return tuple(
        dict.fromkeys(
            picture[1]
            for text, outside in fenced_lines(story)
            if outside and "![" in text
            for found in IMAGE.finditer(text)
            if (picture := image_in(found[0])) is not None
        )
    )


def replace_addresses(story: str, ours: Mapping[str, str]) -> str:
    """Return `story` with each picture's address replaced by what `ours` has for it."""
    return "\n".join(
        _line(text, ours) if outside and "![" in text else text
        for text, outside in fenced_lines(story)
    )


def _line(text: str, ours: Mapping[str, str]) -> str:
    def picture(found: re.Match[str]) -> str:
        parts = image_in(found[0])
        if parts and (new := ours.get(parts[1])):
            return found[0].replace(parts[1], new, 1)
        # Its words are shown, and must not run into those around it.
        before, after = text[: found.start()][-1:], text[found.end() :][:1]
        return f"{' ' * before.isalnum()}{found[0]}{' ' * after.isalnum()}"

    return IMAGE.sub(picture, text)


def without_gaps(story: str) -> str:
    """Return `story` with one empty line, outside code, where there are several."""
    kept: list[str] = []
    for text, outside in fenced_lines(story):
        if text.strip() or not outside or not kept or kept[-1].strip():
            kept.append(text)
    return "\n".join(kept).strip("\n")


def image_in(text: str) -> tuple[str, str, str] | None:
    """Return the words, address and title of a picture that is all of `text`."""
    found = IMAGE.fullmatch(text)
    if found is None:
        return None
    inside = found["inside"].strip()
    address, _, title = inside.partition('"') if inside.endswith('"') else (inside, "", "")
    return found["alt"].strip(), address.strip().strip("<>"), title.removesuffix('"').strip()


def fenced_lines(story: str) -> Iterator[tuple[str, bool]]:
    """Yield each line of `story`, and whether it stands outside blocks of code."""
    fence = ""
    for text in story.split("\n"):
        mark = FENCE.match(text)
        if fence:
            yield text, False
            if mark and mark[1].startswith(fence) and not text.strip(" `~"):
                fence = ""
        else:
            fence = mark[1] if mark else ""
            yield text, not fence
