from collections.abc import Iterator

from posts.editorial.checks import note_problems
from posts.exchange.record import Message, Record
from posts.rendering import outline


def note_messages(record: Record) -> Iterator[Message]:
    """Tell of footnotes as the desk does; raises RenderingError for a story beyond reading."""
    if "[^" not in record.story:
        return  # Parsing takes as long as the rest of an import.
    for mark, text in note_problems(outline(record.story)):
        at = record.raw.find(mark)
        yield Message(record.raw.count("\n", 0, at) + 1 if at >= 0 else None, "note", text)
