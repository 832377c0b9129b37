import os
import stat
import time

import pytest

from posts.images import disk, files
from tests.media import path_of


def test_a_file_is_replaced_whole_and_readable_for_a_web_server():
    files.write("images/ab/a.png", b"first")
    files.write("images/ab/a.png", b"second")

    path = path_of("images/ab/a.png")
    assert path.read_bytes() == b"second"
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert list(path.parent.iterdir()) == [path]


def test_until_the_last_byte_is_safe_the_old_file_stands(monkeypatch):
    files.write("images/ab/a.png", b"first")

    def fail(handle):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(disk.os, "fsync", fail)
    with pytest.raises(OSError, match="Input/output"):
        files.write("images/ab/a.png", b"second")

    path = path_of("images/ab/a.png")
    assert path.read_bytes() == b"first"
    assert list(path.parent.iterdir()) == [path]
    assert list(path_of(disk.PARTS).iterdir()) == []


def test_what_a_killed_process_left_goes_with_the_next_write_and_what_is_written_stays():
    files.write("images/ab/a.png", b"first")
    ages = {"killed": 2 * disk.LONGEST_WRITE, "old": disk.LONGEST_WRITE + 60, "written": 60}
    for name, age in ages.items():
        part = path_of(f"{disk.PARTS}/{name}")
        part.write_bytes(b"half")
        os.utime(part, (time.time() - age, time.time() - age))

    assert sorted(name for name in files.cut_off()) == ["parts/killed", "parts/old"]
    files.write("images/ab/b.png", b"second")

    assert [part.name for part in path_of(disk.PARTS).iterdir()] == ["written"]
    assert files.cut_off() == []
