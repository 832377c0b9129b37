"""Two applications without a framework that answer with ready pages, of the folder `PAGES`."""

import os
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

ENDS = {"identity": "page", "gzip": "page.gz"}  # of each file's name, after path and query
type Headers = list[tuple[str, str]]


@cache
def bodies(encoding: str) -> dict[str, bytes]:
    """Return the pages by path and query."""
    folder, end = Path(os.environ["PAGES"]) / "files", ENDS[encoding]
    files = (path for path in folder.rglob(f"*{end}") if path.is_file())
    return {f"/{path.relative_to(folder)}".removesuffix(end): path.read_bytes() for path in files}


@cache
def headers() -> Headers:
    lines = (Path(os.environ["PAGES"]) / "headers").read_text().splitlines()
    return [(name, value) for name, value in (line.split(": ", 1) for line in lines)]


def _answer(accepted: str | None, path: str, query: str) -> tuple[Headers, bytes]:
    encoding = "gzip" if accepted == "gzip" else "identity"
    body = bodies(encoding)[f"{path}?{query}" if query else path]
    more = [("content-length", str(len(body)))]
    if encoding == "gzip":
        more.append(("content-encoding", "gzip"))
    return headers() + more, body


class Application:
    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        accepted = scope.headers.get("accept-encoding")
        more, body = _answer(accepted, scope.path, scope.query_string)
        protocol.response_bytes(200, more, body)


rsgi = Application()


def wsgi(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
    accepted = environ.get("HTTP_ACCEPT_ENCODING")
    more, body = _answer(accepted, environ["PATH_INFO"], environ["QUERY_STRING"])
    start_response("200 OK", more)
    return [body]
