from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http import HttpResponsePermanentRedirect as Moved
from django.shortcuts import render
from django.urls import reverse

from posts.archives.story import public_story, story_of
from posts.dates import DateParts, date_parts
from posts.editorial.previewing import as_page
from posts.editorial.roles import may_see_desk, seen_by
from posts.editorial.save import draft_of, has_working_copy
from posts.imaging.covers import Cover
from posts.models import Post, PostQuerySet
from posts.views import covers
from posts.views.caching import brings_session, cached_page
from posts.views.redirects import moved_from, redirect_to_current


@cached_page()
def post(request: HttpRequest, slug: str) -> HttpResponse:
    """One story: public for anyone, in any state for those who may read it at the desk.

    They see it with its unpublished changes under `?draft=1`.
    """
    if _may_see_hidden(request):
        return _for_the_desk(request, slug)
    story = public_story(slug)
    if story is None:
        return redirect_to_current(request)
    return render(request, "posts/post.html", {"story": story})


def _for_the_desk(request: HttpRequest, slug: str) -> HttpResponse:
    shown = seen_by(request.user).for_page().filter(slug=slug).first()
    if shown is None:
        return redirect_to_current(request)
    is_editor = may_see_desk(request.user, shown)
    drafted = _drafted(shown) if is_editor else None
    if drafted and "draft" in request.GET:
        shown = drafted
    context = {
        "post": shown,
        "story": story_of(shown, is_citable=shown.is_public),
        "is_editor": is_editor,
        "has_draft": drafted is not None,
    }
    return render(request, "posts/post.html", context)


@cached_page()
def cover(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture for cards and sharing, drawn once for each text that it shows."""
    rows = _visible(request).for_cards().prefetch_related(None)
    shown = rows.prefetch_related("places").filter(slug=slug).first()
    if shown is None:
        moved = moved_from(reverse("post", args=[slug]))
        return Moved(reverse("cover", args=[moved.slug]))
    return covers.drawn(cover_of(shown))


def cover_of(post: Post) -> Cover:
    """Return the words of the cover; a date of two ends is told whole, as text."""
    value = post.event_date
    parts = date_parts(value) if value else DateParts()
    if parts.until or post.event_display:
        parts = DateParts(year=post.event_text)
    return Cover(
        day=parts.day,
        month=parts.month,
        year=parts.year,
        era=parts.era,
        note=", ".join(filter(None, (parts.lead, parts.note))),
        place=", ".join(place.name for place in post.places.all()),
        title=post.title,
        site=settings.SITE_NAME,
    )


def _may_see_hidden(request: HttpRequest) -> bool:
    return brings_session(request) and request.user.is_staff


def _visible(request: HttpRequest) -> PostQuerySet:
    """The posts that whoever asks may read: for someone of the desk, hidden ones as well."""
    return seen_by(request.user) if _may_see_hidden(request) else Post.objects.published()


def _drafted(post: Post) -> Post | None:
    """Return the post in memory with its unpublished changes, None if there are none."""
    draft = draft_of(Post.objects.get(pk=post.pk)) if has_working_copy(post) else None
    return as_page(post, draft.content) if draft else None
