"""What comes before a save: text of an older version is laid beside what is stored by now."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict

from posts.admin.requests import person
from posts.admin.steps import STEP_BUTTONS
from posts.admin.typed import draft_shown, put, shown_links, typed_snapshot
from posts.editorial.autosave import slot_of
from posts.editorial.compare import ThreeWay, label_of, three_way
from posts.editorial.revisions import at_version
from posts.editorial.roles import Visitor, linkable_by, told_to
from posts.editorial.save import Draft
from posts.editorial.snapshot import FIELDS, Snapshot
from posts.editorial.three_way import SETS, clashes, merged, united, with_links
from posts.keys import as_number
from posts.models import Autosave, Post, Revision

OURS = ("_recover", "_take")
BUTTONS = ("_save", "_look", "_continue", *STEP_BUTTONS)


@dataclass(frozen=True)
class Conflict:
    """Text written on an older version than the stored one.

    `clashes` are the fields that both changed; of those that only the other changed, named in
    `taken`, the form has theirs already. `latest` tells who saved, if that is known.
    """

    clashes: list[ThreeWay]
    taken: list[str]
    latest: Revision | None
    knows_base: bool
    is_resolved: bool = False


@dataclass(frozen=True)
class Prepared:
    """The data with which the form is bound, and why it may not be saved as it is."""

    data: QueryDict
    notice: str = ""
    conflict: Conflict | None = None


def prepare(request: HttpRequest, post: Post | None) -> Prepared:
    """Return what of a request the form is to be bound with; nothing is stored here."""
    data: QueryDict = request.POST
    notice = ""
    if "_recover" in data:
        slot = slot_of(post, by=person(request))
        data = data_of_slot(slot) if slot else data
        notice = "This is your unsaved text. Check it, then save."
    if post is None:
        return Prepared(data, notice)
    draft = draft_shown(post)
    if "_take" in data:
        return _take(data, post, draft, request.user)
    if data.get("version", "") == str(draft.version):
        return Prepared(data, notice)
    return _rebased(data, post, draft, notice, request.user)


def data_of_slot(slot: Autosave) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, text in slot.pairs:
        if name not in (*OURS, *BUTTONS):
            data.appendlist(name, text)
    return data


def _rebased(data: QueryDict, post: Post, draft: Draft, notice: str, user: Visitor) -> Prepared:
    """Bring what was typed onto the stored version, as far as nobody has to choose."""
    opened = data.get("version", "")
    base = at_version(post, as_number(opened))
    theirs = draft.content
    mine = typed_snapshot(data, posts=linkable_by(user, theirs))
    mine = with_links(mine, shown=shown_in(data, theirs, mine), now=theirs)
    if base is None:
        whole = united(theirs=theirs, mine=mine)
        differing = [n for n in _comparable() if getattr(mine, n) != getattr(theirs, n)]
        open_fields = [name for name in differing if name not in SETS]
    else:
        open_fields = list(clashes(base, theirs=theirs, mine=mine))
        whole = merged(base, theirs=theirs, mine=mine)
    taken = [n for n in _comparable() if getattr(whole, n) != getattr(mine, n)]
    data = put(data, whole, taken)
    data["version"], data["base_version"] = str(draft.version), opened
    data["open_fields"] = " ".join(open_fields)
    conflict = Conflict(
        _told(user, base, theirs, mine, open_fields),
        [label_of(name) for name in taken],
        _latest(post, draft),
        knows_base=base is not None,
    )
    return Prepared(data, notice, conflict)


def _take(data: QueryDict, post: Post, draft: Draft, user: Visitor) -> Prepared:
    """Settle one field of a conflict, "story:theirs", "story:base" or "story:mine"."""
    field, _, side = data.get("_take", "").partition(":")
    opened = data.get("base_version", "")
    base = at_version(post, as_number(opened))
    sources = {"theirs": draft.content, "base": base}
    source = sources.get(side)
    changed = put(data, source, [field]) if source and field in FIELDS else data.copy()
    left = [n for n in data.get("open_fields", "").split() if n in FIELDS and n != field]
    changed["open_fields"] = " ".join(left)
    del changed["_take"]
    mine = typed_snapshot(changed, posts=linkable_by(user, draft.content))
    found = _told(user, base, draft.content, mine, left)
    conflict = Conflict(found, [], _latest(post, draft), base is not None, is_resolved=not left)
    return Prepared(changed, "", conflict)


def _told(
    user: Visitor, base: Snapshot | None, theirs: Snapshot, mine: Snapshot, fields: list[str]
) -> list[ThreeWay]:
    theirs, mine = told_to(user, theirs), told_to(user, mine)
    return three_way(told_to(user, base) if base else None, theirs=theirs, mine=mine, fields=fields)


def _latest(post: Post, draft: Draft) -> Revision | None:
    """Return who made the stored version, None for a save that was not made at the desk."""
    return post.revisions.for_lists().filter(version=draft.version).first()


def shown_in(data: QueryDict, *known: Snapshot) -> Snapshot:
    """Return the links that the form showed when it was opened."""
    return shown_links(data.get("links_shown", ""), known)


def _comparable() -> list[str]:
    return [name for name in FIELDS if name != "pictures"]


def conflict_words(conflict: Conflict) -> str:
    """Return what the form says above itself."""
    if conflict.is_resolved:
        return "All is settled: read it once more and save."
    who = person_name(conflict.latest.by) if conflict.latest else "Somebody"
    return (
        f"{who} saved this post after you opened it, so nothing was overwritten. All you typed "
        "is below. Choose where both of you changed the same, then save."
    )


def person_name(person: Any) -> str:
    """Return how the desk calls someone; whose account is gone is "someone"."""
    return (person.get_full_name() or person.get_username()) if person else "Someone"
