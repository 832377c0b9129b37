"""What can be imported: each kind of site with the function that opens one."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from posts.exchange.ghost import open_ghost
from posts.exchange.jekyll import open_jekyll
from posts.exchange.markdown import open_markdown
from posts.exchange.reader import Reader
from posts.exchange.wordpress import open_wordpress

# Called with the site's path and the zone in which it was built, "" for its own settings.
KINDS: Final[Mapping[str, Callable[[Path, str], Reader]]] = {
    "ghost": lambda path, zone: open_ghost([path], timezone=zone),
    "jekyll": open_jekyll,
    "markdown": lambda path, zone: open_markdown([path], timezone=zone),
    "wordpress": lambda path, zone: open_wordpress([path], timezone=zone),
}
