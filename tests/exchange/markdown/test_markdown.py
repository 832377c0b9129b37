"""Folders of many oddities, and what comes of each file."""

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from posts.exchange import ExchangeError, Record, Refusal
from posts.exchange.markdown import open_markdown, recognises
from tests.exchange.golden import expect, loaded_twice
from tests.exchange.markdown.oddities import HUGO, HUGO_SETTINGS, VAULT
from tests.factories import picture_bytes

UNMERGED = "<<<<<<< HEAD\nx\n=======\ny\n>>>>>>> z"


def put(root: Path, files: dict[str, str | bytes]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
    return root


def picture(colour: str) -> bytes:
    return picture_bytes((64, 48), "JPEG", colour=colour)


@pytest.fixture
def hugo(tmp_path: Path) -> Path:
    put(tmp_path / "content", dict(HUGO))
    put(tmp_path, {"static/img/field.jpg": picture("red"), "hugo.toml": HUGO_SETTINGS})
    return put(tmp_path, {"content/posts/bundle/sea.jpg": picture("blue"), "themes/x/a.md": "no"})


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    put(tmp_path, {"Files/sea.jpg": picture("blue"), "Files/Deep/field.jpg": picture("red")})
    (tmp_path / ".obsidian").mkdir()
    return put(tmp_path, dict(VAULT))


def test_each_file_of_hugo_becomes_what_is_expected(hugo: Path) -> None:
    reader = open_markdown([hugo])

    expect(Path(__file__).with_name("hugo.json"), list(reader))
    assert reader.left_out == ["page _index.md", "page posts/_index.md"]
    assert reader.files == {"posts": len(reader) - 2, "pages": 2, "pages left out": 2}
    assert sum(reader.files.values()) == reader.seen


def test_each_note_of_a_vault_becomes_what_is_expected(vault: Path) -> None:
    reader = open_markdown([vault], timezone="Europe/Paris")

    expect(Path(__file__).with_name("vault.json"), list(reader))
    assert reader.left_out == ["page README.md"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "counts"),
    [("hugo", {"created": 39, "refused": 5}), ("vault", {"created": 16, "refused": 2})],
)
def test_a_second_time_changes_no_row(
    kind: str, counts: dict[str, int], request: pytest.FixtureRequest, settings: Any
) -> None:
    root: Path = request.getfixturevalue(kind)
    settings.MEDIA_ROOT = root / "media"

    assert loaded_twice(lambda: open_markdown([root])) == counts


def record_of(root: Path, text: str | bytes) -> Record | Refusal:
    (item,) = open_markdown([put(root, {"2019-05-27-a.md": text})])
    return item


@pytest.mark.parametrize(
    ("data", "story", "codes"),
    [
        ("\ufeffcafé\r\n\r\nx", "café\n\nx", []),
        ("café".encode("latin-1"), "café", ["encoding"]),
        ("日本".encode("utf-16"), "日本", []),
        (b"a\x00b\x0cc", "abc", ["control"]),
        (UNMERGED, UNMERGED, ["merge"]),
        ("diff --git a/x b/x\n--- a/x\n+++ b/x", "diff --git a/x b/x\n--- a/x\n+++ b/x", []),
        ("", "", []),
    ],
)
def test_a_file_is_read_however_it_was_saved(
    tmp_path: Path, data: str | bytes, story: str, codes: list[str]
) -> None:
    record = record_of(tmp_path, data)

    assert isinstance(record, Record)
    assert record.story == story
    assert [m.code for m in record.messages] == [*codes, "no_event_date"]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("---\ntitle: x\n", "open_front_matter", 1),
        ("---\ntitle: !!python/object:os.system x\n---\n", "yaml_type", 2),
        ("---\na: &a [x]\nb: [*a, *c]\n---\n", "yaml", 3),
        ("+++\na = 1\nb = \n+++\n", "toml", 3),
        ("+++\na = " + "[" * 3000 + "\n+++\n", "yaml_depth", 1),
        ('{"a": 1,\n"b": }\n', "json", 2),
        ("---\nevent_date: soon\n---\n", "event_date", 2),
        ("x" * 1_000_001, "too_large", None),
        ("e" + "\u0301" * 40, "character", None),
    ],
)
def test_what_cannot_come_in_is_refused_with_its_line(
    tmp_path: Path, text: str, code: str, line: int | None
) -> None:
    item = record_of(tmp_path, text)

    assert isinstance(item, Refusal)
    assert (item.message.code, item.message.line) == (code, line)


def test_a_file_without_a_date_has_that_of_its_first_commit(tmp_path: Path) -> None:
    put(tmp_path, {"a.md": "A.", "sub/b é.md": "B.", "2001-02-03-c.md": "C."})
    told = {
        "GIT_AUTHOR_DATE": "2011-05-27T09:00:00+02:00",
        "GIT_COMMITTER_DATE": "2012-01-01T00:00Z",
    }
    names = {
        f"GIT_{who}_{what}": "x@y" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }

    def git(*words: str, **more: str) -> None:
        environment = {**os.environ, **told, **names, **more}
        subprocess.run(
            ["git", *words], cwd=tmp_path, env=environment, check=True, capture_output=True
        )

    git("init")
    git("add", "a.md", "2001-02-03-c.md")
    git("commit", "-m", "One")
    git("add", ".")
    git("commit", "-m", "Two", GIT_AUTHOR_DATE="2013-05-27T09:00:00Z")
    put(tmp_path, {"a.md": "A again."})
    git("commit", "-am", "Three", GIT_AUTHOR_DATE="2014-05-27T09:00:00Z")
    put(tmp_path, {"new.md": "Not in git."})

    found = list(open_markdown([tmp_path], timezone="UTC"))

    times = [
        f"{x.publish_at:%F %T}" if isinstance(x, Record) and x.publish_at else "" for x in found
    ]
    assert times == ["2001-02-03 00:00:00", "2011-05-27 07:00:00", "", "2013-05-27 09:00:00"]


SIGNER = """#!/bin/sh
touch {ran}
echo "[GNUPG:] SIG_CREATED " >&2
printf -- "-----BEGIN PGP SIGNATURE-----\\n\\nx\\n-----END PGP SIGNATURE-----\\n"
"""


def test_a_repository_runs_nothing_of_its_own(tmp_path: Path) -> None:
    signer = put(tmp_path, {"site/a.md": "A.", "signer": SIGNER.format(ran=tmp_path / "ran")})
    (signer / "signer").chmod(0o755)
    config = (
        f"[user]\nname = x\nemail = x@y\n[core]\nfsmonitor = {signer}/signer\n"
        f"pager = {signer}/signer\n[log]\nshowSignature = true\n[gpg]\nprogram = {signer}/signer\n"
    )
    for words in (["init"], ["add", "."], ["commit", "-S", "-m", "One"], ["log"]):
        subprocess.run(["git", *words], cwd=tmp_path / "site", check=True, capture_output=True)
        (tmp_path / "site" / ".git" / "config").write_text(config)
    (tmp_path / "ran").unlink()  # Git itself ran it, to sign and to verify.

    (record,) = open_markdown([tmp_path / "site"])

    assert isinstance(record, Record)
    assert (record.is_draft, (tmp_path / "ran").exists()) == (False, False)


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    site = put(tmp_path / "site", {"2019-05-27-a.md": "![s](secret.jpg)"})
    put(tmp_path, {"secret.md": "Secret.", "secret.jpg": picture("red")})
    (site / "2019-05-28-b.md").symlink_to(tmp_path / "secret.md")
    (site / "secret.jpg").symlink_to(tmp_path / "secret.jpg")
    (site / "all").symlink_to(tmp_path)

    first, second = open_markdown([site])

    assert isinstance(first, Record)
    assert isinstance(second, Refusal)
    codes = [m.code for m in first.messages]
    assert (codes, second.message.code) == (["outside", "no_event_date"], "symlink")


def test_what_is_no_folder_of_markdown_is_refused(tmp_path: Path) -> None:
    put(
        tmp_path, {"jekyll/_posts/2019-05-27-a.md": "x", "empty/a.txt": "x", "pages/README.md": "x"}
    )

    assert [recognises(tmp_path / x) for x in ("jekyll", "empty", "pages")] == [False, False, True]
    for name, why in (
        ("jekyll", "is no folder of Markdown: import_posts guess says what it is"),
        ("empty", "is no folder of Markdown"),
        ("pages", "only pages"),
        ("gone", "Name the one folder"),
    ):
        with pytest.raises(ExchangeError, match=why):
            open_markdown([tmp_path / name])


def test_settings_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    put(tmp_path, {"content/posts/a.md": "x", "hugo.toml": "a = \n"})

    with pytest.raises(ExchangeError, match=r"hugo.toml: the settings cannot be read: .*line 1"):
        open_markdown([tmp_path])


PARTS = st.sampled_from(
    [
        *(
            "---\n",
            "+++\n",
            "{\n",
            "title: a\n",
            'title = "a"\n',
            '"a": 1}',
            "[[",
            "]]",
            "![[",
            "|",
        ),
        *(
            "{{<",
            "{{%",
            ">}}",
            "%}}",
            " ref ",
            "figure",
            "`",
            "```\n",
            "%%",
            "==",
            "> [!x]",
            "<div>",
        ),
        *(
            "</div>",
            "<!--",
            "-->",
            "\n\n",
            "text",
            "](x.md)",
            "[",
            "\x00",
            "é",
            "date: 2019-05-27\n",
        ),
    ]
)


@given(st.lists(PARTS, max_size=14).map("".join))
@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
def test_no_text_ends_the_run(tmp_path: Path, text: str) -> None:
    put(tmp_path, {"2019-05-27-a.md": text, "2019-05-28-b.md": "Whole."})

    first, second = open_markdown([tmp_path])

    assert isinstance(first, Record | Refusal)
    assert isinstance(second, Record)
    assert second.story == "Whole."
