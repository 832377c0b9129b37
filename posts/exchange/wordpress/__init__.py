"""The posts of a WordPress site, read from what its Tools → Export wrote (WXR)."""

from posts.exchange.wordpress.reader import WordPressReader, open_wordpress
from posts.exchange.wordpress.wxr import recognises

__all__ = ["WordPressReader", "open_wordpress", "recognises"]
