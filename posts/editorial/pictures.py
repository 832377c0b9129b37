"""Pictures that come with what is said of them."""

from django.core.files.uploadedfile import UploadedFile

from posts.editorial.alt_text import alt_problem
from posts.editorial.roles import Person
from posts.images.uploads import Upload, store_upload
from posts.imaging.decoding import ImageError


def add_picture(
    file: UploadedFile | None, *, by: Person, alt: str, decorative: bool, caption: str, credit: str
) -> Upload:
    """Store the picture with its words; `alt` is left out of one that says nothing.

    Raises ImageError, for words that do not describe it too, and ValidationError.
    """
    if file is None:
        raise ImageError("No picture came with the request. Choose one and try again.")
    if not alt and not decorative:
        raise ImageError("Describe the picture, or mark it as decorative.")
    if problem := alt_problem(alt, file_names=[file.name or ""]):
        raise ImageError(problem)
    words = {"alt": "" if decorative else alt, "caption": caption, "credit": credit}
    return store_upload(file, by=by, decorative=decorative, **words)
