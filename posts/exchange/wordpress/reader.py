"""The reader of WordPress exports: goes through the files twice, once to know what there is."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path
from typing import Final
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from django.utils import timezone as zones

from posts.exchange.checked import checked, old_path, plain
from posts.exchange.errors import ExchangeError
from posts.exchange.fields import told_language
from posts.exchange.jekyll.publish_dates import read_zone
from posts.exchange.media_index import MediaIndex
from posts.exchange.reader import site_name
from posts.exchange.record import Message, PictureFile, Record, Refusal, Value
from posts.exchange.web_story import WebSite
from posts.exchange.wordpress.content import content_of
from posts.exchange.wordpress.item import KEPT_KEYS, Item, is_draft, number_in
from posts.exchange.wordpress.wxr import read_parts, recognises

TAKEN: Final = ("post", "page")
NOT_TAKEN: Final = {"trash": "in the trash", "auto-draft": "never saved", "inherit": "a revision"}
BASES: Final = ("wp:base_blog_url", "wp:base_site_url", "link")
DESCRIPTIONS: Final = ("_yoast_wpseo_metadesc", "_aioseop_description", "_genesis_description")
QUIET_TERMS: Final = ("category", "post_tag", "tag", "post_format", "language")
_SIZED: Final = re.compile(r"(-\d{1,5}x\d{1,5})(?=\.\w+$)")


@dataclass
class WordPressReader:
    """The posts of one or several files, each post once, in the order in which they stand."""

    paths: Sequence[Path]
    media: MediaIndex
    zone: tzinfo
    url: str = ""
    site: str = ""
    language: str = ""
    hosts: set[str] = field(default_factory=set)
    authors: dict[str, str] = field(default_factory=dict)
    parents: dict[str, tuple[str, str]] = field(default_factory=dict)
    attached: dict[int, tuple[str, str, str]] = field(default_factory=dict)
    children: dict[int, list[int]] = field(default_factory=dict)
    reusable: dict[int, str] = field(default_factory=dict)
    refs: dict[str, int] = field(default_factory=dict)
    others: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    comments: int = 0
    seen: int = 0

    @property
    def left_out(self) -> list[str]:
        no_media = "pictures: no --media was given, so none came in"
        return [
            *([f"{self.comments} × comment"] if self.comments else []),
            *(f"{number} × {what}" for what, number in self.others.items()),
            *([] if self.media.is_given or not self.attached else [no_media]),
            *self.media.left_out,
        ]

    @property
    def files(self) -> Mapping[str, int]:
        others = {f"other: {what}": number for what, number in self.others.items()}
        return {"posts": 0, "pages": 0, **self.known, **others}

    @property
    def pictures(self) -> Collection[Path]:
        return self.media.pictures

    def __len__(self) -> int:
        return self.known["posts"] + self.known["pages"]

    def __iter__(self) -> Iterator[Record | Refusal]:
        site = WebSite(frozenset(self.hosts), self.media, "/uploads/", _names)
        for item in self._posts():
            if isinstance(item, Refusal):
                yield item
                continue
            try:
                yield checked(self._record(item, site), item.line)
            except ExchangeError as error:
                refusal = Message(error.line or item.line, error.code, error.text)
                yield Refusal(_ref(item), refusal, item.messages)

    def scan(self) -> None:
        """Learn what posts refer to; raises ExchangeError for files of two sites."""
        for part in self._parts():
            self.seen += 1
            self.known["posts"] += isinstance(part, Refusal)
            if isinstance(part, Item):
                self._note(part)

    def _posts(self) -> Iterator[Item | Refusal]:
        """Yield each post once, and a refusal for each item that cannot be told apart or read."""
        seen: set[str] = set()
        for part in self._parts():
            if isinstance(part, Refusal):
                yield part
            elif _is_taken(part) and (ref := _ref(part)) not in seen:
                seen.add(ref)
                yield part
            elif _is_taken(part) and self.refs[ref] != _told(part):
                text = "Another before it has its number and another text: the first was taken."
                yield Refusal(f"{ref}:line {part.line}", Message(part.line, "twice", text))

    def _parts(self) -> Iterator[Item | Refusal]:
        for path in self.paths:
            for part in read_parts(path):
                if isinstance(part, ExchangeError):
                    message = Message(part.line, part.code, part.text)
                    yield Refusal(f"wordpress:{path.name}:{part.line}", message)
                elif part.element.tag == "channel":
                    self._learn(part.element, path)
                else:
                    yield Item(part.element, part.line, part.messages)

    def _learn(self, head: Element, path: Path) -> None:
        texts = {each.tag: (each.text or "").strip() for each in head}
        url = next((texts[tag] for tag in BASES if texts.get(tag)), "").rstrip("/")
        if self.url and url != self.url:
            text = f"{path} is of {url}, the one before of {self.url}: import one site at a time."
            raise ExchangeError("sites", text)
        self.url, self.language = url, texts.get("language", "")
        self.hosts |= set(_hosts(texts.get(tag, "") for tag in BASES))
        for each in head:
            parts = {part.tag: (part.text or "").strip() for part in each}
            if each.tag == "wp:author":
                name = parts.get("wp:author_display_name") or parts.get("wp:author_login", "")
                self.authors[parts.get("wp:author_login", "")] = name
            elif each.tag == "wp:category":
                above = parts.get("wp:category_parent", "")
                slug = parts.get("wp:category_nicename", "")
                self.parents[slug] = parts.get("wp:cat_name", ""), above

    def _note(self, item: Item) -> None:
        kind, status = item.text("wp:post_type"), item.text("wp:status")
        self.comments += sum(each.tag == "wp:comment" for each in item.element)
        if kind == "attachment" and (address := item.text("wp:attachment_url")):
            words = item.meta("_wp_attachment_image_alt"), plain(item.text("excerpt:encoded"))
            self.attached[item.number] = address, *words
            self.known["attachments"] += 1
            self.hosts |= set(_hosts([address]))
            self.children.setdefault(number_in(item.text("wp:post_parent")), []).append(item.number)
        elif status in NOT_TAKEN:
            self.others[f"{kind} {NOT_TAKEN[status]}"] += 1
        elif kind == "wp_block":
            self.reusable[item.number] = item.text("content:encoded")
            self.known["reusable blocks"] += 1
        elif kind not in TAKEN:
            self.others[kind or "item without a type"] += 1
        elif _ref(item) not in self.refs:
            self.refs[_ref(item)] = _told(item)
            self.known[f"{kind}s"] += 1
        elif self.refs[_ref(item)] == _told(item):
            self.others[f"{kind} that stands there twice"] += 1
        else:
            self.known["posts"] += 1  # which is refused

    def _record(self, item: Item, site: WebSite) -> Record:
        said = [*item.messages]
        children = tuple(self.children.get(item.number, ())) if item.number else ()
        text, told = content_of(item, self.attached.get, children, self.reusable)
        said += told
        at = item.instant(self.zone)
        hidden = is_draft(item, at, said)
        author = self._author(item)
        own = "" if hidden or "?" in item.text("link") else old_path(item.text("link"))
        terms = item.terms
        story, pictures = site.story(text, item.line, said)
        languages = [(slug, item.line) for domain, slug, _ in terms if domain == "language"]
        return Record(
            ref=_ref(item),
            raw=item.original(author),
            title=plain(item.text("title")),
            slug=item.text("wp:post_name"),
            story=story,
            description=plain(item.text("excerpt:encoded") or item.meta(*DESCRIPTIONS)),
            is_draft=hidden,
            publish_at=at,
            feed_id=item.text("guid"),
            language=told_language([*languages, (self.language, None)], said),
            categories=tuple(self._categories(terms)),
            tags=tuple(name for domain, _, name in terms if domain in ("post_tag", "tag")),
            old_paths=(own,),
            listed_paths=tuple(_moved(own, item.metas.get("_wp_old_slug", ()))),
            hero=self._hero(item, site, said),
            story_pictures=pictures,
            import_fields=_fields(item, author, terms, said),
            messages=tuple(said),
            is_page=item.text("wp:post_type") == "page",
        )

    def _author(self, item: Item) -> str:
        login = item.text("dc:creator")
        return (self.authors.get(login) or login).partition("@")[0]

    def _hero(self, item: Item, site: WebSite, said: list[Message]) -> PictureFile | None:
        number = number_in(item.meta("_thumbnail_id"))
        if number and number not in self.attached:
            text = f"The featured image {number} is not in the export: export “All content”."
            said.append(Message(item.line, "missing_picture", text))
        address, alt, caption = self.attached.get(number, ("", "", ""))
        return site.hero(address, {"alt": alt, "caption": caption}, item.line, said)

    def _categories(self, terms: Sequence[tuple[str, str, str]]) -> Iterator[str]:
        """Yield each category after those it lies in, as its post showed on their pages."""
        for domain, slug, name in terms:
            if domain != "category" or slug == "uncategorized":
                continue
            above: list[str] = []
            _, parent = self.parents.get(slug, ("", ""))
            while parent in self.parents and self.parents[parent][0] not in above:
                above.insert(0, self.parents[parent][0])
                parent = self.parents[parent][1]
            yield from (*above, name)


def open_wordpress(
    paths: Sequence[Path], *, media: Path | None = None, timezone: str = "", site: str = ""
) -> WordPressReader:
    """Return the reader of the exports at `paths`; raises ExchangeError if they are none.

    `timezone` is that of the old site, which its export does not tell; `site` what to call it.
    """
    for path in paths:
        if not path.is_file():
            raise ExchangeError("missing", f"There is no file at {path}.")
        if not recognises(path):
            text = f"{path} is no export of WordPress: import_posts guess says what it is."
            raise ExchangeError("other_kind", text)
    zone = read_zone(timezone) if timezone else zones.get_default_timezone()
    reader = WordPressReader(paths, MediaIndex(media), zone)
    reader.scan()
    reader.site = site_name(site, reader.url, Path(paths[0].stem))
    if not reader.known["posts"]:
        raise ExchangeError("no_posts", f"There are no posts in {', '.join(map(str, paths))}.")
    return reader


def _ref(item: Item) -> str:
    return f"wordpress:{item.number or item.text('guid') or f'line {item.line}'}"


def _told(item: Item) -> int:
    return hash((item.text("title"), item.text("content:encoded")))


def _is_taken(item: Item) -> bool:
    return item.text("wp:post_type") in TAKEN and item.text("wp:status") not in NOT_TAKEN


def _fields(
    item: Item, author: str, terms: Sequence[tuple[str, str, str]], said: list[Message]
) -> dict[str, Value]:
    """Return what has no column here, each named once to the operator."""
    kept: dict[str, Value] = {
        key: values[0] if len(values) == 1 else list(values)
        for key, values in item.metas.items()
        if key not in KEPT_KEYS and key != "footnotes"
    }
    for domain, _, name in terms:
        if domain not in QUIET_TERMS:
            among = kept.setdefault(domain, [])
            among.append(name) if isinstance(among, list) else None
    said += [Message(item.line, "unknown_field", f"“{x}” is kept and not shown.") for x in kept]
    return {"author": author, "fields": kept}


def _moved(own: str, slugs: Sequence[str]) -> Iterator[str]:
    """Yield the address the post had under each of its earlier names."""
    last = own.rstrip("/").rpartition("/")[2]
    for slug in slugs if last else ():
        yield unquote(slug).join(own.rsplit(last, 1))


def _names(tail: str) -> tuple[str, ...]:
    """Return the original of a picture that WordPress made smaller, and the picture itself."""
    plain = _SIZED.sub("", tail := tail.removeprefix("/files/"))
    return tuple(dict.fromkeys((plain, re.sub(r"(\.\w+)$", r"-scaled\1", plain), tail)))


def _hosts(addresses: Iterable[str]) -> Iterator[str]:
    for address in addresses:
        if host := re.match(r"https?://(?:www\.)?([^/?#\s]+)", address):
            yield from (host[1], f"www.{host[1]}")
