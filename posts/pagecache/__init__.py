"""Pages for readers, kept as the bytes that were sent: a hit asks neither Django nor a database.

`cacheable` marks the views whose pages may be kept, `PageCache` answers: where nothing has to be
waited for, without the event loop of the server.
"""

from posts.pagecache.allowed import cacheable
from posts.pagecache.encoding import for_one_answer
from posts.pagecache.expiry import AT_ONCE, EXPIRES, expires
from posts.pagecache.freshness import Freshness
from posts.pagecache.front import PageCache

__all__ = [
    "AT_ONCE",
    "EXPIRES",
    "Freshness",
    "PageCache",
    "cacheable",
    "expires",
    "for_one_answer",
]
