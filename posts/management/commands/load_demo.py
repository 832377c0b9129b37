import csv
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from posts.exchange import Loader, Report, Result
from posts.exchange.console import Console, plain_errors
from posts.exchange.dossiers import load_dossiers
from posts.exchange.jekyll import open_jekyll
from posts.models import Category

FOLDER = "demo"


class Command(BaseCommand):
    help = "Bring in the demonstration posts; a second run keeps what is there."
    # The checks ask the database, so they run where its absence is told in plain words.
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        report = Report(FOLDER)
        with plain_errors():
            self.check()
            reader = open_jekyll(settings.BASE_DIR / FOLDER)
            console = Console(self.stdout, self.stderr, total=len(reader))
            for outcome in Loader(write=True).outcomes(reader):
                report.add(outcome)
                if outcome.result is Result.REFUSED:
                    console.show(outcome)
            console.finish(report.counts, write=True)
            _describe_categories(settings.BASE_DIR / FOLDER / "categories.csv")
            _load_dossiers(settings.BASE_DIR / FOLDER / "dossiers.yaml")
        if refused := report.counts["refused"]:
            raise CommandError(f"{refused} of the demonstration posts were refused.")


def _load_dossiers(path: Path) -> None:
    if path.exists():
        load_dossiers(path)


def _describe_categories(path: Path) -> None:
    """Give the categories their signs and descriptions where they have none yet."""
    if not path.exists():
        return
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            undescribed = Category.objects.filter(name=row["name"], sign="", description="")
            undescribed.update(sign=row["sign"], description=row["description"])
