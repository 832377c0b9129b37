"""The command reads what each kind of site exports, and says whose an export is."""

import contextlib
import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from posts.models import Post
from tests.exchange.wordpress.wxr import item, meta, write_export
from tests.factories import picture_bytes

GHOST = {"data": {"posts": [{"id": 7, "slug": "a", "title": "A", "html": "<p>x</p>"}]}}


@pytest.fixture
def sources(tmp_path: Path) -> dict[str, Path]:
    wordpress = write_export(tmp_path / "w.xml", item(extra=meta("mood", "glad")), item(post_id=2))
    ghost = tmp_path / "g.json"
    ghost.write_text(json.dumps(GHOST))
    markdown = tmp_path / "notes"
    markdown.mkdir()
    (markdown / "2019-05-27-a.md").write_text("![p](p.jpg)")
    (markdown / "p.jpg").write_bytes(picture_bytes((64, 48), "JPEG"))
    return {"wordpress": wordpress, "ghost": ghost, "markdown": markdown}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "refs", "files"),
    [
        ("wordpress", ["wordpress:old.example:1"], {"posts": 2, "pages": 0}),
        ("ghost", ["ghost:g:7"], {"posts": 1, "pages": 0}),
        ("markdown", ["markdown:notes:2019-05-27-a.md"], {"posts": 1, "pages": 0}),
    ],
)
def test_the_command_stores_and_accounts_for_each_kind(
    kind: str, refs: list[str], files: dict[str, int], sources: dict[str, Path], tmp_path: Path
) -> None:
    report = tmp_path / "report.json"
    told = {"stdout": io.StringIO(), "stderr": io.StringIO(), "report": report}
    with contextlib.suppress(SystemExit):  # The two posts of WordPress have one address.
        call_command("import_posts", kind, str(sources[kind]), write=True, **told)

    assert sorted(Post.objects.values_list("import_ref", flat=True)) == refs
    found = json.loads(report.read_text())
    assert (found["files"], found["counts"]["read"]) == (files, files["posts"])
    assert found["pictures"]["taken"] == (kind == "markdown")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", "is empty"), ('{"db": []}'.encode("utf-16"), "UTF-16"), (b"x", "none of what can be")],
)
def test_a_guess_says_why_nothing_can_be_read(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "export.json"
    path.write_bytes(data)
    with pytest.raises(CommandError, match=said):
        call_command("import_posts", "guess", str(path))


@pytest.mark.django_db
@pytest.mark.parametrize("other", ["wordpress", "ghost", "markdown", "jekyll"])
@pytest.mark.parametrize("kind", ["wordpress", "ghost", "markdown"])
def test_each_reader_says_whose_anothers_export_is(
    kind: str, other: str, sources: dict[str, Path]
) -> None:
    out = io.StringIO()
    call_command("import_posts", "guess", str(sources[kind]), stdout=out)
    assert f"import_posts {kind} {sources[kind]}" in out.getvalue()
    if other != kind:
        with pytest.raises(CommandError):
            call_command("import_posts", other, str(sources[kind]), stdout=io.StringIO())
