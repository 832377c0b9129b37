"""The pictures inside a story: what addresses they have, and giving them others."""

from collections.abc import Mapping

from posts.exchange.body import IMAGE, image_in, outside_fences


def picture_addresses(story: str) -> tuple[str, ...]:
    """Return the addresses of the pictures in `story` outside code, each once, in order."""
    lines = list(enumerate(story.split("\n")))
    return tuple(
        dict.fromkeys(
            picture[1]
            for (_, text), outside in zip(lines, outside_fences(lines), strict=True)
            if outside and "![" in text
            for found in IMAGE.finditer(text)
            if (picture := image_in(found[0])) is not None
        )
    )


def readdressed(story: str, ours: Mapping[str, str]) -> str:
    """Return `story` with each picture's address replaced by what `ours` has for it."""
    lines = list(enumerate(story.split("\n")))
    return "\n".join(
        _line(text, ours) if outside and "![" in text else text
        for (_, text), outside in zip(lines, outside_fences(lines), strict=True)
    )


def _line(text: str, ours: Mapping[str, str]) -> str:
    def picture(written: str) -> str:
        parts = image_in(written)
        new = ours.get(parts[1]) if parts else None
        return written.replace(parts[1], new, 1) if parts and new else written

    return IMAGE.sub(lambda found: picture(found[0]), text)
