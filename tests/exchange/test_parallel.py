import os
import signal
from select import select

import pytest

from posts.exchange.errors import ExchangeError
from posts.exchange.parallel import FEWEST, read_all


def test_many_are_read_elsewhere_and_in_order():
    found = list(read_all(lambda number: (number, os.getpid()), range(FEWEST)))
    assert [number for number, _ in found] == list(range(FEWEST))
    assert os.getpid() not in {process for _, process in found}


def test_few_are_read_here():
    assert set(read_all(lambda _: os.getpid(), range(FEWEST - 1))) == {os.getpid()}


def test_what_reading_raises_is_raised_here():
    def read(number: int) -> int:
        if number == FEWEST:
            raise ExchangeError("encoding", "The byte 0x80 is not UTF-8.", 3)
        return number

    with pytest.raises(ExchangeError, match="0x80") as raised:
        list(read_all(read, range(2 * FEWEST)))
    assert (raised.value.code, raised.value.line) == ("encoding", 3)


def test_who_stops_in_the_middle_leaves_no_process_behind():
    reading = read_all(
        lambda _: (os.getpid(), os.urandom(9_999)), range(FEWEST)
    )  # more than a pipe holds
    process, _ = next(reading)
    reading.close()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_a_reader_that_is_killed_ends_the_run():
    with pytest.raises(ExchangeError, match="was killed"):
        list(read_all(lambda _: os.kill(os.getpid(), signal.SIGKILL), range(FEWEST)))


def test_a_killed_run_leaves_no_process_behind():
    """Its readers hold the end of a pipe, too, which ends when the last of them does."""
    ours, theirs = os.pipe()
    run = os.fork()
    if not run:
        for _ in read_all(lambda _: os.urandom(9_999), range(FEWEST)):  # more than a pipe holds
            os.write(theirs, b".")
            signal.pause()
    os.close(theirs)
    assert os.read(ours, 1) == b"."
    os.kill(run, signal.SIGKILL)
    os.waitpid(run, 0)
    assert select([ours], [], [], 20)[0]
    assert os.read(ours, 1) == b""
    os.close(ours)
