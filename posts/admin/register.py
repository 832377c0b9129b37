"""Every page of the desk: importing this registers them, once the site itself exists."""

from posts.admin import (
    corrections,
    dossiers,
    images,
    letters,
    pages,
    post,
    redirects,
    sources,
    taxonomy,
    users,
)

__all__ = [
    "corrections",
    "dossiers",
    "images",
    "letters",
    "pages",
    "post",
    "redirects",
    "sources",
    "taxonomy",
    "users",
]
