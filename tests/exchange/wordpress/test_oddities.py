"""One export of many oddities, and what comes of each."""

import json
from pathlib import Path
from typing import Any

import pytest

from posts.exchange import Loader
from posts.exchange.wordpress import open_wordpress
from tests.exchange.golden import expect, loaded_twice, rows
from tests.exchange.wordpress.oddities import items
from tests.exchange.wordpress.wxr import HEAD
from tests.factories import picture_bytes

CIRCLE = "".join(
    f"<wp:category><wp:category_nicename>ring-{a}</wp:category_nicename>"
    f"<wp:category_parent>ring-{b}</wp:category_parent><wp:cat_name>{a}</wp:cat_name></wp:category>"
    for a, b in ("ab", "ba")
)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The export, with a folder of pictures beside it."""
    media = tmp_path / "backup" / "uploads" / "2019" / "05"
    media.mkdir(parents=True)
    (media / "field.jpg").write_bytes(picture_bytes((64, 48), "JPEG"))
    (media / "large-scaled.jpg").write_bytes(picture_bytes((64, 48), "JPEG", colour="blue"))
    text = HEAD.replace("<wp:category>", f"{CIRCLE}<wp:category>", 1)
    (tmp_path / "old.xml").write_text(
        text + "".join(items()) + "</channel></rss>", encoding="utf-8", errors="surrogateescape"
    )
    return tmp_path


def opened(root: Path) -> Any:
    return open_wordpress([root / "old.xml"], media=root / "backup", timezone="Europe/Paris")


def test_each_oddity_becomes_what_is_expected(old: Path) -> None:
    reader = opened(old)

    expect(Path(__file__).with_name("expected.json"), list(reader))
    assert reader.left_out == [
        "1 × comment",
        "1 × post in the trash",
        "1 × post never saved",
        "1 × nav_menu_item",
    ]
    assert reader.files == {
        "posts": len(reader) - 1,
        "pages": 1,
        "attachments": 2,
        "reusable blocks": 1,
        "other: nav_menu_item": 1,
        "other: post in the trash": 1,
        "other: post never saved": 1,
    }
    assert sum(reader.files.values()) == reader.seen


@pytest.mark.django_db
def test_a_second_time_changes_no_row(old: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = old / "media"

    assert loaded_twice(lambda: opened(old)) == {"created": 92, "refused": 2}


@pytest.mark.django_db
def test_no_commenter_is_in_any_column_nor_in_the_report(old: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = old / "media"
    outcomes = list(Loader(write=True).outcomes(opened(old)))

    everything = json.dumps([rows(), [str(each) for each in outcomes]], default=str)
    assert "Ann Bell" in everything
    secrets = (
        "carl@secret",
        "203.0.113.77",
        "Carl Commenter",
        "I was there",
        "@private",
        "bob@",
        "s3cret",
    )
    assert [secret for secret in secrets if secret in everything] == []
