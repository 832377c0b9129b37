"""Asks servers for pages by wrk, and reads the memory of their processes."""

import json
import os
import re
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.corpus import HOST, tell

CONNECTIONS = 16
LONGEST = 20.0  # seconds to wait for an answer
WARM_UP = 2.0  # seconds, in which each worker has made each page
SCRIPT = Path(__file__).with_name("addresses.lua")


@dataclass(frozen=True)
class Target:
    """Pages of one server, asked for in one encoding; `identity` is none."""

    port: int
    paths: tuple[str, ...]
    encoding: str = "identity"


@dataclass(frozen=True)
class Speed:
    """Requests a second; milliseconds that half and 99 of a hundred took at the most."""

    a_second: float
    p50: float
    p99: float


def ask(target: Target, seconds: float) -> Speed:
    """Have wrk ask for so many seconds, longer if that is too short for one answer.

    A failure, or a status from 400 on, ends the run.
    """
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as addresses:
        addresses.write("\n".join(target.paths))
        addresses.flush()
        threads = str(min(2, os.cpu_count() or 1))
        command = ["wrk", "-t", threads, "-c", str(CONNECTIONS), "-d", "1h", "--timeout", "60s"]
        command += ["-H", f"Host: {HOST}", "-H", f"Accept-Encoding: {target.encoding}"]
        command += ["-s", str(SCRIPT), f"http://127.0.0.1:{target.port}", "--", addresses.name]
        told = _told(command, seconds)
    found = json.loads(told.splitlines()[-1])
    if found["wrong"] or (not found["requests"] and seconds > LONGEST):
        raise SystemExit(f"{target.port} {target.paths[0]}: {told}")
    if not found["requests"]:
        return ask(target, 4 * seconds)
    rate = 1e6 * found["requests"] / found["microseconds"]
    return Speed(rate, found["p50"] / 1000, found["p99"] / 1000)


def _told(command: list[str], seconds: float) -> str:
    """Return what wrk prints when it is interrupted: by itself it counts whole seconds."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as wrk:
        try:
            return wrk.communicate(timeout=seconds)[0]
        except subprocess.TimeoutExpired:
            wrk.send_signal(signal.SIGINT)
            return wrk.communicate()[0]
        finally:
            wrk.kill()


def by_turns[Key](
    targets: dict[Key, Target], rounds: int, seconds: float
) -> dict[Key, list[Speed]]:
    """Ask all of them once in each round, which begins with another each time."""
    found: dict[Key, list[Speed]] = {key: [] for key in targets}
    keys = list(targets)
    for number in range(rounds + 1):
        first = number * len(keys) // (rounds + 1)
        for done, key in enumerate([*keys[first:], *keys[:first]], 1):
            name = f"round {number} of {rounds}" if number else "getting warm"
            tell(f"{name}: {done} of {len(keys)}")
            speed = ask(targets[key], seconds if number else WARM_UP)
            if number:
                found[key].append(speed)
    tell("")
    return found


def typical(speeds: list[Speed]) -> Speed:
    """Return the median of each figure."""
    return Speed(
        median(speed.a_second for speed in speeds),
        median(speed.p50 for speed in speeds),
        median(speed.p99 for speed in speeds),
    )


def ratio(speeds: list[Speed], others: list[Speed]) -> float:
    """Return the median of how many times as fast as the other it was in the same round."""
    pairs = zip(speeds, others, strict=True)
    return median(speed.a_second / other.a_second for speed, other in pairs)


def memory(*processes: int) -> float:
    """Return megabytes of these and all that they started, what is shared counted once (PSS)."""
    return sum(map(_proportional, family(*processes))) / 1024


def family(*processes: int) -> set[int]:
    """Return these processes, this one if none is named, and all that they started."""
    found, parents = set(processes or (os.getpid(),)), _parents()
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def _parents() -> dict[int, int]:
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            found[int(folder.name)] = int(fields[1])
        except (OSError, IndexError):
            continue  # it has ended
    return found


def _proportional(process: int) -> int:
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0
    return int(re.findall(r"^Pss:\s+(\d+)", text, re.MULTILINE)[0])
