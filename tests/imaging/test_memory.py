"""What reading large pictures costs a process of the server in memory, meanwhile and for good."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from historyblog.preflight import GIVES_BACK_MEMORY

ROOT = Path(__file__).resolve().parents[2]
# Prints megabytes: before, the most while one is read, the most while three are, and at the end.
READS = """
import io, json
from pathlib import Path
from threading import Thread
from PIL import Image
from posts.imaging.decoding import encode

def held(name):
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith(name))

def picture(kind):
    stream = io.BytesIO()
    Image.new("RGB", (7600, 5000), "teal").save(stream, kind)
    return stream.getvalue()

jpeg, png = picture("JPEG"), picture("PNG")
told = [held("VmRSS")]
encode(png, "a.png")
told.append(held("VmHWM"))
threads = [Thread(target=encode, args=(data, "b")) for data in (png, png, jpeg)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(json.dumps([*told, held("VmHWM"), held("VmRSS")]))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux tells the memory held")
def test_large_pictures_are_read_one_at_a_time_and_their_memory_is_given_back():
    done = subprocess.run(
        [sys.executable, "-c", READS],
        cwd=ROOT,
        env={**os.environ, **GIVES_BACK_MEMORY},
        capture_output=True,
        check=True,
    )
    before, most_of_one, most_of_three, after = json.loads(done.stdout)
    assert most_of_one > before + 150
    assert most_of_three < most_of_one + 100
    assert after < before + 60
