"""What is looked at before readers see a post: what blocks, and what is only advised."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote

from django.utils import timezone

from posts.dates import HistoricalDateError, parse
from posts.editorial.alt_text import alt_problem
from posts.editorial.errors import EditorialError
from posts.editorial.findings import Finding, Level
from posts.editorial.snapshot import Content, DossierSnapshot, PageSnapshot, Snapshot
from posts.editorial.source_checks import source_findings
from posts.editorial.works import Work
from posts.images.addresses import pictures_in
from posts.models import Image, Post, Redirect, is_reserved, slug_at
from posts.rendering import Outline, RenderingError, link_problem, outline

SNIPPET_LENGTH = 160
RECENT = timedelta(days=60)
FAR = 14  # days between the day of the year that is remembered and the day of publishing


class ChecksFailed(EditorialError):
    """A post that may not be published as it is; `findings` block it."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(" ".join(finding.text for finding in findings))
        self.findings = findings


@dataclass(frozen=True)
class Case:
    """A post under examination: its text, its parsed story, its pictures, its publish time.

    Of a dossier the story is one of its sections.
    """

    post: Work | None
    content: Any
    story: Outline
    pictures: dict[str, Image]
    hero: Image | None
    at: datetime


def check(
    post: Work | None,
    content: Content,
    *,
    at: datetime | None = None,
    images: dict[str, Image] | None = None,
) -> list[Finding]:
    """Return what is found in `content`, what blocks first, in five queries or less.

    `at` is the publish time (aware; default now), `images` are those of `pictures_in`, if known.
    """
    key = content.hero.key if content.hero else None
    pictures = pictures_in(content.prose, key) if images is None else images
    hero = next((image for image in pictures.values() if image.pk == key), None)
    found = list(_of_fields(content) if isinstance(content, Snapshot) else _of_words(content))
    stories: list[tuple[str, Outline]] = []
    for field, text, looks in _looks_at(content):
        try:
            story = outline(text)
        except RenderingError as error:
            found.append(Finding("story", Level.ALWAYS, str(error), field))
            continue
        stories.append((field, story))
        case = Case(post, content, story, pictures, hero, at or timezone.now())
        told = (finding for look in looks for finding in look(case))
        found += [replace(f, field=field) if f.field == "story" else f for f in told]
    if not isinstance(content, PageSnapshot):  # A page of the site cites nothing.
        found += source_findings(content, stories)
    return sorted(found, key=lambda finding: list(Level).index(finding.level))


def blocking_words(post: Work, content: Content) -> str:
    """Return what keeps a stored `post` from being published with `content`; '' for nothing."""
    found = check(post, content, at=post.publish_at)
    return " ".join(finding.text for finding in found if finding.is_blocking)


def _looks_at(content: Content) -> Iterator[tuple[str, str, Iterable[Any]]]:
    """Yield the form's field of each text in Markdown, the text, and how it is looked at."""
    if isinstance(content, DossierSnapshot):
        yield "hero", "", [_hero_words]
        for number, section in enumerate(content.sections):
            yield f"sections-{number}-text", section.text, OF_SECTIONS
    else:
        yield "story", content.prose, LOOKS if isinstance(content, Snapshot) else OF_SECTIONS


def _of_words(content: Content) -> Iterator[Finding]:
    noun = "dossier" if isinstance(content, DossierSnapshot) else "page"
    if not content.title:
        yield Finding("title", Level.ALWAYS, f"Give the {noun} a title.", "title")
    if not content.description:
        text = "Write a description: lists, feeds and search engines show it."
        yield Finding("description", Level.ADVICE, text, "description")


def unread_stories(content: DossierSnapshot) -> list[Finding]:
    """Advise of the stories in a dossier that no reader sees yet, in one query."""
    keys = [each.key for each in content.posts]
    public = set(Post.objects.published().filter(pk__in=keys).values_list("pk", flat=True))
    if not (names := [f"“{each.name}”" for each in content.posts if each.key not in public]):
        return []
    words = f"Not yet published, and unseen here until then: {', '.join(names)}."
    return [Finding("unread_story", Level.ADVICE, words, "posts")]


def require_publishable(
    post: Work, content: Content, *, at: datetime | None = None, reason: str = ""
) -> list[str]:
    """Return the texts of blocking findings that `reason` sets aside.

    Raises ChecksFailed for those without a reason, or that no reason can set aside.
    """
    blocking = [finding for finding in check(post, content, at=at) if finding.is_blocking]
    always = [finding for finding in blocking if finding.level is Level.ALWAYS]
    if always or (blocking and not reason.strip()):
        raise ChecksFailed(blocking if not reason.strip() else always)
    return [finding.text for finding in blocking]


def _of_fields(content: Snapshot) -> Iterator[Finding]:
    if not content.title:
        yield Finding("title", Level.ALWAYS, "Give the post a title.", "title")
    if not content.description:
        text = "Write a description: lists, feeds and search engines show it."
        yield Finding("description", Level.BLOCKS, text, "description")
    if len(content.description) > SNIPPET_LENGTH:
        text = (
            f"The description has {len(content.description)} characters; search engines show "
            f"about {SNIPPET_LENGTH}. All of it is kept."
        )
        yield Finding("long_description", Level.ADVICE, text, "description")
    if not content.event_input and not content.undated:
        text = "Give the event date, or mark the post as having none."
        yield Finding("event_date", Level.BLOCKS, text, "event_input")
    if not content.citations:
        yield Finding("source", Level.ADVICE, "No source is given.", "citations")


def _hero_words(case: Case) -> Iterator[Finding]:
    if case.hero is None or case.hero.decorative:
        return
    if problem := _wanting(case, case.hero, case.hero.alt):
        yield Finding("hero_alt", Level.BLOCKS, f"The hero picture: {problem}", "hero")


def _story_words(case: Case) -> Iterator[Finding]:
    for number, shown in enumerate(case.story.pictures, 1):
        image = case.pictures.get(unquote(shown.src))
        if image is None and not shown.src.startswith(("http://", "https://")):
            text = (
                f"Picture {number} of the story ({shown.src or 'no address'}) is not here. "
                "Add it again, or take it out."
            )
            yield Finding("missing_picture", Level.BLOCKS, text, "story")
        elif image and not shown.alt and image.decorative:
            continue
        elif problem := _wanting(case, image, shown.alt or (image.alt if image else "")):
            yield Finding("story_alt", Level.BLOCKS, f"Picture {number}: {problem}", "story")


def _wanting(case: Case, image: Image | None, alt: str) -> str:
    """Return why `alt` will not do for a picture of this post; '' if it will."""
    if not alt:
        return "describe it for those who cannot see it, or mark it as decorative."
    names = [image.original_name, str(image.file)] if image else []
    return alt_problem(alt, file_names=names, titles=[case.content.title])


def _empty_links(case: Case) -> Iterator[Finding]:
    for link in case.story.links:
        if not link.address or link.address == "#":
            text = f"The link “{link.words or '[]()'}” leads nowhere. Give it an address."
            yield Finding("empty_link", Level.BLOCKS, text, "story")
        elif not link.words:
            text = f"The link to {link.address} has no words. Write some between its brackets."
            yield Finding("empty_link", Level.BLOCKS, text, "story")


def _outer_links(case: Case) -> Iterator[Finding]:
    for link in case.story.links:
        if link.address.strip("#") and (why := link_problem(link.address, case.story.anchors)):
            text = f"The link “{link.words}” to {unquote(link.address)} leads nowhere: it {why}."
            yield Finding("link", Level.BLOCKS, text, "story")


def _notes(case: Case) -> Iterator[Finding]:
    for _, text in note_problems(case.story):
        yield Finding("note", Level.BLOCKS, text, "story")


def note_problems(story: Outline) -> Iterator[tuple[str, str]]:
    """Yield the mark of each note that lacks its text or its call, and what is wrong with it."""
    for name in story.unwritten:
        mark = f"[^{name}]"
        yield mark, f"The note {mark} is called and not written: add a line “{mark}: …”."
    for name in story.uncalled:
        mark = f"[^{name}]"
        yield (
            f"{mark}:",
            f"The note {mark} is written and nowhere called, so that nobody would see it.",
        )


def _inner_links(case: Case) -> Iterator[Finding]:
    paths = {
        link.address: link.address.partition("#")[0].partition("?")[0]
        for link in case.story.links
        if link.address.startswith("/") and not link.address.startswith("//")
    }
    lead_nowhere = set(paths.values()) - _known(set(paths.values()))
    for address, path in paths.items():
        if path in lead_nowhere:
            text = f"No page of this site has the address {address}."
            yield Finding("broken_link", Level.ADVICE, text, "story")


def _known(paths: set[str]) -> set[str]:
    """Return those of `paths` that lead somewhere, now or by an old address, in two queries."""
    slugs = {path: slug for path in paths if (slug := slug_at(path, "post"))}
    public = Post.objects.published().values_list("slug", flat=True)
    there = set(public.filter(slug__in=slugs.values()))
    known = {p for p in paths if (slugs[p] in there if p in slugs else is_reserved(p))}
    return known | Redirect.objects.by_paths(paths - known).keys()


def _heading_order(case: Case) -> Iterator[Finding]:
    above = 1
    for level, words in case.story.headings:
        level = max(level, 2)  # The title is the page's only first, so # and ## stand alike.
        if level > above + 1:
            text = (
                f"The heading “{words}” skips a level: it stands {level - above} below what "
                f"comes before it. Write {'#' * (above + 1)} instead of {'#' * level}."
            )
            yield Finding("heading_order", Level.ADVICE, text, "story")
        above = level


def _used_lately(case: Case) -> Iterator[Finding]:
    places = {image.pk: "story" for image in case.pictures.values()}
    if case.hero:
        places[case.hero.pk] = "hero"
    if not places:
        return
    others = Post.objects.published().filter(publish_at__gte=case.at - RECENT).showing(places)
    if case.post and case.post.pk:
        others = others.exclude(pk=case.post.pk)
    if other := others.newest().for_links().first():
        text = f"“{other.title}” has shown the same picture within {RECENT.days} days."
        field = places.get(other.hero_id or 0) or next(iter(places.values()))
        yield Finding("same_picture", Level.ADVICE, text, field)


def _far_from_its_day(case: Case) -> Iterator[Finding]:
    content = case.content
    if not content.event_input:
        return
    is_out = case.post is not None and case.post.is_public  # It waits for no day any more.
    try:
        value = parse(content.event_input, content.calendar_choice)
        keys = value.anniversaries(content.anniversary_rule)
    except HistoricalDateError as error:
        yield Finding("event_date", Level.ALWAYS, str(error), "event_input")
        return
    days = [key.month_day for key in keys if not key.is_alt]
    local = timezone.localtime(case.at)
    if days and not is_out and min(_days_between(day, local) for day in days) > FAR:
        text = "The event day is far from the publish day: it could wait for its anniversary."
        yield Finding("far_from_day", Level.ADVICE, text, "publish_at")


def _days_between(month_day: int, moment: datetime) -> int:
    """Return the days from `moment` to the nearest return of 527, 27 May, either way."""
    month, day = divmod(month_day, 100)
    day = min(day, 28) if month == 2 else day
    around = (moment.replace(year=moment.year + n, month=month, day=day) for n in (-1, 0, 1))
    return min(abs((there - moment).days) for there in around)


LOOKS: tuple[Callable[[Any], Iterator[Finding]], ...] = (
    *(_hero_words, _story_words, _empty_links, _outer_links, _inner_links, _notes),
    *(_heading_order, _used_lately, _far_from_its_day),
)
OF_SECTIONS = (_story_words, _empty_links, _outer_links, _inner_links, _notes)
