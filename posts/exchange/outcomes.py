"""What became of a record, in the words of a report."""

from django.core.exceptions import ValidationError

from posts.exchange.errors import ExchangeError
from posts.exchange.record import Message, Outcome, Record, Result
from posts.models import Page, Post, path_of

LEFT_OUT = "left_out_addresses"


def outcome_of(
    record: Record,
    result: Result,
    slug: str,
    messages: list[Message],
    paths: tuple[str, ...] | None = None,
) -> Outcome:
    urls = record.paths if paths is None else paths
    return Outcome(record.ref, result, slug, urls, record.event.shown, tuple(messages))


def unchanged(record: Record, stored: Post | Page, messages: list[Message]) -> Outcome:
    """Return the outcome of a post that stays, with the addresses it did not get then."""
    lost = stored.import_fields.get(LEFT_OUT, ())
    here = path_of(stored)
    for path in (path for path in record.paths if path in lost and path != here):
        if path not in record.guessed_paths:
            text = f"The old address {path} is left out, as it was before."
            messages.append(Message(None, "address_left_out", text))
    paths = tuple(path for path in record.paths if path not in lost)
    return outcome_of(record, Result.UNCHANGED, stored.slug, messages, paths)


def reason_of(error: Exception) -> tuple[str, str]:
    if isinstance(error, ExchangeError):
        return error.code, error.text
    if isinstance(error, ValidationError):
        return "not_stored", " ".join(error.messages)
    return "not_stored", str(error)
