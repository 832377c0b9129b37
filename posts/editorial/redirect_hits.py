"""What is known of old addresses: how often each is followed."""

import logging

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from posts.models import Redirect

logger = logging.getLogger(__name__)


def count_hit(key: int) -> None:
    """Count that the old address with this key was followed, without reading anything.

    A count that cannot be stored is lost: it is worth less than whatever holds the database.
    """
    try:
        with transaction.atomic():
            Redirect.objects.filter(pk=key).update(hits=F("hits") + 1, last_hit_at=timezone.now())
    except DatabaseError as error:
        logger.warning("The old address %s was followed and not counted: %s", key, error)
