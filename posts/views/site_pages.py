"""Pages of the site itself, at its root."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from posts.editorial.previewing import page_as_page
from posts.editorial.save import draft_of, has_working_copy
from posts.models import Page
from posts.views.caching import cached_page, sees_hidden
from posts.views.redirects import redirect_to_current


@cached_page()
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One page: public for anyone, in any state for editors; else an old address, if it is one.

    Editors see it with its unpublished changes under `?draft=1`.
    """
    is_editor = sees_hidden(request, "posts.view_page")
    rows = Page.objects.not_in_trash() if is_editor else Page.objects.only_published()
    shown = rows.for_page().filter(slug=slug).first()
    if shown is None:
        return redirect_to_current(request)
    has_draft = is_editor and has_working_copy(shown)
    if has_draft and "draft" in request.GET:
        shown = page_as_page(shown, draft_of(Page.objects.get(pk=shown.pk)).content)
    kind = "AboutPage" if shown.slug == "about" else "WebPage"
    context = {"shown": shown, "is_editor": is_editor, "has_draft": has_draft}
    return render(request, "posts/page.html", context | {"kind_of_page": kind})
