from django.db import transaction
from django.utils import timezone

from posts.editorial.roles import Person
from posts.models import Correction, Post


@transaction.atomic
def store_correction(correction: Correction, *, by: Person) -> None:
    """Store what was put right in a post; of a new one the feed's followers are told."""
    is_new = correction.pk is None
    correction.by = correction.by or by
    correction.save()
    if is_new:
        Post.objects.filter(pk=correction.post_id).update(updated_at=timezone.now())
