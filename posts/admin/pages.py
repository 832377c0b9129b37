"""Every page of the desk: importing this registers them, once the site itself exists."""

from posts.admin import corrections, dossiers, images, people, post, redirects, sources, taxonomy

__all__ = [
    "corrections",
    "dossiers",
    "images",
    "people",
    "post",
    "redirects",
    "sources",
    "taxonomy",
]
