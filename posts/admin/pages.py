"""Every page of the desk: importing this registers them, once the site itself exists."""

from posts.admin import images, people, post, sources, taxonomy

__all__ = ["images", "people", "post", "sources", "taxonomy"]
