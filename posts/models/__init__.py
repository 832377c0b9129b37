from posts.models.archive import Archive, ArchiveEntry, ContentVersion
from posts.models.desk import Autosave, Presence, PreviewLink
from posts.models.dossier import Dossier, DossierCitation, Milestone, Section
from posts.models.event_date import Anniversary, EventDated
from posts.models.image import Image
from posts.models.picture_use import PictureUse
from posts.models.place import Place
from posts.models.post import Bullet, EditConflict, Post
from posts.models.post_link import LinkLoop, PostLink
from posts.models.post_query import PostQuerySet
from posts.models.redirect import Redirect, RedirectLoop
from posts.models.revision import Action, Correction, Revision, Transition, WorkingCopy
from posts.models.search import SearchDocument, SearchTerm
from posts.models.source import Citation, Source
from posts.models.taxonomy import Category, TagPage

__all__ = [
    "Action",
    "Anniversary",
    "Archive",
    "ArchiveEntry",
    "Autosave",
    "Bullet",
    "Category",
    "Citation",
    "ContentVersion",
    "Correction",
    "Dossier",
    "DossierCitation",
    "EditConflict",
    "EventDated",
    "Image",
    "LinkLoop",
    "Milestone",
    "PictureUse",
    "Place",
    "Post",
    "PostLink",
    "PostQuerySet",
    "Presence",
    "PreviewLink",
    "Redirect",
    "RedirectLoop",
    "Revision",
    "SearchDocument",
    "SearchTerm",
    "Section",
    "Source",
    "TagPage",
    "Transition",
    "WorkingCopy",
]
