"""What can be imported: each kind of site with the function that opens one."""

from collections.abc import Callable, Mapping
from typing import Final

from posts.exchange.jekyll import open_jekyll
from posts.exchange.reader import Options, Reader

KINDS: Final[Mapping[str, Callable[[Options], Reader]]] = {
    "jekyll": open_jekyll,
}
