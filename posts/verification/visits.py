"""Old addresses, asked for as their readers ask."""

from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import Final
from urllib.parse import unquote, urlsplit

from posts.models import Post, Redirect, forms_of
from posts.pagecache.key import Key
from posts.static_site.answers import ask
from posts.verification.fault import Fault

MOVED: Final = (HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT)


def check_addresses(addresses: Iterable[tuple[str, str]]) -> Iterator[list[Fault]]:
    """Yield what is wrong with each address: it, and its usual forms, lead on in one step."""
    for path, query in addresses:
        decoded = unquote(path)
        forms = (decoded,) if query else forms_of(decoded)
        told = ((form, _visited(form, query)) for form in forms)
        bad = [(form, why) for form, (_, why) in told if why]
        shown = f"{path}?{query}" if query else path
        yield [Fault(shown, "address", f"{form} {why}.") for form, why in bad[:1]]


def _visited(path: str, query: str) -> tuple[str, str]:
    """Return where `path` leads, and what is wrong with the way."""
    answer = ask(Key(path, query))
    if answer.status == HTTPStatus.OK:
        return path, ""
    if answer.status not in MOVED:
        return path, f"answers {answer.status}"
    target = unquote(urlsplit(answer.location).path)
    after = ask(Key(target, urlsplit(answer.location).query)).status
    if after != HTTPStatus.OK:
        return target, f"leads to {target}, which answers {after}"
    rows = Redirect.objects.for_following().by_path(path)
    meant = next((row.post for row in rows.values() if row.post), None)
    if meant and unquote(meant.get_absolute_url()) != target:
        return target, f"leads to {target}, and means “{meant}”"
    return target, ""


def check_entries(entries: Iterable[tuple[str, str]]) -> Iterator[list[Fault]]:
    """Yield each entry of a feed that would come up as new: its post has another id here."""
    for address, entry_id in entries:
        target, why = _visited(unquote(urlsplit(address).path), "")
        slug = target.removeprefix("/posts/").strip("/")
        post = None if why else Post.objects.filter(slug=slug).only("feed_id").first()
        if post and post.feed_id != entry_id:
            text = f"Its feed had the id {entry_id}, and has {post.feed_id} now."
            yield [Fault(address, "feed_id", text)]
        else:
            yield []
