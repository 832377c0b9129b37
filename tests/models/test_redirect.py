import pytest
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from taggit.models import Tag

from posts.models import Redirect, RedirectLoop, target_columns
from tests.factories import make_category, make_dossier, make_image, make_place, make_post

pytestmark = pytest.mark.django_db


def test_a_changed_slug_keeps_the_old_address_only_if_readers_knew_it():
    public, draft = make_post("Public"), make_post("Draft", status="draft")
    for post in (public, draft):
        post.slug = f"new-{post.slug}"
        post.save()
    assert [(row.path, row.post) for row in Redirect.objects.all()] == [("/posts/public/", public)]


def test_going_back_to_an_old_slug_leaves_no_loop():
    post = make_post("Public")
    for slug in ("other", "public"):
        post.slug = slug
        post.save()
    assert list(Redirect.objects.values_list("path", flat=True)) == ["/posts/other/"]


def test_a_slug_that_is_not_stored_leaves_no_redirect():
    post, other = make_post("Public"), make_post("Other")
    other.slug = "newer"
    other.save()
    post.slug = "other"
    post.save(update_fields=["title"])
    assert list(Redirect.objects.values_list("path", "post")) == [("/posts/other/", other.pk)]


def test_a_withdrawn_post_keeps_the_address_that_readers_knew():
    post = make_post("Public", status="withdrawn")
    post.slug = "again"
    post.save()
    assert list(Redirect.objects.values_list("path", "post")) == [("/posts/public/", post.pk)]


def test_a_withdrawn_post_takes_no_address_from_another():
    first, second = make_post("First", slug="a"), make_post("Second", slug="b")
    first.slug = "c"
    first.save()
    second.slug, second.status = "a", "withdrawn"
    second.save()
    second.slug = "d"
    second.save()
    assert list(Redirect.objects.values_list("path", "post")) == [
        ("/posts/a/", first.pk),
        ("/posts/b/", second.pk),
    ]


def leading(path: str) -> tuple[str, str]:
    row = Redirect.objects.get(path=path)
    return row.to_path, str(row.target or "")


def test_a_chain_is_collapsed_from_either_end():
    Redirect.objects.create(path="/a", to_path="/b")
    Redirect.objects.create(path="/b", to_path="/c")
    Redirect.objects.create(path="/d", to_path="/a")
    Redirect.objects.create(path="/c", to_path="/on/05-27/")

    found = {path: leading(path) for path in ("/a", "/b", "/c", "/d")}

    assert found == dict.fromkeys(found, ("/on/05-27/", ""))


def test_a_chain_ends_at_the_row_whose_page_it_leads_to():
    war = make_category("War")
    Redirect.objects.create(path="/a", to_path="/b")
    Redirect.objects.create(path="/b", to_path="/categories/war/")
    war.slug = "warfare"
    war.save()
    assert [leading("/a"), leading("/b")] == [("", "War"), ("", "War")]


def test_a_circle_is_refused_by_its_names():
    Redirect.objects.create(path="/a", to_path="/b")
    with pytest.raises(RedirectLoop) as refused:
        Redirect.objects.create(path="/b", to_path="/a")
    assert str(refused.value) == "This would lead in a circle: /b → /a → /b."


@pytest.mark.parametrize(
    ("path", "to_path", "says"),
    [
        ("/b", "/a", "This would lead in a circle: /b → /a → /b."),
        ("/c", "/c", "This would lead in a circle: /c → /c."),
        ("/categories/war/", "/categories/war/", "“War” has this address now"),
        ("/posts/hastings/", "/on/05-27/", "“Hastings” has this address now"),
        ("/on/05-27/", "/x", "This site has a page at this address"),
        ("/c", "//evil.example/", "Begin the other page’s address with one slash."),
        ("/c", "https://evil.example/", "Begin the other page’s address with one slash."),
        ("c", "/x", "Begin the old address with a slash."),
        ("/c", "", "Choose one thing that it leads to."),
    ],
)
def test_what_could_not_lead_on_is_refused(path, to_path, says):
    make_post()
    make_category("War")
    Redirect.objects.create(path="/a", to_path="/b")
    with pytest.raises(ValidationError) as refused:
        Redirect(path=path, to_path=to_path).full_clean()
    assert says in " ".join(refused.value.messages)


def test_the_present_address_of_the_target_itself_is_refused():
    post = make_post()
    with pytest.raises(ValidationError) as refused:
        Redirect(path="/posts/hastings/", post=post).full_clean()
    assert refused.value.messages == ["/posts/hastings/ is the address of “Hastings” itself."]


def test_two_targets_are_refused_by_their_names():
    row = Redirect(path="/a", post=make_post(), category=make_category("War"))
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    text = "An old address leads to one thing only, not to Hastings and War. Keep one of them."
    assert refused.value.message_dict["category"] == [text]


@pytest.mark.parametrize("make", [make_category, make_place])
def test_a_changed_slug_of_an_archive_keeps_the_old_address(make):
    row = make("War")
    before = row.get_absolute_url()
    row.slug = "warfare"
    row.save()
    assert [(each.path, each.target) for each in Redirect.objects.all()] == [(before, row)]
    row.slug = "war"
    row.save()
    paths = [each.path for each in row.redirects.all()]
    assert paths == [before.replace("war", "warfare")]


def test_an_archive_saved_without_its_slug_keeps_no_address():
    row = make_category("War")
    row.name, row.slug = "Warfare", "warfare"
    row.save(update_fields=["name"])
    assert Redirect.objects.count() == 0


@pytest.mark.engine
@pytest.mark.parametrize("values", [{"to_path": "//x"}, {"to_path": "x"}, {"to_path": "/x" * 251}])
def test_the_database_refuses_a_path_that_is_none_of_ours(values):
    row = Redirect.objects.create(path="/a", to_path="/b")
    with pytest.raises((IntegrityError, DataError)), transaction.atomic():
        Redirect.objects.filter(pk=row.pk).update(**values)


def test_reach_tells_what_readers_may_see():
    """A category is public without posts; a place and a tag are with public ones."""
    seen, unseen = make_place("Kent"), make_place("Sussex")
    public = make_post("Public", places=[seen], tags=["war"])
    draft = make_post("Draft", status="draft", places=[unseen], tags=["siege"])
    war, siege = (Tag.objects.get(name=name) for name in ("war", "siege"))
    targets = {
        "yes": [public, make_category(), seen, war, make_dossier(), make_image()],
        "no": [draft, unseen, siege, make_dossier("Hidden", status="draft")],
    }
    for reach, rows in targets.items():
        for number, row in enumerate(rows):
            Redirect.objects.create(path=f"/{reach}/{number}", **target_columns(row))
    Redirect.objects.create(path="/yes/path", to_path="/on/05-27/")

    reaching = Redirect.objects.with_reach().values_list("path", "reaches")

    assert {path: path.startswith("/yes") for path, _ in reaching} == dict(reaching)
