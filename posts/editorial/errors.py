class EditorialError(Exception):
    """Something the desk refuses; `str()` says why and what to do, fit for an editor."""


class NotAllowed(EditorialError):
    """The person may not take this step, whatever the state of the post."""
