"""What the desk tells somebody of posts: the list of it, and whether it comes by mail too."""

from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from posts.desk.requests import person, require_reader
from posts.editorial import notices
from posts.models import Notice

SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """List the latest notices; a POST marks all as seen, or chooses mail (`by_mail`)."""
    require_reader(request)
    user = person(request)
    if request.method == "POST":
        if "_seen" in request.POST:
            notices.mark_seen(user)
        else:
            notices.choose_mail(user, wanted="by_mail" in request.POST)
            messages.success(request, "Your choice is kept.")
        return redirect("admin:notices")
    context = {
        "title": "Notices",
        "notices": [(each, notices.in_words(each)) for each in notices.told(user)[:SHOWN]],
        "by_mail": notices.wants_mail(user),
        "sends_mail": settings.SENDS_MAIL,
    }
    return TemplateResponse(
        request, "admin/notices.html", {**admin.site.each_context(request), **context}
    )


@require_safe
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to what a notice tells of, which is seen from then on."""
    require_reader(request)
    notice = get_object_or_404(Notice, pk=pk, recipient=person(request))
    notices.mark_seen(person(request), of_post=notice.post_id)
    return redirect(notices.page_of(notice))
