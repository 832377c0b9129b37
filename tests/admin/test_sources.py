import re
from pathlib import Path

import pytest
from django.test import Client

from posts.models import Post, Source
from tests.admin.forms import data_of, shown
from tests.editorial.newsroom import make_person
from tests.factories import make_citation, make_dossier, make_milestone, make_post

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
LIST = "/admin/posts/source/"
ADD = f"{LIST}add/"


def change(source: Source) -> str:
    return f"/admin/posts/source/{source.pk}/change/"


def add(desk: Client, **values: str) -> str:
    """Add a source and return what the desk said."""
    response = desk.post(ADD, shown(desk, ADD) | {"title": "Annals"} | values, follow=True)
    assert response.redirect_chain, response.context["adminform"].form.errors
    return " ".join(str(message) for message in response.context["messages"])


def test_the_last_change_is_filled_in_from_the_kept_text(desk: Client) -> None:
    said = add(desk, kept_text="NATO\r\n\r\nDernière modification : 12/06/2013\r\n\r\ntop")
    source = Source.objects.get()

    assert (
        "The kept text says when it was last changed: “Dernière modification : 12/06/2013”, "
        "read as 12 June 2013." in said
    )
    assert source.modified == "Dernière modification : 12/06/2013"
    assert "Read as 12 June 2013" in desk.get(change(source)).text


@pytest.mark.parametrize(
    "text",
    [
        "Last updated 5 May 2010\nLast updated 6 May 2010",
        "Published 5 May 2010",
        "12/06/2013",
        "Last updated: " + "Thursday, " * 5 + "12 June 2013",
        "",
    ],
)
def test_it_stays_empty_where_the_text_does_not_say_it_once(desk: Client, text: str) -> None:
    said = add(desk, kept_text=text)

    assert (Source.objects.get().modified, "kept text" in said) == ("", False)


def test_what_the_editor_wrote_or_took_out_is_left_alone(desk: Client) -> None:
    add(desk, kept_text="Updated 5 May 2010", modified="2009")
    source = Source.objects.get()
    assert source.modified == "2009"

    desk.post(change(source), shown(desk, change(source)) | {"modified": ""})

    assert Source.objects.get().modified == ""


def test_a_date_in_digits_alone_is_refused_beside_its_field(desk: Client) -> None:
    data = shown(desk, ADD) | {"title": "Annals", "issued": "12/06/2013"}
    response = desk.post(ADD, data)

    assert response.context["adminform"].form.errors == {
        "issued": ["Is that 12 June or 6 December 2013? Write the month as a word, or 2013-06-12."]
    }


@pytest.mark.parametrize("printed", ["32/13/2013", "Dernière modification : 32/13/2013"])
def test_a_day_that_no_calendar_has_is_refused_with_all_that_was_typed(
    desk: Client, printed: str
) -> None:
    data = shown(desk, ADD) | {"title": "Annals", "kept_text": "Kept.", "modified": printed}
    response = desk.post(ADD, data)

    form = response.context["adminform"].form
    assert response.status_code == 200
    assert form.errors == {"modified": ["There is no month 13."]}
    assert data_of(response) == data
    assert Source.objects.count() == 0


def test_the_page_lists_what_rests_on_it_with_its_state(desk: Client) -> None:
    post = make_post("Hastings")
    source = make_citation(post).source
    make_post("Draft", status=Post.Status.DRAFT).citations.create(source=source)
    make_post("Elsewhere")
    dossier = make_dossier()
    dossier.citations.create(source=source)
    make_milestone(dossier, "Domesday", source=source)

    page = re.sub(r"\s+", " ", desk.get(change(source)).text)
    listed = page[page.index('<ul class="rests">') :].partition("</ul>")[0]

    lines = re.findall(r'<li>(\w+) <a href="([^"]*)">([^<]*)</a> .*?>([a-z ]+)</span>', listed)
    draft = Post.objects.get(title="Draft")
    assert lines == [
        ("Post", f"/admin/posts/post/{post.pk}/change/", "Hastings", "published"),
        ("Post", f"/admin/posts/post/{draft.pk}/change/", "Draft", "draft"),
        ("Dossier", f"/admin/posts/dossier/{dossier.pk}/change/", "The Conquest", "published"),
        (
            "Milestone",
            f"/admin/posts/dossier/{dossier.pk}/change/",
            "Domesday (1086), in The Conquest",
            "published",
        ),
    ]
    uses = re.findall(r'field-number">(\d+)<', desk.get("/admin/posts/source/").text)
    assert uses == ["4"]


def test_the_page_of_an_unused_source_says_so_and_shows_the_hash(desk: Client) -> None:
    source = Source.objects.create(title="Annals", kept_text="abc")

    page = desk.get(change(source)).text

    assert "Nothing yet." in page
    assert source.text_hash in page


def test_the_background_page_is_entered_with_its_own_last_line(
    desk: Client, background: Path
) -> None:
    text = background.read_text(encoding="utf-8")
    said = add(desk, title="NATO-Russia relations", publisher="A ministry", kept_text=text)
    source = Source.objects.get()

    assert "read as 12 June 2013." in said
    assert source.modified_date is not None
    assert source.modified_date.edtf == "2013-06-12"
    assert (len(source.text_hash), source.kept_text) == (64, text)


@pytest.mark.parametrize("column", ["kept_text", "text_hash"])
def test_a_list_tells_nobody_by_its_length_what_a_kept_text_says(desk: Client, column: str) -> None:
    Source.objects.create(title="Annals", kept_text="A secret")
    author = Client()
    author.force_login(make_person("author"))

    for question in (f"{column}__startswith=A", f"{column}__regex=[a-z]", f"{column}=A"):
        assert author.get(f"{LIST}?{question}").status_code == 400
        assert desk.get(f"{LIST}?{question}").status_code == 200
    assert author.get(f"{LIST}?title__startswith=A").status_code == 200
