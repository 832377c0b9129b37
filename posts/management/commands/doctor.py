import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from posts.doctor import Finding, Health, diagnose, worst

STATUS = {Health.FINE: 0, Health.WARNING: 3, Health.BROKEN: 1}


class Command(BaseCommand):
    help = "Looks the site over and says what mends it. Exit status: 0 fine, 3 warnings, 1 broken."
    # They are part of it.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="for machines")

    def handle(self, **options: Any) -> None:
        found = []
        for finding in diagnose():
            found.append(finding)
            if not options["json"]:
                self._show(finding)
        health = worst(found)
        if options["json"]:
            told = {"health": health.name.lower(), "checks": [each.as_json() for each in found]}
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
        if STATUS[health]:
            raise SystemExit(STATUS[health])

    def _show(self, finding: Finding) -> None:
        name = finding.health.name.lower().replace("_", " ")
        self.stdout.write(f"{name:<8}  {finding.check:<23}  {finding.text}".rstrip())
        if finding.remedy:
            self.stdout.write(f"{'':<35}  → {finding.remedy}")
