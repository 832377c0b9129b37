"""The ways in which a page is looked at: how wide a window, in pixels, and the theme."""

type Look = tuple[int, str]

LOOKS: tuple[Look, ...] = ((390, "dark"), (1280, "light"))
EVERY_LOOK: tuple[Look, ...] = ((390, "light"), (1280, "dark"), *LOOKS)
