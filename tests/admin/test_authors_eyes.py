"""What an author finds at the desk of colleagues' work: that it is there, never what it says."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from posts.editorial import autosave, previewing, save
from posts.editorial.snapshot import BulletText
from posts.editorial.snapshot_io import snapshot_of
from posts.models import Post, PreviewLink, Source, Status
from tests.admin.addresses import POSTED, TABLE, one_of_everything
from tests.admin.forms import ADD, shown
from tests.factories import (
    link_posts,
    make_citation,
    make_dossier,
    make_editor,
    make_milestone,
    make_post,
)

pytestmark = pytest.mark.any_engine

# Tags, places, categories, and the words of sources and pictures are shared by all of the desk.
SECRET = "zebra"
STATES = {
    "draft": {"status": Status.DRAFT},
    "idea": {"status": Status.DRAFT, "event_input": ""},
    "review": {"status": Status.REVIEW},
    "planned": {
        "status": Status.REVIEW,
        "publish_at": timezone.now() + timedelta(days=1),
    },
    "scheduled": {"publish_at": timezone.now() + timedelta(minutes=30)},
    "withdrawn": {"status": Status.WITHDRAWN},
    "trashed": {"status": Status.WITHDRAWN},
}


@pytest.fixture
def author(db: None, stored: list[int]) -> User:
    return User.objects.get(pk=77)


@pytest.fixture
def desk(author: User) -> Client:
    client = Client()
    client.force_login(author)
    return client


@pytest.fixture
def colleague(db: None, stored: list[int]) -> User:
    return User.objects.get(pk=99)


@pytest.fixture
def posts(db: None, stored: list[int]) -> list[Post]:
    return [Post.objects.get(pk=key) for key in stored]


@pytest.fixture(scope="module")
def stored(module_db: Path) -> list[int]:
    """A public post whose changes are secret, a hidden one of each state, and what is of them."""
    author = User.objects.create_user("herodotus", pk=77, is_staff=True)
    author.groups.add(Group.objects.get(name="author"))
    colleague = make_editor("clio", pk=99)
    public = one_of_everything()
    Post.objects.filter(pk=1).update(author=colleague)
    public.refresh_from_db()
    hidden = [make_secret(name, colleague, public) for name in STATES]
    keep_changes(public, colleague)
    dossier = make_dossier(f"{SECRET} dossier", status=Status.DRAFT, hero=public.hero)
    Source.objects.filter(pk=1).update(kept_text=f"{SECRET} kept text")
    make_milestone(dossier, f"{SECRET} milestone", source=Source.objects.get(pk=1))
    return [post.pk for post in (public, *hidden)]


def make_secret(name: str, by: User, public: Post) -> Post:
    fields = {"event_input": timezone.localdate().strftime("%d %B 1066")} | STATES[name]
    post = make_post(
        f"{SECRET} title {name}",
        slug=f"{SECRET}-slug-{name}",
        author=by,
        description=f"{SECRET} description",
        story=f"{SECRET} story",
        closing_question=f"{SECRET} question?",
        hero=public.hero,
        bullets=[(f"{SECRET} label", f"{SECRET} bullet")],
        **fields,
    )
    make_citation(post, "The Chronicle", quotation=f"{SECRET} quotation", note=f"{SECRET} note")
    post.citations.update(source=1)
    link_posts(public, post)
    save.save(
        post,
        replace(snapshot_of(post), description=f"{SECRET} second description"),
        by=by,
        version=post.version,
        note=f"{SECRET} revision note",
    )
    if name == "trashed":
        Post.objects.filter(pk=post.pk).update(trashed_at=timezone.now(), trashed_by=by)
    return post


def keep_changes(public: Post, by: User) -> None:
    content = replace(
        snapshot_of(public),
        title=f"{SECRET} new title",
        story=f"{SECRET} new story",
        bullets=(BulletText(f"{SECRET} label", f"{SECRET} bullet"),),
    )
    saved = save.save(public, content, by=by, version=public.version, note=f"{SECRET} why")
    autosave.keep(public, [("title", f"{SECRET} typed")], by=by, version=None)
    previewing.open_link(saved.post, by=by, note=f"{SECRET} link")
    assert public.revisions.exists()


def of(address: str, key: int) -> str:
    return address.replace("/post/1/", f"/post/{key}/").replace("/date/1/", f"/date/{key}/")


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_address_of_the_desk_tells_a_colleagues_secret(desk, posts, method):
    tokens = [link.token for link in PreviewLink.objects.all()]
    told = []
    for name, address in TABLE:
        if name == "logout":
            continue
        for path in {of(address, key) for key in (1, *(post.pk for post in posts))}:
            send = desk.post if name in POSTED else getattr(desk, method)
            page = send(path, follow=True).content.decode()
            if SECRET in page or any(token in page for token in tokens):
                told.append((name, path))

    assert told == []


@pytest.mark.parametrize(
    "address",
    [
        "/admin/posts/post/?q=zeb&state=draft",
        "/admin/posts/post/?changes=yes",
        "/admin/posts/source/1/change/",
        "/admin/posts/image/1/change/",
        "/admin/schedule/?order=hundreds",
        "/admin/planner/?order=hundreds",
        "/posts/{slug}/?draft=1",
        "/admin/autocomplete/?app_label=posts&model_name=postlink&field_name=later&term=zeb",
        "/admin/autocomplete/?app_label=posts&model_name=postlink&field_name=earlier&term=zeb",
    ],
)
def test_nor_do_these(desk, posts, address):
    page = desk.get(address.format(slug=posts[0].slug), follow=True).content.decode()

    assert SECRET not in page


def test_an_author_sees_that_a_day_is_taken_and_not_by_what(desk, posts):
    page = desk.get("/admin/planner/").content.decode()
    schedule = desk.get("/admin/schedule/").content.decode()

    assert "A colleague’s post" in page
    assert "A colleague’s post" in schedule


def test_who_may_see_all_still_does(posts, colleague):
    client = Client()
    client.force_login(colleague)
    for address in ("planner/", "schedule/", "posts/source/1/change/", "posts/image/1/change/"):
        assert SECRET in client.get(f"/admin/{address}").content.decode(), address


def test_an_address_is_taken_by_another_post(desk, posts):
    typed = shown(desk, ADD) | {"title": "Mine", "slug": posts[1].slug, "description": "x"}

    page = desk.post(ADD, typed).content.decode()

    assert "Another post already has this address" in page
    assert f"{SECRET} title" not in page


@pytest.mark.parametrize("state", range(1, 7))
def test_a_post_on_a_hidden_one_is_answered_as_on_an_unknown_number(desk, posts, state):
    typed = {"title": "Mine", "version": "1", "slug": "mine"}
    hidden, unknown = (
        desk.post(f"/admin/posts/post/{key}/change/", typed) for key in (posts[state].pk, 98765)
    )

    assert (hidden.status_code, len(hidden.content)) == (unknown.status_code, len(unknown.content))
    assert hidden.status_code == 200
    assert Post.objects.get(pk=posts[state].pk).title.startswith(SECRET)


def test_links_typed_by_hand_tell_no_title(desk, author, posts):
    own = make_post("Mine", author=author, status=Status.DRAFT)
    url = f"/admin/posts/post/{own.pk}/"
    row = {"kind": "led_to", "later": str(posts[1].pk)}
    typed = shown(desk, f"{url}change/") | {"links_after-TOTAL_FORMS": "1"}
    typed |= {f"links_after-0-{name}": value for name, value in row.items()}

    desk.post(f"{url}autosave/", typed)
    pages = [
        desk.get(f"{url}change/"),
        desk.post(f"{url}check/", typed),
        desk.post(f"{url}change/", typed | {"version": "0"}),
        desk.post(f"{url}change/", typed),
    ]

    assert [page.status_code for page in pages] == [200, 200, 409, 200]
    assert not any(SECRET in page.content.decode() for page in pages)
    assert not own.links_after.exists()


def test_a_link_that_an_editor_made_stays_through_an_authors_save(desk, author, posts):
    own = make_post("Mine", author=author, status=Status.DRAFT)
    link_posts(own, posts[1])
    url = f"/admin/posts/post/{own.pk}/change/"

    response = desk.post(url, shown(desk, url) | {"title": "Mine, again"})

    assert response.status_code == 302
    assert [link.later for link in own.links_after.all()] == [posts[1]]


def test_links_are_for_who_sees_the_desk_and_revoked_by_their_maker_or_editors(
    author, colleague, posts
):
    writer = User.objects.create_user("thucydides", is_staff=True)
    writer.groups.add(Group.objects.get(name="author"))
    own = make_post("Mine", author=author, status=Status.REVIEW)
    mine = previewing.open_link(own, by=author)
    theirs = previewing.open_link(own, by=colleague)

    with pytest.raises(previewing.EditorialError, match="may not show"):
        previewing.open_link(posts[0], by=author)
    for link, by in ((mine, writer), (theirs, author)):
        with pytest.raises(previewing.EditorialError, match="somebody else made"):
            previewing.revoke(link, by=by)
    previewing.revoke(mine, by=author)
    previewing.revoke(theirs, by=colleague)

    assert not PreviewLink.objects.filter(post=own, revoked_at=None).exists()
