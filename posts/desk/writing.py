"""What the writing box asks the server while one writes."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from posts.desk.requests import require_writer
from posts.exchange import ExchangeError
from posts.exchange.html import to_markdown
from posts.keys import as_number


def paste(request: HttpRequest) -> JsonResponse:
    """Answer `html` as Markdown, its notes numbered from `first_note`, and what was changed.

    400 has a `message` that says why there is none.
    """
    require_writer(request)
    return _pasted(request)


@require_POST
def _pasted(request: HttpRequest) -> JsonResponse:
    site = request.build_absolute_uri("/").removesuffix("/")
    first = as_number(request.POST.get("first_note", "")) or 1
    try:
        made = to_markdown(request.POST.get("html", ""), site=site, first_note=first)
    except ExchangeError as error:
        return JsonResponse({"message": str(error)}, status=400)
    return JsonResponse({"markdown": made.markdown, "told": list(made.warnings)})
