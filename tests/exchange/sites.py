"""Small Jekyll sites, written where a test wants them."""

from pathlib import Path
from typing import Any

from django.core.management import call_command

from posts.exchange import Loader, Options, Outcome, Reader, Record, Refusal, Report
from posts.exchange.jekyll import JekyllReader, open_jekyll
from tests.factories import picture_bytes
from tests.static_site.copies import tree

OWN_SEED = Path(__file__).parents[1] / "data" / "jekyll" / "017_5ac3e0b94f7d2861.txt"


def write_post(
    root: Path, name: str = "2025-05-27-hastings.md", front: str = "", body: str = "A story.\n"
) -> Path:
    """Write a post; a name without a folder goes into `_posts`."""
    path = root / (name if "/" in name else f"_posts/{name}")
    path.parent.mkdir(parents=True, exist_ok=True)
    titled = front if front.startswith("title:") else f"title: Hastings\n{front}"
    path.write_text(f"---\n{titled.rstrip()}\n---\n{body}", encoding="utf-8")
    return path


def write_picture(root: Path, name: str, **fields: str) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(picture_bytes((64, 48), **fields))
    return path


def open_site(path: Path, zone: str = "", **options: Any) -> JekyllReader:
    return open_jekyll(Options((path,), timezone=zone, **options))


def read_one(path: Path, zone: str = "") -> Record | Refusal:
    (item,) = open_site(path, zone)
    return item


def record_of(path: Path, zone: str = "") -> Record:
    item = read_one(path, zone)
    assert isinstance(item, Record), item
    return item


def refusal_of(path: Path) -> tuple[str, int | None, str]:
    item = read_one(path)
    assert isinstance(item, Refusal), item
    return item.message.code, item.message.line, item.message.text


def bring_in(path: Path, *, write: bool = True, zone: str = "", **options: Any) -> list[Outcome]:
    reader = open_site(path, zone, **{"site": "example.org", **options})
    return told_of(reader, Loader(write=write, site=reader.site))


def told_of(reader: Reader, loader: Loader) -> list[Outcome]:
    """Return the outcomes, once the report finds that its sums agree."""
    report, outcomes = Report("site"), []
    for outcome in loader.outcomes(reader):
        report.add(outcome)
        outcomes.append(outcome)
    report.account(reader, loader.found)
    return outcomes


def codes(outcome: Outcome | Record) -> list[str]:
    return [message.code for message in outcome.messages]


def export(folder: Path) -> dict[str, bytes]:
    call_command("export_posts", "jekyll", str(folder), verbosity=0)
    return tree(folder)
