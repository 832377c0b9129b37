"""How others cite a story: as sentences for a bibliography and as files for their software."""

from posts.citing.bibtex import bibtex
from posts.citing.cited import CitedStory
from posts.citing.csl import csl_json
from posts.citing.keys import KEY_LENGTH, citation_key, distinct_keys
from posts.citing.ris import ris
from posts.citing.styles import Reference, references

__all__ = [
    "KEY_LENGTH",
    "CitedStory",
    "Reference",
    "bibtex",
    "citation_key",
    "csl_json",
    "distinct_keys",
    "references",
    "ris",
]
