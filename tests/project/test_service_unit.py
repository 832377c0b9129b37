"""The systemd unit: it can be read, and it starts what is there."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from posts.management.commands.serve import Command

ROOT = Path(__file__).resolve().parents[2]
UNIT = ROOT / "deploy" / "historyblog.service"
HOME = "/srv/historyblog/site"


def values(key: str) -> list[str]:
    return re.findall(rf"^{key}=(.*)$", UNIT.read_text(), re.MULTILINE)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
def test_systemd_has_nothing_to_say_of_the_unit(tmp_path):
    """With the site's folder and user put in the place of those that are not here."""
    unit = tmp_path / UNIT.name
    text = UNIT.read_text().replace(f"{HOME}/.venv/bin/python", sys.executable)
    unit.write_text(text.replace("User=historyblog", "User=root"))
    done = subprocess.run(
        ["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False
    )
    own = [line for line in done.stderr.splitlines() if UNIT.name in line]
    assert (done.returncode, own) == (0, [])


def test_the_unit_starts_the_server_as_the_command_takes_it():
    (command,) = values("ExecStart")
    python, *words = command.split()
    assert python == f"{HOME}/.venv/bin/python"
    assert words[:3] == ["-B", "manage.py", "serve"]
    options = vars(Command().create_parser("manage.py", "serve").parse_args(words[3:]))
    assert (options["host"], options["port"], options["workers"]) == ("127.0.0.1", 8000, 2)


def test_the_unit_comes_back_and_reaches_only_its_pictures():
    keys = ("Restart", "User", "ProtectSystem", "NoNewPrivileges", "ReadWritePaths")
    assert [values(key) for key in keys] == [
        ["always"],
        ["historyblog"],
        ["strict"],
        ["true"],
        ["/srv/historyblog/media"],
    ]
    assert values("WorkingDirectory") == [HOME]
    assert values("EnvironmentFile") == [f"{HOME}/.env"]
