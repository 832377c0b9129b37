"""What became of a post or dossier lately: its versions and its steps, told together."""

from typing import Any

from posts.editorial.works import Work
from posts.models import Action, Post, Status, Transition

SHOWN = 8


def latest_of(work: Work) -> list[dict[str, Any]]:
    """Return the latest versions and steps, the newest first, in two queries.

    Each has `at` and `by`, and what it is under `revision` or `transition`.
    """
    versions: Any = work.revisions
    steps = work.transitions.select_related("by")[:SHOWN]
    rows = [{"at": r.at, "by": r.by, "revision": r} for r in versions.for_lists()[:SHOWN]]
    rows += [{"at": t.at, "by": t.by, "transition": t} for t in steps]
    return sorted(rows, key=lambda row: row["at"], reverse=True)


def sent_back(post: Post, lately: list[dict[str, Any]]) -> Transition | None:
    """Return the step by which somebody else sent a draft back, if none came after it."""
    step: Transition | None = next((r["transition"] for r in lately if "transition" in r), None)
    if step is None or step.action != Action.SEND_BACK or post.status != Status.DRAFT:
        return None
    return step if step.by_id != post.author_id else None
