import gc
from argparse import ArgumentParser
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from posts.management.commands.serve import port_number


class Command(BaseCommand):
    help = "Serves the site with its demonstration posts; makes ready what is not."
    # Each command below runs its own; and it is one process because each would take a second.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--port", type=port_number, default=8000, help="1 to 65535 (default: 8000)"
        )

    def handle(self, *, port: int, **options: Any) -> None:
        # Migrations leave rings of models behind, and to look for them took a quarter of the time.
        gc.set_threshold(200_000, 50, 100)
        # To compress files takes a second core, and nothing of the database.
        with ThreadPoolExecutor(1) as beside:
            files = beside.submit(call_command, "collectstatic", interactive=False, verbosity=0)
            call_command("migrate", interactive=False, verbosity=0)
            call_command("load_demo")
            call_command("create_demo_user")
        files.result()
        call_command("serve", port=port)
