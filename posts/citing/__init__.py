"""How others cite a story: as sentences for a bibliography and as files for their software."""

from posts.citing.bibtex import bibtex
from posts.citing.cited import CitedStory
from posts.citing.csl import csl_json
from posts.citing.ris import ris
from posts.citing.styles import Reference, references

__all__ = [
    "CitedStory",
    "Reference",
    "bibtex",
    "csl_json",
    "references",
    "ris",
]
