"""What a newcomer meets: the set-up's messages, and a repository that holds no addresses."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_a_machine_without_a_new_python_is_told_what_to_install(tmp_path):
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("bash", "cksum", "dirname", "env", "grep"):
        (tools / name).symlink_to(shutil.which(name) or name)
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "setup.sh", tmp_path / "scripts")
    shutil.copy(ROOT / "requirements.txt", tmp_path)
    done = subprocess.run(
        [tmp_path / "scripts" / "setup.sh", "requirements.txt"],
        env={"PATH": str(tools), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "No Python 3.12 or newer with its venv module runs here. Install one, for example:",
        "  sudo apt-get install python3.13 python3.13-venv   or   uv python install 3.13",
        "then run the same command again, or name it: PYTHON_BIN=/path/to/python3.13 make setup",
    ]


class Tree:
    """The scripts of the repository in a folder of their own, and a uv that only takes notes."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.notes, self.tools = folder / "tree", folder / "notes", folder / "tools"
        shutil.copytree(ROOT / "scripts", self.folder / "scripts")
        shutil.copy(ROOT / "Makefile", self.folder)
        for name in ("requirements.txt", "requirements-dev.txt"):
            (self.folder / name).write_text(f"# {name}\n")
        self.write(self.tools / "uv", f'echo "uv ${{@: -1}}" >>{self.notes}')

    def write(self, path: Path, line: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/usr/bin/env bash\n{line}\n")
        path.chmod(0o755)

    def run(self, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.folder,
            env={**os.environ, "PATH": f"{self.tools}:{os.environ['PATH']}", **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def set_up(self, *names: str) -> list[str]:
        """Return which sets of requirements were installed on the way."""
        self.notes.write_text("")
        for name in names:
            assert self.run("scripts/setup.sh", name).returncode == 0
        return [line.removeprefix("uv ") for line in self.notes.read_text().splitlines()]


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path)


RUN, DEV = "requirements.txt", "requirements-dev.txt"


def test_the_tools_for_tests_come_on_top_of_what_runs_and_stay(tree):
    assert tree.set_up(RUN, RUN, DEV, DEV, RUN) == [RUN, DEV]


def test_the_tools_for_tests_bring_what_runs(tree):
    assert tree.set_up(DEV, RUN) == [DEV]


def test_what_runs_is_installed_anew_when_it_changes_and_the_tools_are_looked_at_again(tree):
    tree.set_up(DEV)
    (tree.folder / RUN).write_text("# another version\n")
    assert tree.set_up(RUN, RUN, DEV) == [RUN, DEV]


def test_a_set_up_that_was_broken_off_is_done_again(tree):
    tree.set_up(RUN)
    uv = (tree.tools / "uv").read_text()
    tree.write(tree.tools / "uv", "exit 130")
    assert tree.run("scripts/setup.sh", DEV).returncode == 130
    assert tree.run("scripts/setup.sh", "--check").returncode == 1
    (tree.tools / "uv").write_text(uv)
    assert tree.set_up(DEV, RUN) == [DEV]


def test_pip_does_without_uv(tree):
    names = ("bash", "cksum", "dirname", "env", "grep", "readlink", "rm")
    (tree.tools / "uv").unlink()
    for name in names:
        (tree.tools / name).symlink_to(shutil.which(name) or name)
    python = Path(os.path.realpath(sys.executable))
    done = tree.run("scripts/setup.sh", RUN, PATH=str(tree.tools), PYTHON_BIN=str(python))
    assert (done.returncode, done.stdout) == (0, "Making .venv\nInstalling requirements.txt\n")
    assert tree.run("scripts/setup.sh", "--check").returncode == 0


def test_a_server_without_its_environment_is_told_the_command_and_installs_nothing(tree):
    before = sorted(tree.folder.rglob("*"))
    done = tree.run("make", "run")
    assert done.returncode == 2
    assert done.stderr.splitlines()[0] == (
        "What running needs is not installed here, or not for this version. Run: make setup"
    )
    assert (tree.notes.exists(), sorted(tree.folder.rglob("*"))) == (False, before)


def test_a_server_with_its_environment_starts_and_does_nothing_else(tree):
    tree.write(tree.folder / ".venv" / "bin" / "python", f'echo "python $*" >>{tree.notes}')
    wanted = subprocess.run(
        ["cksum"], stdin=(tree.folder / RUN).open(), capture_output=True, text=True, check=True
    )
    (tree.folder / ".venv" / ".installed").write_text(wanted.stdout)
    before = sorted(tree.folder.rglob("*"))
    done = tree.run("make", "run", "PORT=8123")
    assert (done.returncode, done.stderr) == (0, "")
    assert tree.notes.read_text() == "python manage.py serve --port 8123\n"
    assert sorted(tree.folder.rglob("*")) == before


def test_the_tools_for_tests_are_pinned_beside_the_same_versions_of_what_runs():
    run, dev = (
        set(re.findall(r"^[a-z0-9-]+(?:\[\S+\])?==\S+", (ROOT / name).read_text(), re.MULTILINE))
        for name in (RUN, DEV)
    )
    assert run - dev == set()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_with_hashes_and_without_an_address(name):
    text = (ROOT / name).read_text()
    pins = re.findall(r"^([a-z0-9-]+(?:\[[a-z,-]+\])?==\S+)(.*)$", text, re.MULTILINE)
    assert "://" not in text
    assert len(pins) > 20
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)
    assert [b.split()[0] for b in blocks if b.strip() and "--hash=sha256:" not in b] == []


def test_every_setting_of_the_code_is_documented_and_no_other():
    settings = (ROOT / "historyblog" / "settings.py").read_text()
    read = set(re.findall(r"(?:env|mail)\.\w+\(\s*\"([A-Z_]+)\"", settings))
    documented = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    table = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "README.md").read_text(), re.MULTILINE))
    assert documented == read
    assert table == read


def test_links_between_documents_lead_somewhere():
    documents = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("demo/*.md")]
    broken = [
        f"{document.relative_to(ROOT)}: {target}"
        for document in documents
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", document.read_text())
        # What begins with a slash is an address of the demonstration itself.
        if not target.startswith("/")
        and "://" not in target
        and not (document.parent / target).exists()
    ]
    assert broken == []
