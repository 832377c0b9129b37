import os
import stat
import time

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
    assert list(files.path_of(files.PARTS).iterdir()) == []


def test_what_a_killed_process_left_goes_with_the_next_write_and_what_is_written_stays():
    files.write("images/ab/a.png", b"first")
    ages = {"killed": 2 * files.LONGEST_WRITE, "old": files.LONGEST_WRITE + 60, "written": 60}
    for name, age in ages.items():
        part = files.path_of(f"{files.PARTS}/{name}")
        part.write_bytes(b"half")
        os.utime(part, (time.time() - age, time.time() - age))

    assert sorted(part.name for part in files.left_behind()) == ["killed", "old"]
    files.write("images/ab/b.png", b"second")

    assert [part.name for part in files.path_of(files.PARTS).iterdir()] == ["written"]
    assert files.left_behind() == []
