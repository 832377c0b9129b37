"""Every page of the desk: importing this registers them, once the site itself exists."""

from posts.admin import (  # noqa: F401
    corrections,
    images,
    letters,
    posts,
    redirects,
    sources,
    taxonomy,
    users,
    works,
)
