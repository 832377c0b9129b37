"""What a newcomer meets: the set-up's messages, and a repository that holds no addresses."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_a_machine_without_a_new_python_is_told_what_to_install(tmp_path):
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("bash", "cat", "cksum", "dirname", "env"):
        (tools / name).symlink_to(shutil.which(name) or name)
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "setup.sh", tmp_path / "scripts")
    shutil.copy(ROOT / "requirements-dev.txt", tmp_path)
    done = subprocess.run(
        [tmp_path / "scripts" / "setup.sh"],
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
    read = set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", settings))
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
        if "://" not in target and not (document.parent / target).exists()
    ]
    assert broken == []
