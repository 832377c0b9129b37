from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from posts.images.checking import faults, remove_orphans

FAULTY = 1  # exit status


class Command(BaseCommand):
    help = "Finds pictures whose files are lost, and files that belong to no picture."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--decode", action="store_true", help="open every picture as well")
        parser.add_argument(
            "--delete-orphans", action="store_true", help="delete files that belong to no picture"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = []
        for fault in faults(decode=options["decode"]):
            found.append(fault)
            self.stdout.write(str(fault))
        if options["delete_orphans"]:
            self.stdout.write(f"Deleted {remove_orphans(found)} files that belong to no picture.")
            found = [fault for fault in found if not fault.is_orphan]
        if found:
            raise CommandError(f"{len(found)} found.", returncode=FAULTY)
        self.stdout.write("Every picture has its file, and every file its picture.")
