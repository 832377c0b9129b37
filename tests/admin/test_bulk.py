"""Changing many posts from their list: first a dry view, then the deed."""

import re
from typing import Any

import pytest
from django.test import Client

from posts.editorial import bulk, workflow
from posts.editorial.errors import EditorialError
from posts.models import Action, ArchiveEntry, Post, Transition
from tests.admin.forms import change_url, shown
from tests.editorial.newsroom import make_person
from tests.factories import make_category, make_editor, make_place, make_post

pytestmark = pytest.mark.django_db
LIST = "/admin/posts/post/"


def act(client: Client, action: str, posts: list[Post], **more: Any) -> Any:
    chosen = {"action": action, "_selected_action": [post.pk for post in posts]}
    return client.post(LIST, chosen | more, follow=True)


def test_the_dry_view_tells_of_each_post_and_does_nothing(desk: Client) -> None:
    war = make_category("War")
    has, lacks = make_post("Has", categories=[war]), make_post("Lacks")
    page = act(desk, "change_categories", [has, lacks])
    assert page.context["page"].plan is None
    page = act(desk, "change_categories", [has, lacks], rows=[war.pk])
    plan = page.context["page"].plan
    assert (plan.reached, plan.left) == ([lacks], [(has, "has it already")])
    assert "1 would change, 1 would be left as they are. Nothing is done yet." in page.text
    assert not lacks.categories.exists()


def keys(page: Any) -> list[str]:
    return re.findall(r'name="_selected_action" value="(\d+)"', page.text)


def test_all_of_a_filtered_list_are_those_that_it_showed(desk: Client) -> None:
    """The page goes on to the list without its filter, and so names each post itself."""
    war = make_category("War")
    drafts = [make_post(title, status="draft") for title in ("A", "B")]
    make_post("Live")
    chosen = {
        "action": "change_categories",
        "_selected_action": [drafts[0].pk],
        "select_across": "1",
    }
    page = desk.post(f"{LIST}?state=draft", chosen | {"rows": [war.pk]})
    both = sorted(str(post.pk) for post in drafts)
    assert sorted(keys(page)) == sorted(2 * both)  # once in each form
    assert "select_across" not in page.text
    act(desk, "change_categories", drafts, rows=[war.pk], _confirm="yes")
    assert sorted(post.title for post in war.posts.all()) == ["A", "B"]


@pytest.mark.parametrize("confirm", [{}, {"_confirm": "yes"}])
def test_too_many_at_once_are_refused_with_nothing_done(
    confirm: dict[str, str], desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("posts.admin.bulk.MOST", 2)
    war, posts = make_category("War"), [make_post(f"Post {n}") for n in range(3)]
    page = act(desk, "change_categories", posts, rows=[war.pk], **confirm)
    assert "3 posts are chosen; 2 at once is the most. Nothing was changed." in page.text
    assert not war.posts.exists()


@pytest.mark.parametrize(
    ("action", "text"),
    [
        ("change_categories", "Choose the categories."),
        ("change_places", "Choose the places."),
        ("change_tags", "Choose the tags."),
    ],
)
@pytest.mark.parametrize("button", ["_look", "_confirm"])
def test_nothing_to_add_is_told_of(desk: Client, action: str, text: str, button: str) -> None:
    page = act(desk, action, [make_post()], **{button: "yes"})
    assert (text in page.text, page.context["page"].plan) == (True, None)


def test_the_deed_repeats_what_the_dry_view_was_made_of(desk: Client) -> None:
    """Another choice in the form above it needs a dry view of its own."""
    post, war = make_post(), make_category("War")
    page = act(desk, "change_tags", [post], tags=["cold war", "norman"], _look="")
    assert page.context["page"].planned == [
        ("how", "add"),
        ("tags", "cold war"),
        ("tags", "norman"),
    ]
    page = act(desk, "change_categories", [post], rows=[war.pk], _look="")
    assert page.context["page"].planned == [("how", "add"), ("rows", war.pk)]


def test_a_refused_post_is_named_with_the_reason_and_holds_up_no_other(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    fine, refused = make_post("Fine", status="draft"), make_post("Refused", status="draft")
    take = workflow.take

    def but_one(post: Post, action: Action, **by: Any) -> Any:
        if post == refused:
            raise EditorialError("It is being written.")
        return take(post, action, **by)

    monkeypatch.setattr(workflow, "take", but_one)
    page = act(desk, "send_to_review", [fine, refused], _confirm="yes")
    assert "1 post sent to review." in page.text
    text = "“Refused” was left as it is: it was refused: It is being written."
    assert [str(message) for message in page.context["messages"]][1:] == [text]


def test_categories_places_and_tags_are_added_and_archives_follow(desk: Client) -> None:
    war, sussex = make_category("War"), make_place("Sussex")
    posts = [make_post("A", tags=["Norman"]), make_post("B")]
    act(desk, "change_categories", posts, rows=[war.pk], _confirm="yes")
    act(desk, "change_places", posts, rows=[sussex.pk], _confirm="yes")
    page = act(desk, "change_tags", posts, tags=["norman", "cold war"], _confirm="yes")
    assert "2 posts changed." in page.text
    for post in posts:
        assert list(post.categories.all()) == [war]
        assert list(post.places.all()) == [sussex]
        assert sorted(tag.casefold() for tag in post.tags.names()) == ["cold war", "norman"]
    assert ArchiveEntry.objects.filter(archive=1, key=war.pk).count() == 2


@pytest.mark.parametrize(
    ("how", "left", "has", "reason"),
    [
        ("add", ["Both", "Has"], {"Has": "ab", "Both": "bc", "None": "b"}, "has it already"),
        ("remove", ["None"], {"Has": "a", "Both": "c", "None": ""}, "has none of it"),
        ("replace", [], {"Has": "b", "Both": "b", "None": "b"}, ""),
        ("nonsense", None, {"Has": "ab", "Both": "bc", "None": ""}, ""),
    ],
)
def test_what_is_filed_is_added_taken_away_or_left_alone(
    desk: Client, how: str, left: list[str] | None, has: dict[str, str], reason: str
) -> None:
    a, b, c = (make_category(name) for name in "abc")
    posts = [make_post("Has", categories=[a, b]), make_post("Both", categories=[b, c])]
    posts.append(make_post("None"))
    for post in posts:
        post.tags.set([row.name.upper() for row in post.categories.all()])
    for action, data in (("categories", {"rows": [b.pk]}), ("tags", {"tags": ["b"]})):
        page = act(desk, f"change_{action}", posts, **data, how=how)
        plan = page.context["page"].plan
        if left is None:
            assert plan is None
            continue
        told = sorted((post.title, why) for post, why in plan.left)
        assert told == [(title, reason) for title in left]
        act(desk, f"change_{action}", posts, **data, how=how, _confirm="yes")
    for post in posts:
        names = "".join(sorted(row.name for row in post.categories.all()))
        assert (post.title, names) == (post.title, has[post.title])
        assert "".join(sorted(post.tags.names())).lower() == has[post.title]
        entries = ArchiveEntry.objects.filter(archive=1, post=post).count()
        assert entries == len(has[post.title])


def test_what_is_replaced_by_what_it_has_stays(desk: Client) -> None:
    war = make_category("War")
    post = make_post(categories=[war])
    page = act(desk, "change_categories", [post], rows=[war.pk], how="replace")
    assert page.context["page"].plan.left == [(post, "has this alone already")]


def test_posts_are_withdrawn_together(desk: Client) -> None:
    live, draft = make_post("Live"), make_post("Draft", status="draft")
    page = act(desk, "withdraw", [live, draft], _confirm="yes")
    assert "“Draft” was left as it is: it is draft, not published or scheduled." in page.text
    assert [Post.objects.get(pk=p.pk).state for p in (live, draft)] == ["withdrawn", "draft"]


def test_a_form_that_is_open_meets_the_bulk_change(desk: Client) -> None:
    war = make_category("War")
    post = make_post(status="draft")
    data = shown(desk, change_url(post))
    act(desk, "change_categories", [post], rows=[war.pk], _confirm="yes")
    assert desk.post(change_url(post), data | {"title": "Mine"}).status_code == 409
    assert list(post.categories.all()) == [war]


def test_a_working_copy_gets_it_as_well(desk: Client) -> None:
    war = make_category("War")
    post = make_post()
    desk.post(change_url(post), shown(desk, change_url(post)) | {"story": "New."})
    act(desk, "change_categories", [post], rows=[war.pk], _confirm="yes")
    assert shown(desk, change_url(post))["categories"] == [str(war.pk)]


def test_drafts_are_sent_to_review_and_others_left_with_the_reason(desk: Client) -> None:
    draft, live = make_post("Draft", status="draft"), make_post("Live")
    bare = make_post("Bare", status="draft", description="")
    page = act(desk, "send_to_review", [draft, live, bare])
    assert page.context["page"].plan.left == [(live, "is published, not draft")]
    why = "Write a description: lists, feeds and search engines show it."
    assert (page.context["page"].blocked, why in page.text) == ([(bare, why)], True)
    page = act(desk, "send_to_review", [draft, live, bare], _confirm="yes")
    told = [str(message) for message in page.context["messages"]]
    assert told[-1] == f"“Bare” cannot be published like this: {why}"
    assert Post.objects.get(pk=draft.pk).state == "in review"
    assert {step.action for step in Transition.objects.all()} == {"submit"}
    assert "“Live” was left as it is: it is published, not draft." in page.text


def test_an_author_reaches_only_own_drafts() -> None:
    author, client, war = make_person("author"), Client(), make_category("War")
    client.force_login(author)
    own = make_post("Own", status="draft", author=author)
    live, theirs = make_post("Live", author=author), make_post("Theirs", status="draft")
    act(client, "change_categories", [own, live, theirs], rows=[war.pk], _confirm="yes")
    filed = [post.title for post in war.posts.all()]
    assert filed == ["Own"]
    act(client, "send_to_review", [own, theirs], _confirm="yes")
    assert Post.objects.get(pk=theirs.pk).state == "draft"


@pytest.mark.parametrize("number", [3, 60])
def test_many_posts_take_as_many_queries_as_few(
    number: int, django_assert_max_num_queries: Any
) -> None:
    editor, war = make_editor(), make_category("War")
    posts = [make_post(f"Post {n}", status="draft") for n in range(number)]
    with django_assert_max_num_queries(12):
        bulk.change_filing(posts, [war], by=editor)
    with django_assert_max_num_queries(16):
        bulk.change_tags(posts, ["one", "two"], by=editor)
    assert war.posts.count() == number
