"""Measures an import: `python -m benchmarks.import_posts [POSTS] [PICTURES]`, 10,000 and 2,000.

Writes a Jekyll site with as many posts, and pictures of 1,200 pixels for the first of them, each
another one. Imports it into a fresh database of each engine in another process, and prints
seconds, those on the processor and the most memory; then the same again, when nothing changes.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from PIL import Image

from benchmarks.corpus import engines_here
from tests.postgres import running_postgres

WORDS = (
    *("the", "treaty", "river", "king", "harbour", "winter", "army", "letter", "city", "bridge"),
    *("market", "council", "storm", "ship", "people", "tower", "famine", "road", "signed", "of"),
    *("crossed", "built", "burned", "opened", "besieged", "and", "in", "by", "with", "to"),
)
CATEGORIES = ("war", "politics", "science", "culture", "trade", "religion")
PLACES = ("france", "italy", "japan", "egypt", "peru", "india")
MANAGE = Path(__file__).resolve().parent.parent / "manage.py"


def write_site(folder: Path, posts: int, pictures: int = 0, seed: int = 1) -> None:
    """Write `posts` posts of about 300 words below `folder`, always the same for a seed."""
    choose = random.Random(seed)
    (folder / "_posts").mkdir(parents=True)
    (folder / "assets").mkdir()
    for number in range(pictures):
        _photograph(number).save(folder / "assets" / f"{number}.jpg", quality=85)
    (folder / "_config.yml").write_text("timezone: Europe/Paris\nbaseurl: /blog\n")
    first = date(2000, 1, 1)
    for number in range(posts):
        day = first + timedelta(days=number % 9000)
        name = f"{day:%Y-%m-%d}-story-{number}.md"
        image = f"image: /assets/{number}.jpg\n" if number < pictures else ""
        (folder / "_posts" / name).write_text(_post(choose, number, day, image))


def _photograph(number: int) -> Image.Image:
    """Return a picture with as much in it as a photograph has: rough, with large shapes."""
    rough = Image.effect_noise((300, 200), 40 + number % 50).resize((1200, 800))
    shapes = Image.radial_gradient("L").rotate(number % 360).resize((1200, 800))
    return Image.merge("RGB", (rough, shapes, Image.blend(rough, shapes, (number % 97) / 97)))


def _post(choose: random.Random, number: int, day: date, image: str) -> str:
    year = choose.randrange(1600, 1999)
    event = f"{choose.randrange(1, 28)} May {year}"
    kind, place = choose.choice(CATEGORIES), choose.choice(PLACES)
    tags = ", ".join(choose.sample(WORDS, 4))
    story = "\n\n".join(_sentence(choose, 60) for _ in range(5))
    bullets = "\n".join(f"- **Part {n}**: {_sentence(choose, 15)}" for n in range(4))
    return (
        f'---\nlayout: post\ntitle: "Story {number} of {year}"\ndate: {day} 09:30:00 +01:00\n'
        f"categories: {kind} {year} {place}\ntags: [{tags}]\n{image}"
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


@contextmanager
def _database(engine: str, root: Path) -> Iterator[str]:
    if engine == "sqlite":
        yield f"sqlite:///{root / 'db.sqlite3'}"
        return
    with running_postgres() as url:
        yield url


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("posts", nargs="?", type=int, default=10_000)
    options.add_argument("pictures", nargs="?", type=int, default=2_000)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        write_site(root / "site", asked.posts, asked.pictures)
        for engine in engines_here():
            with _database(engine, root) as url:
                environment = {
                    **os.environ,
                    "DATABASE_URL": url,
                    "MEDIA_ROOT": str(root / engine),
                    "SECRET_KEY": "for measuring only, and longer than the fifty characters asked",
                }
                migrate = [sys.executable, MANAGE, "migrate", "--verbosity", "0"]
                subprocess.run(migrate, env=environment, check=True)
                print(engine)
                measure(root / "site", "dry run", environment)
                measure(root / "site", "write", environment, "--write")
                measure(root / "site", "again", environment, "--write")


if __name__ == "__main__":
    main()
