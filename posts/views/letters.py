"""What readers write to the editors: answers to a closing question, reports of errors."""

from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from posts.correspondence.limits import Limit
from posts.models import PASSAGE_LENGTH, Letter, LetterKind, Post
from posts.views.readers_forms import ReadersForm, count_form, is_trapped, readers_form
from posts.views.redirects import moved_from

LIMIT: Final = Limit("letter", from_one=10, from_all=300)


class LetterForm(ReadersForm):
    class Meta:
        model = Letter
        fields = ("kind", "passage", "text", "name", "email")
        labels = {
            "passage": _("The passage"),
            "text": _("Your letter"),
            "name": _("Your name"),
            "email": _("Your e-mail address, if you wish"),
        }
        help_texts = {
            "name": _("As it shall stand under your letter"),
            "email": _("Never shown: for the editors to ask you back, and deleted with the letter"),
        }
        widgets = {
            "kind": forms.HiddenInput,
            "passage": forms.Textarea(attrs={"rows": 3}),
            "text": forms.Textarea(attrs={"rows": 9}),
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self["kind"].value() == LetterKind.ERROR:
            self.fields["text"].label = _("What is wrong, and how you know")
        else:
            del self.fields["passage"]


@readers_form
def letter(request: HttpRequest, slug: str) -> HttpResponse:
    """The form of a letter, of a report of an error with `kind=error`; a POST stores it."""
    post = Post.objects.published().for_links().filter(slug=slug).first()
    if post is None:
        return _moved(request, slug)
    if is_trapped(request):
        return redirect("letter_thanks", slug)
    form = LetterForm(request.POST or None, initial=_asked(request), instance=Letter(post=post))
    if request.method == "POST" and form.is_valid():
        count_form(request, LIMIT)
        form.save()
        return redirect("letter_thanks", slug)
    return render(request, "posts/letter.html", {"post": post, "form": form})


@readers_form
def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    post = Post.objects.published().for_links().filter(slug=slug).first()
    if post is None:
        return _moved(request, slug)
    return render(request, "posts/letter_thanks.html", {"post": post})


def _asked(request: HttpRequest) -> dict[str, str]:
    """Return what the address gives the form to begin with."""
    is_error = request.GET.get("kind") == LetterKind.ERROR
    passage = request.GET.get("passage", "")[:PASSAGE_LENGTH]
    return {"kind": LetterKind.ERROR, "passage": passage} if is_error else {}


def _moved(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead to the form of a story at its present address; raises Http404."""
    post = moved_from(reverse("post", args=[slug]))
    query = request.META["QUERY_STRING"]
    address = reverse("letter", args=[post.slug])
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
