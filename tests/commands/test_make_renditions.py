import io

import pytest
from django.core.management import CommandError, call_command

from posts.images import files, renditions
from posts.models import Image
from tests.factories import make_image
from tests.media import path_of


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def run(*arguments: str, out: io.StringIO | None = None) -> str:
    out = out or io.StringIO()
    call_command("make_renditions", *arguments, stdout=out)
    return out.getvalue()


def test_it_makes_what_is_missing_and_counts(db):
    wanted = sum(len(make_image(colour).renditions) for colour in ("red", "blue"))

    assert run() == f"Made {wanted}, already there 0, failed 0.\n"
    assert run() == f"Made 0, already there {wanted}, failed 0.\n"


def test_one_picture_can_be_named(db):
    make_image("red")
    image = make_image("blue")

    run("--image", str(image.pk))

    made = {r.path for i in Image.objects.all() for r in i.renditions if path_of(r.path).exists()}
    assert made == {r.path for r in image.renditions}


def test_an_unknown_picture_is_an_error(db):
    with pytest.raises(CommandError, match=r"^There is no picture with the ID 7\.$"):
        run("--image", "7")


def test_a_terminal_sees_the_progress(db):
    make_image("red", (300, 200))

    assert run(out=Terminal()) == (
        "\rPicture 0 of 1, 0 renditions made"
        "\rPicture 1 of 1, 5 renditions made\n"
        "Made 5, already there 0, failed 0.\n"
    )


def test_failures_are_named_and_exit_with_3(db):
    broken, whole = make_image("red"), make_image("blue")
    path_of(broken.file.name).unlink()
    out = io.StringIO()

    with pytest.raises(CommandError) as caught:
        run(out=out)

    assert caught.value.returncode == 3
    assert str(caught.value) == f"“{broken.file.name}” is not in the media folder."
    assert out.getvalue() == f"Made {len(whole.renditions)}, already there 0, failed 1.\n"


def test_interrupted_it_keeps_what_is_made_and_goes_on_later(db, monkeypatch):
    wanted = len(make_image("red").renditions)
    write, calls = files.write, []

    def interrupted(name, data):
        if len(calls) == 3:
            raise KeyboardInterrupt
        calls.append(name)
        write(name, data)

    monkeypatch.setattr(renditions.files, "write", interrupted)
    with pytest.raises(CommandError, match="run it again for the rest") as caught:
        run()
    monkeypatch.setattr(renditions.files, "write", write)

    assert caught.value.returncode == 130
    assert run() == f"Made {wanted - 3}, already there 3, failed 0.\n"


def test_without_pictures_there_is_nothing_to_do(db):
    assert run() == "Made 0, already there 0, failed 0.\n"
