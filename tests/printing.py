"""When a test's posts are printed: as late as nobody can tell, and once.

A save prints the pages of its post at once. Tests mostly build first and ask afterwards, and that
took a fourth of their time. Here a post is printed before the next request or count of queries,
and at once while queries are counted and in tests that commit.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.snapshots import wrapped_in


@contextmanager
def printed_when_asked_for() -> Iterator[None]:
    from posts.archives import stored  # There is no Django yet when this file is read.

    waiting, counts = set[int](), []
    print_anew, request = stored.print_anew, Client.request
    begin, end = CaptureQueriesContext.__enter__, CaptureQueriesContext.__exit__

    def noted(keys: Collection[int]) -> None:
        if counts or wrapped_in(connection) < 0:
            print_anew(keys)
            return
        stored.forget_parts(keys)
        if len(keys) <= stored.MADE_AT_ONCE:
            waiting.update(keys)

    def print_all() -> None:
        if waiting:
            keys = set(waiting)
            waiting.clear()
            stored.make_missing(keys)

    def asked(client: Client, **environ: Any) -> Any:
        print_all()
        return request(client, **environ)

    def begun(context: CaptureQueriesContext) -> CaptureQueriesContext:
        print_all()
        counts.append(context)
        return begin(context)

    def ended(context: CaptureQueriesContext, *error: Any) -> None:
        counts.remove(context)
        end(context, *error)

    with pytest.MonkeyPatch.context() as patch:
        for module in ("refresh", "pending"):
            patch.setattr(f"posts.archives.{module}.print_anew", noted)
        patch.setattr(Client, "request", asked)
        patch.setattr(CaptureQueriesContext, "__enter__", begun)
        patch.setattr(CaptureQueriesContext, "__exit__", ended)
        yield
