import csv
import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from posts import exchange
from posts.exchange import Loader, Options, Outcome, Report, Result
from posts.exchange.console import EACH_WHOLE, Console, plain_errors
from posts.exchange.demo import load_dossiers, load_people
from posts.exchange.jekyll import open_jekyll
from posts.models import Category, Page, Post

FOLDER = "demo"
# Where each of the posts keeps, in `import_fields`, the digest of the whole demonstration it came
# in with: while one of them is there nothing is read again, and a database that was emptied is
# filled again.
DIGEST = "demo"


class Command(BaseCommand):
    help = "Bring in the demonstration posts once; whatever happens to them then is kept."
    # The checks ask the database, so they run where its absence is told in plain words.
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        folder = settings.BASE_DIR / FOLDER
        with plain_errors(EACH_WHOLE):
            digest = _digest(folder)
            if Post.objects.filter(**{f"import_fields__{DIGEST}": digest}).exists():
                self.stdout.write("The demonstration posts are there already.")
                return
            if not options.get("skip_checks"):
                self.check()
            outcomes = self._load(folder)
            _describe_categories(folder / "categories.csv")
            if (dossiers := folder / "dossiers.yaml").exists():
                load_dossiers(dossiers)
            if (people := folder / "people.yaml").exists():
                load_people(people, [outcome.ref for outcome in outcomes])
            _name_pages(outcomes)
            refused = sum(outcome.result is Result.REFUSED for outcome in outcomes)
            if not refused:
                _remember(digest, outcomes)
        if refused:
            raise CommandError(f"{refused} of the demonstration posts were refused.")

    def _load(self, folder: Path) -> list[Outcome]:
        reader = open_jekyll(Options((folder,), site=FOLDER))
        report, outcomes = Report(FOLDER, site=reader.site), []
        console = Console(self.stdout, self.stderr, total=len(reader))
        for outcome in Loader(write=True, site=reader.site).outcomes(reader):
            report.add(outcome)
            outcomes.append(outcome)
            if outcome.result is Result.REFUSED:
                console.show(outcome)
        console.finish(report, write=True)
        return outcomes


def _digest(folder: Path) -> str:
    """Return what changes with any file of the demonstration or of the code that reads it."""
    code = Path(exchange.__file__).parent
    digest = hashlib.sha256()
    for path in sorted([*folder.rglob("*.*"), *code.rglob("*.py")]):
        if path.is_file() and path.suffix != ".pyc":
            content = path.read_bytes()
            digest.update(f"{path.name} {len(content)} ".encode() + content)
    return digest.hexdigest()


def _remember(digest: str, outcomes: Iterable[Outcome]) -> None:
    refs = [outcome.ref for outcome in outcomes]
    posts = list(Post.objects.filter(import_ref__in=refs).only("import_fields"))
    for post in posts:
        post.import_fields[DIGEST] = digest
    Post.objects.bulk_update(posts, ["import_fields"])


def _name_pages(outcomes: Iterable[Outcome]) -> None:
    """Let the foot of every page name those that have just come."""
    new = [outcome.ref for outcome in outcomes if outcome.result is Result.CREATED]
    Page.objects.filter(import_ref__in=new).update(footer="1")


def _describe_categories(path: Path) -> None:
    """Give the categories their signs and descriptions where they have none yet."""
    if not path.exists():
        return
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            undescribed = Category.objects.filter(name=row["name"], sign="", description="")
            undescribed.update(sign=row["sign"], description=row["description"])
