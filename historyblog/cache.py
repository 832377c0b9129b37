from django.core.cache import caches


def complaint() -> str:
    """Return why the site's cache does not answer, or nothing; only Redis can be away."""
    return str(getattr(caches["default"], "complaint", str)())
