"""Takes the parts of a story out of its Markdown: bullets, heading, picture, question."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from posts.editorial.snapshot import BulletText
from posts.exchange.record import Message
from posts.exchange.story_pictures import fenced_lines, image_in
from posts.rendering import with_bare_marks

# Each pattern takes time in proportion to its line, which may hold a megabyte of spaces.
TLDR: Final = re.compile(
    r"(?:#{1,6} +)?[*_]{0,3} ?TL ?[;,:/]? ?DR ?[;:.,]? ?[*_]{0,3} ?[;:.]?", re.IGNORECASE
)
STORY: Final = re.compile(r"#{1,6} +(?:The +)?Story ?:? ?#*", re.IGNORECASE)
RULE: Final = re.compile(r" {0,3}-{2,3}\s*")
MARGIN: Final = re.compile(r" {1,3}(?=[-*+]\s)")
ITEM: Final = re.compile(r"[-*+]\s+(\S.*)")
BOLD_LEAD: Final = re.compile(
    r"(?P<mark>\*\*|__)(?P<label>.{1,80}?)(?:[:–—]\s*(?P=mark)|(?P=mark)\s*[:–—-])\s*(?P<text>\S.*)"
)
CELL_LINE: Final = re.compile(r"\|\s*:?-+:?\s*\|")
BARE_PIPE: Final = re.compile(r"(?<!\\)\|")
EMPHASIS: Final = re.compile(r"(\*{1,3}|_{1,3})(?P<text>.+)\1")
LABEL_LENGTH: Final = 60
BULLET_LENGTH: Final = 1000
QUESTION_LENGTH: Final = 500


@dataclass(frozen=True)
class StoryParts:
    """What the body was made of; whatever is not of these forms stands in `story` as it was.

    `repeated_alt` and `repeated_title` are the words of the hero picture's repeat.
    """

    story: str
    bullets: tuple[BulletText, ...] = ()
    closing_question: str = ""
    repeated_alt: str = ""
    repeated_title: str = ""
    messages: tuple[Message, ...] = ()


@dataclass
class _Body:
    """The lines not yet taken, each with its number in the file."""

    lines: list[tuple[int, str]]
    bullets: tuple[BulletText, ...] = ()
    question: str = ""
    picture: tuple[str, str] = ("", "")
    messages: list[Message] = field(default_factory=list)

    def say(self, line: int, code: str, text: str) -> None:
        self.messages.append(Message(line, code, text))

    @property
    def fenced(self) -> list[tuple[str, bool]]:
        return list(fenced_lines("\n".join(text for _, text in self.lines)))

    def trim(self) -> None:
        while self.lines and not self.lines[0][1].strip():
            self.lines.pop(0)
        while self.lines and not self.lines[-1][1].strip():
            self.lines.pop()


def split_story(body: str, first_line: int, is_hero: Callable[[str], bool]) -> StoryParts:
    """Return the parts of `body`, whose first line has the number `first_line` in its file.

    `is_hero` says whether an address in the body is that of the hero picture.
    """
    work = _Body(list(enumerate(with_bare_marks(body).split("\n"), first_line)))
    _take_picture(work, is_hero)
    work.trim()
    known = _take_top(work)
    known = _take_question(work) or known
    if known:
        _drop_rules_at_ends(work)
    _mend_rules(work)
    story = "\n".join(text for _, text in work.lines)
    return StoryParts(story, work.bullets, work.question, *work.picture, tuple(work.messages))


def _take_picture(work: _Body, is_hero: Callable[[str], bool]) -> None:
    """Take the first line that shows the hero picture again and nothing else."""
    for index, (text, outside) in enumerate(work.fenced):
        found = image_in(text.strip())
        if found and outside and is_hero(found[1]):
            work.picture = found[0], found[2]
            after = index + 1
            if _blank(work, index - 1) and _blank(work, after):
                after += 1
            del work.lines[index:after]
            return


def _blank(work: _Body, index: int) -> bool:
    return not 0 <= index < len(work.lines) or not work.lines[index][1].strip()


def _take_top(work: _Body) -> bool:
    """Take the bullets and the heading above the story; tell whether either was there."""
    known = _take_bullets(work)
    start = 0
    while start < len(work.lines) and (
        _blank(work, start) or (known and RULE.fullmatch(work.lines[start][1]))
    ):
        start += 1
    if start < len(work.lines) and STORY.fullmatch(work.lines[start][1].strip()):
        del work.lines[: start + 1]
        known = True
    work.trim()
    return known


def _take_bullets(work: _Body) -> bool:
    if not work.lines or not TLDR.fullmatch(work.lines[0][1].strip()):
        return False
    items, end = _items(work)
    bullets = tuple(_bullet(item) for item in items)
    line = work.lines[0][0]
    if not bullets:
        work.say(line, "no_bullets", "No list follows “TLDR”, so the line stays in the story.")
        return False
    if any(len(b.label) > LABEL_LENGTH or len(b.text) > BULLET_LENGTH for b in bullets):
        limits = f"{LABEL_LENGTH} characters of label or {BULLET_LENGTH:,} of text"
        work.say(line, "bullet_length", f"A bullet has over {limits}: the list stays in the story.")
        return False
    work.bullets = bullets
    del work.lines[:end]
    return True


def _items(work: _Body) -> tuple[list[str], int]:
    """Return the items of the list below the first line, and the index after it.

    A nested list has no home among the bullets: then there are no items.
    """
    items: list[str] = []
    end = index = 1
    margin = _margin(work)
    for index in range(1, len(work.lines)):
        text = work.lines[index][1].removeprefix(margin)
        if not text.strip():
            continue
        if item := ITEM.fullmatch(text):
            items.append(item[1].strip())
        elif items and text[0] in " \t" and not ITEM.match(text.strip()):
            items[-1] += f" {text.strip()}"
        elif items and text[0] in " \t":
            return [], 1
        elif items and not _blank(work, index - 1) and not _begins_a_part(text):
            items[-1] += f" {text.strip()}"
        else:
            break
        end = index + 1
    return items, end


def _margin(work: _Body) -> str:
    """Return the spaces before the first item, three at most: a list may stand indented whole."""
    first = next((text for _, text in work.lines[1:] if text.strip()), "")
    found = MARGIN.match(first)
    return found[0] if found else ""


def _begins_a_part(text: str) -> bool:
    return bool(RULE.fullmatch(text) or text.startswith(("#", "|", "!", ">", "{", "<", "```")))


def _bullet(item: str) -> BulletText:
    lead = BOLD_LEAD.fullmatch(item)
    if lead is None:
        return BulletText("", item)
    return BulletText(lead["label"].strip().rstrip(":").strip(), lead["text"].strip())


def _take_question(work: _Body) -> bool:
    """Take a table of one cell at the very end that puts a question."""
    lines = work.lines
    if not lines or not work.fenced[-1][1]:
        return False
    height = 2 if len(lines) > 1 and CELL_LINE.fullmatch(lines[-1][1].strip()) else 1
    question = _question_in(lines[-height][1].strip())
    above = len(lines) - height - 1
    if not question or not (_blank(work, above) or RULE.fullmatch(lines[above][1])):
        return False
    if len(question) > QUESTION_LENGTH:
        text = f"The closing question has {len(question)} characters, over {QUESTION_LENGTH}: kept."
        work.say(lines[-height][0], "question_length", text)
        return False
    work.question = question
    del lines[-height:]
    work.trim()
    return True


def _question_in(row: str) -> str:
    """Return the only cell of a table's row if it is bold or ends in a question mark."""
    if len(row) < 3 or row[0] != "|" or row[-1] != "|" or BARE_PIPE.search(row[1:-1]):
        return ""
    cell = row[1:-1].strip()
    bold = EMPHASIS.fullmatch(cell)
    words = (bold["text"] if bold else cell).replace("\\|", "|").strip()
    return words if bold or words.endswith("?") else ""


def _drop_rules_at_ends(work: _Body) -> None:
    work.trim()
    while work.lines and RULE.fullmatch(work.lines[0][1]):
        work.lines.pop(0)
        work.trim()
    while work.lines and _ends_in_rule(work):
        work.lines.pop()
        work.trim()


def _ends_in_rule(work: _Body) -> bool:
    """Tell whether the last line is a rule; three hyphens under a text make it a heading."""
    last = work.lines[-1][1]
    return bool(RULE.fullmatch(last)) and (
        last.strip() == "--" or _blank(work, len(work.lines) - 2)
    )


def _mend_rules(work: _Body) -> None:
    """Make a rule of a lone `--`, which Markdown would show as a dash."""
    for index, (text, outside) in enumerate(work.fenced):
        alone = _blank(work, index - 1) and _blank(work, index + 1)
        if text.strip() == "--" and outside and alone:
            number = work.lines[index][0]
            work.lines[index] = number, "---"
            work.say(number, "rule", "The lone “--” was read as a rule between paragraphs.")
