"""Posts as the folder of a Jekyll site: what came in and was not edited leaves byte for byte."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote

from django.db import transaction

from posts.editorial.snapshot_io import snapshot_of
from posts.exchange.errors import ExchangeError
from posts.exchange.jekyll import open_jekyll
from posts.exchange.jekyll.site import DATED_NAME
from posts.exchange.out.edited import Edited
from posts.exchange.out.front_matter import address_of_picture, dumped
from posts.exchange.reader import Options
from posts.exchange.record import Refusal
from posts.exchange.story_pictures import replace_addresses
from posts.images.addresses import pictures_in
from posts.models import Image, Page, Post

KIND: Final = "jekyll"
SOURCES: Final = ("_posts", "_drafts")


@dataclass
class JekyllFolder:
    """A folder being written; `faults` names what Jekyll's reader would not take back."""

    root: Path
    written: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    _pictures: set[Path] = field(default_factory=set)

    def write(self, posts: Iterator[Post]) -> Iterator[Post]:
        """Write the posts one after the other, and yield each that is written."""
        for post in posts:
            content = snapshot_of(post)
            images = pictures_in(content.story, content.hero.key if content.hero else None)
            self._write_pictures(images)
            file = self._file_of(post)
            if not post.import_ref or not post.import_ref.startswith(f"{KIND}:"):
                self._put(file, Edited(self.root, file, post, content, images).whole())
            else:
                self._put(file, post.raw_original)
                if post.version != post.imported_version:
                    with transaction.atomic():  # What the reader would make anew is not kept.
                        edited = Edited(self.root, file, post, content, images)
                        text = edited.text()
                        transaction.set_rollback(True)
                    self._put(file, text)
            self.written[file] = str(post)
            yield post

    def write_pages(self) -> None:
        """Write the pages of the site beside the folders of posts."""
        for page in Page.objects.order_by("pk"):
            images = pictures_in(page.story)
            self._write_pictures(images)
            came = _came(page)
            is_as_it_came = came and page.version == page.imported_version
            file = came or f"{page.slug}.md"
            self._put(file, page.raw_original if is_as_it_came else page_text(page, images))
            self.written[file] = str(page)

    def finish(self) -> None:
        """Read all back: name what is refused, and take away pictures that no post asks for."""
        used: set[Path] = set()
        for item in open_jekyll(Options((self.root,))) if self.written else ():
            if isinstance(item, Refusal):
                self.faults.append(f"{item.ref}:{item.message.line or ''} {item.message.text}")
                continue
            shown = [each.picture for each in item.story_pictures]
            used |= {each.path for each in (*shown, *([item.hero] if item.hero else []))}
        root = self.root.resolve()
        for path in {path.resolve() for path in self._pictures} - used:
            path.unlink(missing_ok=True)
            for folder in path.parents:
                if folder == root or any(folder.iterdir()):
                    break
                folder.rmdir()

    def _put(self, file: str, text: str) -> None:
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())

    def _write_pictures(self, images: dict[str, Image]) -> None:
        """Write each at its addresses of before, also below the site's own folder on its server."""
        for image in {image.pk: image for image in images.values()}.values():
            moved = image.redirects.values_list("path", flat=True)
            paths = {unquote(address_of_picture(image)), *moved}
            paths |= {f"/{path.lstrip('/').partition('/')[2]}" for path in paths}
            for path in paths:
                target = self.root / path.lstrip("/")
                if path == "/" or ".." in target.parts or target in self._pictures:
                    continue
                target.parent.mkdir(parents=True, exist_ok=True)
                with image.file.open("rb") as stream:
                    target.write_bytes(stream.read())
                self._pictures.add(target)

    def _file_of(self, post: Post) -> str:
        """Return where the post came from, else a name that begins with its day."""
        came = _came(post)
        if came:
            known = set(PurePosixPath(came).parts) & set(SOURCES)
            return came if known else f"_posts/{came}"
        if post.publish_at is None:
            dated = "draft-" if DATED_NAME.fullmatch(post.slug) else ""
            return f"_drafts/{dated}{post.slug}.md"
        return f"_posts/{post.publish_at:%Y-%m-%d}-{post.slug}.md"


def _came(row: Post | Page) -> str:
    """Return where in a folder of Jekyll the row came from, "" if it came from none."""
    kind, _, rest = (row.import_ref or "").partition(":")
    came = rest.partition(":")[2]  # behind the name of its site
    return came if kind == KIND and ".." not in PurePosixPath(came).parts else ""


def page_text(page: Page, images: dict[str, Image]) -> str:
    """Return the file of a page that was made, or edited, here."""
    theirs = {address: address_of_picture(image) for address, image in images.items()}
    fields = {
        "title": page.title,
        "description": page.description,
        "lang": page.language,
        "permalink": page.get_absolute_url(),
        "published": page.status == Page.Status.APPROVED,
    }
    left = {"description": "", "published": True}
    told = {name: value for name, value in fields.items() if left.get(name) != value}
    return f"---\n{dumped(told)}---\n{replace_addresses(page.story, theirs)}\n"


def export(folder: Path, posts: Iterator[Post]) -> Iterator[Post | list[str]]:
    """Write the posts into `folder`, which is there once it is whole; yield each, then the faults.

    Raises ExchangeError for a folder that holds something.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        text = f"{folder} holds something already. Name a new or an empty folder."
        raise ExchangeError("not_empty", text)
    unfinished = folder.with_name(f"{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    writing = JekyllFolder(unfinished)
    yield from writing.write(posts)
    writing.write_pages()
    writing.finish()
    if folder.exists():
        folder.rmdir()
    unfinished.replace(folder)
    yield writing.faults
