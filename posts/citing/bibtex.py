from posts.citing.cited import CitedStory, one_line
from posts.dates.calendar import MONTHS

# BibTeX counts braces before TeX reads them, so that even \{ must have its pair.
ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "&%$#_"},
    }
)


def bibtex(story: CitedStory) -> str:
    """Return an @online entry in UTF-8: `date` is for biblatex, year and month for BibTeX.

    Titles, and names that are not to be taken apart, stand in two pairs of braces: no style
    changes their capitals or takes the site's name for a person's.
    """
    fields = {
        "author": _author(story),
        "title": _kept(story.title),
        "organization": _kept(story.site),
        "date": f"{{{story.published.isoformat()}}}",
        "year": f"{{{story.published.year}}}",
        "month": MONTHS[story.published.month - 1][:3].lower(),
        "url": f"{{{story.url}}}",
        "note": _braced(story.note),
        "language": _braced(story.language),
        "abstract": _braced(story.description),
        "keywords": _braced(", ".join(word.replace(",", " ") for word in story.keywords)),
    }
    lines = [f"  {name} = {value}," for name, value in fields.items() if value]
    return "\n".join((f"@online{{{story.key},", *lines, "}", ""))


def _author(story: CitedStory) -> str:
    family, given = story.names
    return _braced(f"{family}, {given}") if given else _kept(story.responsible)


def _braced(text: str) -> str:
    return f"{{{one_line(text).translate(ESCAPES)}}}" if text.strip() else ""


def _kept(text: str) -> str:
    return f"{{{_braced(text)}}}"
