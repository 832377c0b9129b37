"""Who answers for the stories: a page for each author, and what had to be corrected."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from posts.archives import last_modified
from posts.archives.figures import figure, number_on
from posts.feeds.entries import NEWEST, Channel, entry_of_correction
from posts.feeds.formats import in_atom
from posts.models import Archive, ArchiveEntry, Correction, Profile
from posts.views.caching import cached_page
from posts.views.feeds import answer_atom
from posts.views.pages import entries_page, page_of
from posts.views.redirects import redirect_to_current


@cached_page("page")
def profile(request: HttpRequest, slug: str) -> HttpResponse:
    """What somebody with a public name wrote; without a public story the page is unknown."""
    shown = Profile.objects.filter(slug=slug).first()
    if shown is None:
        return redirect_to_current(request)
    entries = ArchiveEntry.objects.published().of(Archive.AUTHOR, shown.person_id)
    page = entries_page(request, entries, number_on(Archive.AUTHOR, shown.person_id))
    if not page.paginator.count:
        raise Http404
    return render(request, "posts/profile.html", {"profile": shown, "page": page})


@cached_page("page")
def corrections(request: HttpRequest) -> HttpResponse:
    page = page_of(request, Correction.objects.published(), number=_number_of_corrections())
    return render(request, "posts/corrections.html", {"page": page})


@figure("number of corrections")
def _number_of_corrections() -> int:
    return Correction.objects.published().count()


@cached_page(for_others=True)
def corrections_atom(request: HttpRequest) -> HttpResponse:
    entries = in_atom(map(entry_of_correction, Correction.objects.published()[:NEWEST]))
    title = gettext("%(site)s: corrections") % {"site": settings.SITE_NAME}
    about = gettext("What was wrong in stories, and was put right.")
    channel = Channel(title, about, reverse("corrections"), request.path, last_modified())
    return answer_atom(channel, entries)
