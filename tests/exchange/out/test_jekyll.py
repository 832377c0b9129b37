"""What leaves comes back as it was: what came in byte for byte, and what was made here as posts."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError

from posts.editorial.snapshot_io import snapshot_of
from posts.models import Image, Place, Post, Redirect, Source
from tests.exchange.sites import OWN_SEED, bring_in, export, write_picture, write_post
from tests.factories import make_category, make_citation, make_image, make_place, make_post
from tests.static_site.copies import tree

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
LATER = datetime(2031, 5, 27, 21, 6, 11, tzinfo=UTC)
ODD = {
    "quotes": {"title": "\"A: B\" – it's 'C' # {d} [e]", "description": "no\n\n- two: 'lines'"},
    "words of YAML": {"title": "no", "description": "1984", "tags": ["07", "~"]},
    "entities": {"title": "Q &amp; A &lt;b&gt;", "bullets": [("R&amp;D", "a &amp; b")]},
    "letters": {"title": "Ὀδυσσεύς 😀 \u2028 ليلة", "language": "el", "tags": ["Ärger & Über"]},
    "before Christ": {"event_input": "15 March 44 BC", "event_display": "the Ides of March"},
    "old style": {"event_input": "25 October 1917 (O.S.)", "calendar_choice": "julian"},
    "a period": {"event_input": "c. 1200 – 1204", "anniversary_rule": "none"},
    "no body": {"story": "", "description": ""},
    "no date": {"event_input": "", "title": "On May 27th, 1997", "description": "On 27 May 1997."},
    "undated": {"event_input": "", "undated": True},
    "a draft": {"status": "draft", "publish_at": None},
    "a draft with a dated name": {"status": "draft", "publish_at": None, "slug": "2020-01-02-x"},
    "withdrawn": {"status": "withdrawn"},
    "scheduled": {"publish_at": LATER},
    "parts of a story": {"story": "TLDR\n\n- **A**: b\n\n## Story\n\n---\n\n|**Why?**|"},
    "rules": {"story": "---\n\n--\n\nA.\n\n---"},
    "comments and Liquid": {"story": "<!-- a -->\n{{ site.url }} {% raw %}{: .class}\n\n<b>x</b>"},
    "spaces": {"story": "\n\n    code\n\n  end  \n\n\n"},
    "bullets": {"bullets": [("", "Only *text*"), ("Who: what", "a – b"), ("x", "| y |")]},
    "a question": {"closing_question": "Would it | have \"changed\"?"},
}  # fmt: skip


def state_of(post: Post) -> tuple[object, ...]:
    paths = sorted(post.redirects.values_list("path", flat=True))
    return snapshot_of(post), post.feed_id, post.publish_at, paths


def goes_out_and_in(tmp_path: Path) -> None:
    """Export, import over nothing, and hold posts and files to what they were."""
    before = {post.slug: state_of(post) for post in Post.objects.all()}
    first = export(tmp_path / "first")
    Post.objects.all().delete()

    outcomes = bring_in(tmp_path / "first")

    assert [(o.result, o.messages) for o in outcomes if o.result != "created"] == []
    assert {post.slug: state_of(post) for post in Post.objects.all()} == before
    assert export(tmp_path / "second") == first
    assert {o.result for o in bring_in(tmp_path / "second")} == {"unchanged"}


@pytest.mark.parametrize("fields", ODD.values(), ids=ODD)
def test_a_post_made_here_comes_back_as_it_was(tmp_path, fields):
    post = make_post(**{"title": "Hastings", "event_input": "14 October 1066"} | fields)
    status = post.status if post.status == "approved" else "draft"

    goes_out_and_in(tmp_path)

    assert Post.objects.get().status == status


def test_a_post_with_all_that_belongs_to_one_comes_back(tmp_path):
    hero = make_image("red", alt="A field", credit="Clio")
    other = make_image("blue", alt="", decorative=True, caption="Sea & sky", licence="CC0-1.0")
    Redirect.objects.create(path="/assets/the sea (1).png", image=other)
    post = make_post(
        "Hastings",
        story=f'![A]({other.file.url})\n\n![again]({hero.file.url} "title")\n\n`![x](/y.png)`',
        hero=hero,
        categories=[make_category("War & peace"), make_category("Sea")],
        places=[Place.objects.get(slug="france"), make_place("Sussex", slug="sussex-1066")],
        tags=["siege", "Norman conquest"],
        bullets=[("Who", "*William*"), ("", "and others")],
        closing_question="Why?",
        event_input="14 October 1066",
        language="fr",
    )
    make_citation(post, "The Carmen: a song", locator="p. 4", quotation="“Alas”\n\nand", note="n")
    Source.objects.update(
        author="Guy", publisher="CUP", issued="1999", url="https://c.example/?a=b"
    )
    for path in ("/2019/05/hastings.html", "/old/ärger & co/", "/what?/x"):
        Redirect.objects.create(path=path, post=post)

    goes_out_and_in(tmp_path)

    assert {name.partition("/")[0] for name in tree(tmp_path / "first")} == {"_posts", "assets"}


def test_translations_come_back_to_their_original_whichever_is_read_first(tmp_path):
    early, late = datetime(2020, 1, 1, tzinfo=UTC), datetime(2021, 1, 1, tzinfo=UTC)
    original = make_post("Hastings", publish_at=late)
    for name, language, moment in (("Schlacht", "de", early), ("Bataille", "fr", LATER)):
        make_post(name, language=language, translation_of=original, publish_at=moment)
    numbers = {"Hastings": "", "Schlacht": "hastings", "Bataille": "hastings"}
    before = {post.slug: state_of(post)[1:] for post in Post.objects.all()}
    export(tmp_path / "out")
    Post.objects.all().delete()

    outcomes = bring_in(tmp_path / "out")

    assert [each.messages for each in outcomes] == [(), (), ()]
    rows = Post.objects.select_related("translation_of")
    found = {row.title: row.translation_of.slug if row.translation_of else "" for row in rows}
    assert found == numbers
    assert {post.slug: state_of(post)[1:] for post in Post.objects.all()} == before
    assert {each.result for each in bring_in(tmp_path / "out")} == {"unchanged"}


def test_an_original_that_was_chosen_here_goes_out_and_an_unknown_one_is_told(tmp_path):
    write_post(tmp_path / "in", "2020-01-01-hastings.md", "event_date: 1066")
    write_post(tmp_path / "in", "2020-01-02-b.md", "event_date: 1066\nlang: de")
    write_post(tmp_path / "in", "2020-01-03-c.md", "lang: fr\ntranslation_of: nothing")
    *_, odd = bring_in(tmp_path / "in")
    original, post = Post.objects.get(slug="hastings"), Post.objects.get(slug="b")
    post.translation_of = original
    post.save()

    files = export(tmp_path / "out")

    assert b"\ntranslation_of: hastings\n---\n" in files["_posts/2020-01-02-b.md"]
    text = "There is no post “nothing”, so it translates none."
    assert (odd.result, odd.messages[-1].text) == ("created", text)


def test_words_of_pictures_reach_a_site_that_has_not_got_them(tmp_path):
    image = make_image("red", alt="A field", caption="c", creator="Clio", year="1066")
    sea = make_image("blue", caption="Sea", illustration=True)
    make_post(story=f"![A]({sea.file.url})", hero=image)
    words = ("alt", "decorative", "caption", "creator", "year", "illustration", "content_hash")
    before = set(Image.objects.values_list(*words))
    export(tmp_path / "out")
    Post.objects.all().delete()
    Image.objects.all().delete()

    bring_in(tmp_path / "out")

    assert set(Image.objects.values_list(*words)) == before


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("_posts/2025-05-27-hastings.md", OWN_SEED.read_bytes()),
        ("war/_posts/2025-5-7-A.B,c.markdown", b"---\ntitle: x\n...\n<!-- c -->\nText"),
        (
            "_posts/2025-05-27-a.md",
            b"\xef\xbb\xbf---\r\ntitle:   A: B\r\nx: [no, 07]\r\n---\r\nText\r\n",
        ),
        ("_drafts/later.md", b"---\ntitle: x\n---\n"),
        (
            "_posts/2025-05-27-\xc3\xa4rger.md",
            b"---\ntags: a b\n# c\n---\n{{ x }} and words enough that a reader may use.\n\n\n",
        ),
        ("_posts/2031-05-27-later.md", b"---\ndate: 2031-05-27 21:06 +0200\n---\n|**Why?**|\n"),
    ],
)
def test_what_came_in_leaves_byte_for_byte(tmp_path, name, text):
    file = tmp_path / "site" / (name if isinstance(name, str) else name.decode())
    file.parent.mkdir(parents=True)
    file.write_bytes(text)
    bring_in(tmp_path / "site")

    assert export(tmp_path / "out") == {file.relative_to(tmp_path / "site").as_posix(): text}


def test_pictures_leave_under_their_old_addresses(tmp_path):
    site = tmp_path / "site"
    write_picture(site, "assets/a b.png", colour="red")
    write_picture(site, "assets/hero.png", colour="blue")
    body = "![x](/assets/a%20b.png)\n\n![y]({{ site.baseurl }}/assets/hero.png)\n"
    write_post(site, front="image: /assets/hero.png", body=body)
    bring_in(site)
    first = export(tmp_path / "out")

    assert first.keys() == tree(site).keys()
    Post.objects.all().delete()
    bring_in(tmp_path / "out")
    assert export(tmp_path / "again") == first


@pytest.mark.parametrize("name", ["_posts/x.md", ".x"])
def test_a_folder_with_something_in_it_is_refused(tmp_path, name):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("mine")

    with pytest.raises(CommandError, match=re.escape("holds something already. Name a new or")):
        export(tmp_path)

    assert tree(tmp_path) == {name: b"mine"}


def test_posts_of_both_kinds_stand_side_by_side(tmp_path):
    write_post(tmp_path / "site", body="A.")
    bring_in(tmp_path / "site")
    make_post("Stamford Bridge", slug="stamford-bridge", feed_id="urn:x")

    assert export(tmp_path / "out").keys() == {
        "_posts/2025-05-27-hastings.md",
        "_posts/2020-01-01-stamford-bridge.md",
    }
    assert not (tmp_path / "out.unfinished").exists()


CITING = {
    "plain": "A claim [@the-carmen].",
    "with a page": "A claim [@the-carmen, p. 12], another [@the-carmen, fol. 3 & 4–5r].",
    "twice": "[@the-carmen, p. 1] [@the-carmen] [@the-carmen, p. 1]: [@song]\n\n[@song]: so",
    "in a line, a note and code": "> *So* [@song, v. 2]\n\nx[^1] `[@song]`\n\n[^1]: See [@song].",
    "unknown, escaped and a link": "[@nobody] \\[@song] [@song](https://a.example) [@song][^1]",
    "with an empty last line": "Text [@song, p. 1]\n",
}


@pytest.mark.parametrize("story", CITING.values(), ids=CITING)
def test_citations_go_out_as_notes_and_come_back(tmp_path, story):
    post = make_post(story=story, bullets=[("Who", "William [@song, p. 2]")])
    make_citation(post, "The Carmen", author="Guy_of *Amiens*", key="the-carmen", issued="1067")
    make_citation(post, "A song", key="song", url="https://song.example/")

    goes_out_and_in(tmp_path)


def test_a_citation_goes_out_as_jekyll_writes_notes(tmp_path):
    post = make_post(story="A claim [@guy-1067, p. 12].\n\nAnother [@guy-1067].")
    make_citation(post, "The *Carmen*", author="Guy", publisher="Bec", issued="1067")

    text = export(tmp_path / "out")["_posts/2020-01-01-hastings.md"].decode()

    assert text.split("story_only: true\n---\n")[1] == (
        "A claim [^source-guy-1067:1].\n\nAnother [^source-guy-1067].\n\n"
        "[^source-guy-1067:1]: Guy, *The \\*Carmen\\** (Bec, 1067), _p. 12_\n"
        "[^source-guy-1067]: Guy, *The \\*Carmen\\** (Bec, 1067)\n"
    )
