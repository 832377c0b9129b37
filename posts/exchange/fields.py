"""The fields of a front matter, read for what they mean; each refusal names the field's line."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from django.conf.locale import LANG_INFO

from posts.exchange.errors import ExchangeError
from posts.exchange.record import Message, Value, site_language
from posts.languages import language_code
from posts.rendering import RenderingError, clean_line

FALSE: Final = frozenset({"false", "no", "off", "n", "0"})
TRUE: Final = frozenset({"true", "yes", "on", "y", "1"})
LANGUAGES: Final = frozenset(code for code in LANG_INFO if "-" not in code)
LANGUAGE_FIELDS: Final = ("lang", "language", "locale")


@dataclass
class Fields:
    """Values by name, read one by one; `unread()` is what nobody asked for."""

    values: dict[str, Value]
    lines: dict[str, int]
    messages: list[Message] = field(default_factory=list)
    _read: set[str] = field(default_factory=set)

    def line(self, name: str) -> int | None:
        return self.lines.get(name)

    def say(self, name: str, code: str, text: str) -> None:
        self.messages.append(Message(self.line(name), code, text))

    def refusal(self, name: str, code: str, text: str) -> ExchangeError:
        return ExchangeError(code, text, self.line(name))

    def value(self, name: str) -> Value:
        self._read.add(name)
        return self.values.get(name, "")

    def language(self, otherwise: str) -> str:
        """Return the code of a language that a field tells; what is none stays unread."""
        written = [
            (value, self.line(name))
            for name in LANGUAGE_FIELDS
            if isinstance(value := self.values.get(name), str)
        ]
        self._read |= {name for name in LANGUAGE_FIELDS if language_code(self.values.get(name))}
        return told_language(written, self.messages, otherwise)

    def unread(self) -> dict[str, Value]:
        return {name: value for name, value in self.values.items() if name not in self._read}

    def kept(self, quiet: Collection[str]) -> dict[str, Value]:
        """Return `unread()`, having named each but the `quiet` ones to the operator."""
        unread = self.unread()
        for name in sorted(unread.keys() - quiet):
            self.say(name, "unknown_field", f"“{name}” is kept with the post and not shown.")
        return unread

    def prose(self, name: str, limit: int) -> str:
        """Return the text of a field; raises ExchangeError for a list or too long a text."""
        value = self.value(name)
        if not isinstance(value, str):
            raise self.refusal(name, "not_text", f"“{name}” is not a text.")
        return self._within(name, value.strip(), limit)

    def text(self, name: str, limit: int) -> str:
        """Return the one line of a field."""
        return self.one_line(name, self.prose(name, 10 * limit), limit)

    def one_line(self, name: str, value: str, limit: int) -> str:
        """Return `value`, which stands somewhere in the field, as one clean line."""
        try:
            return self._within(name, clean_line(value), limit)
        except RenderingError as error:
            raise self.refusal(name, "character", f"{name}: {error}") from error

    def _within(self, name: str, value: str, limit: int) -> str:
        if len(value) > limit:
            text = f"“{name}” has {len(value):,} characters; the most is {limit:,}. Shorten it."
            raise self.refusal(name, "too_long", text)
        return value

    def names(
        self, name: str, limit: int, *, spaced: bool = True, commas: bool = False
    ) -> tuple[str, ...]:
        """Return the items of a list, those of lists in it too.

        A plain string is split at its commas if it may have `commas`, else at its spaces if it is
        `spaced`.
        """
        value = self.value(name)
        if isinstance(value, str):
            at_commas = commas and "," in value
            items: list[Value] = [*(value.split("," if at_commas else None))]
            items = items if spaced or at_commas else [value]
        elif isinstance(value, list):
            items = list(_flat(value))
        else:
            raise self.refusal(name, "not_text", f"“{name}” is neither a text nor a list.")
        names = [self.one_line(name, self._item(name, item), limit) for item in items]
        return tuple(dict.fromkeys(each for each in names if each))

    def _item(self, name: str, item: Value) -> str:
        if not isinstance(item, str):
            raise self.refusal(name, "not_text", f"“{name}” holds something that is not a text.")
        return item

    def boolean(self, name: str, default: bool) -> bool:
        value = self.prose(name, 100).lower()
        if not value:
            return default
        if value not in TRUE | FALSE:
            self.say(name, "truth", f"“{name}” is neither true nor false; read as {default}.")
            return default
        return value in TRUE

    def choice(self, name: str, choices: tuple[str, ...], default: str) -> str:
        value = self.text(name, 100) or default
        if value not in choices:
            accepted = ", ".join(choices)
            raise self.refusal(name, "choice", f"{name}: “{value}” is none of {accepted}.")
        return value


def _flat(values: list[Value]) -> Iterator[Value]:
    for each in values:
        yield from _flat(each) if isinstance(each, list) else (each,)


def told_language(
    written: Iterable[tuple[str, int | None]], said: list[Message], otherwise: str = ""
) -> str:
    """Return the first code of what is `written`, each with its line, `otherwise` the site's."""
    texts = [(text, line) for text, line in written if text.strip()]
    codes = filter(None, (language_code(text) for text, _ in texts))
    found = next(codes, otherwise) or site_language()
    why = f"is no language code, as de or fr-CH are: read as {found}."
    said += [Message(at, "language", f"“{x}” {why}") for x, at in texts if not language_code(x)]
    return found


def slug_words(text: str) -> str:
    """Return `text` with hyphens for what would join two words if it were merely left out."""
    return re.sub(r"[^\w]+", "-", text).strip("-")
