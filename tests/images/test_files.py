import stat

import pytest

from posts.images import files


def test_a_file_is_replaced_whole_and_readable_for_a_web_server():
    files.write("images/ab/a.png", b"first")
    files.write("images/ab/a.png", b"second")

    path = files.path_of("images/ab/a.png")
    assert path.read_bytes() == b"second"
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert list(path.parent.iterdir()) == [path]


def test_until_the_last_byte_is_safe_the_old_file_stands(monkeypatch):
    files.write("images/ab/a.png", b"first")

    def fail(handle):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(files.os, "fsync", fail)
    with pytest.raises(OSError, match="Input/output"):
        files.write("images/ab/a.png", b"second")

    path = files.path_of("images/ab/a.png")
    assert path.read_bytes() == b"first"
    assert list(path.parent.iterdir()) == [path]
