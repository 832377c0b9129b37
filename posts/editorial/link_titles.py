"""The words of links to posts of this site that came as bare addresses."""

import re
from urllib.parse import urlsplit

from posts.models import PostQuerySet, slug_at

_LINK = re.compile(r"(?<!!)\[(?P<words>[^][]+)\]\((?P<path>/[^()\s]+)\)")


def with_titles(markdown: str, site: str, posts: PostQuerySet) -> str:
    """Return `markdown` where a link whose words are its address has the title of its post."""
    bare = {
        link[0]: (link["path"], slug_at(urlsplit(link["path"]).path, "post"))
        for link in _LINK.finditer(markdown)
        if link["words"].replace("\\", "") in (link["path"], site + link["path"])
    }
    asked = posts.filter(slug__in=[slug for _, slug in bare.values()])
    titles = dict(asked.values_list("slug", "title"))
    for link, (path, slug) in bare.items():
        if slug in titles:
            words = re.sub(r"([\\\[\]])", r"\\\1", titles[slug])
            markdown = markdown.replace(link, f"[{words}]({path})")
    return markdown
