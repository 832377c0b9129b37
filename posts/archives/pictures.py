from collections.abc import Collection

from django.db.models import Q

from posts.models import Category, Dossier, Page, Place, Post, TagPage


def pictures_are_shown(keys: Collection[int]) -> bool:
    """Whether readers see one of these pictures: in a text, as a hero, or over an archive page."""
    in_text = Q(hero__in=keys) | Q(picture_uses__image__in=keys)
    in_dossier = Q(hero__in=keys) | Q(sections__picture_uses__image__in=keys)
    found = (
        Post.objects.published().filter(in_text),
        Dossier.objects.published().filter(in_dossier),
        Page.objects.published().filter(picture_uses__image__in=keys),
        *(terms.objects.filter(picture__in=keys) for terms in (Category, Place, TagPage)),
    )
    return any(rows.exists() for rows in found)
