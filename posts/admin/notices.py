"""What the desk tells somebody of posts: the list of it, and whether it comes by mail too."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from posts.desk.requests import asked_by, framed, may_see, person
from posts.editorial import notices

SHOWN = 100


@asked_by(may_see, "GET", "HEAD", "POST")
def page(request: HttpRequest) -> HttpResponse:
    """List the latest notices; a POST marks all as seen, or chooses mail (`by_mail`)."""
    user = person(request)
    if request.method == "POST":
        if "_seen" in request.POST:
            notices.mark_seen(user.notices)
        else:
            notices.choose_mail(user, wanted="by_mail" in request.POST)
            messages.success(request, "Your choice is kept.")
        return redirect("admin:notices")
    context = {
        "notices": notices.in_list(notices.told(user)[:SHOWN]),
        "by_mail": notices.wants_mail(user),
        "sends_mail": settings.SENDS_MAIL,
    }
    return framed(request, "admin/notices.html", "Notices", context)
