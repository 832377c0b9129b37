"""What a reader finds on a page: its titles, and what stands beside them."""

import re

from django.test import Client


def text_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def links_in(text: str, prefix: str = "/") -> list[str]:
    return re.findall(rf'href="({prefix}[^"]*)"', text)


def titles_in(text: str) -> list[str]:
    """The titles of chronicles, from top to bottom."""
    parts = (part.split("</a>")[0].partition(">")[2] for part in text.split('"entry-title"')[1:])
    return [re.sub(r"<[^>]*>", "", part).strip() for part in parts]


def stamps_in(text: str) -> list[tuple[str, str]]:
    """The year and the note beside each title of a day's list."""
    stamps = [part.split("</p>")[0] for part in text.split('class="stamp stamp-small')[1:]]
    told = [stamp.partition('<span class="ago')[0] for stamp in stamps]
    spans = [[span.split("</span>")[0] for span in stamp.split("<span")[1:]] for stamp in told]
    return [tuple(span.partition(">")[2] for span in pair) for pair in spans]
