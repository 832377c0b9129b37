"""What the page asks the server while one writes: what is pasted, found, and shown beside."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse

from posts.ago import with_years_ago
from posts.archives.sources import sources_of
from posts.desk.forms import form_of
from posts.desk.requests import asked_by, editable_or_new, may_write, of_work, person
from posts.editorial.checks import check, unread_stories
from posts.editorial.citation_keys import with_keys
from posts.editorial.link_titles import with_titles
from posts.editorial.previewing import typed_as_page
from posts.editorial.roles import seen_by, told_to
from posts.editorial.same_event import same_event
from posts.editorial.works import Work
from posts.exchange import ExchangeError
from posts.keys import as_number
from posts.models import Dossier, Post
from posts.rendering import RenderingError
from posts.views.dossiers import context_of


@asked_by(may_write, "POST")
def paste(request: HttpRequest) -> JsonResponse:
    """Answer `html` as Markdown, its notes numbered from `first_note`, and what was changed.

    400 has a `message` that says why there is none.
    """
    from posts.exchange.html import to_markdown  # few paste, and it is slow to load

    site = request.build_absolute_uri("/").removesuffix("/")
    first = as_number(request.POST.get("first_note", "")) or 1
    try:
        made = to_markdown(request.POST.get("html", ""), site=site, first_note=first)
    except ExchangeError as error:
        return JsonResponse({"message": str(error)}, status=400)
    markdown = with_titles(made.markdown, site, seen_by(request.user))
    return JsonResponse({"markdown": markdown, "told": list(made.warnings)})


@of_work(editable_or_new)
def check_typed(request: HttpRequest, post: Work) -> HttpResponse:
    """Answer what is found in the typed text, as the panel of the form shows it."""
    typed = form_of(post, request.POST, user=request.user).typed
    found = check(post, with_keys(typed), at=post.publish_at)
    if isinstance(post, Post):
        found += same_event(post, typed, seen_by(request.user))
    if isinstance(post, Dossier):
        found += unread_stories(told_to(request.user, typed))
    return TemplateResponse(request, "desk/_findings.html", {"findings": found})


@of_work(editable_or_new)
def head(request: HttpRequest, row: Work) -> HttpResponse:
    """Answer what readers see above the typed story, of a dossier all they see.

    400 says what of it cannot be shown.
    """
    typed = form_of(row, request.POST, user=request.user).typed
    try:
        # What has no key has no rows, not even those that are given to it here.
        shown = typed_as_page(row if row.pk else type(row)(pk=0), typed)
    except RenderingError as error:
        return HttpResponse(str(error), status=400, content_type="text/plain; charset=utf-8")
    context: dict[str, Any] = {"typed": typed}
    if isinstance(shown, Dossier):
        context = context_of(shown, Post.objects.filter(pk__in=[each.key for each in typed.posts]))
    elif isinstance(shown, Post):
        shown.author = person(request) if row.pk is None else shown.author
        context = {"shown": shown, "sources": sources_of(shown)}
    html = render_to_string("desk/_head.html", context, request)
    return HttpResponse(with_years_ago(html))
