"""Dossiers as an editor makes them."""

import io
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

from posts.models import Dossier, Post, Source
from tests.admin.forms import data_of, shown, with_row
from tests.factories import make_dossier, make_milestone, make_post

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
ADD = "/admin/posts/dossier/add/"


def change(dossier: Dossier) -> str:
    return f"/admin/posts/dossier/{dossier.pk}/change/"


def save(desk: Client, address: str, data: dict[str, Any]) -> None:
    response = desk.post(address, data)
    assert response.status_code == 302, response.context["form"].errors


def test_a_title_is_enough_for_a_draft(desk: Client) -> None:
    save(desk, ADD, shown(desk, ADD) | {"title": "The Conquest"})
    dossier = Dossier.objects.get()
    assert (dossier.slug, dossier.state) == ("the-conquest", "draft")


@time_machine.travel(datetime(2026, 6, 1, 12, tzinfo=UTC), tick=False)
def test_an_approved_dossier_is_published_on_saving_unless_a_time_is_given(desk: Client) -> None:
    data = shown(desk, ADD) | {"title": "Now", "_publish": "yes"}
    save(desk, ADD, data)
    later = {"title": "Later", "publish_at_0": "2026-07-01", "publish_at_1": "08:00"}
    save(desk, ADD, data | later)

    states = {row.title: (row.state, row.publish_at) for row in Dossier.objects.all()}
    assert states["Now"] == ("published", datetime(2026, 6, 1, 12, tzinfo=UTC))
    assert states["Later"] == ("scheduled", datetime(2026, 7, 1, 8, tzinfo=UTC))


def test_another_language_and_another_text_are_saved_together(desk: Client) -> None:
    dossier = make_dossier(status="draft", sections=[("A", '"one"'), ("B", '"two"')])
    data = shown(desk, change(dossier)) | {"language": "de", "sections-1-text": '"zwei"'}
    save(desk, change(dossier), data)

    texts = [row.text_html for row in dossier.sections.all()]
    assert texts == ["<p>„one“</p>\n", "<p>„zwei“</p>\n"]


def test_sections_are_put_in_order_and_shown_so(desk: Client) -> None:
    dossier = make_dossier(status="draft", sections=[("A", "one"), ("B", "two")])
    data = shown(desk, change(dossier)) | {"sections-0-position": 30, "sections-1-position": 10}
    data = with_row(data, "sections", heading="C", text="*three*", position=20)
    save(desk, change(dossier), data)

    assert [row.heading for row in dossier.sections.all()] == ["B", "C", "A"]
    text = desk.get("/dossiers/the-conquest/").text
    assert re.findall(r'<h2 id="part-\d+">(\w)</h2>', text) == ["B", "C", "A"]
    assert "<em>three</em>" in text


def test_a_milestone_tells_how_its_date_was_read_and_what_is_missing(desk: Client) -> None:
    dossier = make_dossier()
    make_milestone(dossier, event_input="28 May 2002")
    assert "Read as 28 May 2002, Gregorian calendar · day<" in desk.get(change(dossier)).text

    data = shown(desk, change(dossier)) | {"milestones-0-event_input": "12/06/2013"}
    data = with_row(data, "milestones", label="Undated", calendar_choice="auto")
    response = desk.post(change(dossier), data)

    formsets = response.context["form"].rows
    assert [form.errors for form in formsets["milestones"].forms] == [
        {
            "event_input": [
                "Is that 12 June or 6 December 2013? Write the month as a word, or 2013-06-12."
            ]
        },
        {
            "event_input": ["Say when it happened: 28 May 2002, 2009."],
            "source": ["This field is required."],
        },
    ]
    assert dossier.milestones.get().event_input == "28 May 2002"


def test_nonsense_is_refused_with_all_that_was_typed_still_there(desk: Client) -> None:
    data = shown(desk, ADD) | {"title": "", "description": "Typed."}
    data = with_row(data, "sections", heading="Before", text="Long ago.", position="soon")
    data = with_row(data, "milestones", label="Nowhen", event_input="32/13/2013", note="Noted.")
    response = desk.post(ADD, data | {"_publish": "yes"})

    assert response.status_code == 200
    assert response.context["form"].errors == {"title": ["This field is required."]}
    formsets = response.context["form"].rows
    assert formsets["sections"].errors == [{}, {"position": ["Enter a whole number."]}]
    assert sorted(formsets["milestones"].errors[0]) == ["calendar_choice", "event_input", "source"]
    typed = {name: value for name, value in data.items() if "_FORMS" not in name}
    typed["sections-0-position"] = "1"
    assert data_of(response).items() >= typed.items()
    assert Dossier.objects.count() == 0


def test_the_list_tells_state_and_numbers(desk: Client) -> None:
    dossier = make_dossier(posts=[make_post("A"), make_post("B")], status="review")
    make_milestone(dossier)

    row = re.sub(r"\s+", " ", desk.get("/admin/posts/dossier/").text)

    assert '<span class="state state-in-review">in review</span>' in row
    assert re.findall(r'field-(?:post|milestone)_count">([^<]*)<', row) == ["2", "1"]
    assert "The Conquest" not in desk.get("/admin/posts/dossier/?state=published").text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_form_takes_as_many_queries_for_any_number_of_rows(
    desk: Client, rows: int, django_assert_max_num_queries
) -> None:
    counted = range(rows)
    dossier = make_dossier(
        posts=[make_post(f"P{n}") for n in counted], sections=[(f"S{n}", "text") for n in counted]
    )
    for number in counted:
        milestone = make_milestone(dossier, f"M{number}")
        dossier.citations.create(source=milestone.source, position=number)
    with django_assert_max_num_queries(11):
        desk.get(change(dossier))


def test_an_old_address_may_lead_to_a_dossier_but_to_one_thing_only(desk: Client) -> None:
    dossier, post = make_dossier(), make_post()
    address = "/admin/posts/redirect/add/"
    data = shown(desk, address) | {"path": "/topics/conquest.html", "dossier": dossier.pk}
    both = desk.post(address, data | {"post": post.pk})
    (told,) = both.context["adminform"].form.errors["dossier"]
    assert told == (
        "An old address leads to one thing only, not to Hastings and The Conquest. "
        "Keep one of them."
    )

    save(desk, address, data)
    answer = Client().get("/topics/conquest.html")
    assert (answer.status_code, answer["Location"]) == (301, "/dossiers/the-conquest/")


BACKGROUND = (
    "The two sides opened a political dialogue when the Cold War ended. What began as a "
    "forum of many became, in three steps, a council of equals."
)
STEPS = [
    ("The Rome Declaration founds the NATO–Russia Council", "2002", ""),
    ("The work of the Council is suspended after the war in Georgia", "August 2008", ""),
    # The page says "at the end of 2009", which is no month: the year is what it vouches for.
    ("The Council resumes its work", "2009", "end of 2009"),
    ("The Lisbon summit agrees to cooperate on missile defence", "November 2010", ""),
    ("The Chicago summit reaffirms the partnership", "May 2012", ""),
]


def test_a_dossier_is_made_of_the_background_page_and_the_imported_post(
    desk: Client, client: Client, seed: Path, background: Path
) -> None:
    call_command("import_posts", "jekyll", str(seed), "--write", stdout=io.StringIO())
    post = Post.objects.get()
    source = enter_source(desk, background)

    open_dossier(desk, post, source)

    text = client.get("/dossiers/nato-russia-relations/").text
    text = re.sub('<span class="ago.*?</span>', "", text)
    stamps = re.findall(r'<p class="stamp [^"]*">(.*?)</p>', text, re.DOTALL)
    dates = [" ".join(re.sub(r"<[^>]*>", " ", stamp).split()) for stamp in stamps]
    titles = re.findall(r'class="entry-title"[^>]*>(?:<a [^>]*>)?([^<]*)<', text)
    assert titles == [post.title, *(label for label, _, _ in STEPS)]
    assert dates == [
        *("27 May 1997", "2002", "August 2008", "2009 end of 2009", "November 2010", "May 2012"),
    ]
    assert "1997–2012" in text
    assert re.findall(r'href="#(source-\d)">([^<]*)<', text) == [
        ("source-1", "Source 1, paragraph 4"),
    ] * len(STEPS)
    sources = text[text.index('<h2 id="sources">') :]
    assert re.findall(r"<cite[^>]*>([^<]*)</cite>", sources) == ["NATO-Russia relations"]
    assert "Last changed 12 June 2013." in sources
    assert source.text_hash not in text
    assert "essential partner" not in text
    assert "Part of the dossier" in client.get(post.get_absolute_url()).text


def enter_source(desk: Client, page: Path) -> Source:
    address = "/admin/posts/source/add/"
    told = {
        "title": "NATO-Russia relations",
        "publisher": "French Ministry of Foreign Affairs",
        "language": "en",
        "kept_text": page.read_text(encoding="utf-8"),
    }
    save(desk, address, shown(desk, address) | told)
    return Source.objects.get(title="NATO-Russia relations")


def open_dossier(desk: Client, post: Post, source: Source) -> None:
    data = shown(desk, ADD) | {
        "title": "NATO–Russia relations",
        "description": "From former adversaries to a council of equals, and to its first crisis.",
        "posts": [post.pk],
        "_publish": "yes",
    }
    data = with_row(data, "sections", heading="After the Cold War", text=BACKGROUND, position=1)
    for label, date, words in reversed(STEPS):
        told = {"label": label, "event_input": date, "event_display": words}
        place = {"source": source.pk, "locator": "paragraph 4", "calendar_choice": "auto"}
        data = with_row(data, "milestones", **told, **place)
    data = with_row(data, "citations", source=source.pk, position=1)
    save(desk, ADD, data)
