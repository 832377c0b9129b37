"""A site with one oddity in each file: what becomes of it, told whole."""

import json
import os
import re
from pathlib import Path

from posts.exchange import Loader, Options, Record, Report, Result
from posts.exchange.jekyll import open_jekyll
from posts.models import Post, Redirect
from tests.exchange.sites import bring_in

HERE = Path(__file__).parent
SITE = HERE / "site"
# Written anew with REWRITE=1, for a look at what changed.
REPORT, STORIES = HERE / "site_report.json", HERE / "site_stories.md"
# Where braces are what the author wanted to show, or the tag has no end.
LITERAL = ("liquid-switched-off", "raw-and-comment", "unclosed-tag", "merge-in-text")


def expected(file: Path, found: str) -> str:
    if os.environ.get("REWRITE"):
        file.write_text(found)
    return file.read_text()


def test_each_oddity_is_taken_or_told(db, tmp_path):
    reader = open_jekyll(Options((SITE,), collections=("recipes",)))
    loader = Loader(write=False, site=reader.site)
    with Report("site", tmp_path / "report.json", site=reader.site) as report:
        for outcome in loader.outcomes(reader):
            report.add(outcome)
        report.account(reader, loader.found)
    written = json.loads((tmp_path / "report.json").read_text().replace(f"{SITE}/", ""))
    written["left_out"] = reader.left_out

    read = written["files"]["posts"] + written["files"]["pages"]
    assert read == len(written["items"]) == written["counts"]["read"]
    assert sum(written["files"].values()) == sum(1 for p in (SITE / "src").rglob("*.*"))
    text = json.dumps(written, indent=1, ensure_ascii=False) + "\n"
    assert text == expected(REPORT, text)


def test_a_dry_run_says_what_comes_in_and_a_second_run_changes_nothing(db):
    dry = bring_in(SITE, site="", write=False)
    assert dry == bring_in(SITE, site="")
    before = list(Post.objects.order_by("pk").values()), list(Redirect.objects.values())
    again = {outcome.ref: outcome.result for outcome in bring_in(SITE, site="")}
    refused = {outcome.ref for outcome in dry if outcome.result is Result.REFUSED}

    assert {ref for ref, result in again.items() if result is Result.UNCHANGED} == (
        again.keys() - refused
    )
    assert before == (list(Post.objects.order_by("pk").values()), list(Redirect.objects.values()))
    shown = "\n".join(post.story_html for post in Post.objects.exclude(slug__in=LITERAL))
    assert (
        re.findall(
            r"\{%|\{\{|\{:|\*\*|&lt;/?\w|<!--", re.sub(r"<code.*?</code>", "", shown, flags=re.S)
        )
        == []
    )


def test_each_oddity_reads_well():
    parts = []
    for item in open_jekyll(Options((SITE,))):
        if isinstance(item, Record):
            fields = {
                "title": item.title,
                "language": item.language,
                "publish_at": item.publish_at and item.publish_at.isoformat(),
                "tags": ", ".join(item.tags),
                "bullets": " / ".join(f"{b.label}: {b.text}" for b in item.bullets),
                "question": item.closing_question,
                "draft": "yes" if item.is_draft else "",
            }
            told = "\n".join(f"{name}: {value}" for name, value in fields.items() if value)
            parts.append(f"=== {item.ref.rpartition('/')[2]}\n{told}\n---\n{item.story}\n")
    text = "\n".join(parts)
    assert text == expected(STORIES, text)
