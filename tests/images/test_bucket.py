"""Pictures in a bucket, as moto's server keeps one."""

import io
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from PIL import Image as Pillow
from pytest_django import Settings

from historyblog import env
from posts.feeds.pictures import enclosed
from posts.images import files
from posts.images.lifecycle import remove_images, replace_file
from posts.images.uploads import store_image
from posts.models import Image
from tests.factories import make_image, picture_bytes
from tests.project.test_serve import free_port
from tests.views.test_media import HEADERS, headers

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    # Seconds, which every process of the suite would take that only collects the tests.
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(endpoint: str, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    import boto3

    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "of")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "no matter")
    bucket = boto3.resource("s3", endpoint_url=endpoint, region_name="us-east-1").Bucket("history")
    bucket.create()
    bucket.objects.all().delete()  # Every server of moto within a process has the same buckets.
    use(settings, monkeypatch, endpoint)
    yield bucket
    bucket.objects.all().delete()


def use(settings: Settings, monkeypatch: pytest.MonkeyPatch, endpoint: str) -> None:
    options = "region_name=us-east-1&addressing_style=path"
    value = f"s3://history/blog/media?endpoint_url={endpoint}&{options}"
    monkeypatch.setenv("MEDIA_STORAGE", value)
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "posts.images.bucket.BucketStorage",
            "OPTIONS": env.bucket("MEDIA_STORAGE"),
        }
    }


def keys(bucket) -> list[str]:
    return sorted(each.key for each in bucket.objects.all())


def test_a_feed_encloses_a_file_with_its_length_unless_it_is_gone(bucket):
    kept, gone = make_image("olive"), make_image("teal")
    gone.file.storage.delete(gone.file.name)

    found = [enclosed(image) for image in (kept, gone)]
    assert [each and each.length for each in found] == [len(kept.file.read()), None]


def test_a_picture_and_its_renditions_are_stored_and_answered_by_the_site(bucket, client, settings):
    image = make_image()
    rendition = image.renditions[0]
    first, second = (client.get(f"/media/{rendition.path}") for _ in range(2))
    whole = client.get(image.file.url)

    assert image.file.url == f"/media/{image.file.name}"
    assert keys(bucket) == [f"blog/media/{name}" for name in (image.file.name, rendition.path)]
    assert [answer.status_code for answer in (first, second, whole)] == [200] * 3
    assert first.getvalue() == second.getvalue() == files.look(rendition.path).stream.read()
    assert (headers(first), headers(whole)) == (HEADERS, HEADERS)
    with Pillow.open(io.BytesIO(whole.getvalue())) as picture:
        assert picture.size == (image.width, image.height)
    assert not settings.MEDIA_ROOT.exists()


def test_a_part_and_an_unchanged_file_are_answered_as_from_the_disk(bucket, client):
    address = make_image().file.url
    whole = client.get(address)
    data = whole.getvalue()
    part = client.get(address, headers={"Range": "bytes=4-9"})
    again = client.get(address, headers={"If-None-Match": whole["ETag"]})

    assert (part.status_code, part.getvalue()) == (206, data[4:10])
    assert part["Content-Range"] == f"bytes 4-9/{len(data)}"
    assert (again.status_code, again.getvalue(), headers(again)) == (304, b"", HEADERS)
    files.write(address.removeprefix("/media/"), data[::-1])
    assert client.get(address, headers={"If-None-Match": whole["ETag"]}).getvalue() == data[::-1]


@pytest.mark.parametrize("path", ["images/ab/x.png", "renditions/ab/x.webp", "../secret.txt"])
def test_what_is_no_picture_of_ours_is_not_asked_for(bucket, client, path):
    bucket.put_object(Key=f"blog/media/{path}", Body=b"here")
    bucket.put_object(Key="blog/secret.txt", Body=b"here")
    assert client.get(f"/media/{path}").status_code == 404


def test_a_lost_picture_is_a_404_and_put_back_by_the_same_upload(bucket, client):
    image = make_image("red")
    files.remove(image.file.name)
    assert client.get(image.file.url).status_code == 404
    assert store_image(picture_bytes(colour="red"), name="again.png") == image
    assert client.get(image.file.url).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_replaced_and_removed_pictures_leave_nothing(bucket):
    replaced, removed, kept = make_image("red"), make_image("blue"), make_image("lime")
    call_command("make_renditions", stdout=io.StringIO())
    replace_file(replaced, picture_bytes(colour="black"), name="black.png")
    remove_images(Image.objects.filter(pk=removed.pk))

    left = [replaced.file.name, kept.file.name, *(r.path for r in kept.renditions)]
    assert keys(bucket) == sorted(f"blog/media/{name}" for name in left)


def test_check_media_finds_lost_damaged_and_stray_files(bucket, monkeypatch):
    lost, damaged, whole = make_image("red"), make_image("blue"), make_image("lime")
    call_command("make_renditions", stdout=io.StringIO())
    files.remove(lost.file.name)
    files.write(damaged.file.name, b"no picture")
    files.write("images/aa/stray.txt", b"x")
    monkeypatch.setattr("posts.images.checking.YOUNGEST_ORPHAN", -60)
    out = io.StringIO()
    with pytest.raises(Exception, match="2 found"):
        call_command("check_media", "--decode", "--delete-orphans", stdout=out)

    assert [line.split(" ")[:2] for line in out.getvalue().splitlines()] == [
        [f"{lost.file.name}:", "lost,"],
        [f"{damaged.file.name}:", "damaged,"],
        ["images/aa/stray.txt:", "belongs"],
        ["Deleted", "1"],
    ]
    assert files.exists(whole.file.name)
    assert not files.exists("images/aa/stray.txt")


def test_a_bucket_that_is_away_is_told_and_loses_nothing(bucket, client, settings, monkeypatch):
    image = make_image("red")
    use(settings, monkeypatch, f"http://127.0.0.1:{free_port()}")
    client.raise_request_exception = False
    answer = client.get(image.file.url)
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert answer.text.startswith("The pictures cannot be reached just now.")
    assert files.complaint().startswith("MEDIA_STORAGE: Could not connect to the endpoint URL")
    with pytest.raises(OSError, match="MEDIA_STORAGE"):
        store_image(picture_bytes(colour="blue"), name="blue.png")
    assert list(Image.objects.all()) == [image]


@pytest.mark.parametrize(
    "value",
    [
        *("history", "S3://history", "s3://", "s3://History", "s3:/history", "s3://history/../x"),
        *("s3://key:secret@history", "s3://history?endpoint=https://a.org", "s3://history?"),
        *("s3://history?endpoint_url=a.org", "s3://history?region_name=", "s3://history/a b"),
        "s3://history?region_name=a&region_name=b",
    ],
)
def test_a_near_miss_is_refused(value, monkeypatch):
    monkeypatch.setenv("MEDIA_STORAGE", value)
    with pytest.raises(env.ConfigurationError, match=r"MEDIA_STORAGE='.*Accepted: s3://bucket, "):
        env.bucket("MEDIA_STORAGE")


@pytest.mark.parametrize(
    ("value", "options"),
    [
        ("", {}),
        ("s3://history", {"bucket_name": "history", "location": ""}),
        ("s3://my.history/", {"bucket_name": "my.history", "location": ""}),
        (
            "s3://history/a/b?endpoint_url=https://s3.example.org:9000&region_name=eu-west-1",
            {
                "bucket_name": "history",
                "location": "a/b",
                "region_name": "eu-west-1",
                "endpoint_url": "https://s3.example.org:9000",
            },
        ),
    ],
)
def test_a_bucket_is_read(value, options, monkeypatch):
    monkeypatch.setenv("MEDIA_STORAGE", value)
    assert env.bucket("MEDIA_STORAGE") == options


def test_restored_pictures_come_beside_what_is_there(bucket) -> None:
    files.write("images/aa/old.png", b"old")
    renewal = files.renewal()
    renewal.write("images/bb/new.png", iter([b"n", b"ew"]))
    assert renewal.put_in_place() == ""
    renewal.take_back()
    names = ("images/aa/old.png", "images/bb/new.png")
    assert [files.look(name).stream.read() for name in names] == [b"old", b"new"]
