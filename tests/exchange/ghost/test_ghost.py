"""One export of many oddities, and what comes of each; files that are none."""

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posts.exchange import ExchangeError, Loader, Record, Refusal
from posts.exchange.ghost import open_ghost, recognises
from posts.exchange.ghost.cards import html_of
from tests.exchange.ghost.oddities import export
from tests.exchange.golden import expect, loaded_twice, rows
from tests.factories import picture_bytes


@pytest.fixture
def old(tmp_path: Path) -> Path:
    media = tmp_path / "content" / "images" / "2020" / "01"
    media.mkdir(parents=True)
    (media / "field.jpg").write_bytes(picture_bytes((64, 48), "JPEG"))
    (media / "sea.jpg").write_bytes(picture_bytes((64, 48), "JPEG", colour="blue"))
    write(tmp_path / "old.json", {"db": [{"meta": {}, "data": export(timezone="Europe/Paris")}]})
    return tmp_path


def write(path: Path, found: Any) -> Path:
    path.write_text(json.dumps(found), encoding="utf-8")
    return path


def opened(root: Path) -> Any:
    return open_ghost([root / "old.json"], media=root / "content")


def test_each_oddity_becomes_what_is_expected(old: Path) -> None:
    reader = opened(old)

    expect(Path(__file__).with_name("expected.json"), list(reader))
    assert reader.left_out == ["1 × member"]
    assert reader.files == {"posts": len(reader) - 2, "pages": 2}
    assert sum(reader.files.values()) == reader.seen


@pytest.mark.django_db
def test_a_second_time_changes_no_row(old: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = old / "media"

    assert loaded_twice(lambda: opened(old)) == {"created": 53, "refused": 10}


@pytest.mark.django_db
def test_no_member_and_no_address_of_an_author_is_stored_or_told(old: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = old / "media"

    outcomes = list(Loader(write=True).outcomes(opened(old)))

    everything = json.dumps([rows(), [str(each) for each in outcomes]], default=str)
    assert "Ann Bell" in everything
    secrets = ("carl@secret", "Carl Member", "@private")
    assert [secret for secret in secrets if secret in everything] == []


@pytest.mark.parametrize("shape", ["db", "data", "bare"])
def test_each_shape_of_an_export_is_read(tmp_path: Path, shape: str) -> None:
    data = {"posts": [{"id": 1, "slug": "a", "title": "A", "html": "<p>x</p>"}]}
    found = {"db": {"db": [{"data": data}]}, "data": {"data": data}, "bare": data}[shape]
    path = write(tmp_path / "old.json", found)

    assert recognises(path)
    assert [each.ref for each in open_ghost([path])] == ["ghost:1"]


def test_the_language_is_that_of_the_post_else_of_the_site(tmp_path: Path) -> None:
    posts = [
        {"id": n, "slug": f"p{n}", "title": "A", "html": "<p>x</p>", "locale": own}
        for n, own in enumerate([None, "fr_CA", "Klingon"], 1)
    ]
    data = {"posts": posts, "settings": [{"key": "locale", "value": "de"}]}

    records = list(open_ghost([write(tmp_path / "old.json", data)]))

    assert [each.language for each in records] == ["de", "fr-CA", "de"]
    told = [m.text for m in records[2].messages if m.code == "language"]
    assert told == ["“Klingon” is no language code, as de or fr-CH are: read as de."]


@pytest.mark.parametrize(
    ("template", "address"),
    [
        ("/:slug/", ("/a/",)),
        ("/:year/:month/:day/:slug/", ("/2019/05/28/a/",)),
        ("/:author/:slug/", ()),
    ],
)
def test_the_old_address_has_the_day_of_the_sites_zone(
    tmp_path: Path, template: str, address: tuple[str, ...]
) -> None:
    post = {"id": 1, "slug": "a", "status": "published", "published_at": "2019-05-27T22:30:00Z"}
    told = [{"key": "permalinks", "value": template}]
    path = write(tmp_path / "old.json", {"data": {"posts": [post], "settings": told}})

    (record,) = open_ghost([path], timezone="Europe/Paris")

    assert isinstance(record, Record)
    assert record.old_paths == address


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_json_cut_off_is_refused_with_its_line(tmp_path: Path, share: float) -> None:
    text = json.dumps({"db": [{"data": export()}]}, indent=1)
    (tmp_path / "old.json").write_text(text[: int(len(text) * share)])

    with pytest.raises(
        ExchangeError, match=r"old.json:\d+: the JSON is not whole: .*again"
    ) as told:
        open_ghost([tmp_path / "old.json"])
    assert told.value.line == text[: int(len(text) * share)].count("\n") + 1


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<rss><wp:x/></rss>", "is no export of Ghost"),
        ("[1]", "is no export of Ghost"),
        ('{"db": []}', "has no table of posts"),
        ('{"data": {"posts": 5}}', "has no table of posts"),
        ('{"data": {"posts": []}}', "There are no posts"),
        ('{"data": ' + "[" * 100_000, "cannot be read as JSON"),
    ],
)
def test_what_is_no_export_is_refused(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "x.json").write_text(text, encoding="utf-8", errors="surrogateescape")

    with pytest.raises(ExchangeError, match=why):
        open_ghost([tmp_path / "x.json"])


def test_a_row_that_is_no_text_costs_no_other(tmp_path: Path) -> None:
    good = '{"id": "good", "slug": "good", "html": "<p>x</p>"}'
    bad = '{"id": "a",\n "title": "\udce9"}', '{"id": "b" "slug": "b"}', "nul"
    text = f'{{"data": {{"posts": [\n{",\n".join([*bad, good])}]}}}}'
    (tmp_path / "x.json").write_text(text, encoding="utf-8", errors="surrogateescape")

    found = list(open_ghost([tmp_path / "x.json"]))

    refused = [(x.ref, x.message.code, x.message.line) for x in found if isinstance(x, Refusal)]
    assert refused == [(f"ghost:posts[{n}]", "json", line) for n, line in enumerate((2, 4, 5))]
    assert found[3].ref == "ghost:good"


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from(["1", "page"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)
FIELDS = st.sampled_from(
    [*("id", "slug", "title", "html", "lexical", "mobiledoc", "published_at", "status", "page")]
)


@given(st.lists(st.dictionaries(FIELDS, VALUES, max_size=4) | VALUES, min_size=1, max_size=3))
@settings(max_examples=80, deadline=None, derandomize=True)
def test_no_row_ends_the_run(tmp_path_factory: pytest.TempPathFactory, odd: list[Any]) -> None:
    good = {"id": "good", "slug": "good", "html": "<p>x</p>"}
    path = write(tmp_path_factory.mktemp("g") / "x.json", {"data": {"posts": [*odd, good]}})

    found = list(open_ghost([path]))

    assert [each.ref for each in found if not isinstance(each, Refusal)][-1] == "ghost:good"


@given(st.sampled_from(["lexical", "mobiledoc"]), VALUES)
@settings(max_examples=80, deadline=None, derandomize=True)
def test_no_document_does_more_than_be_refused(kind: str, document: Any) -> None:
    key = "root" if kind == "lexical" else "sections"
    with contextlib.suppress(ExchangeError):
        html, unknown = html_of(kind, json.dumps({key: document}))
        assert (type(html), type(unknown)) == (str, list)
