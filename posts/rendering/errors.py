class RenderingError(ValueError):
    """Text that cannot be stored or shown; `str()` names the place and the remedy."""
