"""What comes before a save: text of an older version is laid beside what is stored by now."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict

from posts.desk.form import WritingForm
from posts.desk.form_data import with_fields
from posts.desk.forms import form_of
from posts.editorial.compare import ThreeWay, label_of, three_way
from posts.editorial.revisions import at_version
from posts.editorial.roles import Visitor, person_name, told_to
from posts.editorial.save import Draft
from posts.editorial.snapshot import Content, Snapshot
from posts.editorial.three_way import differing, rebased, shown_links, with_links
from posts.editorial.works import Work
from posts.keys import as_number
from posts.models import Revision


@dataclass(frozen=True)
class Conflict:
    """Text written on an older version than the stored one.

    `clashes` are the fields that both changed; of those that only the other changed, named in
    `taken`, the form has theirs already. `latest` tells who saved; None if it was not at the desk.
    """

    clashes: list[ThreeWay]
    taken: list[str]
    latest: Revision | None
    knows_base: bool
    is_resolved: bool = False


@dataclass(frozen=True)
class Prepared:
    """The form as it is to be saved or shown, and why it may not be saved as it is."""

    form: WritingForm
    notice: str = ""
    conflict: Conflict | None = None


def prepare(
    data: QueryDict, post: Work, draft: Draft | None, *, user: Visitor, notice: str = ""
) -> Prepared:
    """Return the form of `data`, laid beside `draft`; nothing is stored here."""
    form = form_of(post, data, user=user, draft=draft)
    if draft is None:
        return Prepared(form, notice)
    if "_take" in data:
        return _take(form, draft)
    if data.get("version", "") == str(draft.version):
        return Prepared(form, notice)
    return _rebased(form, draft, notice)


def typed_links(form: WritingForm, content: Any) -> Any:
    """Return `content`, as it was typed, with links that came or went on the other side."""
    now = form.content
    if not isinstance(content, Snapshot) or not isinstance(now, Snapshot):
        return content
    shown = shown_links(str(form["links_shown"].data or ""), (now, content))
    return with_links(content, shown=shown, now=now)


def _rebased(form: WritingForm, draft: Draft, notice: str) -> Prepared:
    """Bring what was typed onto the stored version, as far as nobody has to choose."""
    opened = form.data.get("version", "")
    base = at_version(form.post, as_number(opened))
    mine = typed_links(form, form.typed)
    whole, open_fields = rebased(base, theirs=draft.content, mine=mine)
    taken = differing(whole, mine)
    data = with_fields(form, whole, taken)
    data["version"], data["base_version"] = str(draft.version), opened
    data["open_fields"] = " ".join(open_fields)
    conflict = _conflict(form, draft, base, mine, open_fields)
    conflict = replace(conflict, taken=[label_of(name) for name in taken])
    return Prepared(form_of(form.post, data, user=form.user, draft=draft), notice, conflict)


def _take(form: WritingForm, draft: Draft) -> Prepared:
    """Settle one field of a conflict, "story:theirs", "story:base" or "story:mine"."""
    names = form.content.names()
    field, _, side = form.data.get("_take", "").partition(":")
    base = at_version(form.post, as_number(form.data.get("base_version", "")))
    source = {"theirs": draft.content, "base": base}.get(side)
    data = with_fields(form, source or draft.content, [field] if source and field in names else [])
    left = [n for n in data.get("open_fields", "").split() if n in names and n != field]
    data["open_fields"] = " ".join(left)
    form = form_of(form.post, data, user=form.user, draft=draft)
    conflict = replace(_conflict(form, draft, base, form.typed, left), is_resolved=not left)
    return Prepared(form, "", conflict)


def _conflict(
    form: WritingForm, draft: Draft, base: Content | None, mine: Content, fields: list[str]
) -> Conflict:
    """Return it as the user of `form` may be told of it."""
    theirs, mine = (told_to(form.user, each) for each in (draft.content, mine))
    was = told_to(form.user, base) if base else None
    rows: Any = form.post.revisions
    latest = rows.for_lists().filter(version=draft.version).first()
    clashes = three_way(was, theirs=theirs, mine=mine, fields=fields)
    return Conflict(clashes, [], latest, knows_base=base is not None)


def conflict_words(conflict: Conflict, noun: str) -> str:
    """Return what the form of a `noun` says above itself."""
    if conflict.is_resolved:
        return "All is settled: read it once more and save."
    who = person_name(conflict.latest.by) if conflict.latest else "Somebody"
    return (
        f"{who} saved this {noun} after you opened it, so nothing was overwritten. All you typed "
        "is below. Choose where both of you changed the same, then save."
    )
