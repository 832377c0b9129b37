"""Each run that writes is kept, and can be taken back by itself."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from posts.exchange import ExchangeError, Loader, Report, runs
from posts.exchange.undo import undone
from posts.models import ImportRun, Page, Post
from tests.exchange.sites import bring_in, open_site, write_post

pytestmark = pytest.mark.django_db


def run(path: Any, *options: str) -> str:
    out = io.StringIO()
    call_command("import_posts", "jekyll", str(path), *options, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def slugs() -> list[str]:
    return sorted(Post.objects.values_list("slug", flat=True))


@pytest.fixture
def two_runs(tmp_path: Any) -> Any:
    """A site of which a and b came first, then c, with b written anew."""
    for name in "ab":
        write_post(tmp_path, f"2025-05-27-{name}.md", body="![x](/no.png)")
    run(tmp_path, "--site", "s", "--write")
    write_post(tmp_path, "2025-05-27-c.md")
    write_post(tmp_path, "2025-05-27-b.md", body="Anew.")
    run(tmp_path, "--site", "s", "--write")
    return tmp_path


def test_a_run_that_writes_is_kept_and_a_dry_one_is_not(two_runs: Any) -> None:
    run(two_runs, "--site", "s")
    second, first = ImportRun.objects.all()
    assert (first.kind, first.source, first.site) == ("jekyll", str(two_runs), "s")
    assert first.started_at < first.ended_at < second.started_at < second.ended_at
    assert dict(first.counts)["created"] == 2
    counts = [["read", 3], ["created", 1], ["updated", 1], ["unchanged", 1], ["refused", 0]]
    assert second.counts == [*counts, ["warned", 1]]
    assert first.told["noticed"] == [["missing_picture", 2]]
    assert [each["slug"] for each in first.told["items"]] == ["a", "b"]
    assert first.told["files"][0] == ["posts", 2]


def test_undo_takes_back_one_run_and_tells_what_it_leaves(two_runs: Any) -> None:
    second, first = ImportRun.objects.all()
    told = {o.slug: (str(o.result), *(m.code for m in o.messages)) for o in _undone(first)}
    assert told == {"a": ("removed",), "b": ("unchanged", "updated_since")}
    told = {o.slug: (str(o.result), *(m.code for m in o.messages)) for o in _undone(second)}
    assert told == {"b": ("unchanged", "was_here"), "c": ("removed",)}

    run(two_runs, "--site", "s", "--undo")
    assert slugs() == ["a", "b", "c"]
    run(two_runs, "--site", "s", "--write", "--undo")
    assert slugs() == ["a", "b"]
    run(two_runs, "--site", "s", "--write", "--undo")  # the last that is not taken back yet
    assert slugs() == ["b"]
    assert all(ImportRun.objects.values_list("undone_at", flat=True))
    run(two_runs, "--site", "s", "--write", "--undo", "all")
    assert slugs() == []


def test_undo_of_a_run_takes_its_pages_back_and_no_others(tmp_path: Any) -> None:
    for name in ("about", "team", "search"):
        write_post(tmp_path, f"./{name}.md", f"title: {name}")
    write_post(tmp_path, "2025-05-27-a.md")
    run(tmp_path, "--site", "s", "--write")
    write_post(tmp_path, "./imprint.md", "title: Imprint")
    write_post(tmp_path, "./team.md", "title: Our team")
    run(tmp_path, "--site", "s", "--write")
    second, first = ImportRun.objects.all()
    files = [["posts", 1], ["pages", 2], ["pages left out", 1], ["pictures", 0]]
    assert first.told["files"] == files
    counts = [["read", 4], ["created", 1], ["updated", 1], ["unchanged", 2], ["refused", 0]]
    assert second.counts == [*counts, ["warned", 0]]

    told = {o.slug: (str(o.result), *(m.code for m in o.messages)) for o in _undone(first)}
    removed = ("removed",)
    assert told == {"a": removed, "about": removed, "team": ("unchanged", "updated_since")}
    run(tmp_path, "--site", "s", "--write", "--undo")
    assert sorted(Page.objects.values_list("slug", flat=True)) == ["about", "team"]
    run(tmp_path, "--site", "s", "--write", "--undo", "all")
    assert (Page.objects.count(), slugs()) == (0, [])


def _undone(one: ImportRun) -> Any:
    return undone("jekyll", "s", one, write=False)


def test_undo_by_number_leaves_what_was_edited_since(two_runs: Any) -> None:
    first = ImportRun.objects.last()
    assert first
    post = Post.objects.get(slug="a")
    post.story = "By an editor."
    post.save()
    assert "Somebody has worked on it here" in run(
        *(two_runs, "--site", "s", "--write", "--undo", str(first.pk))
    )
    assert slugs() == ["a", "b", "c"]


def test_a_run_that_brought_nothing_is_passed_over(two_runs: Any) -> None:
    run(two_runs, "--site", "s", "--write")
    run(two_runs, "--site", "s", "--write", "--undo")
    assert slugs() == ["a", "b"]


@pytest.mark.parametrize(
    ("site", "wanted", "words"),
    [
        ("s", "999999", "no such run of s to take back; those kept: "),
        ("t", "last", "no such run of t to take back; those kept: none"),
        ("s", "folder", "'folder' is neither the number of a run nor “all”"),
        ("s", "²", "'\\\\xb2' is neither the number"),
    ],
)
def test_an_unknown_run_is_told(two_runs: Any, site: str, wanted: str, words: str) -> None:
    with pytest.raises(CommandError, match=words):
        run(two_runs, "--site", site, "--write", "--undo", wanted)
    assert slugs() == ["a", "b", "c"]


def test_sums_that_do_not_agree_end_the_run_and_what_came_in_can_go_back(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_post(tmp_path, "2025-05-27-a.md")
    report = tmp_path.parent / "r.json"
    with monkeypatch.context() as patch:
        patch.setattr("posts.exchange.load.Reservations.free_paths", lambda *args: ())
        with pytest.raises(CommandError, match="1 old addresses, and the report 0: one of them"):
            run(tmp_path, "--site", "s", "--write", "--report", str(report))
    assert not report.exists()
    assert slugs() == ["a"]
    broken = ImportRun.objects.get()
    assert (broken.ended_at, broken.counts) == (None, [])
    run(tmp_path, "--site", "s", "--write", "--undo")
    assert slugs() == []


def test_only_the_last_hundred_are_kept() -> None:
    rows = [ImportRun(kind="jekyll", source=str(number)) for number in range(105)]
    ImportRun.objects.bulk_create(rows)
    runs.begin("jekyll", Report("the last"))
    kept = ImportRun.objects.values_list("source", flat=True)
    assert list(kept) == ["the last", *(str(number) for number in range(104, 5, -1))]


def test_names_that_no_database_takes_are_made_visible() -> None:
    report = Report("a\udcff\0b", site="s")
    row = runs.begin("jekyll", report)
    report.files = {"\udcfe": 1}
    runs.end(row, report)
    row.refresh_from_db()
    assert (row.source, row.told["files"]) == ("a\\udcffb", [["\\udcfe", 1]])


def test_a_second_run_writes_nothing_into_the_posts(tmp_path: Any) -> None:
    write_post(tmp_path, "2025-05-27-a.md")
    bring_in(tmp_path)
    before = list(Post.objects.values())
    reader = open_site(tmp_path, site="example.org")
    assert [o.result for o in Loader(write=True, site="example.org", run=7).outcomes(reader)] == [
        "unchanged"
    ]
    assert list(Post.objects.values()) == before
    with pytest.raises(ExchangeError):
        runs.run_to_undo("jekyll", "example.org", "7")
