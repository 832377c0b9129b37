"""What stands beside the post's form: its steps, checks, versions, links, and who else is here."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from posts.admin.beside import who_is_here
from posts.admin.conflicts import data_of_slot
from posts.admin.post_form import PostForm
from posts.admin.steps import buttons
from posts.admin.typed import typed_snapshot
from posts.editorial.checks import check
from posts.editorial.compare import differences
from posts.editorial.unsaved import others_on, slot_of
from posts.models import Post

SHOWN = 8


def panels(request: HttpRequest, form: PostForm, post: Post | None) -> dict[str, Any]:
    """Return what the templates of the form read beside the form itself."""
    row = post if post and post.pk else None
    common = {
        "steps": buttons(row, request.user, form.instance.publish_at if row else None),
        "unsaved": None if form.is_bound else unsaved(request, form, row),
        "shows_change": form.was_public,
    }
    if row is None or form.desk is None:
        return common
    desk = form.desk
    return common | {
        "desk": desk,
        "public_url": reverse("post", args=[Post.objects.values_list("slug").get(pk=row.pk)[0]]),
        "findings": check(row, desk.content, at=row.publish_at),
        "history": history(row),
        "preview_links": list(row.preview_links.open_now().select_related("revision", "by")),
        "corrections": list(row.corrections.all()),
        "others": [who_is_here(each) for each in others_on(row, by=request.user)],
    }


def history(post: Post) -> list[dict[str, Any]]:
    """Return the latest versions and steps together, the newest first, in two queries."""
    revisions = post.revisions.for_lists()[:SHOWN]
    transitions = post.transitions.select_related("by")[:SHOWN]
    rows = [{"at": r.at, "by": r.by, "revision": r} for r in revisions]
    rows += [{"at": t.at, "by": t.by, "transition": t} for t in transitions]
    return sorted(rows, key=lambda row: row["at"], reverse=True)[: SHOWN * 2]


def unsaved(request: HttpRequest, form: PostForm, post: Post | None) -> dict[str, Any] | None:
    """Return the unsaved text of the user where it differs from what the form shows."""
    slot = slot_of(post, by=request.user)
    if slot is None:
        return None
    typed = typed_snapshot(data_of_slot(slot))
    shown = form.desk.content if form.desk else type(typed)()
    found = [d for d in differences(shown, typed) if d.field != "pictures"]
    return {"slot": slot, "differences": found} if found else None
