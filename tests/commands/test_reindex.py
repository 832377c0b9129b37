import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from posts import archives
from posts.images.rerender import rerender_posts
from posts.management.commands import reindex
from posts.models import ArchiveEntry, Bullet, Dossier, Post, SearchDocument, SearchTerm, Section
from posts.rendering import MAX_STORY_BYTES, markdown
from posts.search import Criteria, find, read
from tests.factories import make_dossier, make_image, make_post

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


@pytest.fixture
def _printing() -> None:
    """What is indexed here is printed by each save, as on a site."""


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


def test_stored_html_is_made_anew_without_a_new_version() -> None:
    """What an older renderer left behind follows the one of now, and search with it."""
    image = make_image("white", transparent=True)
    old = '<p>1. <img src="x" alt=""></p>'
    post = make_post(
        "Grüße",
        story=f'1945. "Ende".\n\n![]({image.file.url})\n\nEine Note.[^1]\n\n[^1]: Hier.',
        language="de",
        bullets=[("Wer", 'Die "Weiße Rose"')],
    )
    dossier = make_dossier(
        "Conquest", sections=[("Before", f"1066. Senlac\n\n![]({image.file.url})")]
    )
    bullet, section = post.bullets.get(), dossier.sections.get()
    now = (post.story_html, bullet.text_html, section.text_html)
    before = Post.objects.values("version", "updated_at").get()
    Post._base_manager.update(story_html=old)
    Bullet._base_manager.update(text_html=old)
    Section._base_manager.update(text_html=old)
    assert run("--stale") == "Indexed 0 posts and 0 dossiers.\n"
    assert Post.objects.get().story_html == old

    for _ in range(2):
        assert run() == "Indexed 1 posts and 1 dossiers.\n"
        for row in (post, bullet, section):
            row.refresh_from_db()
        assert (post.story_html, bullet.text_html, section.text_html) == now
        assert Post.objects.values("version", "updated_at").get() == before
    assert (now[0].count('class="transparent"'), now[2].count('class="transparent"')) == (1, 1)
    assert ("1945. „Ende“" in now[0], "„Weiße Rose“" in now[1]) == (True, True)
    assert 'aria-label="Note a"' in now[0]
    assert number_of("ende") == 1


def test_a_text_that_the_renderer_refuses_keeps_its_html_and_is_named() -> None:
    post = make_post("Hastings")
    Post._base_manager.update(story="x" * (MAX_STORY_BYTES - 1) + "y", story_html="<p>Kept</p>")
    errors = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markdown, "MAX_STORY_BYTES", 1000)
        call_command("reindex", stdout=io.StringIO(), stderr=errors)
    post.refresh_from_db()
    assert post.story_html == "<p>Kept</p>"
    assert errors.getvalue() == (
        "“Hastings” keeps the HTML that it has. The story has 1,000,000 bytes; the most is 1,000. "
        "Split it in two.\n"
    )


def test_what_is_saved_while_it_runs_keeps_the_words_of_its_editor(monkeypatch) -> None:
    post = make_post("Hastings")
    Post._base_manager.update(story_html="<p>Old</p>")
    render = Post.render

    def saved_meanwhile(self: Post) -> bool:
        changed = render(self)
        Post._base_manager.update(version=2, story_html="<p>Newer</p>")
        return changed

    with monkeypatch.context() as patch:
        patch.setattr(Post, "render", saved_meanwhile)
        run()
    post.refresh_from_db()
    assert (post.version, post.story_html) == (2, "<p>Newer</p>")


def test_its_queries_do_not_grow_with_stories_that_are_right() -> None:
    numbers = []
    for title in ("One", "Two", "Three"):
        make_post(title, bullets=[("Who", "Harold")])
        with CaptureQueriesContext(connection) as queries:
            rerender_posts(Post.objects.values_list("pk", flat=True))
        numbers.append(len(queries))
    assert numbers[0] == numbers[2]
