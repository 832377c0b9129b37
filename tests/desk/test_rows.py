from django.test import Client

from tests.admin.forms import change_url, formsets_of, shown, with_row
from tests.factories import make_citation, make_post


def test_reorder_delete_and_add_together_leave_no_gap(desk: Client) -> None:
    post = make_post(status="draft", bullets=[("A", "one"), ("B", "two"), ("C", "three")])
    data = shown(desk, change_url(post))
    data |= {"bullets-0-position": 40, "bullets-1-DELETE": "on", "bullets-2-position": 10}
    data = with_row(data, "bullets", label="D", text="four", position=20)
    assert desk.post(change_url(post), data).status_code == 302
    assert [(b.label, b.position) for b in post.bullets.all()] == [("C", 1), ("D", 2), ("A", 3)]


def test_an_added_row_left_empty_is_no_row(desk: Client) -> None:
    post = make_post(status="draft", bullets=[("A", "one")])
    data = with_row(shown(desk, change_url(post)), "bullets", label="", text="", position=20)
    assert desk.post(change_url(post), data).status_code == 302
    assert [b.label for b in post.bullets.all()] == ["A"]


def test_sources_keep_their_order_too(desk: Client) -> None:
    post = make_post(status="draft")
    make_citation(post, "First")
    make_citation(post, "Second")
    data = shown(desk, change_url(post))
    data |= {"citations-0-position": 2, "citations-1-position": 1, "citations-1-locator": "ii.14"}
    assert desk.post(change_url(post), data).status_code == 302
    assert [(str(c.source), c.locator, c.position) for c in post.citations.all()] == [
        ("Second", "ii.14", 1),
        ("First", "", 2),
    ]


def test_a_bullet_without_text_is_told_beside_it(desk: Client) -> None:
    post = make_post(status="draft")
    data = with_row(shown(desk, change_url(post)), "bullets", label="Who", text="", position=1)
    response = desk.post(change_url(post), data)
    formset = formsets_of(response)[0]
    assert formset.errors == [{"text": ["This field is required."]}]
    assert '<a href="#id_bullets-0-text">' in response.text


def test_a_new_row_numbered_before_stored_ones_copies_none(desk: Client) -> None:
    """When a row is removed, the admin's script numbers the rows as they stand on the page."""
    post = make_post(status="draft", bullets=[("A", "one"), ("B", "two")])
    first, second = post.bullets.all()
    data = shown(desk, change_url(post)) | {"bullets-TOTAL_FORMS": 3}
    rows = [("", "New", "zero"), (first.pk, "A", "one"), (second.pk, "B", "two")]
    for index, (key, label, text) in enumerate(rows):
        start = f"bullets-{index}"
        data |= {f"{start}-id": key, f"{start}-label": label, f"{start}-text": text}
        data |= {f"{start}-post": post.pk, f"{start}-position": index + 1}
    assert desk.post(change_url(post), data).status_code == 302
    assert [(b.pk, b.label) for b in post.bullets.all()][1:] == [(first.pk, "A"), (second.pk, "B")]
    assert [b.label for b in post.bullets.all()] == ["New", "A", "B"]
