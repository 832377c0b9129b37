"""The only place that makes HTML, and makes it safe. Pure: look-ups are passed in."""

from posts.rendering.absolute import absolute_html
from posts.rendering.citations import (
    CITATION,
    KEY,
    Numbering,
    Pointer,
    with_citations,
    without_citations,
)
from posts.rendering.data import linked_data
from posts.rendering.links import link_problem
from posts.rendering.markdown import (
    MAX_STORY_BYTES,
    curly,
    render_inline,
    render_section,
    render_story,
    stored_html,
)
from posts.rendering.marks import marked_html
from posts.rendering.outline import Link, Outline, ShownPicture, outline
from posts.rendering.passages import with_full_pictures, with_passages
from posts.rendering.pictures import Picture, picture_html
from posts.rendering.slots import fill, fill_each, slot
from posts.rendering.text import (
    RenderingError,
    alphabetical,
    apart,
    clean_line,
    clean_text,
    minutes_to_read,
    with_bare_marks,
    with_plain_breaks,
    without_controls,
)

__all__ = [
    "CITATION",
    "KEY",
    "MAX_STORY_BYTES",
    "Link",
    "Numbering",
    "Outline",
    "Picture",
    "Pointer",
    "RenderingError",
    "ShownPicture",
    "absolute_html",
    "alphabetical",
    "apart",
    "clean_line",
    "clean_text",
    "curly",
    "fill",
    "fill_each",
    "link_problem",
    "linked_data",
    "marked_html",
    "minutes_to_read",
    "outline",
    "picture_html",
    "render_inline",
    "render_section",
    "render_story",
    "slot",
    "stored_html",
    "with_bare_marks",
    "with_citations",
    "with_full_pictures",
    "with_passages",
    "with_plain_breaks",
    "without_citations",
    "without_controls",
]
