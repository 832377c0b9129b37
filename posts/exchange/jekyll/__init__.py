"""The posts of a Jekyll site, read from its folder."""

from posts.exchange.jekyll.reader import JekyllReader, open_jekyll, recognises

__all__ = ["JekyllReader", "open_jekyll", "recognises"]
