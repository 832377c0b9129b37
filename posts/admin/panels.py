"""What stands beside the post's form: its steps, checks, versions, links, and who else is here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from posts.admin.beside import who_is_here
from posts.admin.conflicts import data_of_slot
from posts.admin.post_form import PostForm
from posts.admin.requests import person
from posts.admin.steps import buttons
from posts.admin.typed import typed_snapshot
from posts.editorial.autosave import others_on, slot_of
from posts.editorial.checks import check
from posts.editorial.compare import differences, label_of, value_in_words
from posts.editorial.roles import linkable_by, told_to, why_not_editing
from posts.editorial.save import Draft, draft_of
from posts.editorial.snapshot import FIELDS
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
    return common | (_beside(request, row, form.draft) if row and form.draft else {})


def _beside(request: HttpRequest, post: Post, draft: Draft) -> dict[str, Any]:
    slug = Post.objects.values_list("slug", flat=True).get(pk=post.pk)  # as stored, not as typed
    return {
        "draft": draft,
        "public_url": reverse("post", args=[slug]),
        "findings": check(post, draft.content, at=post.publish_at),
        "history": history(post),
        "preview_links": list(post.preview_links.open_now().select_related("revision", "by")),
        "corrections": list(post.corrections.all()),
        "others": [who_is_here(each) for each in others_on(post, by=person(request))],
    }


def read_page(request: HttpRequest, post: Post) -> HttpResponse:
    """Answer a post to someone who may read it at the desk and not change it."""
    draft = draft_of(post)
    told = told_to(request.user, draft.content)
    texts = ((label_of(name), value_in_words(told, name)) for name in FIELDS)
    context = admin.site.each_context(request) | {
        "title": post.title,
        "original": post,
        "opts": Post._meta,
        "parts": [(label, text) for label, text in texts if text],
        "why": why_not_editing(request.user, post),
    }
    return render(request, "admin/posts/post/read.html", context | _beside(request, post, draft))


def history(post: Post) -> list[dict[str, Any]]:
    """Return the latest versions and steps together, the newest first, in two queries."""
    revisions = post.revisions.for_lists()[:SHOWN]
    transitions = post.transitions.select_related("by")[:SHOWN]
    rows = [{"at": r.at, "by": r.by, "revision": r} for r in revisions]
    rows += [{"at": t.at, "by": t.by, "transition": t} for t in transitions]
    return sorted(rows, key=lambda row: row["at"], reverse=True)[: SHOWN * 2]


def unsaved(request: HttpRequest, form: PostForm, post: Post | None) -> dict[str, Any] | None:
    """Return the unsaved text of the user where it differs from what the form shows."""
    slot = slot_of(post, by=person(request))
    if slot is None:
        return None
    content = form.draft.content if form.draft else None
    typed = typed_snapshot(data_of_slot(slot), posts=linkable_by(request.user, content))
    shown = content or type(typed)()
    told = (told_to(request.user, each) for each in (shown, typed))
    found = [d for d in differences(*told) if d.field != "pictures"]
    return {"slot": slot, "differences": found} if found else None
