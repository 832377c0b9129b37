"""The posts in a folder of Markdown: of Hugo, of Eleventy, of Obsidian, or of none of them."""

from posts.exchange.markdown.reader import MarkdownReader, open_markdown, recognises

__all__ = ["MarkdownReader", "open_markdown", "recognises"]
