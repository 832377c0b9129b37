"""What is told of a post or page that stays or comes in, and of each of its old addresses."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.urls import reverse

from posts.exchange.errors import ExchangeError
from posts.exchange.record import Message, Outcome, Record, Result
from posts.models import Page, Post, path_of

LEFT_OUT = "left_out_addresses"


def bad_addresses(messages: Iterable[Message]) -> int:
    """Return how many old addresses a reader told of instead of handing them on."""
    return sum(message.code == "bad_address" for message in messages)


def outcome_of(
    record: Record, result: Result, slug: str, messages: Iterable[Message], paths: tuple[str, ...]
) -> Outcome:
    here = reverse("page" if record.is_page else "post", args=[slug])
    quiet = {here, *record.guessed_paths}
    not_needed = sum(path in quiet for path in record.paths if path not in paths)
    told = (record.event.shown, tuple(messages), not_needed)
    return Outcome(record.ref, result, slug, paths, *told)


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
