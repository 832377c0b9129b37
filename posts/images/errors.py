class ImageError(ValueError):
    """A picture that cannot be taken or shown; `str()` names the file and is fit for an editor."""
