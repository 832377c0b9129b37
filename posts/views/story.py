import hashlib
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http import HttpResponsePermanentRedirect as Moved
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from posts.archives.chain import chain_around
from posts.dates import DateParts, date_parts
from posts.editorial.previewing import as_page
from posts.editorial.roles import may_see_desk, seen_by
from posts.editorial.save import draft_of, has_working_copy
from posts.imaging.covers import Cover, draw_cover
from posts.models import Dossier, Post, PostQuerySet, related_to
from posts.pagecache import cacheable
from posts.views.caching import brings_session, public_page
from posts.views.redirects import moved_from, redirect_to_current

ON_THE_SAME_DAY = 6
COVER_KEPT = 7 * 24 * 3600  # seconds
COVER_EDITION = 3  # To be raised when the drawing changes, so that kept covers are drawn anew.


@cacheable()
@public_page
def post(request: HttpRequest, slug: str) -> HttpResponse:
    """One story: public for anyone, in any state for those who may read it at the desk.

    They see it with its unpublished changes under `?draft=1`.
    """
    shown = _visible(request).for_page().filter(slug=slug).first()
    if shown is None:
        return redirect_to_current(request)
    is_editor = brings_session(request) and _sees(request, shown)
    drafted = _drafted(shown) if is_editor else None
    if drafted and "draft" in request.GET:
        shown = drafted
    context = context_of(shown) | {"is_editor": is_editor, "has_draft": drafted is not None}
    return render(request, "posts/post.html", context)


def context_of(shown: Post) -> dict[str, Any]:
    """Return what the story page shows around `shown`: all of it public."""
    public = Post.objects.published()
    earlier, later = public.neighbours(shown)
    days = _days_of(shown)
    chain = chain_around(shown)
    same_day = list(public.also_on(days, shown)[:ON_THE_SAME_DAY]) if days else []
    beside = [other.pk for other in (earlier, later, *same_day) if other]
    beside += chain.keys if chain else []
    return {
        "post": shown,
        "earlier": earlier,
        "later": later,
        "days": days,
        "same_day": same_day,
        "chain": chain,
        "related": related_to(shown, public, beside, timezone.now()),
        "dossiers": Dossier.objects.published().filter(posts=shown).for_links(),
        "corrections": shown.corrections.all(),
    }


@cacheable()
@public_page
def cover(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture for cards and sharing, drawn once for each text that it shows."""
    rows = _visible(request).for_cards().prefetch_related(None)
    shown = rows.prefetch_related("places").filter(slug=slug).first()
    if shown is None:
        moved = moved_from(reverse("post", args=[slug]))
        return Moved(reverse("cover", args=[moved.slug]))
    text = cover_of(shown)
    digest = hashlib.sha256(f"{COVER_EDITION} {text!r}".encode()).hexdigest()
    png = cache.get_or_set(f"cover:{digest}", lambda: draw_cover(text), COVER_KEPT)
    headers = {"ETag": f'"{digest}"', "Cross-Origin-Resource-Policy": "cross-origin"}
    return HttpResponse(png, content_type="image/png", headers=headers)


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
        note=parts.note,
        place=", ".join(place.name for place in post.places.all()),
        title=post.title,
        site=settings.SITE_NAME,
    )


def _visible(request: HttpRequest) -> PostQuerySet:
    """The posts that whoever asks may read: for someone of the desk, hidden ones as well."""
    is_signed_in = brings_session(request) and request.user.is_staff
    return seen_by(request.user) if is_signed_in else Post.objects.published()


def _sees(request: HttpRequest, post: Post) -> bool:
    return request.user.is_staff and may_see_desk(request.user, post)


def _drafted(post: Post) -> Post | None:
    """Return the post in memory with its unpublished changes, None if there are none."""
    draft = draft_of(Post.objects.get(pk=post.pk)) if has_working_copy(post) else None
    return as_page(post, draft.content) if draft else None


def _days_of(post: Post) -> list[int]:
    return [day.month_day for day in post.days_of_the_year() if not day.is_alt]
