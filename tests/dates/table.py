"""The acceptance table, event_dates.csv, as rows of text."""

import csv
from pathlib import Path

TABLE = Path(__file__).resolve().parents[1] / "data" / "event_dates.csv"


def rows(status: str) -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["status"] == status]


def row_name(row: dict[str, str]) -> str:
    return f"{row['id']}-{row['input']}"
