"""A small site on which every model that pages print has a row that readers see."""

from datetime import UTC, datetime

from django.contrib.auth.models import User
from taggit.models import Tag

from posts.models import (
    Bullet,
    Category,
    Citation,
    Correction,
    Dossier,
    DossierCitation,
    Image,
    Letter,
    Milestone,
    Page,
    Place,
    Post,
    PostLink,
    Profile,
    Redirect,
    Section,
    Source,
    SpanPage,
    TagPage,
)
from tests.factories import (
    link_posts,
    make_category,
    make_citation,
    make_dossier,
    make_image,
    make_milestone,
    make_page,
    make_post,
    make_profile,
)

NOW = datetime(2026, 10, 14, 12, tzinfo=UTC)
PRINTED = (
    *(Post, Bullet, Citation, Source, Correction, Letter, PostLink, Image, Redirect),
    *(Dossier, Section, Milestone, DossierCitation, Category, Place, Tag, TagPage),
    *(SpanPage, Profile, Page),
)


def make_world() -> Post:
    """Return its first story, which shows one row of every kind."""
    image, other = make_image("red", alt="A gate"), make_image("blue", alt="A shield")
    france = Place.objects.get(slug="france")
    Place.objects.filter(pk=france.pk).update(picture=image)
    post = make_post(
        "Hastings",
        story=f"![In the story]({image.file.url})\n\nText.",
        hero=image,
        categories=[make_category("War", picture=image)],
        places=[france],
        tags=["siege", "bow"],
        bullets=[("Who", "Harold")],
        author=make_profile("Ada Moreau", filed_as="Moreau, Ada", about="Writes.").person,
        checked_on=NOW.date(),
    )
    User.objects.create_user("tacitus")
    make_post("Fulford", event_input="20 September 1066", hero=other)
    make_post("Stamford Bridge", event_input="25 September 1066", bullets=[("Who", "Tostig")])
    link_posts(post, Post.objects.get(title="Fulford"))
    make_citation(post, "Annals", quotation="A quotation")
    Correction.objects.create(post=post, text="Dusk, not dawn.")
    SpanPage.objects.create(path="/years/1066/", text="Three kings in a year.")
    post.letters.create(
        text="Dusk.", name="Wat", email="wat@example.org", state="printed", answer="So it was."
    )
    TagPage.objects.create(tag=Tag.objects.get(name="siege"), picture=image)
    make_dossier("Danelaw", hero=other)
    make_page(footer="1", story=f"![On a page]({image.file.url})", description="Who we are.")
    dossier = make_dossier("Conquest", hero=image)
    dossier.posts.add(post)
    dossier.sections.create(heading="Before", text=f"![x]({image.file.url})")
    make_milestone(dossier)
    DossierCitation.objects.create(dossier=dossier, source=Source.objects.get(title="Annals"))
    for path, target in (("/old/", post), ("/alt/", image)):
        Redirect.objects.create(path=path, **{type(target).__name__.lower(): target})
    return post
