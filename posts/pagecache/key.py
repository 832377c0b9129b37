"""What tells one kept page from another: a request, cut down to what its page depends on."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from posts.pagecache.allowed import KnownPaths

LONGEST_QUERY = 2_000
LONGEST_HOST = 260


class Key(NamedTuple):
    """One page; `query` holds the parameters that its view reads, in the view's order.

    It is the same under every name that is allowed: addresses in it are made of SITE_URL.
    """

    path: str
    query: str


@dataclass(frozen=True)
class PlainRequest:
    """The request that a page is made by, as the server would give it: nothing but its key.

    No cookie, condition or other header of whoever asked first can get into what all get.
    """

    key: Key
    method: str
    client: str = "127.0.0.1:0"
    server: str = "127.0.0.1:80"
    authority: str = ""
    http_version: str = "1.1"
    headers: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "headers", {"host": own_host()})

    @property
    def scheme(self) -> str:
        return "https" if settings.HTTPS else "http"

    @property
    def path(self) -> str:
        return self.key.path

    @property
    def query_string(self) -> str:
        return self.key.query


class Keys:
    """Finds the key of a request."""

    def __init__(self) -> None:
        self._paths = KnownPaths()
        self._session = settings.SESSION_COOKIE_NAME
        self._only_loopback = settings.KEY_IS_GENERATED
        self._hosts = tuple(settings.ALLOWED_HOSTS)
        self._is_https = settings.HTTPS
        name, self._secure_value = settings.SECURE_PROXY_SSL_HEADER or ("", "")
        self._scheme_header = name.removeprefix("HTTP_").replace("_", "-").lower()
        self._looked_at = {"cookie", "if-match", "if-unmodified-since", self._scheme_header}

    def of(self, scope: Any, headers: Any) -> Key | None:
        """Return the key of a request, None where its page is not to be kept.

        That is whoever brings a session, and whatever is so odd that Django may see another
        request in it: it sees for itself then.
        """
        if scope.method not in ("GET", "HEAD"):
            return None
        path = scope.path
        parameters = self._paths.parameters(path)
        if parameters is None:
            return None
        hosts = headers.get_all("host")
        if len(hosts) != 1 or len(hosts[0]) > LONGEST_HOST:
            return None
        if not is_allowed(hosts[0], self._hosts):
            return None
        if self._only_loopback and not scope.client.startswith("127."):
            return None
        # One call for most requests in place of one for each of these names.
        named = self._looked_at.intersection(headers.keys())
        if named and self._is_own(named, headers):
            return None
        if self._is_secure(scope, headers, named) != self._is_https:
            return None  # Django leads to the other scheme.
        query = scope.query_string
        known = known_query(query, parameters) if query else ""
        return None if known is None else Key(path, known)

    def _is_own(self, named: set[str], headers: Any) -> bool:
        """Whether an answer may be for who asks alone: with a session's cookie, in one header or
        in several, or with conditions that nobody sends for a page."""
        if not named.isdisjoint({"if-match", "if-unmodified-since"}):
            return True
        return "cookie" in named and any(
            self._session in line for line in headers.get_all("cookie")
        )

    def _is_secure(self, scope: Any, headers: Any, named: set[str]) -> bool:
        """As Django tells: by the proxy's header where the settings trust it, else the scheme."""
        if self._scheme_header in named:
            told = headers.get_all(self._scheme_header)[0]
            return bool(told.split(",", 1)[0].strip() == self._secure_value)
        return bool(scope.scheme == "https")


def own_host() -> str:
    """Return the name under which pages are made: that of SITE_URL, if it is allowed."""
    name = urlsplit(settings.SITE_URL).netloc
    hosts = tuple(settings.ALLOWED_HOSTS)
    return name if is_allowed(name, hosts) else hosts[0].removeprefix(".")


@lru_cache(maxsize=500)
def is_allowed(host: str, hosts: tuple[str, ...]) -> bool:
    """Whether Django answers under this name, with or without a port."""
    domain, _ = split_domain_port(host)
    return bool(domain) and validate_host(domain, hosts)


@lru_cache(maxsize=500)
def known_query(query: str, parameters: tuple[str, ...]) -> str | None:
    """Return what of a query a view reads, as one text for all that it takes for the same.

    None where that cannot be told: a parameter that is given twice, a query beyond measure.

        >>> known_query("utm=1&q=a+b&page=2", ("page", "q"))
        'page=2&q=a+b'
        >>> known_query("q=%61%20b&page=2&page=3", ("q",))
        'q=a+b'
        >>> known_query("page=2&page=3", ("page", "q"))
    """
    if len(query) > LONGEST_QUERY or not query.isascii():
        return None
    # As Django takes it apart; no other sign than & parts two of them.
    pairs = [pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] in parameters]
    found = dict(pairs)
    if len(found) != len(pairs):
        return None
    return urlencode([(name, found[name]) for name in parameters if name in found])
