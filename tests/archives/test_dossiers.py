"""What follows a change of a dossier, and what must not."""

import pytest

from posts.models import ContentVersion, Dossier, DossierCitation, Post, SearchDocument, Source
from tests.factories import link_posts, make_dossier, make_milestone, make_post

pytestmark = pytest.mark.django_db


def indexed() -> list[int]:
    documents = SearchDocument.objects.filter(kind=SearchDocument.Kind.DOSSIER)
    return sorted(documents.values_list("object_id", flat=True))


def moves(change) -> bool:
    before = ContentVersion.current().number
    change()
    return ContentVersion.current().number > before


def test_an_approved_dossier_is_searched_until_it_is_withdrawn_or_gone():
    dossier, other = make_dossier("One"), make_dossier("Two")
    make_dossier("Three", status="draft")
    assert indexed() == [dossier.pk, other.pk]

    Dossier.objects.get(pk=other.pk).delete()
    dossier.status = Dossier.Status.WITHDRAWN
    dossier.save()
    assert indexed() == []


def test_every_part_of_a_public_dossier_is_followed():
    dossier, source = make_dossier(), Source.objects.create(title="Annals")

    assert moves(dossier.save)
    assert moves(lambda: dossier.sections.create(heading="One", text="Text"))
    assert moves(lambda: make_milestone(dossier))
    assert moves(lambda: DossierCitation.objects.create(dossier=dossier, source=source))
    assert moves(source.save)
    assert moves(lambda: dossier.posts.add(make_post()))
    assert moves(dossier.sections.get().delete)


def test_a_hidden_dossier_or_post_moves_nothing_that_readers_see():
    hidden = make_dossier("Hidden", status="draft")
    public, draft = make_dossier("Public"), make_post("Draft", status=Post.Status.DRAFT)
    post = make_post()

    assert not moves(hidden.save)
    assert not moves(lambda: make_milestone(hidden))
    assert not moves(lambda: hidden.posts.add(post))
    assert not moves(lambda: public.posts.add(draft))
    assert not moves(lambda: draft.dossiers.remove(public))
    assert not moves(lambda: link_posts(post, draft))


def test_what_readers_see_of_it_moves_them():
    public, post, other = make_dossier(), make_post("A"), make_post("B")

    assert moves(lambda: post.dossiers.add(public))
    assert moves(lambda: public.posts.remove(post))
    assert moves(lambda: link_posts(post, other))
    assert moves(post.links_after.get().delete)
    public.status = Dossier.Status.WITHDRAWN
    assert moves(public.save)
