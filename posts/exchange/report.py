import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Final, Self

from posts.exchange.errors import ExchangeError
from posts.exchange.reader import Reader
from posts.exchange.record import Message, Outcome, Result

# What no reader of the site would notice: told once for the whole site, with a number.
REMARKS: Final = frozenset(
    {
        *("unknown_field", "no_event_date", "no_alt", "entity", "comment", "file_name", "truth"),
        *("yaml_repaired", "duplicate_key", "unknown_place", "licence", "edited_here", "kramdown"),
        *("no_title", "no_description", "control", "rule", "html", "language"),
    }
)
# What stood at an old address and is not there, or is another page, comes before what looks odd.
NOTICED_FIRST: Final = (
    *("draft", "missing_picture", "remote_picture", "picture", "outside", "address_left_out"),
    *("address_served", "picture_address", "bad_address", "address_moved", "date"),
    *("event_as_date", "liquid"),
)
# Each is told of an old address that leads to no post of its own.
LEFT_OUT: Final = ("address_left_out", "address_served", "bad_address", "address_moved")
MOST_REMARKS: Final = 500
# What a summary holds at most: posts, and bytes of posts, of remarks and of kinds of files.
MOST_ITEMS, ITEM_BYTES, REMARK_BYTES, MOST_KINDS = 1000, 150_000, 30_000, 50


@dataclass
class Remark:
    """A message that many posts have: how many, and the first of them."""

    code: str
    text: str
    first: str
    count: int = 0


class Report:
    """Counts what happened and writes each outcome to `file` as it comes, in flat memory.

    The file appears under its name only when it is whole. Raises ExchangeError at once, and
    not after an hour's work, if it cannot be written.
    """

    def __init__(self, source: str, file: Path | None = None, *, site: str = "") -> None:
        self.source = source
        self.file = file
        self.site = site
        self.files: Mapping[str, int] = {}
        self.picture_counts: dict[str, int] = {}
        self.unused: list[str] = []
        self.told: list[dict[str, Any]] = []
        self.codes: Counter[str] = Counter()
        self.remarks: dict[tuple[str, str], Remark] = {}
        self._results: Counter[Result] = Counter()
        self._warned = 0
        self._told_bytes = 0
        self._addresses: Counter[str] = Counter()
        self._pictures: dict[Path, bool] = {}
        self._shown = 0
        self._part = file.with_name(file.name + ".part") if file else None
        self._stream = self._opened()

    def _opened(self) -> IO[str] | None:
        if self.file is None or self._part is None:
            return None
        try:
            if self.file.is_dir():
                raise IsADirectoryError("it is a folder")
            stream = self._part.open("w", encoding="utf-8")
        except OSError as error:
            reason = error.strerror or str(error)
            raise ExchangeError(
                "report", f"The report cannot be written to {self.file}: {reason}."
            ) from error
        told = f'"source": {json.dumps(self.source)}, "site": {json.dumps(self.site)}'
        stream.write(f'{{{told}, "items": [')
        return stream

    def add(self, outcome: Outcome) -> None:
        """Take `outcome`; what readers would not notice of it goes to the remarks."""
        refused = outcome.result is Result.REFUSED
        noticed = [each for each in outcome.messages if each.code not in REMARKS]
        if refused and not noticed:
            noticed = [*outcome.messages[-1:]]
        for each in outcome.messages:
            self._note(outcome.ref, each)
        item = _item(outcome, noticed)
        if self._stream:
            self._stream.write(",\n" if self._results.total() else "\n")
            self._stream.write(json.dumps(item, ensure_ascii=False))
        size = len(json.dumps(item)) if noticed and len(self.told) < MOST_ITEMS else ITEM_BYTES
        if self._told_bytes + size < ITEM_BYTES:
            self.told.append(item)
            self._told_bytes += size
        self._results[outcome.result] += 1
        self._warned += bool(noticed) and not refused
        self._count_addresses(outcome, refused=refused)
        self._shown += len(outcome.pictures)
        for path, came_in in outcome.pictures.items():
            self._pictures[path] = came_in or self._pictures.get(path, False)

    def _count_addresses(self, outcome: Outcome, *, refused: bool) -> None:
        codes = Counter(each.code for each in outcome.messages)
        # Why a page is refused can be an address too, which is among its own.
        left_out = ("bad_address",) if refused else LEFT_OUT
        counts = {
            "refused" if refused else "taken": len(outcome.old_urls) - codes["address_moved"],
            "left_out": sum(codes[code] for code in left_out),
            "not_needed": outcome.not_needed,
        }
        self._addresses.update(counts)

    def _note(self, ref: str, message: Message) -> None:
        self.codes[message.code] += 1
        if message.code not in REMARKS:
            return
        key = message.code, message.text if len(self.remarks) < MOST_REMARKS else ""
        place = ref if message.line is None else f"{ref}:{message.line}"
        remark = self.remarks.setdefault(key, Remark(message.code, message.text, place))
        remark.count += 1

    def account(self, reader: Reader, found: Mapping[str, int]) -> None:
        """Take what the source holds; raises ExchangeError if a part of it is not told of.

        `found` are the old addresses, and the pictures of each post, as the loader was given them.
        """
        self.files = dict(reader.files)
        pictures, met = {*reader.pictures}, self._pictures
        self.unused = sorted(str(path) for path in pictures if path not in met)
        taken, unused = sum(met.values()), len(self.unused)
        parts = {"taken": taken, "refused": len(met) - taken, "unused": unused}
        self.picture_counts = {"found": len({*pictures, *met}), **parts}
        come_in = self.files["posts"] + self.files.get("pages", 0)
        _agree("posts and pages", len(reader), self.counts["read"])
        _agree("posts and pages", len(reader), come_in)
        _agree("files", reader.seen, sum(self.files.values()))
        _agree("pictures among its files", self.files.get("pictures", len(pictures)), len(pictures))
        _agree("pictures in its posts", found["pictures"], self._shown)
        _agree("old addresses", found["addresses"], self.addresses["found"])

    @property
    def counts(self) -> dict[str, int]:
        """Return the counts; `read` is always the sum of the results."""
        told = [each for each in Result if each is not Result.REMOVED or self._results[each]]
        results = {str(result): self._results[result] for result in told}
        return {"read": self._results.total(), **results, "warned": self._warned}

    @property
    def addresses(self) -> dict[str, int]:
        names = ("taken", "left_out", "refused", "not_needed")
        parts = {name: self._addresses[name] for name in names}
        return {"found": sum(parts.values()), **parts}

    @property
    def noticed(self) -> list[tuple[str, int]]:
        """Return what readers would notice, with its number, the worst first."""
        found = [each for each in self.codes.items() if each[0] not in REMARKS]
        order = {code: place for place, code in enumerate(NOTICED_FIRST)}
        return sorted(found, key=lambda each: (order.get(each[0], len(order)), -each[1], each[0]))

    @property
    def sorted_remarks(self) -> list[Remark]:
        return sorted(self.remarks.values(), key=lambda each: (-each.count, each.code, each.text))

    def summary(self) -> dict[str, Any]:
        """Return what the desk keeps: the worst of it, in at most 200 kB; `cut` counts the rest."""
        order = {code: place for place, (code, _) in enumerate(self.noticed)}
        files = [*self.files.items()]
        remarks = [*_within(REMARK_BYTES, (asdict(each) for each in self.sorted_remarks))]
        return {
            "files": files[:MOST_KINDS],
            "pictures": [*self.picture_counts.items()],
            "addresses": [*self.addresses.items()],
            "noticed": self.noticed,
            "remarks": remarks,
            "items": sorted(self.told, key=lambda item: min(_places(item, order))),
            "cut": {
                "posts": self._warned + self._results[Result.REFUSED] - len(self.told),
                "remarks": len(self.remarks) - len(remarks),
                "kinds of files": max(0, len(files) - MOST_KINDS),
            },
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self._stream is None or self._part is None or self.file is None:
            return
        told = {
            "counts": self.counts,
            "files": self.files,
            "pictures": {**self.picture_counts, "unused_files": self.unused},
            "addresses": self.addresses,
            "remarks": [asdict(each) for each in self.sorted_remarks],
        }
        with self._stream as stream:
            stream.write(f"\n], {json.dumps(told, ensure_ascii=False)[1:]}\n")
        if error[0] is None:
            self._part.replace(self.file)
        else:
            self._part.unlink()


def _item(outcome: Outcome, noticed: Iterable[Message]) -> dict[str, object]:
    return {
        "ref": outcome.ref,
        "outcome": str(outcome.result),
        "slug": outcome.slug,
        "old_urls": list(outcome.old_urls),
        "event_date": outcome.event_date,
        "messages": [asdict(message) for message in noticed],
    }


def _places(item: Mapping[str, Any], order: Mapping[str, int]) -> Iterator[int]:
    """Yield the place in `order` of each message; what was refused comes before all."""
    yield -1 if item["outcome"] == Result.REFUSED else len(order)
    yield from (order.get(each["code"], len(order)) for each in item["messages"])


def _within(most: int, rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the first rows that have fewer than `most` bytes together."""
    for row in rows:
        most -= len(json.dumps(row))
        if most < 0:
            return
        yield row


def _agree(what: str, found: int, told: int) -> None:
    if found != told:
        text = f"The source has {found} {what}, and the report {told}: one of them is lost."
        stays = "What was stored stays, each post whole; no report is written."
        raise ExchangeError("sums", f"{text} {stays}")
