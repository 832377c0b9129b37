"""Every page of the desk: importing this registers them, once the site itself exists."""

from posts.admin import dossiers, images, people, post, sources, taxonomy

__all__ = ["dossiers", "images", "people", "post", "sources", "taxonomy"]
