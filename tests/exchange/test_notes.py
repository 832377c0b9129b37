from pathlib import Path

import pytest

from posts.editorial.checks import check
from posts.editorial.snapshot_io import snapshot_of
from posts.models import Post
from tests.exchange.sites import bring_in, write_post

HEAD = 3  # lines of front matter


def called(name: str) -> str:
    return f"The note [^{name}] is called and not written: add a line “[^{name}]: …”."


def written(name: str) -> str:
    return f"The note [^{name}] is written and nowhere called, so that nobody would see it."


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("A story.[^1]\n\n[^1]: A note.\n", []),
        ("A story.[^1] More.[^1]\n\n[^1]: One note, called twice.\n", []),
        ("A story.[^1]\n", [(1, called("1"))]),
        ("A story.\n\n[^bede]: Bede.\n", [(3, written("bede"))]),
        (
            "One.[^1]\n\nTwo.[^2]\n\n[^1]: Here.\n\n[^3]: Lost.\n",
            [(3, called("2")), (7, written("3"))],
        ),
        ("In *words[^über]*.\n", [(1, called("über"))]),
        ("`a[^1]` is code.\n\n    b[^2]\n", []),
        ("A [^lone bracket] and an exponent x[^2].\n", [(1, called("2"))]),
        ("TLDR\n- It happened.\n\nA story.[^9]\n", [(4, called("9"))]),
    ],
)
def test_a_note_without_its_text_or_its_call_is_told_as_at_the_desk(
    tmp_path: Path, body: str, expected: list[tuple[int, str]]
) -> None:
    write_post(tmp_path, body=body)
    for write in (False, True, True):
        (outcome,) = bring_in(tmp_path, write=write)
        told = [(m.line - HEAD, m.text) for m in outcome.messages if m.line and m.code == "note"]
        assert told == expected
    post = Post.objects.get()
    at_the_desk = [f.text for f in check(post, snapshot_of(post)) if f.code == "note"]
    assert at_the_desk == [text for _, text in expected]
