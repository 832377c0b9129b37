from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from posts.images.renditions import Tally, make_all
from posts.models import Image

FAILED = 3  # exit status
INTERRUPTED = 130


class Command(BaseCommand):
    help = "Makes the smaller copies of all pictures that pages ask for. Run it again at will."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--image", type=int, metavar="ID", help="this picture only")

    def handle(self, *args: Any, **options: Any) -> None:
        images = Image.objects.all()
        if options["image"] is not None:
            images = images.filter(pk=options["image"])
            if not images.exists():
                raise CommandError(f"There is no picture with the ID {options['image']}.")
        try:
            tally = make_all(images, self.show)
        except KeyboardInterrupt:
            raise CommandError(
                "Stopped. What was made stays; run it again for the rest.", returncode=INTERRUPTED
            ) from None
        self.stdout.write(
            f"Made {tally.made}, already there {tally.present}, failed {len(tally.failed)}."
        )
        if tally.failed:
            raise CommandError("\n".join(tally.failed), returncode=FAILED)

    def show(self, tally: Tally) -> None:
        """A line that rewrites itself; a file or a pipe gets the sum at the end only."""
        if self.stdout.isatty():
            end = "\n" if tally.done == tally.pictures else ""
            line = f"\rPicture {tally.done} of {tally.pictures}, {tally.made} renditions made"
            self.stdout.write(line, ending=end)
            self.stdout.flush()
