"""Merging what posts are filed under."""

import pytest
from django.contrib.admin.models import LogEntry
from taggit.models import Tag

from posts.editorial import save
from posts.editorial.errors import EditorialError
from posts.editorial.snapshot_io import snapshot_of
from posts.editorial.taxonomy import merge, plan, slug_for, store_tag
from posts.models import (
    Archive,
    ArchiveEntry,
    Category,
    EditConflict,
    Place,
    Post,
    Redirect,
    SearchDocument,
    TagPage,
)
from tests.factories import make_category, make_editor, make_image, make_place, make_post

pytestmark = pytest.mark.django_db
FIELDS = {"category": "categories", "place": "places", "tag": "tags"}


def make_row(kind, name, **fields):
    makers = {"category": make_category, "place": make_place, "tag": Tag.objects.create}
    return makers[kind](name=name, **fields)


def listed(archive, row):
    entries = ArchiveEntry.objects.of(archive, row.pk).order_by("post__title")
    return list(entries.values_list("post__title", flat=True))


@pytest.mark.parametrize("kind", FIELDS)
def test_posts_are_filed_under_the_other_each_once(kind):
    row, into = make_row(kind, "Wars"), make_row(kind, "Warfare")
    field = FIELDS[kind]
    make_post("Only", **{field: [row]})
    make_post("Both", **{field: [row, into]})
    make_post("Draft", status="draft", **{field: [row]})
    make_post("Other", **{field: [into]})

    done = merge(row, into=into, by=make_editor())

    assert (done.posts, done.shared, done.moved, done.hidden) == (3, 1, 2, 1)
    filed = Post.objects.filter(**{field: into}).order_by("title")
    assert list(filed.values_list("title", flat=True)) == ["Both", "Draft", "Only", "Other"]
    assert type(row)._default_manager.filter(pk=row.pk).exists() is False
    assert listed(Archive[kind.upper()], into) == ["Both", "Only", "Other"]


def test_search_tells_of_the_tag_that_stays():
    wars = Tag.objects.create(name="wars")
    post = make_post("Only", tags=[wars])
    merge(wars, into=Tag.objects.create(name="polemology"), by=make_editor())
    document = SearchDocument.objects.get(kind=SearchDocument.Kind.POST, object_id=post.pk)
    post.refresh_from_db()
    assert document.version == post.version == 2


@pytest.mark.parametrize("kind", FIELDS)
def test_old_addresses_lead_to_the_other(kind):
    row, into = make_row(kind, "Wars", slug="wars"), make_row(kind, "Warfare", slug="warfare")
    Redirect.objects.create(path="/old/", **{kind: row})
    Redirect.objects.create(path="/older/", to_path="/old/")
    folder = {"category": "categories", "place": "places", "tag": "tags"}[kind]
    # The one that stays has an address that the other took over once.
    Redirect.objects.create(path=f"/{folder}/warfare/", **{kind: row})

    merge(row, into=into, by=make_editor())

    leads = {each.path: each.target for each in Redirect.objects.all()}
    assert leads == dict.fromkeys(["/old/", "/older/", f"/{folder}/wars/"], into)


def test_an_open_form_notices():
    row, into, editor = make_category("Wars"), make_category("Warfare"), make_editor()
    post = make_post(status="draft", categories=[row])
    content, version = snapshot_of(post), post.version

    merge(row, into=into, by=editor)

    with pytest.raises(EditConflict):
        save.save(post, content, by=editor, version=version)


def test_a_working_copy_follows():
    row, into, editor = make_category("Wars"), make_category("Warfare"), make_editor()
    post = make_post(categories=[row])
    save.save(post, snapshot_of(post), by=editor, version=post.version)

    merge(row, into=into, by=editor)

    desk = save.draft_of(Post.objects.get(pk=post.pk))
    assert [each.name for each in desk.content.categories] == ["Warfare"]


def test_what_the_other_lacks_is_taken_over_and_the_rest_is_told():
    picture = make_image()
    row = make_category("Wars", description="Of armies.", sign="†", picture=picture)
    into = make_category("Warfare", sign="§")

    done = merge(row, into=into, by=make_editor())

    into.refresh_from_db()
    assert (into.description, into.sign, into.picture) == ("Of armies.", "§", picture)
    assert done.taken == (("description", "Of armies."), ("picture", "A red field"))
    assert done.lost == (("sign", "†"),)


def test_a_tag_hands_on_its_page():
    row, into = Tag.objects.create(name="wars"), Tag.objects.create(name="warfare")
    store_tag(row, description="Of armies.", picture=None)

    merge(row, into=into, by=make_editor())

    assert list(TagPage.objects.values_list("tag", "description")) == [(into.pk, "Of armies.")]


def test_codes_and_the_place_around_are_taken_over():
    kent = make_place("Kent")
    row = make_place("Dover 1", parent=kent, iso_alpha2="XX", iso_alpha3="XXX")
    into = make_place("Dover")

    merge(row, into=into, by=make_editor())

    into.refresh_from_db()
    assert (into.parent, into.iso_alpha2, into.iso_alpha3) == (kent, "XX", "XXX")


def test_places_within_and_states_before_and_after_move():
    row, into, before, after = (make_place(name) for name in ("Rus", "Kyivan Rus", "A", "B"))
    town = make_place("Town", parent=row)
    post = make_post(places=[town])
    row.successors.add(after, into)
    before.successors.add(row, into)

    done = merge(row, into=into, by=make_editor())

    town.refresh_from_db()
    assert (done.children, done.kin) == (("Town",), ("A", "B"))
    assert town.parent == into
    assert list(into.successors.all()) == [after]
    assert list(into.predecessors.all()) == [before]
    assert listed(Archive.PLACE, into) == [post.title]


@pytest.mark.parametrize(
    ("into", "says"),
    [
        ("Dover", "“Dover” lies within “England”, so it cannot take its place."),
        ("England", "Choose another than “England” itself."),
    ],
)
def test_a_merge_that_makes_no_sense_is_refused(into, says):
    england = make_place("England")
    kent = make_place("Kent", parent=england)
    make_place("Dover", parent=kent)
    with pytest.raises(EditorialError, match=says):
        merge(england, into=Place.objects.get(name=into), by=make_editor())
    assert Place.objects.filter(name="England").exists()


def test_a_child_may_be_merged_into_the_place_around_it():
    england = make_place("England")
    kent = make_place("Kent", parent=england)
    dover = make_place("Dover", parent=kent)
    merge(kent, into=england, by=make_editor())
    dover.refresh_from_db()
    england.refresh_from_db()
    assert (dover.parent, england.parent) == (england, None)


def test_two_kinds_are_not_merged():
    with pytest.raises(EditorialError, match="not of one kind"):
        plan(make_category("War"), into=make_place("War"))


def test_what_is_gone_meanwhile_is_told_by_name():
    row, into = make_category("Wars"), make_category("Warfare")
    Category.objects.filter(pk=into.pk).delete()
    with pytest.raises(EditorialError, match="“Warfare” is gone"):
        merge(row, into=into, by=make_editor())


def test_a_line_is_left_in_the_history_of_both():
    row, into = make_category("Wars"), make_category("Warfare")
    keys = str(row.pk), str(into.pk)
    make_post(categories=[row])
    merge(row, into=into, by=make_editor())
    lines = LogEntry.objects.order_by("pk").values_list("object_id", "change_message")
    assert list(lines) == [
        (keys[0], "Merged into “Warfare” with 1 post."),
        (keys[1], "Merged “Wars” into it with 1 post."),
    ]


def test_a_renamed_tag_keeps_its_old_address():
    tag = Tag.objects.create(name="école")
    tag.slug = "school"
    store_tag(tag, description="", picture=None)
    assert [(row.path, row.target) for row in Redirect.objects.all()] == [("/tags/école/", tag)]


def test_the_slug_of_a_name_is_free_and_fits():
    tag = Tag.objects.create(name="War", slug="war")
    Tag.objects.create(name="long", slug="x" * 95)
    assert [
        slug_for(tag, "War"),
        slug_for(Tag(name="x", slug="x"), "War"),
        slug_for(tag, "😀"),
        slug_for(tag, "y" * 150),
        slug_for(tag, "x" * 150),
    ] == ["war", "war-2", "war", "y" * 95, f"{'x' * 95}-2"]
