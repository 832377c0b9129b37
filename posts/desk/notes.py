"""Notes on a post, written and settled beside its form."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from posts.desk.requests import framed, of_work, person, told, visible
from posts.editorial import notes, notices
from posts.editorial.roles import person_name
from posts.keys import as_key
from posts.models import Note, Post


@of_work(visible)
def write(request: HttpRequest, post: Post) -> HttpResponse:
    """Store `text` on the passage `quote`, or as an answer to the note `answered`."""
    text, quote = request.POST.get("text", ""), request.POST.get("quote", "")
    key = as_key(request.POST.get("answered", ""))
    answered = get_object_or_404(Note, pk=key, post=post, answered=None) if key else None
    try:
        notes.write_note(post, text, by=person(request), quote=quote, answered=answered)
    except ValidationError as error:
        problem = " ".join(error.messages)
        typed = {"text": text, "quote": quote, "answered": answered, "problem": problem}
        title = "Your note is not kept yet"
        return framed(request, "desk/note.html", title, {"post": post, **typed})
    messages.success(request, "Your note is stored, and the others in it are told.")
    return redirect("admin:posts_post_change", post.pk)


@of_work(visible)
def settle(request: HttpRequest, post: Post, note: int) -> HttpResponse:
    row = get_object_or_404(Note, pk=note, post=post)
    is_settled = "_reopen" not in request.POST
    with told(request, "Settled." if is_settled else "Taken up again."):
        notes.settle(row, by=person(request), is_settled=is_settled)
    return redirect("admin:posts_post_change", post.pk)


@of_work(visible, "GET", "HEAD", "POST")
def ask(request: HttpRequest, post: Post) -> HttpResponse:
    """Choose who is asked to review the post; a POST asks `reviewer`."""
    found = {each.pk: each for each in notices.reviewers() if each != post.author}
    if request.method == "POST":
        chosen = found.get(as_key(request.POST.get("reviewer", "")) or 0)
        if chosen is not None:
            notices.ask_to_review(post, chosen, by=person(request))
            messages.success(request, f"{person_name(chosen)} is asked to review this post.")
            return redirect("admin:posts_post_change", post.pk)
        messages.error(request, "Choose somebody of this list.")
    context = {
        "post": post,
        "reviewers": [(key, person_name(each)) for key, each in found.items()],
        "asked": notices.reviewer_of(post),
    }
    return framed(request, "desk/ask.html", "Ask for a review", context)
