"""`verify_import`: what another site had is asked of this one."""

import io
import json
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from posts.models import Image, Post, Redirect
from tests.exchange.sites import bring_in, write_picture, write_post

pytestmark = pytest.mark.django_db
URL = "/2025/05/27/hastings.html"


def run(*options: str) -> tuple[int, list[str]]:
    out = io.StringIO()
    try:
        call_command("verify_import", *options, stdout=out, stderr=io.StringIO())
    except SystemExit as end:
        return int(end.code or 0), out.getvalue().splitlines()
    return 0, out.getvalue().splitlines()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site that moved in, with the addresses that it had."""
    root = tmp_path / "old"
    write_picture(root, "assets/field.png")
    write_post(root, body="A **field** lay there.\n\n![Grass](/assets/field.png)\n")
    bring_in(root)
    built = tmp_path / "_site"
    for name in (URL, "/assets/field.png"):
        (built / name[1:]).parent.mkdir(parents=True, exist_ok=True)
        (built / name[1:]).write_text("")
    return built


def test_a_site_that_came_in_whole_is_whole(site: Path) -> None:
    assert run("--urls", str(site)) == (
        0,
        ["Of 1 posts, 2 addresses, 0 entries of feeds: nothing is missing."],
    )


def test_each_thing_that_is_missing_is_named(site: Path, tmp_path: Path) -> None:
    (site / "gone.html").write_text("")
    (site / "feed.xml").write_text(
        f"<rss><item><guid>old-id</guid><link>https://old.example{URL}</link></item></rss>"
    )
    image, post = Image.objects.get(), Post.objects.get()
    picture = image.file.url
    default_storage.delete(image.file.name)
    Post.objects.update(
        raw_original=post.raw_original + "Ten more words follow that no reader sees."
    )
    report = tmp_path / "report.json"

    code, lines = run("--urls", str(site), "--report", str(report))

    shown = lines.pop(0)
    assert shown.startswith("/posts/hastings/: The picture /media/")
    assert shown.endswith(" is not there. [picture]")
    assert (code, lines) == (
        3,
        [
            (
                "/posts/hastings/: 53.8% of its words are lost: ten, more, words, follow, that, "
                "reader, sees. [words]"
            ),
            (
                f"/assets/field.png: /assets/field.png leads to {picture}, which answers 404. "
                "[address]"
            ),
            "/gone.html: /gone.html answers 404. [address]",
            (
                f"https://old.example{URL}: Its feed had the id old-id, and has {post.feed_id} "
                "now. [feed_id]"
            ),
            (
                "Of 1 posts, 3 addresses, 1 entries of feeds: 2 × address, 1 × picture, 1 × words, "
                "1 × feed_id."
            ),
        ],
    )
    told = json.loads(report.read_text())
    assert told["counts"] == {"picture": 1, "words": 1, "address": 2, "feed_id": 1}
    assert told["faults"][3] == {
        "place": "/gone.html",
        "code": "address",
        "text": "/gone.html answers 404.",
    }


def test_an_address_that_leads_to_a_hidden_post_or_in_two_steps_is_named(site: Path) -> None:
    Post.objects.update(status="draft")
    assert run("--urls", str(site))[1][0].startswith(f"{URL}: {URL} answers 404")
    Post.objects.update(status="approved")
    Redirect.objects.filter(post__isnull=False).update(post=None, to_path="/on/10-14")
    assert run("--urls", str(site))[1][0].startswith(
        f"{URL}: {URL} leads to /on/10-14, which answers"
    )


def test_what_was_edited_here_may_have_other_words_and_one_site_is_looked_at_alone(
    site: Path,
) -> None:
    Post.objects.update(raw_original="Quite other words.", version=5)
    assert run()[0] == 0
    assert run("--site", "nobody")[1][-1].startswith("Of 0 posts,")


def test_a_path_that_is_none_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"none\.xml cannot be read"):
        run("--urls", str(tmp_path / "none.xml"))
