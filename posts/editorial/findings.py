"""What is found of a post before readers see it."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """ALWAYS blocks whatever is said; BLOCKS can be set aside for a reason; ADVICE asks."""

    ALWAYS = "always"
    BLOCKS = "blocks"
    ADVICE = "advice"


@dataclass(frozen=True)
class Finding:
    """One thing found: its stable code, what is wrong and what to do, and the form's field.

    `post` is the key of another post that it is about.
    """

    code: str
    level: Level
    text: str
    field: str
    post: int | None = None

    @property
    def is_blocking(self) -> bool:
        return self.level is not Level.ADVICE
