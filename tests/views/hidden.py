"""A post that no reader may see, in words that occur nowhere else."""

from datetime import UTC, datetime, timedelta

from posts.models import Category, Image, Place, Post
from tests.factories import make_category, make_citation, make_image, make_post

NOW = datetime(2026, 10, 14, 12, tzinfo=UTC)
STATES = {
    "draft": {"status": Post.Status.DRAFT},
    "review": {"status": Post.Status.REVIEW},
    "scheduled": {"publish_at": NOW + timedelta(seconds=1)},
    "withdrawn": {"status": Post.Status.WITHDRAWN},
    "in the trash": {
        "status": Post.Status.WITHDRAWN,
        "trashed_at": NOW,
        "trashed_status": "approved",
    },
}
WORDS = [f"quagga{part}" for part in (
    *("title", "slug", "description", "story", "question", "label", "bullet", "tag", "place"),
    *("category", "source", "quotation", "caption", "alt", "credit"),
)]  # fmt: skip


def make_filed(title: str = "Hastings", **fields) -> Post:
    """A post of 14 October that stands in the archives war, siege, France and Europe."""
    war = make_category("War", description="Armed & organised.")
    filed = {"categories": [war], "places": [Place.objects.get(slug="france")], "tags": ["siege"]}
    return make_post(title, **filed | fields)


def make_hidden(state: str, public: Post, **fields) -> Post:
    """A hidden post that shares day, category, place and tag with the public one."""
    category, _ = Category.objects.get_or_create(name="quaggacategory")
    place, _ = Place.objects.get_or_create(
        name="quaggaplace", defaults={"parent": public.places.first()}
    )
    hero = Image.objects.filter(alt="quaggaalt").first() or make_image(
        "green", alt="quaggaalt", caption="quaggacaption", credit="quaggacredit"
    )
    post = make_post(
        "quaggatitle",
        description="quaggadescription",
        story="quaggastory",
        closing_question="quaggaquestion",
        hero=hero,
        categories=[*public.categories.all(), category],
        places=[*public.places.all(), place],
        tags=["siege", "quaggatag"],
        bullets=[("quaggalabel", "quaggabullet")],
        **{"slug": "quaggaslug", "event_input": "14 October 1267"} | STATES[state] | fields,
    )
    make_citation(post, "quaggasource", quotation="quaggaquotation")
    return post
