"""Files of exports as a whole: several, broken, foreign, hostile, large."""

import resource
import stat
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from posts.exchange import ExchangeError, Record, Refusal
from posts.exchange.media_index import MediaIndex
from posts.exchange.wordpress import open_wordpress, recognises
from posts.imaging.decoding import MAX_BYTES
from tests.exchange.wordpress.wxr import (
    COMMENT,
    HEAD,
    TAIL,
    attachment,
    item,
    meta,
    read_all,
    reader_of,
    write_export,
)
from tests.factories import picture_bytes

DOCTYPE = '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>\n<rss'


def test_several_files_are_one_site(tmp_path: Path) -> None:
    one = write_export(tmp_path / "1.xml", item(post_id=1, extra=meta("_thumbnail_id", "9")))
    two = write_export(tmp_path / "2.xml", attachment(9, alt="A"), item(post_id=1), item(post_id=2))
    (tmp_path / "field.jpg").write_bytes(picture_bytes((64, 48), "JPEG"))

    reader = open_wordpress([one, two], media=tmp_path)

    records = [each for each in reader if isinstance(each, Record)]
    assert [(each.ref, each.hero is not None) for each in records] == [
        ("wordpress:1", True),
        ("wordpress:2", False),
    ]
    assert (len(reader), reader.left_out) == (2, ["1 × post that stands there twice"])


def test_files_of_two_sites_are_refused(tmp_path: Path) -> None:
    one = write_export(tmp_path / "1.xml", item())
    two = write_export(tmp_path / "2.xml", item(), head=HEAD.replace("old.example", "b.example"))

    with pytest.raises(ExchangeError, match=r"2.xml is of https://b.example, .* one site at a"):
        open_wordpress([one, two])


@pytest.mark.parametrize(
    ("site", "languages", "told"),
    [("", ["en", "fr"], 0), ("de-DE", ["de-DE", "fr"], 0), ("Deutsch", ["en", "fr"], 1)],
)
def test_the_language_is_that_of_the_post_else_of_the_site(
    tmp_path: Path, site: str, languages: list[str], told: int
) -> None:
    term = '<category domain="language" nicename="fr">Français</category>'
    items = (item(post_id=1), item(post_id=2, extra=term))
    path = write_export(tmp_path / "1.xml", *items, head=f"{HEAD}<language>{site}</language>")

    records = list(open_wordpress([path]))

    assert [each.language for each in records if isinstance(each, Record)] == languages
    assert [m.code for m in records[0].messages].count("language") == told


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_each_version_is_read(tmp_path: Path, version: str) -> None:
    head = HEAD.replace("/1.2/", f"/{version}/").replace("_version>1.2", f"_version>{version}")
    path = write_export(tmp_path / "old.xml", item(), head=head)

    assert recognises(path)
    assert [each.ref for each in open_wordpress([path])] == ["wordpress:1"]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("UTF-8", "utf-8-sig"), ("UTF-16", "utf-16"), ("Shift_JIS", "shift_jis"), ("GB2312", "gbk")],
)
def test_the_declared_encoding_is_read(tmp_path: Path, declared: str, encoding: str) -> None:
    text = HEAD.replace("UTF-8", declared) + item("<p>日本</p>") + TAIL
    (tmp_path / "old.xml").write_bytes(text.replace("\n", "\r\n").encode(encoding))

    (record,) = open_wordpress([tmp_path / "old.xml"])

    assert isinstance(record, Record)
    assert (record.story, [m.code for m in record.messages]) == ("日本", ["no_event_date"])


@pytest.mark.parametrize("name", ["klingon", "zlib", "hex"])
def test_an_encoding_that_is_none_of_text_is_refused(tmp_path: Path, name: str) -> None:
    path = write_export(tmp_path / "o.xml", item(), head=HEAD.replace("UTF-8", name))

    with pytest.raises(ExchangeError, match=f"the encoding “{name}” is not known: save"):
        open_wordpress([path])


@pytest.mark.parametrize("share", [0.45, 0.6, 0.75, 0.9])
def test_a_file_cut_off_gives_what_is_whole_and_one_refusal(tmp_path: Path, share: float) -> None:
    text = HEAD + "".join(item(post_id=n) for n in range(1, 11)) + TAIL
    path = tmp_path / "old.xml"
    path.write_text(text[: int(len(text) * share)])
    whole = path.read_text().count("</item>")

    *found, last = open_wordpress([path])

    assert [each.ref for each in found] == [f"wordpress:{n}" for n in range(1, whole + 1)]
    assert isinstance(last, Refusal)
    line = path.read_text()[: path.read_text().rfind("</item>")].count("\n") + 2
    assert (last.ref, last.message.line) == (f"wordpress:old.xml:{line}", line)
    assert last.message.text == "The file ends within an item: export it again."


def test_what_would_be_lost_in_silence_is_told(tmp_path: Path) -> None:
    first, again, other = read_all(
        tmp_path,
        item(post_id=7),
        item('[gallery ids="5,6"]', post_id=8, post_date="22016-01-02 03:04:05"),
        item("<p>Another story.</p>", post_id=7),
        item(post_id=7),
    )

    assert isinstance(first, Record)
    assert isinstance(again, Record)
    told = {message.code: message.text for message in again.messages}
    assert told["missing_picture"].startswith("Picture 6, of the gallery, is not in the export")
    assert isinstance(other, Refusal)
    assert (other.ref, other.message.code) == (f"wordpress:7:line {other.message.line}", "twice")


def test_a_date_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (record,) = read_all(tmp_path, item(post_date="22016-01-02 03:04:05", post_date_gmt=""))
    assert isinstance(record, Record)
    (text,) = (each.text for each in record.messages if each.code == "no_date")
    assert text == "“22016-01-02 03:04:05” cannot be its date, so it comes in as a draft."


def test_declared_entities_are_never_read(tmp_path: Path) -> None:
    head = HEAD.replace("<rss", DOCTYPE)
    (record,) = open_wordpress(
        [
            write_export(
                tmp_path / "o.xml", item(title=None, extra="<title>&b; &a;</title>"), head=head
            )
        ]
    )

    assert isinstance(record, Record)
    assert record.title == "&b; &a;"
    assert [m.code for m in record.messages] == ["entity", "no_event_date"]


def test_an_item_too_long_or_too_deep_costs_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("posts.exchange.wordpress.wxr.MOST_CHARACTERS", 200_000)
    monkeypatch.setattr("posts.exchange.wordpress.wxr.CHUNK", 50_000)
    long = item("long\n" * 100_000, post_id=2)
    deep = item("deep", "<a>" * 60 + "</a>" * 60, post_id=3)

    found = read_all(tmp_path, item(post_id=1), long, deep, item("end", post_id=4))

    codes = [each.message.code if isinstance(each, Refusal) else each.ref for each in found]
    assert codes == ["wordpress:1", "too_large", "xml", "wordpress:4"]
    lines = [each.message.line for each in found if isinstance(each, Refusal)]
    at = (tmp_path / "old.xml").read_text().split("\n")
    begins = [number for number, text in enumerate(at, 1) if text == "<item>"]
    assert lines == begins[1:3]


@pytest.mark.parametrize("text", ["{}", "---\ntitle: x\n---\n", "<rss><channel/></rss>", ""])
def test_what_is_no_export_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.xml").write_text(text)

    with pytest.raises(ExchangeError, match="is no export of WordPress: import_posts guess"):
        open_wordpress([tmp_path / "x.xml"])


def test_an_export_without_posts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExchangeError, match="There are no posts in"):
        reader_of(tmp_path, item(post_type="page"))


def zipped(path: Path, members: dict[str, bytes], link: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = (stat.S_IFLNK if name == link else stat.S_IFREG) << 16
            archive.writestr(info, data, zipfile.ZIP_DEFLATED)
    return path


def test_pictures_of_a_zip_come_in_and_what_is_hostile_in_it_does_not(tmp_path: Path) -> None:
    picture = picture_bytes((64, 48), "JPEG")
    media = zipped(
        tmp_path / "m.zip",
        {
            "site/wp-content/uploads/2019/05/field.jpg": picture,
            "../../2019/05/slip.jpg": picture,
            "/2019/05/root.jpg": picture,
            "2019/05/link.jpg": b"/etc/passwd",
            "2019/05/zeros.jpg": bytes(MAX_BYTES + 1),
        },
        link="2019/05/link.jpg",
    )
    names = ("field", "slip", "root", "link", "zeros")
    html = "".join(f'<p><img src="/wp-content/uploads/2019/05/{n}.jpg"></p>' for n in names)
    before = sorted(tmp_path.rglob("*"))

    reader = reader_of(tmp_path, item(html), media=media)
    (record,) = reader

    assert isinstance(record, Record)
    assert [p.picture.path.read_bytes() for p in record.story_pictures] == [picture]
    told = [(m.code, m.text.split("”")[0].rpartition("/")[2]) for m in record.messages[:-1]]
    assert told == [
        ("missing_picture", "slip.jpg"),
        ("missing_picture", "root.jpg"),
        ("missing_picture", "link.jpg"),
        ("picture", "zeros.jpg"),
    ]
    assert reader.left_out == [
        "'../../2019/05/slip.jpg' leads out of the zip",
        "'/2019/05/root.jpg' leads out of the zip",
        "'2019/05/link.jpg' is a link to another file",
    ]
    assert sorted({*tmp_path.rglob("*")} - {*before}) == [tmp_path / "old.xml"]


def test_a_link_out_of_the_folder_of_pictures_is_not_followed(tmp_path: Path) -> None:
    media = tmp_path / "media"
    media.mkdir()
    (tmp_path / "secret.jpg").write_bytes(picture_bytes((64, 48), "JPEG"))
    (media / "field.jpg").symlink_to(tmp_path / "secret.jpg")

    with pytest.raises(ExchangeError, match="leads out of the folder of pictures"):
        MediaIndex(media).find("field.jpg", "/field.jpg")


@pytest.mark.parametrize("data", [bytes(100), b"PK\x03\x04", b""])
def test_a_zip_that_is_none_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "m.zip").write_bytes(data)

    with pytest.raises(ExchangeError, match="neither a folder nor a zip that can be read"):
        MediaIndex(tmp_path / "m.zip")


@given(
    st.lists(
        st.tuples(
            st.integers(0, 3 * len(item("<p>x</p>", COMMENT)) - 1),
            st.sampled_from(
                [
                    "<![CDATA[",
                    "]]>",
                    "<item>",
                    "</item>",
                    "&",
                    "<",
                    "\x00",
                    "</channel>",
                    "\udcff",
                    "[gallery]",
                ]
            ),
        ),
        max_size=6,
    )
)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
def test_nothing_put_anywhere_ends_the_run(tmp_path: Path, put: list[tuple[int, str]]) -> None:
    posts = [item("<p>x</p>", COMMENT, post_id=n) for n in (1, 2, 3)]
    for at, what in put:
        number, at = divmod(at, len(posts[0]))
        posts[number] = posts[number][:at] + what + posts[number][at:]
    touched = {at // len(item("<p>x</p>", COMMENT)) + 1 for at, _ in put}

    found = read_all(tmp_path, *posts, item("last", post_id=4))

    near = touched | {n + 1 for n in touched} | {n - 1 for n in touched}
    whole = {f"wordpress:{n}" for n in (1, 2, 3, 4) if n not in near}
    assert whole - {each.ref for each in found} == set()
    assert "carl@secret" not in str(found)


@pytest.mark.long
def test_fifty_megabytes_take_no_more_memory_than_one(tmp_path: Path) -> None:
    """Most of it is comments, as in a real export: reading them is what would fill the memory."""

    def grown(size: int) -> int:
        path = tmp_path / "big.xml"
        with path.open("w") as stream:
            stream.write(HEAD)
            number = 0
            while stream.tell() < size:
                number += 1
                stream.write(item("<p>Words.</p>", COMMENT * 200, post_id=number))
            stream.write(TAIL)
        assert sum(1 for _ in open_wordpress([path])) == number
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

    assert grown(50_000_000) - grown(1_000_000) < 20
