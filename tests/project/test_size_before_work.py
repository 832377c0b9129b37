"""Text is measured before it is worked on: each door, with what takes the square of its length."""

import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from lxml import html

from posts import search
from posts.images.uploads import clean_name
from posts.models import Letter, Subscription
from posts.models.slugs import slug_from
from posts.rendering import RenderingError, clean_line, clean_text, render_story
from tests.admin.addresses import POSTED, TABLE, one_of_everything
from tests.exchange.sites import bring_in, write_post
from tests.factories import make_editor, make_post, picture_bytes
from tests.views.test_leaks import PUBLIC_PAGES

LENGTH = 250_000
# Combining marks out of order, one that comes apart into two, and one in a form of half width.
HEAPS: dict[str, str] = {
    "marks": "a" + "\u0301\u0316" * (LENGTH // 2),
    "two in one": "a" + "\u0f73" * LENGTH,
    "half width": "a" + "\uff9e\u0301" * (LENGTH // 2),
}
# The server refuses an address beyond 65,534 bytes (414), and a mark has six of them there.
FITS_ADDRESS = 65_534 // 6
# In passes of Python over a heap's characters, of which each takes some ten milliseconds: a door
# looks at a text for a tenth of one; to compose one takes minutes.
MOST_AT_A_DOOR = 5
# A whole request has its test client besides; of many such texts each is a door.
MOST_PASSES = 25
ASKED = ("q", "page", "category", "place", "century", "text", "places", "next")
TYPED = ("content", "story", "alt", "note", "title", "slug", "event_input", "username")
one_heap = pytest.mark.parametrize("heap", [HEAPS["marks"]], ids=["marks"])
heaped = pytest.mark.parametrize("heap", HEAPS.values(), ids=HEAPS)


def passes(work: Any, *arguments: Any, most: float = MOST_PASSES) -> float:
    """Return what `work` takes, by what one pass over a heap takes on this machine just now.

    Above `most` less what the same takes with short texts, and by the least of up to four tries, as
    a first one loads modules. Nothing that it changes is kept.
    """
    taken, short = _seconds(work, arguments) / _usual_pass(), _shortened(arguments)
    pairs: list[tuple[float, float]] = []
    while taken > most and len(pairs) < 4:
        pairs.append((_seconds(work, arguments), _seconds(work, short)))
        least, least_of_short = map(min, zip(*pairs, strict=True))
        taken = (least - least_of_short) / _seconds(_one_pass)
    return taken


def _seconds(work: Any, arguments: Any = ()) -> float:
    with transaction.atomic():
        began = time.process_time()
        work(*arguments)
        taken = time.process_time() - began
        transaction.set_rollback(True)
    return taken


def _shortened(value: Any) -> Any:
    if isinstance(value, str):
        return value if len(value) < 1_000 else "x"
    if isinstance(value, dict):
        return {key: _shortened(each) for key, each in value.items()}
    return tuple(map(_shortened, value)) if isinstance(value, tuple) else value


@cache
def _usual_pass() -> float:
    return min(_seconds(_one_pass) for _ in range(5))


def _one_pass() -> int:
    return sum(map(ord, "a" * LENGTH))


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


def refused(work: Callable[[str], object], text: str) -> None:
    """A text that is refused has been looked at all the same."""
    with suppress(RenderingError):
        work(text)


@heaped
@pytest.mark.django_db
@pytest.mark.any_engine
def test_every_door_looks_at_a_heap_for_less_than_five_passes(heap):
    doors = (search.cleaned, slug_from, clean_line, clean_text, render_story, clean_name)
    slow = {
        door.__name__: taken
        for door in doors
        if (taken := passes(refused, door, heap, most=MOST_AT_A_DOOR)) > MOST_AT_A_DOOR
    }
    assert slow == {}
    assert len(search.cleaned(heap)) <= search.MOST_CHARACTERS


@one_heap
@pytest.mark.django_db
@pytest.mark.any_engine
def test_public_pages(heap):
    make_post("Hastings", slug="hastings")
    client = Client()
    heap = heap[:FITS_ADDRESS]
    asked = {path.partition("?")[0] for path in PUBLIC_PAGES} | {"/admin/login/"}

    slow = {
        path: taken
        for path in sorted(asked)
        if (taken := passes(client.get, path, dict.fromkeys(ASKED, heap))) > MOST_PASSES
    }
    assert slow == {}
    assert passes(client.get, f"/posts/{heap}/") < MOST_PASSES
    assert passes(client.get, f"/tags/{heap}/") < MOST_PASSES


@pytest.mark.django_db
@pytest.mark.any_engine
@pytest.mark.parametrize("text", [HEAPS["marks"], "a " * LENGTH], ids=["marks", "words"])
def test_addresses_of_the_desk(text):
    one_of_everything()
    client = signed_in()
    text = text[:FITS_ADDRESS]
    asked = [address for name, address in TABLE if name not in {*POSTED, "logout"}]

    slow = {
        address: taken
        for address in asked
        if (taken := passes(client.get, address, {"q": text, "text": text})) > MOST_PASSES
    }

    assert slow == {}


@one_heap
@pytest.mark.django_db
@pytest.mark.any_engine
def test_every_field_of_every_form_of_the_desk(heap):
    one_of_everything()
    client = signed_in()

    slow, fields = {}, set()
    for name, address in TABLE:
        if name == "logout":
            continue
        shown = b"" if name in POSTED else client.get(address).content
        for data in [dict.fromkeys(TYPED, heap), *typed_into(shown, heap)]:
            filled = {field for field, value in data.items() if heap in value}
            most = max(MOST_PASSES, len(filled) * MOST_AT_A_DOOR)
            if (taken := passes(client.post, address, data, most=most)) > most:
                slow[address] = taken
            fields |= filled
    assert slow == {}
    assert {"q", "url", "first_name", "bullets-0-text", "sections-0-heading"} <= fields


def typed_into(page: bytes, text: str) -> list[dict[str, Any]]:
    """Return what a browser sends of each form of `page` with `text` in all its fields."""
    sent = []
    for form in forms_of(html.fromstring(page)) if page.startswith(b"<!") else []:
        kinds = ("text", "search", "email")
        fields = form.xpath(".//textarea[@name] | .//input[@name][not(@type)]")
        fields += [field for kind in kinds for field in form.xpath(f".//input[@type='{kind}']")]
        typed = {field.get("name"): text for field in fields if field.get("name")}
        for field in form.xpath(".//input[@type='url'][@name]"):
            typed[field.get("name")] = f"https://{text}/"
        if typed:
            # The row that a script makes copies of; one is sent as the first.
            typed = {name.replace("__prefix__", "0"): value for name, value in typed.items()}
            data = dict(form.form_values())
            sent.append(data | {name: "1" for name in data if "-TOTAL_FORMS" in name} | typed)
    return sent


def forms_of(page: Any) -> Any:
    """Return the forms of `page`, each with the controls that name it, wherever they stand."""
    for control in page.xpath("//*[@form]"):
        page.get_element_by_id(control.get("form")).append(control)
    return page.forms


def signed_in() -> Client:
    User.objects.filter(pk=1).delete()
    client = Client(raise_request_exception=False)
    client.force_login(make_editor(pk=1))
    return client


@heaped
@pytest.mark.django_db
def test_every_field_of_a_letter(heap):
    make_post("Hastings", slug="hastings")
    fields = ("text", "name", "email", "passage", "kind")
    for typed in (heap, heap[:4_000]):
        data = dict.fromkeys(fields, typed) | {"kind": "error"}
        assert passes(Client().post, "/posts/hastings/letter/", data) < MOST_PASSES
        for name in fields:
            one = {"kind": "error", "text": "x", "name": "x", name: typed}
            assert passes(Client().post, "/posts/hastings/letter/", one) < MOST_PASSES
    assert Letter.objects.count() == 0


@heaped
@pytest.mark.django_db
def test_every_field_of_a_subscription(heap, settings):
    settings.SENDS_MAIL = True
    for typed in (heap, f"a@{heap}", f"place:{heap[:4_000]}"):
        data = dict.fromkeys(("address", "of", "weekday", "zone"), typed)
        assert passes(Client().post, "/follow/sign-up/", data) < MOST_PASSES
    assert Subscription.objects.count() == 0


@one_heap
@pytest.mark.django_db
@pytest.mark.any_engine
def test_names_of_files(heap):
    client = signed_in()
    file = SimpleUploadedFile("a.png", picture_bytes())
    file._name = f"{heap[:60_000]}.png"

    assert passes(client.post, "/admin/posts/image/upload/", {"files": file}) < MOST_PASSES


@heaped
@pytest.mark.django_db
@pytest.mark.any_engine
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
        assert passes(bring_in, folder) < MOST_PASSES
