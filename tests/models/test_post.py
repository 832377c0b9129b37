from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from posts.dates import HistoricalDateError
from posts.editorial import trash
from posts.models import Anniversary, EditConflict, PlaceInTime, Post, beside
from posts.rendering import MAX_STORY_BYTES, RenderingError
from tests.factories import NOON, make_editor, make_image, make_post

pytestmark = pytest.mark.django_db


def keys_of(post: Post) -> list[tuple[int, str, bool]]:
    rows = Anniversary.objects.filter(post=post).order_by("month_day")
    return [(row.month_day, row.role, row.is_alt) for row in rows]


def test_saving_a_post_alone_yields_a_whole_post():
    post = Post(
        title="The October Revolution",
        slug="october",
        description="Petrograd, 1917.",
        story="The *Aurora* fired.",
        event_input="25 October 1917 (O.S.)",
        status="approved",
        publish_at=NOON,
    )
    post.save()
    stored = Post.objects.get(slug="october")

    assert stored.story_html == "<p>The <em>Aurora</em> fired.</p>\n"
    assert stored.event_text == "25 October (O.S.) / 7 November 1917"
    assert keys_of(stored) == [(1025, "on", True), (1107, "on", False)]
    assert (stored.event_edtf, stored.event_calendar, stored.event_sort) == (
        "1917-10-25",
        "J",
        2421540,
    )
    assert (stored.year_start, stored.year_end, stored.month, stored.day) == (1917, 1917, 11, 7)
    assert stored.version == 1


def test_an_undated_draft_is_whole_too():
    post = Post.objects.create(title="An idea")
    assert (post.event_text, post.event_sort, post.event_date, keys_of(post)) == (
        "",
        None,
        None,
        [],
    )
    assert (post.status, post.publish_at, post.slug) == ("draft", None, "an-idea")


def test_open_sides_take_the_sentinels():
    post = make_post(event_input="since 1991")
    assert (post.event_start, post.event_end, post.event_sort) == (2448258, 5373484, 2448258)
    assert (post.year_start, post.year_end) == (1991, 10_000)
    post = make_post(event_input="before 1200")
    assert (post.event_start, post.event_end, post.event_sort) == (-100_000_000, 2159357, 2159357)


def test_changing_the_date_moves_the_anniversary():
    post = make_post(event_input="14 October 1066")
    post.event_input = "25 September 1066"
    post.save()
    assert keys_of(post) == [(925, "on", False)]
    post.event_input = ""
    post.save()
    assert keys_of(post) == []


def test_the_rule_swaps_or_removes_the_anniversaries():
    post = make_post(event_input="5 November 1605 (O.S.)", anniversary_rule="as_written")
    assert keys_of(post) == [(1105, "on", False), (1115, "on", True)]
    post.anniversary_rule = "none"
    post.save(update_fields=["anniversary_rule"])
    assert keys_of(post) == []


def test_update_fields_carry_what_is_derived_from_them():
    post = make_post(event_input="14 October 1066")
    post.event_input, post.story, post.title = "44 BC", "New.", "Not stored"
    post.save(update_fields=["event_input", "story"])
    stored = Post.objects.get(pk=post.pk)
    assert (stored.event_text, stored.story_html, stored.title) == (
        "44 BC",
        "<p>New.</p>\n",
        "Hastings",
    )
    assert stored.version == 2


def test_the_calendar_is_stored_with_the_date_that_it_was_read_in():
    post = make_post(event_input="1 May 1900")
    post.event_input, post.calendar_choice = "25 October 1917", "julian"
    post.save(update_fields=["event_input"])
    stored = Post.objects.get()
    assert (stored.calendar_choice, stored.event_calendar) == ("julian", "J")


def test_no_fields_are_no_save():
    post = make_post()
    post.save(update_fields=[])
    assert (post.version, Post.objects.get().version) == (1, 1)


def test_a_date_that_is_refused_today_does_not_keep_a_post_from_being_withdrawn():
    Post.objects.filter(pk=make_post().pk).update(event_input="once read otherwise")
    post = Post.objects.get()
    post.status = "withdrawn"
    post.save(update_fields=["status"])
    stored = Post.objects.get()
    assert (stored.status, stored.event_text) == ("withdrawn", "14 October 1066")
    assert keys_of(stored) == [(1014, "on", False)]


def test_a_date_that_cannot_be_read_is_refused_and_nothing_stored():
    with pytest.raises(HistoricalDateError) as caught:
        make_post(event_input="31 April 1997")
    assert str(caught.value) == "April has only 30 days."
    assert Post.objects.count() == 0
    with pytest.raises(ValidationError) as refused:
        Post(title="x", event_input="31 April 1997").full_clean()
    assert refused.value.message_dict == {"event_input": ["April has only 30 days."]}


def test_the_calendar_that_was_chosen_is_kept():
    post = make_post(event_input="10 October 1582", calendar_choice="julian")
    post.title = "Saved again"
    post.save()
    assert Post.objects.get().event_text == "10 October (O.S.) / 20 October 1582"


def test_readers_see_exactly_the_approved_posts_that_are_due():
    due = make_post("Hastings", publish_at=NOON)
    make_post("Stamford Bridge", publish_at=NOON + timedelta(seconds=1))
    for status in ("draft", "review", "withdrawn"):
        make_post(f"Fulford {status}", status=status, publish_at=NOON)
    assert list(Post.objects.published(now=NOON)) == [due]


def test_is_public_says_what_published_says():
    for status in Post.Status.values:
        for shift in (-1, 0, 1):
            make_post(
                f"{status} {shift}", status=status, publish_at=NOON + timedelta(seconds=shift)
            )
    found = {post.title for post in Post.objects.published(now=NOON)}
    assert found == {post.title for post in Post.objects.all() if post.is_public_at(NOON)}
    assert found == {"approved -1", "approved 0"}

    trash.trash(Post, [post.pk for post in Post.objects.all()], by=make_editor())
    assert list(Post.objects.published(now=NOON)) == []
    assert [post.title for post in Post.objects.all() if post.is_public_at(NOON)] == []


def test_event_order_runs_through_the_eras_with_undated_posts_last():
    for title, date in (
        ("d", "2001"),
        ("b", "44 BC"),
        ("e", ""),
        ("a", "before 500 BC"),
        ("c", "AD 14"),
    ):
        make_post(title, event_input=date)
    assert [post.title for post in Post.objects.chronological()] == list("abcde")


def test_neighbours_share_days_without_losing_anyone():
    titles = ["a", "b", "c", "d"]
    posts = [
        make_post(t, event_input=d)
        for t, d in zip(titles, ["1000", "1066", "1066", "1200"], strict=True)
    ]
    make_post("hidden", event_input="1100", status="draft")
    around = [beside(post.pk, PlaceInTime.of(post), timezone.now()) for post in posts]
    assert [(a.earlier and a.earlier.title, a.later and a.later.title) for a in around] == [
        (None, "b"),
        ("a", "c"),
        ("b", "d"),
        ("c", None),
    ]


def test_neighbours_take_one_query(django_assert_num_queries):
    first, *_ = [make_post(str(year), event_input=str(year)) for year in range(1000, 1010)]
    place = PlaceInTime.of(first)
    with django_assert_num_queries(1):
        beside(first.pk, place, timezone.now())


def test_a_save_from_an_older_version_is_refused():
    make_post("Hastings")
    mine, theirs = Post.objects.get(), Post.objects.get()
    theirs.title = "Theirs"
    theirs.save()
    mine.title = "Mine"
    with pytest.raises(EditConflict):
        mine.save()
    assert (Post.objects.get().title, Post.objects.get().version, mine.version) == ("Theirs", 2, 1)


def test_a_refused_save_leaves_the_version_as_it_was():
    post = make_post()
    post.story = "\x00"
    with pytest.raises(RenderingError):
        post.save()
    post.story, post.status, post.publish_at = "Fine.", "approved", None
    with pytest.raises(IntegrityError), transaction.atomic():
        post.save()
    post.publish_at = NOON
    post.save()
    assert post.version == 2


def test_every_text_is_cleaned_however_it_comes_in():
    post = make_post("  Cafe\u0301 \t de  Flore ", story="one\r\ntwo", description="a\rb")
    assert (post.title, post.story, post.description) == ("Café de Flore", "one\ntwo", "a\nb")


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("title", "a\x0bb", "U+000B (line tabulation) at line 1, column 2 cannot be stored"),
        ("story", "one\ntwo\x00", "U+0000 (NUL) at line 2, column 4 cannot be stored"),
        ("description", "\ufffe", "U+FFFE at line 1, column 1 cannot be stored"),
        ("title", "a\u202eb", "U+202E (right-to-left override) at line 1, column 2 is not allowed"),
    ],
)
def test_a_character_that_breaks_feeds_is_named(field, value, message):
    with pytest.raises(ValidationError) as caught:
        Post(**{"title": "t", field: value}).full_clean()
    assert f"The character {message}" in str(caught.value.message_dict[field])
    with pytest.raises((ValidationError, RenderingError)):
        make_post(**{"title": "t"} | {field: value})


def test_ten_megabytes_of_story_are_refused_with_the_limit():
    post = Post(title="Long", story="word " * 2_000_000)
    with pytest.raises(ValidationError) as caught:
        post.full_clean()
    assert caught.value.message_dict["story"] == [
        f"The story has 10,000,000 bytes; the most is {MAX_STORY_BYTES:,}. Split it in two."
    ]


def test_a_picture_of_ours_is_shown_whole_and_a_foreign_one_as_its_words():
    image = make_image(credit="Bayeux")
    post = make_post(
        story=f"![The comet]({image.file.url})\n\n![Elsewhere](https://example.org/a.png)"
    )
    assert '<img src="/media/renditions/' in post.story_html
    assert 'alt="The comet"' in post.story_html
    assert '<a href="https://example.org/a.png" rel="noopener">Elsewhere</a>' in post.story_html


@pytest.mark.engine
@pytest.mark.parametrize(
    "values",
    [
        {"status": "published"},
        {"status": "approved", "publish_at": None},
        {"title": "x" * 201},
        {"description": "x" * 1001},
        {"closing_question": "x" * 501},
        {"slug": ""},
        {"version": 0},
        {"event_start": 5, "event_end": 4},
        {"event_sort": 1},
        {"event_edtf": ""},
        {"month": 13},
        {"day": 32},
        {"month": None},
        {"event_calendar": "X"},
        {"calendar_choice": "mayan"},
        {"anniversary_rule": "often"},
    ],
    ids=str,
)
def test_the_database_itself_refuses_what_cannot_be(values):
    post = make_post(publish_at=datetime(2020, 1, 1, tzinfo=UTC))
    with pytest.raises(Exception) as caught, transaction.atomic():  # noqa: PT011
        Post.objects.filter(pk=post.pk).update(**values)
    # PostgreSQL refuses an over-long varchar as a DataError before the constraint is asked.
    assert type(caught.value).__name__ in {"IntegrityError", "DataError"}


def test_slug_feed_id_and_import_ref_are_unique_in_the_database():
    one, two = make_post("One"), make_post("Two")
    Post.objects.filter(pk=one.pk).update(import_ref="jekyll:a")
    for values in ({"slug": one.slug}, {"feed_id": one.feed_id}, {"import_ref": "jekyll:a"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Post.objects.filter(pk=two.pk).update(**values)


def test_the_event_order_is_served_by_its_index():
    posts = [make_post(f"p{year}", event_input=str(year)) for year in range(1000, 1020)]
    if connection.vendor == "postgresql":
        pytest.skip("the planner of PostgreSQL prefers a scan of so few rows")
    query = Post.objects.filter(status="approved").order_by("event_sort", "id")
    assert len(posts) == 20
    assert "post_event_order" in query.values("id").explain()
