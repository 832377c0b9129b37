import json

from posts.citing.cited import CitedStory, one_line


def csl_json(story: CitedStory) -> str:
    """Return a list of one item, as reference managers import it."""
    published = story.published
    item = {
        "id": story.key,
        "type": "post-weblog",
        "title": one_line(story.title),
        "author": [_author(story)],
        "container-title": one_line(story.site),
        "issued": {"date-parts": [[published.year, published.month, published.day]]},
        "URL": story.url,
        "abstract": one_line(story.description),
        "language": story.language,
        "keyword": ", ".join(story.keywords),
        "note": story.note,
    }
    known = {name: value for name, value in item.items() if value}
    return json.dumps([known], ensure_ascii=False, indent=2) + "\n"


def _author(story: CitedStory) -> dict[str, str]:
    family, given = story.names
    if given:
        return {"family": family, "given": given}
    return {"literal": one_line(story.responsible)}
