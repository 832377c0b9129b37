"""Measures an import: `python -m benchmarks.import_posts [POSTS]`, 10,000 unless told.

Writes a Jekyll site with as many posts, imports it into a fresh SQLite database in another
process, and prints seconds, those on the processor and the most memory; then the same again,
when nothing changes.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

WORDS = (
    *("the", "treaty", "river", "king", "harbour", "winter", "army", "letter", "city", "bridge"),
    *("market", "council", "storm", "ship", "people", "tower", "famine", "road", "signed", "of"),
    *("crossed", "built", "burned", "opened", "besieged", "and", "in", "by", "with", "to"),
)
CATEGORIES = ("war", "politics", "science", "culture", "trade", "religion")
PLACES = ("france", "italy", "japan", "egypt", "peru", "india")
MANAGE = Path(__file__).resolve().parent.parent / "manage.py"


def write_site(folder: Path, posts: int, seed: int = 1) -> None:
    """Write `posts` posts of about 300 words below `folder`, always the same for a seed."""
    choose = random.Random(seed)
    (folder / "_posts").mkdir(parents=True)
    (folder / "_config.yml").write_text("timezone: Europe/Paris\nbaseurl: /blog\n")
    first = date(2000, 1, 1)
    for number in range(posts):
        day = first + timedelta(days=number % 9000)
        name = f"{day:%Y-%m-%d}-story-{number}.md"
        (folder / "_posts" / name).write_text(_post(choose, number, day))


def _post(choose: random.Random, number: int, day: date) -> str:
    year = choose.randrange(1600, 1999)
    event = f"{choose.randrange(1, 28)} May {year}"
    kind, place = choose.choice(CATEGORIES), choose.choice(PLACES)
    tags = ", ".join(choose.sample(WORDS, 4))
    story = "\n\n".join(_sentence(choose, 60) for _ in range(5))
    bullets = "\n".join(f"- **Part {n}**: {_sentence(choose, 15)}" for n in range(4))
    return (
        f'---\nlayout: post\ntitle: "Story {number} of {year}"\ndate: {day} 09:30:00 +01:00\n'
        f"categories: {kind} {year} {place}\ntags: [{tags}]\n"
        f"description: On {event}, {_sentence(choose, 20)}\n"
        f'sources:\n  - author: "Author {number % 500}"\n    title: "Book {number % 3000}"\n---\n\n'
        f"**TLDR;**\n{bullets}\n\n--\n\n## Story\n{story}\n\n--\n\n|**Was story {number} so?**|\n"
    )


def _sentence(choose: random.Random, words: int) -> str:
    return " ".join(choose.choices(WORDS, k=words)).capitalize() + "."


def measure(folder: Path, label: str, environment: dict[str, str], *extra: str) -> None:
    """Run one import and print its wall-clock seconds and peak resident memory in MB."""
    command = [sys.executable, MANAGE, "import_posts", "jekyll", folder, *extra]
    started = time.perf_counter()
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        last = [line for line in process.stdout or () if " read, " in line]
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - started
    busy, memory = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
    print(f"{label:<8} {seconds:6.1f} s  {busy:6.1f} s CPU  {memory:6.1f} MB  {last[-1].strip()}")


def main(posts: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        write_site(root / "site", posts)
        environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{root / 'db.sqlite3'}",
            "MEDIA_ROOT": str(root / "media"),
            "SECRET_KEY": "for measuring only, and longer than the fifty characters asked for",
        }
        migrate = [sys.executable, MANAGE, "migrate", "--verbosity", "0"]
        subprocess.run(migrate, env=environment, check=True)
        measure(root / "site", "dry run", environment)
        measure(root / "site", "write", environment, "--write")
        measure(root / "site", "again", environment, "--write")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
