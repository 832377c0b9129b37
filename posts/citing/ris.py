from posts.citing.cited import CitedStory, one_line


def ris(story: CitedStory) -> str:
    """Return one record: a tag, two spaces, a hyphen and a space before each value, CRLF after.

    A value is one line. An asterisk is not allowed in names and keywords.
    """
    site = _name(story.site)
    values = [
        ("TY", "BLOG"),
        ("ID", story.key),
        ("AU", _name(story.responsible)),
        ("TI", story.title),
        ("T2", site),
        ("PY", str(story.published.year)),
        ("DA", story.published.strftime("%Y/%m/%d")),
        ("UR", story.url),
        ("AB", story.description),
        ("LA", story.language),
        ("N1", story.note),
        *(("KW", _name(word)) for word in story.keywords),
    ]
    lines = [f"{tag}  - {line}" for tag, value in values if (line := one_line(value))]
    return "\r\n".join((*lines, "ER  - ", ""))


def _name(text: str) -> str:
    return text.replace("*", " ")
