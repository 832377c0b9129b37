import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from posts.exchange.errors import ExchangeError
from posts.exchange.record import Outcome, Result


class Report:
    """Counts what happened and writes each outcome to `file` as it comes, in flat memory.

    The file appears under its name only when it is whole. Raises ExchangeError at once, and
    not after an hour's work, if it cannot be written.
    """

    def __init__(self, source: str, file: Path | None = None) -> None:
        self.source = source
        self.file = file
        self._results: Counter[Result] = Counter()
        self._warned = 0
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
        stream.write(f'{{"source": {json.dumps(self.source)}, "items": [')
        return stream

    def add(self, outcome: Outcome) -> None:
        if self._stream:
            self._stream.write(",\n" if self._results.total() else "\n")
            self._stream.write(json.dumps(_item(outcome), ensure_ascii=False))
        self._results[outcome.result] += 1
        self._warned += bool(outcome.messages) and outcome.result is not Result.REFUSED

    @property
    def counts(self) -> dict[str, int]:
        """Return the six counts; `read` is always the sum of the four results."""
        results = {str(result): self._results[result] for result in Result}
        return {"read": self._results.total(), **results, "warned": self._warned}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._stream is None or self._part is None or self.file is None:
            return
        with self._stream as stream:
            stream.write(f'\n], "counts": {json.dumps(self.counts)}}}\n')
        if kind is None:
            self._part.replace(self.file)
        else:
            self._part.unlink()


def _item(outcome: Outcome) -> dict[str, object]:
    return {
        "ref": outcome.ref,
        "outcome": str(outcome.result),
        "slug": outcome.slug,
        "old_urls": list(outcome.old_urls),
        "event_date": outcome.event_date,
        "messages": [asdict(message) for message in outcome.messages],
    }
