"""The only place that makes HTML, and makes it safe. Pure: look-ups are passed in."""

from posts.rendering.errors import RenderingError
from posts.rendering.figures import Picture, picture_html
from posts.rendering.markdown import MAX_STORY_BYTES, render_inline, render_story, stored_html
from posts.rendering.text import clean_line, clean_text

__all__ = [
    "MAX_STORY_BYTES",
    "Picture",
    "RenderingError",
    "clean_line",
    "clean_text",
    "picture_html",
    "render_inline",
    "render_story",
    "stored_html",
]
