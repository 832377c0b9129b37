import sys
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from posts.correspondence.bounces import take_in

TRY_AGAIN: Final = 75  # EX_TEMPFAIL: the server of mail keeps the message, and pipes it again


class Command(BaseCommand):
    help = "Takes in a message that came back of the mail to subscribers, from standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("recipient", nargs="?", default="", help="the address it came to")

    def handle(self, *args: Any, recipient: str, **options: Any) -> None:
        raw = sys.stdin.buffer.read()
        try:
            self.stdout.write(take_in(raw, recipient))
        except DatabaseError as error:
            raise CommandError(str(error), returncode=TRY_AGAIN) from error
