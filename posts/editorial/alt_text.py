from collections.abc import Iterable


def alt_problem(alt: str, *, file_names: Iterable[str] = (), titles: Iterable[str] = ()) -> str:
    return "say what it shows" if alt.casefold() in {"image", "picture"} else ""
