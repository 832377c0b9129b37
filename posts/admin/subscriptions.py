"""How many are sent which stories by mail; and one address found, to end what it gets."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from posts.correspondence import subscriptions
from posts.desk.requests import asked_by, framed, may_see, require


@asked_by(may_see, "GET", "HEAD", "POST")
def page(request: HttpRequest) -> HttpResponse:
    """List numbers; a POST finds `address`, or with `_end` deletes all that it is sent.

    Addresses come by POST, so that they stand in no log.
    """
    may_find = request.user.has_perm("auth.change_user")
    address = request.POST.get("address", "").strip()
    require(may_find or request.method != "POST")
    if "_end" in request.POST:
        number = subscriptions.end_all_of(address)
        messages.success(request, f"{number} subscriptions of {address} are deleted.")
        return redirect("admin:subscriptions")
    context = {
        "numbers": subscriptions.numbers(),
        "may_find": may_find,
        "address": address,
        "found": subscriptions.of_address(address) if address else [],
    }
    return framed(request, "admin/subscriptions.html", "Subscriptions by mail", context)
