"""What one page is kept under: no more of a request than the page depends on, and no less."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import QueryDict
from django.test import Client
from django.urls import resolve

from historyblog.environ import environ_of
from posts.models import Post
from posts.pagecache.key import Key, Keys, PlainRequest, known_query
from posts.urls import urlpatterns
from tests.archives.world import make_world
from tests.factories import restart_keys
from tests.pagecache.site import Scope
from tests.views.test_leaks import PUBLIC_PAGES

NAMES = ("page", "q")
STORY, PLACE = "/posts/a/", "/places/france/"


@pytest.mark.parametrize(
    ("query", "known"),
    [
        ("", ""),
        ("utm=1", ""),
        ("page=2", "page=2"),
        ("q=b&page=2", "page=2&q=b"),
        ("%70%61ge=%32&x=page", "page=2"),
        ("x=1&x=2&page=2", "page=2"),
        ("page=", "page="),
        ("page", "page="),
        ("page=2;q=b", "page=2%3Bq%3Db"),
        ("q=a+b", "q=a+b"),
        ("q=a%20b", "q=a+b"),
        ("q=a%2Bb", "q=a%2Bb"),
        ("q=%c3%a9", "q=%C3%A9"),
        ("q=%00", "q=%00"),
        ("page=1&page=2", None),
        ("page=1&%70age=1", None),
        ("q=\xe9", None),
        ("q=" + 2000 * "a", None),
    ],
)
def test_a_query_is_cut_down_to_what_django_reads_of_it(query: str, known: str | None) -> None:
    assert known_query(query, NAMES) == known
    if known is not None:
        as_django = [QueryDict(each.encode()) for each in (query, known)]
        assert [[each.getlist(name) for name in NAMES] for each in as_django[:1]] == [
            [each.getlist(name) for name in NAMES] for each in as_django[1:]
        ]


def key(scope: Scope) -> Key | None:
    return Keys().of(scope, scope.headers)


@pytest.mark.parametrize(
    "scope",
    [
        Scope(STORY, method="POST"),
        Scope(STORY, method="get"),
        Scope("/no/thing/"),
        Scope("/admin/"),
        Scope("/preview/a/"),
        Scope("/media/a.png"),
        Scope("/.well-known/security.txt"),
        Scope("/posts/a"),
        Scope("/posts/a/.css"),
        Scope(f"/tags/{2000 * 'a'}/"),
        Scope(STORY, "", [("cookie", "sessionid=a")]),
        Scope(STORY, "", [("cookie", "a=b"), ("cookie", "c=d;sessionid = a")]),
        Scope(STORY, "", [("host", "a"), ("host", "b")]),
        Scope(STORY, "", [("host", "")]),
        Scope(STORY, "", [("host", "evil.test")]),
        Scope(STORY, "", [("host", "localhost:x")]),
        Scope(STORY, "", [("host", f"{300 * 'a'}.localhost")]),
        Scope(STORY, "", [("if-match", "*")]),
        Scope(PLACE, "page=1&page=2"),
    ],
    ids=lambda scope: f"{scope.method} {scope.path[:30]} {scope.pairs}",
)
def test_what_is_not_for_everybody_has_none(scope: Scope) -> None:
    assert key(scope) is None


def test_only_this_machine_is_answered_under_a_generated_secret(settings: Any) -> None:
    settings.KEY_IS_GENERATED = True
    clients = ("127.0.0.1:5000", "192.0.2.7:5000", "[2001:db8::7]:5000")
    assert [key(Scope(STORY, client=client)) is None for client in clients] == [False, True, True]


@pytest.mark.parametrize(
    ("headers", "scheme", "trusting", "plain"),
    [
        ([], "http", False, False),
        ([], "https", True, True),
        ([("x-forwarded-proto", "https")], "http", True, False),
        ([("x-forwarded-proto", "https"), ("x-forwarded-proto", "http")], "http", True, False),
        ([("x-forwarded-proto", "http, https")], "https", False, True),
        ([("x-forwarded-proto", "HTTPS")], "http", False, False),
        ([("x-forwarded-proto", "")], "https", False, True),
        ([("x-forwarded-proto", ""), ("x-forwarded-proto", "https")], "http", False, False),
        ([("x-forwarded-proto", " https")], "http", True, False),
    ],
)
def test_a_proxy_tells_the_scheme_where_the_settings_trust_it(
    settings: Any, headers: list[tuple[str, str]], scheme: str, trusting: bool, plain: bool
) -> None:
    scope = Scope(STORY, "", headers, scheme=scheme)
    asked = WSGIRequest(environ_of(scope, BytesIO(), 0))
    kept = Key(STORY, "")
    for trusted, is_secure in ((("HTTP_X_FORWARDED_PROTO", "https"), trusting), (None, plain)):
        settings.SECURE_PROXY_SSL_HEADER = trusted
        assert asked.is_secure() == is_secure
        for settings.HTTPS in (False, True):
            assert key(scope) == (kept if is_secure == settings.HTTPS else None)


@pytest.mark.parametrize(
    ("allowed", "asked", "own"),
    [
        (["127.0.0.1", "localhost"], ["localhost", "LOCALHOST:99", "127.0.0.1"], "127.0.0.1:8000"),
        ([".example.org"], ["example.org", "a.example.org:99", "b.a.example.org"], "example.org"),
        (["*"], ["a.test", "b.test"], "127.0.0.1:8000"),
    ],
)
def test_a_page_is_one_under_all_names(
    settings: Any, allowed: list[str], asked: list[str], own: str
) -> None:
    settings.ALLOWED_HOSTS = allowed
    assert {key(Scope(STORY, "", [("host", host)])) for host in asked} == {Key(STORY, "")}
    assert PlainRequest(Key(STORY, ""), "GET").headers == {"host": own}


# What is asked for by the fewest, what changes by another midnight than the site's, the ways on
# from old addresses, what only editors or browsers of pictures ask for, and readers' forms.
NEVER_KEPT = {
    *("legacy", "preview", "media", "security", "markdownx_upload", "markdownx_markdownify"),
    *("healthz", "readyz", "random", "letter", "letter_thanks"),
    *("sign_up", "confirm", "unsubscribe", "favicon", "touch_icon"),
    *("admin_password_reset", "password_reset_done"),
    *("password_reset_confirm", "password_reset_complete"),
}


def test_the_pages_that_are_kept_are_these() -> None:
    named = {pattern.name: pattern for pattern in urlpatterns if getattr(pattern, "name", None)}
    kept = {name for name, pattern in named.items() if hasattr(pattern.callback, "cached_by")}
    assert named.keys() - kept == NEVER_KEPT


def noting(read: set[str], own: Callable[..., Any]) -> Callable[..., Any]:
    def noted(self: QueryDict, *names: str) -> Any:
        read.update(names[:1] or ("all of them",))
        return own(self, *names)

    return noted


@pytest.mark.django_db
def test_a_view_reads_no_parameter_that_its_pages_are_not_kept_by(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    restart_keys(Post)
    make_world()
    read, unknown = set[str](), {}
    for name in ("get", "__getitem__", "__contains__", "getlist", "items", "lists", "copy", "dict"):
        monkeypatch.setattr(QueryDict, name, noting(read, getattr(QueryDict, name)))
    for path in PUBLIC_PAGES:
        read.clear()
        Client().get(path)
        found = read - set(getattr(resolve(path.partition("?")[0]).func, "cached_by", read))
        unknown |= {path: found} if found else {}
    assert unknown == {}
