"""The posts of a Ghost site, read from the JSON that Settings → Labs → Export writes."""

from posts.exchange.ghost.reader import GhostReader, open_ghost
from posts.exchange.ghost.tables import recognises

__all__ = ["GhostReader", "open_ghost", "recognises"]
