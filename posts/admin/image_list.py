"""How the library is narrowed: by what each picture lacks, whether it is used, how large it is."""

from django.db.models import F
from django.db.models.lookups import GreaterThan

from posts.admin.filters import ImageMissingFilter, MissingFilter
from posts.editorial.uses import is_used

LARGE = 8_000_000  # pixels


class UseFilter(MissingFilter):
    title = "use"
    parameter_name = "use"
    wanting = (
        ("unused", "Unused", lambda rows: rows.exclude(is_used())),
        ("used", "Used", lambda rows: rows.filter(is_used())),
    )


class SizeFilter(MissingFilter):
    title = "size"
    parameter_name = "size"
    wanting = (
        (
            "large",
            f"Large: over {LARGE // 1_000_000} megapixels",
            GreaterThan(F("width") * F("height"), LARGE),
        ),
    )


FILTERS = (ImageMissingFilter, UseFilter, SizeFilter, "illustration", "licence")
