"""No request, however odd, changes what others get: each is compared with an uncached answer."""

from collections.abc import Callable, Iterator
from itertools import product
from urllib.parse import unquote

import pytest
import time_machine

from posts.models import Post, Redirect
from tests.archives.world import NOW, make_world
from tests.factories import restart_keys
from tests.pagecache.site import Answered, Scope, Site

pytestmark = [pytest.mark.any_engine, pytest.mark.django_db]
CLEAN = ("/posts/hastings/", "/categories/war/", "/search/?q=hastings", "/feed.xml")
PATHS = (
    *("/posts/hastings/.css", "/posts/hastings/;.css", "/posts/hastings/x.js", "/posts/hastings"),
    *(
        "/posts/%2e/hastings/",
        "/posts/x/%2e%2e/hastings/",
        "/posts/./hastings/",
        "//posts/hastings/",
    ),
    *("//posts/hastings/", "/posts/%68astings/", "/posts/Hastings/", "/POSTS/hastings/"),
    *(
        "/posts/hastings%2f",
        "/posts/hastings/%00",
        "/posts/hastings/%0a",
        "/posts/hastings/%ff/",
        "/posts/hastings%20/",
    ),
    *("/posts/hastings/cover.png", "/posts/hastings/cover.png/", "/preview/hastings/", "/admin/"),
    *("/categories/WAR/", "/categories/war", "/tags/SIEGE/", "/tags/sie%67e/", "/feed.xml/", "/"),
    *("/old/", "/old", "/nothing/", "/places/france/?page=2", f"/{'a' * 3000}/", "/tags/%ff/", ""),
)
QUERIES = (
    *("page=2", "page=1&page=2", "page=2&page=1", "page=", "page", "page=2;q=x", ";page=2", "=2"),
    *("%70age=2", "page=%32", "page=+2", "PAGE=2", "page=2&", "&&page=2", "page[]=2", "page=2%00"),
    *("q=hastings", "q=%68astings", "q=hastings&q=war", "q=", "q=hastings;sort=event", "q=%ff"),
    *("q=hastings&sort=event", "sort=event&q=hastings", "q=has%74ings&utm_source=x", "q=%C3%A9"),
    *("category=war&q=hastings", "category=none", "q=hastings&category=war&category=x"),
    *("draft=1", "draft", "utm_source=a", "_=1", "callback=x", "format=json", "q=" + "a" * 3000),
    *(
        "&".join(f"a{n}=1" for n in range(900)),
        "page=99999999999999999999",
        "page=-1",
        "page=%2532",
    ),
)
HEADERS: tuple[tuple[tuple[str, str], ...], ...] = (
    (("x-forwarded-host", "evil.test"),),
    (("x-forwarded-proto", "https"),),
    (("x-forwarded-for", "192.0.2.7"), ("x-real-ip", "192.0.2.7"), ("forwarded", "for=192.0.2.7")),
    (("x-forwarded-prefix", "/evil"), ("x-original-url", "/admin/"), ("x-rewrite-url", "/admin/")),
    (("x-forwarded-port", "444"), ("x-forwarded-scheme", "https"), ("x-forwarded-server", "x")),
    (("x-http-method-override", "POST"), ("x-method-override", "DELETE")),
    (("x_forwarded_proto", "https"), ("script_name", "/evil")),
    (("accept", "application/json"), ("accept-language", "ar"), ("accept-charset", "utf-16")),
    (("accept-encoding", "br;q=0, gzip;q=0, identity;q=0"),),
    (("accept-encoding", "*"),),
    (("accept-encoding", "gzip;q=x, br;;;, ,"),),
    (("accept-encoding", "br"), ("accept-encoding", "gzip")),
    (("user-agent", "Mozilla/5.0 (iPhone)"), ("x-requested-with", "XMLHttpRequest")),
    (("cookie", f"csrftoken={32 * 'a'}; messages=evil; theme=dark"),),
    (("cookie", "sessionid=evil"),),
    (("cookie", "a=b"), ("cookie", "sessionid=evil")),
    (("authorization", "Basic ZXZpbA=="), ("range", "bytes=0-9")),
    (("host", "evil.test"),),
    (("host", "localhost"), ("host", "evil.test")),
    (("host", "LOCALHOST"),),
    (("host", "localhost:444"),),
    (("host", ""),),
    (("host", "localhost\r\nx: y"),),
    (("origin", "https://evil.test"), ("referer", "https://evil.test/")),
    (("if-none-match", "*"),),
    (("if-none-match", 'W/"x", "y"'),),
    (("if-match", '"x"'),),
    (("if-match", "*"), ("if-none-match", '"x"')),
    (("if-modified-since", "Fri, 01 Jan 2100 00:00:00 GMT"),),
    (("if-modified-since", "yesterday"),),
    (("if-unmodified-since", "Thu, 01 Jan 1970 00:00:01 GMT"),),
    (("cache-control", "no-cache"), ("pragma", "no-cache"), ("cache-control", "only-if-cached")),
    (("content-length", "10"), ("transfer-encoding", "chunked"), ("content-type", "text/xml")),
)
METHODS = ("GET", "HEAD")
# An ETag stands for bytes where they are kept, and for what they say elsewhere.
OF_THE_COPY = {"etag", "vary", "content-encoding", "content-length", "x-request-id"}


def odd_requests() -> Iterator[Scope]:
    for address, method in product(PATHS, METHODS):
        path, _, query = address.partition("?")
        yield Scope(unquote(path, errors="replace"), query, method=method)
    for query, clean in product(QUERIES, CLEAN[:3]):
        yield Scope(clean.partition("?")[0], query)
    asked = [*((clean, "GET") for clean in CLEAN), (CLEAN[0], "HEAD")]
    for headers, (clean, method) in product(HEADERS, asked):
        path, _, query = clean.partition("?")
        yield Scope(path, query, list(headers), method)
    for method, clean in product(("POST", "PUT", "OPTIONS", "TRACE", "get"), CLEAN[:2]):
        yield Scope(clean, "", [("content-length", "0")], method)


def told(answered: Answered, method: str) -> tuple[int, dict[str, str], bytes]:
    """Return what an answer says, however it was packed."""
    headers = {k: v for k, v in answered.headers.items() if k not in OF_THE_COPY}
    body = b"" if method == "HEAD" or answered.status == 304 else answered.text
    if answered.status == 304:
        headers = {"cache-control": headers["cache-control"]}
    return answered.status, headers, body


@time_machine.travel(NOW, tick=False)
def test_odd_requests_get_what_django_answers_and_change_nothing_for_others(
    site: Site, new_site: Callable[..., Site]
) -> None:
    restart_keys(Post)
    make_world()
    uncached, scopes = new_site(capacity=0), list(odd_requests())
    clean = {path: told(uncached.get(path), "GET") for path in CLEAN}
    wrong: list[object] = []
    for scope in scopes:
        got, expected = (told(each.send(scope), scope.method) for each in (site, uncached))
        if got != expected:
            wrong.append((scope, got[0], expected[0], got[1].items() ^ expected[1].items()))
        for path in CLEAN:
            if path.startswith(scope.path) and told(site.get(path), "GET") != clean[path]:
                wrong.append(scope)
    assert wrong == []
    assert {path: told(site.get(path), "GET") for path in CLEAN} == clean
    assert len(scopes) > 300
    assert uncached.counters.hits == 0 < site.counters.hits
    assert len(site.asked) < len(scopes)


def test_ten_thousand_random_queries_are_one_page(site: Site) -> None:
    make_world()
    page = site.get("/posts/hastings/").body
    for number in range(10_000):
        address = f"/posts/hastings/?x{number}={number}&page={number}&%71={number}"
        assert site.get(address).body == page
    assert len(site.asked) == site.counters.renders == 1


@pytest.mark.parametrize("path", CLEAN)
def test_nothing_of_the_first_who_asks_is_kept(site: Site, path: str) -> None:
    make_world()
    evil = (("x-forwarded-host", "evil.test"), ("cookie", "csrftoken=evil"), ("user-agent", "evil"))
    site.get(path, *evil, ("if-none-match", "*"), ("accept-language", "evil"), method="HEAD")
    (asked,) = site.asked
    assert (asked.headers, asked.method) == ({"host": "127.0.0.1:8000"}, "HEAD")
    kept = site.get(path)
    assert (len(site.asked), kept.status) == (1, 200)
    assert b"evil" not in kept.body
    assert not {"set-cookie"} & kept.headers.keys()


def test_an_old_address_is_counted_once_for_each_who_follows_it(site: Site) -> None:
    """Such a way on is asked for again, by the request as it came, whose query it keeps."""
    Redirect.objects.create(path="/categories/wars/", category=make_world().categories.get())
    for method, query in product(METHODS, ("", "?page=2", "?page=2&x=1")):
        got = site.get(f"/categories/wars/{query}", method=method)
        assert (got.status, got.headers["location"]) == (301, f"/categories/war/{query}")
    assert Redirect.objects.get(path="/categories/wars/").hits == 3
    assert site.counters.pages == 0
