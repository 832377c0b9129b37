"""Places that a post needs and nobody has added yet: its `proposed_places`, a line for each."""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import transaction

from posts.editorial import save
from posts.editorial.roles import Person
from posts.editorial.snapshot_io import named
from posts.models import Place, Post


def proposed_names(text: str) -> list[str]:
    """Return the names in `text`, each once. Raises ValidationError for one that is too long."""
    names = list(dict.fromkeys(filter(None, map(str.strip, text.splitlines()))))
    most = Place._meta.get_field("name").max_length or 0
    for name in names:
        if len(name) > most:
            words = f"“{name[:40]}…” has {len(name)} characters; a place has {most} at most."
            raise ValidationError(words)
    return names


@transaction.atomic
def file_under_proposed(post: Post, name: str, place: Place, *, by: Person) -> save.Saved:
    """Let `place`, which was proposed under `name`, take the place of that. Raises NotAllowed."""
    row = save.lock(post)
    draft = save.draft_of(row)
    names = draft.content.proposed_places.splitlines()
    content = replace(
        draft.content,
        places=(*draft.content.places, named(place)),
        proposed_places="\n".join(each for each in names if each != name),
    )
    plan = row.publish_at
    return save.save(row, content, by=by, version=draft.version, draft=draft, plan=plan)
