"""Each post that came in, looked at as a reader sees it."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Final
from urllib.parse import unquote, urlsplit

from posts.models import Post
from posts.pagecache.key import Key
from posts.static_site.answers import ask
from posts.verification.fault import Fault
from posts.verification.words import Article, lost_words, raw_marks, source_text, words_of

MOST_LOST: Final = 0.01
_READ: Final = ("slug", "import_ref", "raw_original", "version", "imported_version")


def check_posts(site: str) -> Iterator[list[Fault]]:
    """Yield what is wrong with each public post of `site` ("" for all), nothing for most."""
    found = Post.objects.published().exclude(import_ref=None).only(*_READ).order_by("pk")
    for post in found.iterator(chunk_size=200):
        kind, _, rest = str(post.import_ref).partition(":")
        if not site or rest.startswith(f"{site}:"):
            yield list(_faults(post, kind))


def _faults(post: Post, kind: str) -> Iterator[Fault]:
    path = post.get_absolute_url()
    answer = ask(Key(unquote(path), ""))
    if answer.status != HTTPStatus.OK:
        yield Fault(path, "page", f"Its page answers {answer.status}.")
        return
    article = Article(answer.body.decode())
    for address in dict.fromkeys(article.pictures):
        if not _is_there(address):
            yield Fault(path, "picture", f"The picture {address} is not there.")
    for mark in raw_marks(article.prose)[:3]:
        yield Fault(path, "raw_mark", f"Readers see “{mark}”.")
    if post.version == post.imported_version:
        share, words = lost_words(words_of(source_text(kind, post.raw_original)), article.text)
        if share > MOST_LOST:
            text = f"{share:.1%} of its words are lost: {', '.join(words)}."
            yield Fault(path, "words", text)


def _is_there(address: str) -> bool:
    path = urlsplit(address).path
    return not path.startswith("/") or ask(Key(unquote(path), "")).status == HTTPStatus.OK
