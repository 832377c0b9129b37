"""Text is measured before it is worked on: each door, with what takes the square of its length."""

import time
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from lxml import html

from posts import search
from posts.rendering import RenderingError, clean_line, clean_text
from tests.admin.addresses import POSTED, TABLE, one_of_everything
from tests.exchange.sites import bring_in, write_post
from tests.factories import make_editor, make_post, picture_bytes
from tests.views.test_leaks import PUBLIC_PAGES

LENGTH = 80_000
# Combining marks out of order, one that comes apart into two, and one in a form of half width.
HEAPS: dict[str, str] = {
    "marks": "a" + "\u0301\u0316" * (LENGTH // 2),
    "two in one": "a" + "\u0f73" * LENGTH,
    "half width": "a" + "\uff9e\u0301" * (LENGTH // 2),
}
# Of processor time, for a whole page with its test client and up to thirty such texts. To compose
# a single one takes from three to ten seconds.
MOST_SECONDS = 1.5
ASKED = ("q", "page", "category", "place", "century", "text", "places", "next")
TYPED = ("content", "story", "alt", "note", "title", "slug", "event_input", "username")
one_heap = pytest.mark.parametrize("heap", [HEAPS["marks"]], ids=["marks"])

heaped = pytest.mark.parametrize("heap", HEAPS.values(), ids=HEAPS)


def seconds(work: Any, *arguments: Any, **options: Any) -> float:
    began = time.thread_time()
    with transaction.atomic():
        work(*arguments, **options)
    return time.thread_time() - began


@heaped
@pytest.mark.parametrize("cleaner", [clean_text, clean_line])
def test_heaped_marks_are_refused_with_their_place(cleaner, heap):
    with pytest.raises(RenderingError, match="line 2, column 2 begins a run of more than 30"):
        cleaner(f"x\n{heap}")


@pytest.mark.parametrize("mark", ["\u0301", "\u0316", "\u0f73", "\U0001e94a"])
def test_thirty_marks_are_kept_and_one_more_is_not(mark):
    assert len(clean_text("b" + mark * 30 + "b" + mark * 30)) >= 62
    with pytest.raises(RenderingError):
        clean_text("b" + mark * 31)


@heaped
def test_a_query_is_cut_before_it_is_composed(heap):
    began = time.thread_time()
    search.cleaned(heap)
    assert time.thread_time() - began < MOST_SECONDS
    assert len(search.cleaned(heap)) <= search.MOST_CHARACTERS


@one_heap
@pytest.mark.django_db
def test_public_pages(heap):
    make_post("Hastings", slug="hastings")
    client = Client()
    asked = {path.partition("?")[0] for path in PUBLIC_PAGES} | {"/admin/login/"}

    slow = {
        path: taken
        for path in sorted(asked)
        if (taken := seconds(client.get, path, dict.fromkeys(ASKED, heap))) > MOST_SECONDS
    }
    assert slow == {}
    assert seconds(client.get, f"/posts/{heap}/") < MOST_SECONDS
    assert seconds(client.get, f"/tags/{heap}/") < MOST_SECONDS


@pytest.mark.django_db
@pytest.mark.parametrize("text", [HEAPS["marks"], "a " * (LENGTH // 2)], ids=["marks", "words"])
def test_addresses_of_the_desk(text):
    one_of_everything()
    client = signed_in()
    asked = [address for name, address in TABLE if name not in {*POSTED, "logout"}]

    slow = {
        address: taken
        for address in asked
        if (taken := seconds(client.get, address, {"q": text, "text": text})) > MOST_SECONDS
    }

    assert slow == {}


@one_heap
@pytest.mark.django_db
def test_every_field_of_every_form_of_the_desk(heap):
    one_of_everything()
    client = signed_in()

    slow = {}
    for name, address in TABLE:
        shown = client.get(address) if name not in {*POSTED, "logout"} else None
        data = dict.fromkeys(TYPED, heap) | (typed_into(shown.content, heap) if shown else {})
        if name != "logout" and (taken := seconds(client.post, address, data)) > MOST_SECONDS:
            slow[address] = taken
    assert slow == {}


def typed_into(page: bytes, text: str) -> dict[str, Any]:
    """Return what a browser sends of the largest form of `page` with `text` in all its fields."""
    forms = html.fromstring(page).forms if page.startswith(b"<!") else []
    if not forms:
        return {}
    form = max(forms, key=lambda form: len(form.inputs))
    data = dict(form.form_values())
    fields = form.xpath(".//textarea[@name] | .//input[@name][not(@type) or @type='text']")
    addresses = form.xpath(".//input[@type='url'][@name]")
    return (
        data
        | {field.get("name"): text for field in fields}
        | {field.get("name"): f"https://{text}/" for field in addresses}
    )


def signed_in() -> Client:
    User.objects.filter(pk=1).delete()
    client = Client(raise_request_exception=False)
    client.force_login(make_editor(pk=1))
    return client


@one_heap
@pytest.mark.django_db
def test_names_of_files(heap):
    client = signed_in()
    file = SimpleUploadedFile("a.png", picture_bytes())
    file._name = f"{heap[:60_000]}.png"

    assert seconds(client.post, "/admin/posts/image/upload/", {"files": file}) < MOST_SECONDS


@heaped
@pytest.mark.django_db
def test_imports(heap, tmp_path: Path):
    for number, (front, body) in enumerate(
        (
            (f"title: {heap}", "A story."),
            (f"tags: [{heap}]", "A story."),
            (f"permalink: /{heap}/", "A story."),
            ("", f"A story. {heap}"),
            ("", f"![A picture](https://{heap}/a.png)"),
        )
    ):
        folder = tmp_path / str(number)
        write_post(folder, front=front, body=body)
        assert seconds(bring_in, folder) < MOST_SECONDS
