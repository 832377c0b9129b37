"""Who may set aside what is deleted, and put it back."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User

from posts.editorial import trash
from posts.editorial.errors import NotAllowed
from posts.models import Dossier, Image, Post
from tests.factories import make_dossier, make_editor, make_image, make_post

pytestmark = pytest.mark.django_db


def staff(name: str, *permissions: str) -> User:
    person = User.objects.create_user(name, is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return person


@pytest.mark.parametrize("model", [Post, Dossier, Image])
def test_who_may_not_write_may_neither_set_aside_nor_put_back(model: Any) -> None:
    by = make_editor()
    make = {Post: make_post, Dossier: make_dossier, Image: make_image}[model]
    kept, gone = make(), make("green" if model is Image else "Fulford")
    trash.trash(model, [gone.pk], by=by)
    clerk = staff("clerk", "view_post", "view_dossier", "view_image", "add_category")

    for do, row in ((trash.trash, kept), (trash.restore, gone), (trash.delete_for_good, gone)):
        with pytest.raises(NotAllowed):
            do(model, [row.pk], by=clerk)
    assert list(trash.in_trash(model, clerk)) == []
    assert (list(model.objects.in_trash()), model.objects.count()) == ([gone], 2)


def test_an_author_sets_aside_own_drafts_and_an_editor_what_nobody_reads() -> None:
    author, other = staff("author", "add_post"), staff("other", "add_post")
    editor = staff("editor", "add_post", "change_post", "approve_post")
    rows = {
        (who, status): make_post(
            f"{who} {status}",
            author=person,
            status=status,
        )
        for who, person in (("own", author), ("other", other))
        for status in ("draft", "review", "approved")
    }

    def may(person: User) -> set[tuple[str, str]]:
        return {key for key, row in rows.items() if trash.may_trash(person, row)}

    assert may(author) == {("own", "draft")}
    assert may(editor) == {key for key in rows if key[1] != "approved"}
    [gone] = trash.trash(Post, [rows["own", "draft"].pk], by=author)
    assert (list(trash.in_trash(Post, author)), list(trash.in_trash(Post, other))) == ([gone], [])
    with pytest.raises(NotAllowed, match="own draft"):
        trash.delete_for_good(Post, [gone.pk], by=author)
    with pytest.raises(NotAllowed, match="own draft"):
        trash.restore(Post, [gone.pk], by=other)
    with pytest.raises(NotAllowed, match="other draft"):
        trash.trash(Post, [rows["own", "review"].pk, rows["other", "draft"].pk], by=author)
    trash.restore(Post, [gone.pk], by=author)
    assert not Post.objects.in_trash().exists()
