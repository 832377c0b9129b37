"""A post and a dossier with all that there is to tell, and more of each."""

from datetime import UTC, datetime

from posts.models import Place, Post
from tests.factories import (
    make_category,
    make_citation,
    make_dossier,
    make_image,
    make_milestone,
    make_place,
    make_post,
)
from tests.views.hidden import make_filed

SITE = "http://127.0.0.1:8000"


def make_world() -> Post:
    """A post and a dossier with all that there is to tell of either."""
    post = make_filed(
        story="See [the day](/on/10-14/).",
        bullets=[("Event", "A *battle* of the conquest.")],
        closing_question="Was it worth it?",
        hero=make_image(credit="J. Doe", caption="A field"),
    )
    make_citation(
        post, "The Carmen", author="Guy", issued="1067", url="https://example.org/carmen",
        locator="p. 3", quotation="Heu!", note="In Latin.",
    )  # fmt: skip
    dossier = make_dossier("Conquest", posts=[post], sections=[("Why", "For [it](/on/).")])
    make_milestone(dossier)
    return post


def make_more(number: int) -> None:
    """Another of each thing that lists tell of, dated on the same day."""
    place = make_place(f"Town {number}", parent=Place.objects.get(slug="france"))
    post = make_post(
        f"More {number}",
        event_input=f"14 October {1070 + number}",
        publish_at=datetime(2021, 1, number, tzinfo=UTC),
        categories=[make_category(f"Kind {number}")],
        places=[place],
        hero=make_image("green", (900 + number, 600)),
        tags=[f"tag {number}"],
    )
    make_citation(post, f"Source {number}")
    dossier = make_dossier(f"What happened {number}", posts=[post], sections=[("A", "B")])
    make_milestone(dossier, f"Milestone {number}")
