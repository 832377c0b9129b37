import os
import re
from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from posts.static_site.addresses import Addresses
from posts.static_site.export import Export, Report
from posts.static_site.folder import Folder, FolderError

SOME_FAULTS = 3
INTERRUPTED = 130
_LETTER = re.compile(r"/posts/[^/]+/letter/.*")


def sub_path(text: str) -> str:
    """Return a path as "/sub/path", "" for the root."""
    path = text.strip("/")
    if any(c in path for c in "?#:\\ ") or not path.isascii():
        raise ArgumentTypeError(f"“{text}” is no path of an address: write it as /sub/path.")
    return f"/{path}" if path else ""


def site(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise ArgumentTypeError(f"“{text}” is no address of a site: write it as https://….")
    return text.rstrip("/")


class Command(BaseCommand):
    help = "Writes every public page, feed, picture and redirect as a file for any web server."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="new, empty or made by this")
        parser.add_argument("--below", type=sub_path, metavar="/sub/path")
        parser.add_argument("--live", type=site, default=settings.SITE_URL, metavar="URL")
        parser.add_argument("--address", type=site, metavar="URL")
        parser.add_argument("--covers", action="store_true", help="draw the covers for sharing too")
        parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")

    def handle(self, *args: Any, **options: Any) -> None:
        address, below = options["address"] or "", options["below"]
        own = sub_path(urlsplit(address).path)
        if address and below is not None and below != own:
            raise CommandError(
                f"--below {below} is not the path of --address {address}: leave it out."
            )
        addresses = Addresses(
            own if below is None else below, options["live"], address, options["covers"]
        )
        try:
            folder = Folder.open(options["folder"])
            report = Export(folder, addresses, self.show).run(max(1, options["jobs"]))
        except (FolderError, OSError) as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            text = "Stopped. What was written stays; run it again for the rest."
            raise CommandError(text, returncode=INTERRUPTED) from None
        self.tell(report, addresses)
        if report.faults:
            raise CommandError("\n".join(report.faults), returncode=SOME_FAULTS)

    def tell(self, report: Report, addresses: Addresses) -> None:
        for page, by in sorted(report.dead.items()):
            self.stdout.write(f"Leads nowhere: {page}, on {by}")
        # Every story has a form for letters, which is told once.
        for address in sorted({_LETTER.sub("/posts/…/letter/", a) for a in report.left_out}):
            self.stdout.write(f"Left out, and led to {addresses.live}: {address}")
        counts = {name: report.counts[name] for name in ("written", "unchanged", "redirects")}
        counts["removed"] = len(report.removed)
        self.stdout.write(", ".join(f"{number} {name}" for name, number in counts.items()))

    def show(self, done: int, known: int) -> None:
        """A line that rewrites itself; a file or a pipe gets the sum at the end only."""
        if self.stdout.isatty():
            end = "\n" if done == known else ""
            self.stdout.write(f"\r{done} of {known} addresses", ending=end)
            self.stdout.flush()
