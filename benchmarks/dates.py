"""Median microseconds per date to parse, rebuild and display the acceptance table.

Run as `python -m benchmarks.dates` from the top of the checkout.
"""

import csv
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from posts.dates import date_parts, from_edtf, parse

TABLE = Path(__file__).resolve().parents[1] / "tests" / "data" / "event_dates.csv"
ROUNDS = 50


def accepted_rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["status"] == "ok"]


def microseconds(call: Callable[[], object]) -> float:
    began = time.perf_counter_ns()
    for _ in range(ROUNDS):
        call()
    return (time.perf_counter_ns() - began) / ROUNDS / 1000


def report(name: str, calls: list[Callable[[], object]]) -> None:
    times = [microseconds(call) for call in calls]
    print(f"{name:12} median {statistics.median(times):6.1f} µs   worst {max(times):6.1f} µs")


def main() -> None:
    rows = accepted_rows()
    values = [parse(row["input"], row["calendar_choice"]) for row in rows]
    triples = [(value.edtf, value.calendar, value.precision) for value in values]
    report("parse", [lambda r=row: parse(r["input"], r["calendar_choice"]) for row in rows])
    report("from_edtf", [lambda t=triple: from_edtf(*t) for triple in triples])
    report("display", [lambda v=value: str(v) for value in values])
    report("date_parts", [lambda v=value: date_parts(v) for value in values])


if __name__ == "__main__":
    main()
