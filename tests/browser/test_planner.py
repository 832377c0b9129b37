"""The planner and the schedule in a real browser: by keyboard, on a phone, in both colours."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Page, expect

from posts.models import Post
from tests.browser.desk import sign_in
from tests.factories import make_category, make_editor, make_post

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = (
    *("/admin/", "/admin/planner/05-27/", "/admin/planner/02-29/"),
    *("/admin/planner/?state=empty&order=hundreds&mix=3", "/admin/planner/idea/"),
    *("/admin/schedule/", "/admin/schedule/?month=1999-02"),
)


def desk_of(visit: Any, **options: Any) -> Any:
    make_editor()
    return sign_in(visit, **options)


@transaction.atomic
def fill_the_desk() -> list[str]:
    """Store posts of every state, and return the addresses that show them."""
    now = timezone.now()
    make_post("Treaty", event_input="27 May 1997", categories=[make_category()])
    make_post("A hundred years", event_input=f"27 May {now.year - 99}", publish_at=now)
    soon = make_post("Soon", event_input="29 May 1453", publish_at=now + timedelta(hours=1))
    draft = make_post("Draft", event_input="27 May 1703", status="draft", publish_at=now)
    make_post("Word" + "y" * 150, status="draft", event_input="", publish_at=None)
    for number in range(7):
        make_post(f"Full day {number}", publish_at=now - timedelta(minutes=number))
    day = f"/admin/schedule/?day={timezone.localdate().isoformat()}"
    dated, moved = f"/admin/planner/date/{draft.pk}/", f"/admin/schedule/move/{soon.pk}/"
    return [*PAGES, day, dated, moved, "/admin/schedule/?month=2047-10"]


def test_every_page_is_sound(visit: Any) -> None:
    paths = fill_the_desk()
    assert desk_of(visit).faults(paths) == {}


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def test_the_year_is_one_tab_stop_that_arrow_keys_walk_through(visit: Any) -> None:
    page = desk_of(visit).open("/admin/planner/05-27/")
    assert page.locator("#year a[tabindex='0']").count() == 1
    page.locator("#day-527").focus()
    walk = {
        "ArrowRight": "day-528",
        "ArrowDown": "day-604",
        "ArrowUp": "day-528",
        "ArrowLeft": "day-527",
        "PageDown": "day-627",
        "PageUp": "day-527",
        "End": "day-531",
        "Home": "day-501",
    }
    for key, expected in walk.items():
        page.keyboard.press(key)
        assert (key, focused(page)) == (key, expected)
    page.keyboard.press("Tab")
    assert not focused(page).startswith("day-")
    page.keyboard.press("Shift+Tab")
    assert focused(page) == "day-501"


def test_the_year_is_a_ring_and_short_months_have_a_last_day(visit: Any) -> None:
    page = desk_of(visit).open("/admin/planner/12-31/")
    page.locator("#day-1231").focus()
    page.keyboard.press("ArrowRight")
    assert focused(page) == "day-101"
    page.keyboard.press("End")
    page.keyboard.press("PageDown")
    assert focused(page) == "day-229"


def test_on_a_phone_down_is_the_day_below(visit: Any) -> None:
    page = desk_of(visit, width=390, height=844).open("/admin/planner/05-01/")
    page.locator("#day-501").focus()
    page.keyboard.press("ArrowDown")
    assert focused(page) == "day-509"


def test_an_idea_is_added_dated_moved_and_written_for_by_keyboard(visit: Any) -> None:
    desk = desk_of(visit)
    page = desk.open("/admin/planner/05-27/")
    page.locator("#idea").focus()
    page.keyboard.type("Sputnik")
    page.keyboard.press("Enter")
    expect(page.get_by_text("“Sputnik” is kept as an idea.")).to_be_visible()
    expect(page.locator("#idea")).to_be_focused()

    page.get_by_text("Give it a date").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Event date of Sputnik")).to_be_focused()
    page.keyboard.type("4 Octember 1957")
    expect(page.locator(".ideas-part .note.problem")).to_contain_text("Octember")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Nothing is saved yet")
    date = page.get_by_label("Event date")
    assert desk.axe_violations() == []
    expect(date).to_have_value("4 Octember 1957")
    date.fill("4 October 1957")
    expect(page.locator(".note")).to_contain_text("Read as 4 October 1957")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="4 October")).to_be_focused()

    page.get_by_text("Change the date").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Event date of Sputnik")).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("3 November 1957")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="3 November")).to_be_focused()
    expect(page.locator("#day-1103")).to_have_accessible_name("3 November: drafted, 1 post")
    assert [(post.title, post.status) for post in Post.objects.all()] == [("Sputnik", "draft")]


def test_a_post_for_a_day_begins_with_the_cursor_where_the_year_belongs(visit: Any) -> None:
    page = desk_of(visit).open("/admin/planner/05-27/")
    page.locator("#day-527").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#day-528")).to_have_accessible_name("28 May: empty, write a post")
    page.keyboard.press("Enter")
    expect(page.locator("#id_event_input")).to_be_focused()
    page.keyboard.type("1997")
    expect(page.locator("#id_event_input")).to_have_value("28 May 1997")
    expect(page.locator("#id_event_input_note")).to_contain_text("Read as 28 May 1997")
    page.go_back()
    page.get_by_role("link", name="Write for this day").press("Enter")
    expect(page.locator("#id_event_input")).to_have_value("27 May ")


def drag(page: Page, what: Any, onto: Any) -> None:
    """Drag with the mouse, by small steps, as a hand does."""
    what.hover()
    page.mouse.down()
    onto.hover()
    onto.hover()
    page.mouse.up()


def test_an_idea_is_dragged_onto_its_day_and_waits_for_its_year(visit: Any) -> None:
    make_post("Sputnik", status="draft", event_input="", publish_at=None)
    page = desk_of(visit, height=1400).open("/admin/planner/05-27/")
    drag(page, page.get_by_role("link", name="Sputnik"), page.locator("#day-1004"))
    date = page.get_by_label("Event date of Sputnik")
    expect(date).to_be_focused()
    expect(date).to_have_value("4 October ")
    page.keyboard.type("1957")
    expect(page.locator(".dating .note")).to_contain_text("Read as 4 October 1957")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="4 October")).to_be_focused()
    told = page.locator(".day-part").get_by_role("link", name="Sputnik")
    drag(page, told, page.locator("#day-1005"))
    expect(date).to_have_value("5 October 1957")


def test_a_post_is_moved_in_the_schedule_by_hand_by_finger_and_by_keys(visit: Any) -> None:
    make_post("Sputnik", publish_at=datetime(2047, 10, 4, 8, 30, tzinfo=UTC))
    desk = desk_of(visit, has_touch=True)
    page = desk.open("/admin/schedule/?month=2047-10")

    def day(number: int) -> Any:
        return page.locator(f"[data-day='2047-10-{number:02}']")

    drag(page, day(4).get_by_role("link", name="Sputnik", exact=True), day(9))
    told = "“Sputnik” is scheduled for 9 October 2047, 08:30 UTC; it was on 4 October 2047."
    expect(page.get_by_text(told)).to_be_in_viewport()
    grip = day(9).get_by_role("link", name="Move “Sputnik” to another day")
    assert min(grip.bounding_box()[side] for side in ("width", "height")) >= 32
    touch = page.context.new_cdp_session(page)
    for kind, place in (("Start", grip), ("Move", day(14)), ("Move", day(17)), ("End", None)):
        box = place.bounding_box() if place else None
        points = [{"x": box["x"] + 16, "y": box["y"] + 16}] if box else []
        touch.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})
    expect(page.get_by_text("is scheduled for 17 October 2047, 08:30 UTC;")).to_be_visible()
    day(17).get_by_role("link", name="Move “Sputnik” to another day").press("Enter")
    page.get_by_label("New day").fill("2047-11-02")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="November 2047")).to_be_visible()
    assert Post.objects.get().publish_at == datetime(2047, 11, 2, 8, 30, tzinfo=UTC)


def test_a_click_on_an_empty_day_of_the_schedule_begins_a_post_for_it(visit: Any) -> None:
    page = desk_of(visit).open("/admin/schedule/?month=2047-10")
    page.locator("[data-day='2047-10-09']").click()
    expect(page.locator("#id_publish_at_0")).to_have_value("2047-10-09")
    expect(page.locator("#id_publish_at_note")).to_contain_text("9 October 2047, 08:00 UTC")


def test_without_scripts_every_day_and_form_works(visit: Any) -> None:
    desk = desk_of(visit, java_script_enabled=False)
    page = desk.page
    page.goto(f"{desk.server}/admin/planner/05-26/")
    page.get_by_role("link", name="27 May", exact=True).click()
    expect(page.get_by_role("heading", name="27 May")).to_be_visible()
    page.fill("#idea", "Sputnik")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_text("Give it a date").click()
    page.get_by_label("Event date of Sputnik").fill("4 October 1957")
    page.get_by_role("button", name="Set the date").click()
    expect(page.get_by_role("heading", name="4 October")).to_be_visible()
    assert Post.objects.get().event_text == "4 October 1957"


def test_the_schedule_is_walked_month_by_month(visit: Any) -> None:
    page = desk_of(visit).open("/admin/schedule/?month=2027-12")
    page.get_by_role("link", name="January 2028").press("Enter")
    expect(page.get_by_role("heading", name="January 2028")).to_be_visible()
    page.get_by_label("Month").fill("2027-05")
    page.get_by_role("button", name="Show").press("Enter")
    expect(page.get_by_role("heading", name="May 2027")).to_be_visible()
