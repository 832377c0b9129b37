from posts.models.archive import Archive, ArchiveEntry, Generation
from posts.models.event_date import Anniversary, EventDated
from posts.models.image import Image
from posts.models.place import Place
from posts.models.post import Bullet, EditConflict, Post
from posts.models.post_query import PostQuerySet
from posts.models.redirect import Redirect
from posts.models.search import SearchDocument, SearchTerm
from posts.models.source import Citation, Source
from posts.models.taxonomy import Category

__all__ = [
    "Anniversary",
    "Archive",
    "ArchiveEntry",
    "Bullet",
    "Category",
    "Citation",
    "EditConflict",
    "EventDated",
    "Generation",
    "Image",
    "Place",
    "Post",
    "PostQuerySet",
    "Redirect",
    "SearchDocument",
    "SearchTerm",
    "Source",
]
