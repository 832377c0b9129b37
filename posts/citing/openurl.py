"""Context objects of OpenURL (Z39.88-2004), which COinS spans carry in their title.

Zotero asks the spans of a page before its other data, so that a page whose sources have them
needs one for itself: otherwise its sources could be filed, and the story could not.
"""

from urllib.parse import quote

from posts.citing.cited import CitedSource, CitedStory, one_line

DUBLIN_CORE = "info:ofi/fmt:kev:mtx:dc"


def story_context(story: CitedStory) -> str:
    return _context(
        type="blogPost",
        title=story.title,
        source=story.site,
        date=story.published.isoformat(),
        identifier=story.url,
        description=story.description,
        language=story.language,
    )


def source_context(source: CitedSource) -> str:
    """Return the source as a web page where it has an address, else as a document.

    A printed author may be a person or a body; software splits the name as it sees fit.
    """
    return _context(
        type="webpage" if source.url else "document",
        title=source.title,
        creator=source.author,
        publisher=source.publisher,
        date=source.issued,
        identifier=source.url,
        language=source.language,
    )


def _context(**fields: str) -> str:
    """Return the fields of the Dublin Core format; type and title by Zotero's own names."""
    pairs = [("ctx_ver", "Z39.88-2004"), ("rft_val_fmt", DUBLIN_CORE)]
    pairs += [(f"rft.{name}", line) for name, text in fields.items() if (line := one_line(text))]
    # Not every reader takes a plus sign for a space; all take %20.
    return "&".join(f"{name}={quote(value, safe='')}" for name, value in pairs)
