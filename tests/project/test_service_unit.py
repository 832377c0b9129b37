"""The systemd units: they can be read, and they start what is there."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import load_command_class

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
SERVE, DUE, TIMER = "historyblog@.service", "historyblog-due.service", "historyblog-due.timer"
KEY = "for-tests-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH"
HOME = "/srv/historyblog/site"


def values(unit: str, key: str) -> list[str]:
    text = (DEPLOY / unit).read_text().replace("\\\n", " ").replace("%i", "8001")
    return re.findall(rf"^{key}=(.*)$", text, re.MULTILINE)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
def test_systemd_has_nothing_to_say_of_the_units(tmp_path):
    """With the site's folder and user put in the place of those that are not here."""
    for name in (SERVE, DUE, TIMER):
        text = (DEPLOY / name).read_text().replace(f"{HOME}/.venv/bin/python", sys.executable)
        text = text.replace("/usr/bin/curl", "/usr/bin/env").replace(
            "User=historyblog", "User=root"
        )
        (tmp_path / name.replace("@", "@8001")).write_text(text)
    units = sorted(tmp_path.iterdir())
    done = subprocess.run(
        ["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False
    )
    own = [line for line in done.stderr.splitlines() if "historyblog" in line]
    assert (len(units), done.returncode, own) == (3, 0, [])


@pytest.mark.parametrize(("unit", "name"), [(SERVE, "serve"), (DUE, "due")])
def test_a_unit_starts_its_command_as_that_takes_it(unit, name):
    (command,) = values(unit, "ExecStart")
    python, *words = command.split()
    assert python == f"{HOME}/.venv/bin/python"
    assert words[:3] == ["-B", "manage.py", name]
    parser = load_command_class("posts", name).create_parser("manage.py", name)
    options = vars(parser.parse_args(words[3:]))
    if name == "serve":
        assert (options["host"], options["port"]) == ("127.0.0.1", 8001)
        assert (options["metrics_host"], options["metrics_port"]) == ("127.0.0.1", 18001)


def test_a_server_has_started_once_it_answers():
    (command,) = values(SERVE, "ExecStartPost")
    program, *words = shlex.split(command)
    assert (program, words[-1]) == ("/usr/bin/curl", "http://127.0.0.1:8001/healthz")
    assert {"--fail", "--retry-connrefused"} <= {*words}


@pytest.mark.parametrize(
    ("unit", "folders"),
    [(SERVE, "/srv/historyblog/media"), (DUE, "/srv/historyblog/media -/srv/historyblog/backups")],
)
def test_a_unit_reaches_only_its_pictures_and_backups(unit, folders):
    keys = ("User", "ProtectSystem", "NoNewPrivileges", "CapabilityBoundingSet", "ReadWritePaths")
    assert [values(unit, key) for key in keys] == [
        ["historyblog"],
        ["strict"],
        ["true"],
        [""],
        [folders],
    ]
    assert values(unit, "WorkingDirectory") == [HOME]
    assert values(unit, "EnvironmentFile") == [f"{HOME}/.env"]


def test_the_server_comes_back_and_what_is_due_comes_hourly():
    assert values(SERVE, "Restart") == ["always"]
    assert (values(DUE, "Type"), values(TIMER, "OnCalendar")) == (["oneshot"], ["hourly"])
    assert values(TIMER, "WantedBy") == ["timers.target"]


def test_the_settings_of_a_public_site_are_taken():
    """As the units read them, and a shell; with a key, which the example leaves to be made."""
    example = DEPLOY / "env.example"
    named = re.findall(r"^([A-Z_]+)=", example.read_text(), re.MULTILINE)
    known = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    load = f"set -a; . {example}; SECRET_KEY={KEY}; exec {sys.executable} manage.py check"
    done = subprocess.run(
        ["bash", "-ec", f"{load} --deploy --fail-level WARNING"],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "DJANGO_SETTINGS_MODULE": "historyblog.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert [name for name in named if name not in known] == []
    told = "System check identified no issues (2 silenced).\n"
    assert (done.returncode, done.stdout + done.stderr) == (0, told)
