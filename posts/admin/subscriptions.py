"""How many are sent which stories by mail; and one address found, to end what it gets."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from posts.correspondence import subscriptions
from posts.desk.requests import require_reader


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """List numbers; a POST finds `address`, or with `_end` deletes all that it is sent.

    Addresses come by POST, so that they stand in no log.
    """
    require_reader(request)
    may_find = request.user.has_perm("auth.change_user")
    address = request.POST.get("address", "").strip()
    if request.method == "POST" and not may_find:
        raise PermissionDenied
    if "_end" in request.POST:
        number = subscriptions.end_all_of(address)
        messages.success(request, f"{number} subscriptions of {address} are deleted.")
        return redirect("admin:subscriptions")
    context = {
        "title": "Subscriptions by mail",
        "numbers": subscriptions.numbers(),
        "may_find": may_find,
        "address": address,
        "found": subscriptions.of_address(address) if address else [],
    }
    return TemplateResponse(
        request, "admin/subscriptions.html", {**admin.site.each_context(request), **context}
    )
