"""What the writing box asks the server while one writes."""

import re
from urllib.parse import urlsplit

from django.http import HttpRequest, JsonResponse

from posts.desk.requests import asked_by, may_write
from posts.editorial.roles import seen_by
from posts.exchange import ExchangeError
from posts.exchange.html import to_markdown
from posts.keys import as_number
from posts.models import PostQuerySet, slug_at

_LINK = re.compile(r"(?<!!)\[(?P<words>[^][]+)\]\((?P<path>/[^()\s]+)\)")


@asked_by(may_write, "POST")
def paste(request: HttpRequest) -> JsonResponse:
    """Answer `html` as Markdown, its notes numbered from `first_note`, and what was changed.

    400 has a `message` that says why there is none.
    """
    site = request.build_absolute_uri("/").removesuffix("/")
    first = as_number(request.POST.get("first_note", "")) or 1
    try:
        made = to_markdown(request.POST.get("html", ""), site=site, first_note=first)
    except ExchangeError as error:
        return JsonResponse({"message": str(error)}, status=400)
    markdown = _titled(made.markdown, site, seen_by(request.user))
    return JsonResponse({"markdown": markdown, "told": list(made.warnings)})


def _titled(markdown: str, site: str, posts: PostQuerySet) -> str:
    """Return `markdown` where a link whose words are its address has the title of its post."""
    bare = {
        link[0]: (link["path"], slug_at(urlsplit(link["path"]).path, "post"))
        for link in _LINK.finditer(markdown)
        if link["words"].replace("\\", "") in (link["path"], site + link["path"])
    }
    asked = posts.filter(slug__in=[slug for _, slug in bare.values()])
    titles = dict(asked.values_list("slug", "title"))
    for link, (path, slug) in bare.items():
        if slug in titles:
            words = re.sub(r"([\\\[\]])", r"\\\1", titles[slug])
            markdown = markdown.replace(link, f"[{words}]({path})")
    return markdown
