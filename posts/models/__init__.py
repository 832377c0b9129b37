from posts.models.archive import (
    UNDATED,
    Archive,
    ArchiveEntry,
    ArchiveQuerySet,
    ContentVersion,
    content_version_moved,
)
from posts.models.autosave import Autosave, Presence
from posts.models.bulk import bulk_written, insert, inserts_together
from posts.models.dossier import Dossier, DossierCitation, Milestone, Section
from posts.models.event_date import Anniversary, EventDated
from posts.models.form_count import FormCount
from posts.models.image import Image
from posts.models.import_run import SOURCE_LENGTH, ImportRun
from posts.models.letter import (
    LETTER_LENGTH,
    PASSAGE_LENGTH,
    Letter,
    LetterKind,
    LetterState,
)
from posts.models.note import NOTE_TEXT_LENGTH, QUOTE_LENGTH, Note
from posts.models.notice import Notice, NoticeKind, NoticePreference
from posts.models.outbox import (
    PROBLEM_LENGTH,
    SUBJECT_LENGTH,
    OutboxMessage,
    OutboxState,
)
from posts.models.page import Page
from posts.models.picture_use import PictureUse
from posts.models.place import Place, lies_within
from posts.models.post import Bullet, Post
from posts.models.post_link import LinkLoop, PostLink
from posts.models.post_query import (
    CARD_RELATIONS,
    LONG_TEXTS,
    WITHOUT_DATE,
    PostQuerySet,
    month_bounds,
)
from posts.models.preview_link import PreviewLink
from posts.models.profile import Profile
from posts.models.publishing import (
    DUE_SQL,
    Status,
    found_public_sql,
    last_out_sql,
    public_sql,
)
from posts.models.redirect import PATH_LENGTH, Redirect, RedirectLoop, keep_archive, target_columns
from posts.models.redirect_target import (
    TARGETS,
    address_of,
    first_parts,
    forms_of,
    is_reserved,
    is_served,
    kind_of,
    own_path,
    path_of,
    row_at,
    slug_at,
)
from posts.models.related import Beside, Line, PlaceInTime, beside, related_to
from posts.models.revision import (
    NOTE_LENGTH,
    Action,
    Correction,
    Revision,
    RevisionKind,
    Transition,
    WorkingCopy,
)
from posts.models.search import SearchDocument, SearchTerm
from posts.models.slugs import SLUG_LENGTH, free_slug, numbered_slug, slug_from
from posts.models.source import Citation, CitedSource, Source
from posts.models.stored_parts import EDITION_LENGTH, StoredParts, StoredSurroundings
from posts.models.story_link import StoryLink, store_uses
from posts.models.subscription import DAYS_TO_CONFIRM, Subscription, zone_name
from posts.models.tags import tag_keys, tag_slug, tags_named, tags_with
from posts.models.taxonomy import Category, SpanPage, TagPage, path_of_span
from posts.models.translation import TranslationRefused
from posts.models.trash import DAYS_IN_TRASH
from posts.models.versioned import EditConflict

__all__ = [
    "CARD_RELATIONS",
    "DAYS_IN_TRASH",
    "DAYS_TO_CONFIRM",
    "DUE_SQL",
    "EDITION_LENGTH",
    "LETTER_LENGTH",
    "LONG_TEXTS",
    "NOTE_LENGTH",
    "NOTE_TEXT_LENGTH",
    "PASSAGE_LENGTH",
    "PATH_LENGTH",
    "PROBLEM_LENGTH",
    "QUOTE_LENGTH",
    "SLUG_LENGTH",
    "SOURCE_LENGTH",
    "SUBJECT_LENGTH",
    "TARGETS",
    "UNDATED",
    "WITHOUT_DATE",
    "Action",
    "Anniversary",
    "Archive",
    "ArchiveEntry",
    "ArchiveQuerySet",
    "Autosave",
    "Beside",
    "Bullet",
    "Category",
    "Citation",
    "CitedSource",
    "ContentVersion",
    "Correction",
    "Dossier",
    "DossierCitation",
    "EditConflict",
    "EventDated",
    "FormCount",
    "Image",
    "ImportRun",
    "Letter",
    "LetterKind",
    "LetterState",
    "Line",
    "LinkLoop",
    "Milestone",
    "Note",
    "Notice",
    "NoticeKind",
    "NoticePreference",
    "OutboxMessage",
    "OutboxState",
    "Page",
    "PictureUse",
    "Place",
    "PlaceInTime",
    "Post",
    "PostLink",
    "PostQuerySet",
    "Presence",
    "PreviewLink",
    "Profile",
    "Redirect",
    "RedirectLoop",
    "Revision",
    "RevisionKind",
    "SearchDocument",
    "SearchTerm",
    "Section",
    "Source",
    "SpanPage",
    "Status",
    "StoredParts",
    "StoredSurroundings",
    "StoryLink",
    "Subscription",
    "TagPage",
    "Transition",
    "TranslationRefused",
    "WorkingCopy",
    "address_of",
    "beside",
    "bulk_written",
    "content_version_moved",
    "first_parts",
    "forms_of",
    "found_public_sql",
    "free_slug",
    "insert",
    "inserts_together",
    "is_reserved",
    "is_served",
    "keep_archive",
    "kind_of",
    "last_out_sql",
    "lies_within",
    "month_bounds",
    "numbered_slug",
    "own_path",
    "path_of",
    "path_of_span",
    "public_sql",
    "related_to",
    "row_at",
    "slug_at",
    "slug_from",
    "store_uses",
    "tag_keys",
    "tag_slug",
    "tags_named",
    "tags_with",
    "target_columns",
    "zone_name",
]
