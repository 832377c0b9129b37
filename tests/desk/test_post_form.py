import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from posts.models import Post
from tests.admin.forms import ADD, change_url, data_of, form_of, shown, with_row
from tests.factories import make_category, make_citation, make_image, make_place, make_post

pytestmark = pytest.mark.any_engine


def written(desk: Client, **changes: Any) -> dict[str, Any]:
    """Return the data of a new post that could be saved, but for `changes`."""
    texts = {"title": "The Battle of Hastings", "event_input": "14 October 1066"}
    return shown(desk, ADD) | texts | changes


def errors(response: Any) -> dict[str, list[str]]:
    return {name: list(found) for name, found in form_of(response).errors.items()}


def test_a_post_is_written_whole(desk: Client) -> None:
    category, place, image = make_category(), make_place(), make_image()
    data = written(
        desk,
        description="An army meets another.",
        story="By *dusk* it was over.",
        closing_question="Could a rested army have won?",
        categories=[category.pk],
        places=[place.pk],
        hero=image.pk,
        tags=["norman conquest", "1066, and all that"],
        _save="Save",
    )
    data = with_row(data, "bullets", label="Who", text="William", position=1)
    response = desk.post(ADD, data)
    post = Post.objects.get()
    assert (response.status_code, response.headers["Location"]) == (302, "/admin/posts/post/")
    assert (post.slug, post.event_edtf, post.status) == (
        "the-battle-of-hastings",
        "1066-10-14",
        "draft",
    )
    assert post.story_html == "<p>By <em>dusk</em> it was over.</p>\n"
    assert [(b.label, b.text, b.position) for b in post.bullets.all()] == [("Who", "William", 1)]
    assert (list(post.categories.all()), list(post.places.all())) == ([category], [place])
    assert sorted(post.tags.names()) == ["1066, and all that", "norman conquest"]
    assert post.hero == image


def test_saving_what_is_shown_changes_nothing(desk: Client) -> None:
    post = make_post(status="draft", tags=["cold war", 'say "so"'], bullets=[("Who", "William")])
    make_citation(post)
    before = Post.objects.filter(pk=post.pk).values().get()
    assert desk.post(change_url(post), shown(desk, change_url(post))).status_code == 302
    assert Post.objects.filter(pk=post.pk).values().get() == before
    assert sorted(post.tags.names()) == ["cold war", 'say "so"']
    assert not post.revisions.exists()


def test_save_and_look_opens_the_public_address(desk: Client) -> None:
    response = desk.post(ADD, written(desk, _look="Save and look"))
    assert response.headers["Location"] == "/posts/the-battle-of-hastings/"
    post = Post.objects.get()
    again = shown(desk, change_url(post)) | {"_look": "Save and look"}
    assert desk.post(change_url(post), again).headers["Location"] == post.get_absolute_url()


def test_the_address_of_a_new_post_fills_in_text_and_takes_no_step(desk: Client) -> None:
    category = make_category()
    query = f"title=Begun&categories={category.pk}&status=approved&_publish=1&form_token=theirs"
    form = form_of(desk.get(f"{ADD}?{query}"))
    found = [form[name].value() for name in ("title", "categories")]
    assert found == ["Begun", [str(category.pk)]]
    assert form["form_token"].value() != "theirs"


@pytest.mark.parametrize(
    ("button", "to"),
    [("_save", "/admin/posts/post/"), ("_continue", "/admin/posts/post/{}/change/")],
)
def test_the_way_back_keeps_how_the_list_was_narrowed(desk: Client, button: str, to: str) -> None:
    post = make_post(status="draft")
    narrowed = f"{change_url(post)}?_changelist_filters=state%3Ddraft%26q%3Dx"
    query = {"_save": "state=draft&q=x", "_continue": "_changelist_filters=state%3Ddraft%26q%3Dx"}
    response = desk.post(narrowed, shown(desk, narrowed) | {button: "yes"})
    assert response.headers["Location"] == f"{to.format(post.pk)}?{query[button]}"


def test_a_window_of_its_own_hands_the_post_back(desk: Client) -> None:
    page = desk.get(f"{ADD}?_popup=1&_to_field=id&_source_model=posts.postlink")
    assert '<input type="hidden" name="_popup" value="1">' in page.text
    added = desk.post(ADD, written(desk, _popup="1", _to_field="id"))
    post = Post.objects.get()
    assert json.loads(added.context["popup_response_data"]) == {
        "value": str(post.pk),
        "obj": "The Battle of Hastings",
    }
    changed = desk.post(change_url(post), shown(desk, change_url(post)) | {"_popup": "1"})
    assert json.loads(changed.context["popup_response_data"]) == {
        "action": "change",
        "value": str(post.pk),
        "obj": "The Battle of Hastings",
        "new_value": str(post.pk),
    }


def test_an_approved_post_without_a_time_is_published_now(desk: Client) -> None:
    desk.post(ADD, written(desk, _publish="yes", description="An army meets another."))
    post = Post.objects.get()
    assert post.is_public
    assert timezone.now() - post.publish_at < timedelta(minutes=1)


def test_the_address_is_made_from_the_title_when_left_empty(desk: Client) -> None:
    make_post("The Battle of Hastings")
    for slug, number in (
        ("", 2),
        ("the-battle-of-hastings", 3),
    ):
        answer = desk.post(ADD, written(desk, slug=slug), follow=True)
        where = f"/posts/the-battle-of-hastings-{number}/"
        assert Post.objects.latest("id").get_absolute_url() == where
        words = f"Its address is {where}: another post has the one without the number."
        assert words in [str(each) for each in answer.context["messages"]]
    assert desk.post(ADD, written(desk, title="😀", slug="")).status_code == 302
    assert Post.objects.latest("id").slug == f"post-{Post.objects.latest('id').pk}"


def test_an_address_in_use_names_the_other_post(desk: Client) -> None:
    make_post("The Norman landing", slug="hastings")
    response = desk.post(ADD, written(desk, slug="hastings"))
    assert errors(response) == {
        "slug": [
            (
                "“The Norman landing” already has this address. Change it, or leave it empty to "
                "have one made from the title."
            )
        ]
    }


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        (
            "event_input",
            "some day",
            (
                "Not a date this field understands; try “27 May 1997”, “1997”, “c. 1200”, “44 BC”, "
                "“1914–1918”."
            ),
        ),
        (
            "title",
            "Has\x00tings",
            "The character U+0000 (NUL) at line 1, column 4 cannot be stored. Remove it.",
        ),
        (
            "story",
            "One.\n\nTwo\x0bthree.",
            (
                "The character U+000B (line tabulation) at line 3, column 4 cannot be "
                "stored. Remove it."
            ),
        ),
        ("title", "", "This field is required."),
        (
            "description",
            "x" * 1001,
            "Ensure this value has at most 1000 characters (it has 1001).",
        ),
        ("tags", ["x" * 101], f"“{'x' * 40}…” has 101 characters; a tag has 100 at most."),
    ],
)
def test_bad_input_is_told_beside_its_field_and_kept(
    desk: Client, field: str, typed: Any, message: str
) -> None:
    data = written(desk) | {field: typed}
    data = with_row(data, "bullets", label="Kept", text="Every word of it", position=1)
    response = desk.post(ADD, data)
    assert response.status_code == 200
    assert errors(response)[field] == [message]
    assert data_of(response)[field] == typed
    assert data_of(response)["bullets-0-text"] == "Every word of it"
    assert f'<a href="#id_{field}">' in response.text
    assert not Post.objects.exists()


def test_ten_megabytes_of_story_come_back_with_the_limit(desk: Client) -> None:
    story = "x" * 10_000_000
    response = desk.post(ADD, written(desk, story=story))
    assert errors(response) == {
        "story": ["The story has 10,000,000 bytes; the most is 1,000,000. Split it in two."]
    }
    assert data_of(response)["story"] == story


def test_the_publish_time_in_a_gap_is_refused(desk: Client, settings) -> None:
    settings.TIME_ZONE = "Europe/Paris"
    response = desk.post(ADD, written(desk, publish_at_0="2027-03-28", publish_at_1="02:30"))
    assert [m.split(":")[0] for m in errors(response)["publish_at"]] == [
        "Clocks in Europe/Paris skip 02"
    ]
    assert data_of(response)["publish_at_1"] == "02:30"


def test_the_reading_of_the_date_needs_no_script(desk: Client) -> None:
    post = make_post()
    page = desk.get(change_url(post)).text
    assert (
        "Read as 14 October 1066, Julian calendar (20 October 1066 Gregorian) · day · "
        "on this day: 14 October" in page
    )


def test_old_style_is_asked_after_saving_and_blocks_nothing(desk: Client) -> None:
    britain = make_place("Britain", calendar_reform=date(1752, 9, 14))
    data = written(desk, event_input="11 February 1732", places=[britain.pk])
    response = desk.post(ADD, data)
    assert response.status_code == 302
    _, asked = map(str, get_messages(response.wsgi_request))
    assert asked == (
        "Is this date Old Style? Britain kept the Julian calendar until 14 September 1752. "
        "If it is, choose “Julian (Old Style)”."
    )


def test_a_change_of_a_bullet_alone_moves_the_version(desk: Client) -> None:
    post = make_post(status="draft", bullets=[("Who", "William")])
    data = shown(desk, change_url(post)) | {"bullets-0-text": "Harold"}
    desk.post(change_url(post), data)
    assert Post.objects.get(pk=post.pk).version == post.version + 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_form_takes_as_many_queries_for_any_number_of_rows(
    desk: Client, rows: int, django_assert_max_num_queries
) -> None:
    post = make_post(
        hero=make_image(),
        bullets=[(f"L{n}", f"text {n}") for n in range(rows)],
        tags=[f"tag {n}" for n in range(rows)],
        categories=[make_category(f"C{n}") for n in range(rows)],
    )
    for number in range(rows):
        make_citation(post, f"Source {number}")
    with django_assert_max_num_queries(18):
        desk.get(change_url(post))
