"""Fields that only an export of this program writes: they say what no Jekyll post could."""

from collections.abc import Mapping
from typing import Final

from posts.editorial.snapshot import BulletText
from posts.exchange.fields import TRUE, Fields
from posts.exchange.jekyll.story_parts import (
    BULLET_LENGTH,
    LABEL_LENGTH,
    QUESTION_LENGTH,
    StoryParts,
)
from posts.exchange.record import Value

FLAGS: Final = ("decorative", "illustration")
TEXTS: Final = ("alt", "caption", "credit", "creator", "year", "licence", "source_url")


def is_story_only(values: Mapping[str, Value]) -> bool:
    """Whether the body is the story to the letter, and nothing is to be found in it."""
    return values.get("story_only") in TRUE


def told_parts(fields: Fields, body: str) -> StoryParts:
    """Return the parts that fields tell, and the body without its last line end."""
    fields.value("story_only")
    question = fields.text("closing_question", QUESTION_LENGTH)
    rows = fields.value("tldr") or []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise fields.refusal("tldr", "tldr", "“tldr” is no list of `label` and `text`.")
    bullets = tuple(
        BulletText(
            fields.one_line("tldr", str(row.get("label", "")), LABEL_LENGTH),
            fields.one_line("tldr", str(row.get("text", "")), BULLET_LENGTH),
        )
        for row in rows
        if isinstance(row, dict)
    )
    return StoryParts(body.removesuffix("\n"), bullets, question)


def words_of_picture(fields: Fields, address: str) -> dict[str, str | bool]:
    """Return what `pictures` says of the one at `address`, as columns of an Image."""
    told = fields.value("pictures") if "pictures" in fields.values else ""
    found = told.get(address) if isinstance(told, dict) else None
    if not isinstance(found, dict):
        return {}
    words: dict[str, str | bool] = {name: str(found[name]) for name in TEXTS if name in found}
    return words | {name: True for name in FLAGS if found.get(name) in TRUE}
