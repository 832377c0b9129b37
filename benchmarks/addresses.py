"""Addresses to ask for, some of each kind of page: the same for the same posts."""

import random
from collections.abc import Callable, Sequence

STORIES, OTHERS = 200, 40  # how many of a kind
MISSPELT = ("traety", "harbuor", "winetr", "brigde", "counicl", "peopel", "fammine", "sgined")
PLACES = ("albania", "algeria", "europe", "africa", "asia", "belgium", "austria")


def pages(posts: int, words: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return them by kind; the surroundings of the stories are stored, as for any asked before."""
    from posts.archives.surroundings import store_surroundings
    from posts.models import Post

    choose = random.Random(2)
    public = dict(Post.objects.published().order_by("pk").values_list("pk", "slug"))
    stories = choose.sample(sorted(public), min(STORIES, len(public)))
    store_surroundings(stories)
    found = {"story": [f"/posts/{public[key]}/" for key in stories]}
    for name, address in (_archives(choose, posts) | _searches(choose, words)).items():
        found[name] = list(dict.fromkeys(address() for _ in range(OTHERS)))
    return found


def _archives(choose: random.Random, posts: int) -> dict[str, Callable[[], str]]:
    """Return, for each kind of page, what gives a random address of it."""
    from taggit.models import Tag

    from posts.models import Archive, ArchiveEntry, Category

    kinds = list(Category.objects.order_by("pk").values_list("slug", flat=True))
    tagged = ArchiveEntry.objects.of(Archive.TAG).numbers()
    tags = list(Tag.objects.filter(pk__in=tagged).order_by("pk").values_list("slug", flat=True))
    deep = max(1, min(500, posts // 100))
    day = lambda: f"{choose.randrange(1, 13):02d}-{choose.randrange(1, 29):02d}"  # noqa: E731
    return {
        "category": lambda: f"/categories/{choose.choice(kinds)}/",
        "home": lambda: "/",
        "feed": lambda: "/feed.xml",
        "day": lambda: f"/on/{day()}/",
        "day JSON": lambda: f"/on/{day()}.json",
        "year": lambda: f"/years/{choose.randrange(1900, 2020)}/",
        "year BC": lambda: f"/years/{choose.randrange(1, 900)}-bc/",
        "decade": lambda: f"/decades/{choose.randrange(190, 202)}0s/",
        "century": lambda: f"/centuries/{choose.randrange(16, 21)}/",
        "category, a late page": lambda: f"/categories/{kinds[-1]}/?page={deep}",
        "place": lambda: f"/places/{choose.choice(PLACES)}/",
        "tag": lambda: f"/tags/{choose.choice(tags)}/",
        "calendar": lambda: "/on/",
        "timeline": lambda: "/timeline/",
        "timeline of a category": lambda: f"/timeline/?category={choose.choice(kinds)}",
        "timeline of a century": lambda: "/timeline/?century=20",
        "map": lambda: "/map/",
        "sitemap": lambda: "/sitemap.xml",
        "calendar to subscribe to": lambda: "/calendar.ics",
    }


def _searches(choose: random.Random, words: dict[str, list[str]]) -> dict[str, Callable[[], str]]:
    """Return searches by the number of their hits, as far as there are such words."""

    def one_of(some: Sequence[str]) -> Callable[[], str]:
        return lambda: f"/search/?q={choose.choice(some)}"

    by_hits = {f"search, {name} hits": one_of(some) for name, some in words.items() if some}
    usual = by_hits.pop("search, some hits")
    return by_hits | {
        "search": usual,
        "search, misspelt": one_of(MISSPELT),
        "suggestions": lambda: f"/search/suggestions/?q={choose.choice(MISSPELT)[:3]}",
    }
