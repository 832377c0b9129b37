import io

import pytest
from django.core.management import CommandError, call_command

from posts import archives
from posts.management.commands import reindex
from posts.models import ArchiveEntry, Dossier, Post, SearchDocument, SearchTerm
from posts.search import Criteria, find, read
from tests.factories import make_dossier, make_post

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("reindex", *arguments, stdout=out)
    return out.getvalue()


def number_of(word: str) -> int:
    return find(Criteria(read(word)), 0, 10).number


def test_all_is_written_anew_and_what_is_gone_goes():
    post, hidden = make_post("Hastings"), make_post("Fulford")
    dossier = make_dossier("Conquest")
    ArchiveEntry.objects.all().delete()
    Post._base_manager.filter(pk=hidden.pk).update(status=Post.Status.DRAFT)
    Post._base_manager.filter(pk=post.pk).update(title="Senlac", version=9)
    Dossier._base_manager.filter(pk=dossier.pk).update(title="Norman")
    SearchDocument.objects.create(
        kind="post", object_id=10**6, publish_at=post.publish_at, event_sort=0
    )
    SearchTerm.objects.create(word="forgotten")

    assert run() == "Indexed 3 posts and 1 dossiers.\n"

    words = ("hastings", "fulford", "senlac", "conquest", "norman")
    assert {word: number_of(word) for word in words} == {
        "hastings": 1,  # the story tells of it still
        "fulford": 0,
        "senlac": 1,
        "conquest": 1,  # and so does the dossier's description
        "norman": 1,
    }
    assert ArchiveEntry.objects.filter(post=post).exists()
    assert SearchDocument.objects.count() == 2
    assert not SearchTerm.objects.filter(word="forgotten").exists()
    assert run() == "Indexed 2 posts and 1 dossiers.\n"


def test_only_what_lags_behind_is_entered():
    make_post("Hastings")
    behind = make_post("Fulford")
    Post._base_manager.filter(pk=behind.pk).update(title="Stamford", version=2)

    assert run("--stale") == "Indexed 1 posts and 0 dossiers.\n"
    assert number_of("stamford") == 1
    assert run("--stale") == "Indexed 0 posts and 0 dossiers.\n"


def test_progress_is_told_on_a_terminal(monkeypatch):
    monkeypatch.setattr(archives, "BATCH", 2)
    for number in range(5):
        make_post(f"Story {number}")
    out = io.StringIO()
    out.isatty = lambda: True

    call_command("reindex", stdout=out)

    lines = out.getvalue().replace("\n", "\r").split("\r")
    assert lines == ["", "2 of 5", "4 of 5", "5 of 5", "Indexed 5 posts and 0 dossiers.", ""]


def test_it_can_be_interrupted_and_run_again(monkeypatch):
    monkeypatch.setattr(archives, "BATCH", 1)
    posts = [make_post(f"Story {number}") for number in range(3)]
    Post._base_manager.update(title="Renamed")
    show = reindex.Command.show

    def interrupted(self, done, number):
        show(self, done, number)
        if done == 2:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(reindex.Command, "show", interrupted)
        with pytest.raises(CommandError, match="run it again") as stopped:
            run()

    assert stopped.value.returncode == 130
    assert number_of("renamed") == 2
    assert number_of("story") == 3
    run()
    assert number_of("renamed") == len(posts)
