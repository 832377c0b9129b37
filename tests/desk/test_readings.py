from datetime import date

import pytest
from django.test import Client

from posts.models import Place
from tests.factories import make_image, make_place

HASTINGS = (
    "14 October 1066, Julian calendar (20 October 1066 Gregorian) · day · on this day: 14 October"
)


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ({"text": ""}, {"reading": "", "warning": ""}),
        ({"text": "14 Oct 1066"}, {"reading": HASTINGS, "warning": ""}),
        (
            {"text": "27 May"},
            {"error": "Add the year, for example “27 May 1997”.", "code": "year_missing"},
        ),
        (
            {"text": "1997", "calendar": "lunar"},
            {
                "error": "There is no calendar “lunar”: choose auto, julian or gregorian.",
                "code": "calendar_choice",
            },
        ),
        (
            {"text": "1997", "rule": "always"},
            {
                "error": "There is no rule “always”: choose auto, as_written or none.",
                "code": "rule_choice",
            },
        ),
    ],
)
def test_a_date_is_read_aloud(desk: Client, query: dict[str, str], answer: dict[str, str]) -> None:
    response = desk.get("/admin/read-date/", query)
    assert (response.status_code, response.json()) == (200, answer)


def test_old_style_is_asked_where_a_chosen_place_was_late(desk: Client) -> None:
    britain = make_place("Britain", calendar_reform=date(1752, 9, 14))
    query = {"text": "11 February 1732", "places": f"{britain.pk},x,{10**30}"}
    assert desk.get("/admin/read-date/", query).json()["warning"] == (
        "Is this date Old Style? Britain kept the Julian calendar until 14 September 1752. "
        "If it is, choose “Julian (Old Style)”."
    )
    marked = query | {"calendar": "julian"}
    assert desk.get("/admin/read-date/", marked).json()["warning"] == ""


def test_places_that_lie_in_a_circle_are_asked_about_once(desk: Client) -> None:
    """Two editors may make one at the same moment."""
    one = make_place("One")
    other = make_place("Other", parent=one)
    Place.objects.filter(pk=one.pk).update(parent=other)
    query = {"text": "11 February 1732", "places": f"{one.pk}"}
    assert desk.get("/admin/read-date/", query).json()["warning"] == ""


def test_a_time_is_read_in_both_zones(desk: Client, settings) -> None:
    settings.TIME_ZONE = "Europe/Paris"
    query = {"day": "2027-05-27", "time": "08:00", "clock": "site"}
    assert desk.get("/admin/read-time/", query).json() == {
        "reading": "27 May 2027, 08:00 Europe/Paris · 06:00 UTC",
        "button": "Schedule for 27 May 2027, 08:00 Paris (06:00 UTC)",
    }
    gap = {"day": "2027-03-28", "time": "02:30"}
    assert list(desk.get("/admin/read-time/", gap).json()) == ["error"]


def test_a_picture_is_shown_small(desk: Client) -> None:
    image = make_image()
    assert desk.get(f"/admin/picture/{image.pk}/").json() == {
        "thumbnail": image.thumbnail_url,
        "alt": "A red field",
        "text": "A red field",
    }
    assert desk.get("/admin/picture/999/").status_code == 404


def test_choices_of_pictures_carry_their_thumbnails(desk: Client) -> None:
    image = make_image()
    query = {"app_label": "posts", "model_name": "post", "field_name": "hero", "term": "red"}
    assert desk.get("/admin/autocomplete/", query).json()["results"] == [
        {
            "id": str(image.pk),
            "text": "A red field",
            "thumbnail": image.thumbnail_url,
            "alt": "A red field",
            "code": f"![A red field]({image.file.url})",
        }
    ]


def test_names_that_begin_with_the_term_come_first(desk: Client) -> None:
    for name in ("Oqux", "Quxland", "Aqux"):
        make_place(name)
    query = {"term": "qux", "app_label": "posts", "model_name": "post", "field_name": "places"}
    results = desk.get("/admin/autocomplete/", query).json()["results"]
    assert [result["text"] for result in results] == ["Quxland", "Aqux", "Oqux"]


def test_only_who_is_signed_in_gets_a_token_to_save_with(desk: Client) -> None:
    assert len(desk.get("/admin/token/").json()["token"]) == 64
    answer = Client().get("/admin/token/")
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/admin/login/")


def test_a_city_kept_the_calendar_of_the_country_it_lies_in(desk: Client) -> None:
    ruritania = make_place("Ruritania", calendar_reform=date(1918, 2, 14))
    strelsau = make_place("Strelsau", parent=make_place("Upper Province", parent=ruritania))
    query = {"text": "25 October 1917", "places": str(strelsau.pk)}
    warning = desk.get("/admin/read-date/", query).json()["warning"]
    assert warning.startswith(
        "Is this date Old Style? Strelsau kept the Julian calendar until 14 February 1918."
    )
