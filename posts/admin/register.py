"""Every page of the desk: importing this registers them, once the site itself exists."""

from posts.admin import (  # noqa: F401
    images,
    letters,
    posts,
    redirects,
    sources,
    taxonomy,
    users,
    works,
)
