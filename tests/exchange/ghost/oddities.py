"""Rows of Ghost's exports, each with one oddity and named after it."""

import json
from typing import Any

IMAGES = "__GHOST_URL__/content/images"


def lexical(*children: Any) -> str:
    return json.dumps({"root": {"type": "root", "children": list(children)}})


def words(text: str, bits: int = 0) -> dict[str, Any]:
    return {"type": "extended-text", "text": text, "format": bits}


def block(kind: str, *children: Any, **more: Any) -> dict[str, Any]:
    return {"type": kind, "children": list(children), **more}


def mobiledoc(*sections: Any, **more: Any) -> str:
    return json.dumps({"version": "0.3.1", "sections": list(sections), **more})


BOOKMARK = (
    '<figure class="kg-card kg-bookmark-card"><a class="kg-bookmark-container" '
    'href="https://far.example/a"><div class="kg-bookmark-title">Far &amp; away</div>'
    '<div class="kg-bookmark-description">D</div><img src="https://far.example/i.png"></a></figure>'
)
AUDIO = (
    '<div class="kg-card kg-audio-card"><img class="kg-audio-thumbnail" src="/t.png">'
    '<audio src="/content/media/a.mp3"></audio><div class="kg-audio-player">0:00 / 4:12</div></div>'
)
GALLERY = (
    '<figure class="kg-card kg-gallery-card"><div><div class="kg-gallery-image">'
    f'<img src="{IMAGES}/2020/01/field.jpg" alt="one"></div><div class="kg-gallery-image">'
    f'<img src="{IMAGES}/2020/01/sea.jpg" alt="two"></div></div><figcaption>Both</figcaption>'
    "</figure>"
)
SMALL = f"{IMAGES}/size/w600/format/webp/2020/01/field.jpg"

# Name: what is other than in a plain post.
POSTS: dict[str, dict[str, Any]] = {
    "plain": {},
    "html-before-lexical": {"lexical": lexical(block("paragraph", words("not this")))},
    "lexical-styles": {
        "html": None,
        "lexical": lexical(
            block("paragraph", words("a"), words("bold", 1), words("both", 3), words("code", 16)),
            block("extended-heading", words("Head"), tag="h3"),
            block("extended-quote", words("Said."), {"type": "linebreak"}, words("Again.")),
            block("aside", words("Aside.")),
            block("paragraph", block("link", words("here"), url="__GHOST_URL__/there/")),
        ),
    },
    "lexical-lists": {
        "html": "",
        "lexical": lexical(
            block(
                "list",
                block("listitem", words("one")),
                block("listitem", block("list", block("listitem", words("inner")))),
                listType="number",
                start=3,
            )
        ),
    },
    "lexical-cards": {
        "html": None,
        "lexical": lexical(
            {"type": "image", "src": f"{IMAGES}/2020/01/field.jpg", "alt": "F", "caption": "C"},
            {"type": "codeblock", "code": "a < b", "language": "c"},
            {"type": "horizontalrule"},
            {"type": "markdown", "markdown": "*md*\n\n- x"},
            {"type": "html", "html": "<p>raw <script>x</script></p>"},
            {"type": "callout", "calloutEmoji": "!", "calloutText": "<b>Mind</b> this"},
            {"type": "toggle", "heading": "More", "content": "<p>hidden</p>"},
            {"type": "bookmark", "url": "https://far.example/", "metadata": {"title": "Far"}},
            {"type": "embed", "url": "https://youtu.be/x", "html": "<iframe></iframe>"},
            {"type": "file", "src": "https://f.example/a.pdf", "fileTitle": "A file"},
            {"type": "button", "buttonUrl": "https://b.example/", "buttonText": "Go"},
            {"type": "gallery", "images": [{"src": f"{IMAGES}/2020/01/sea.jpg", "alt": "S"}]},
        ),
    },
    "lexical-card-unknown": {
        "html": None,
        "lexical": lexical(
            {"type": "hologram"}, {"type": "paywall"}, block("paragraph", words("x"))
        ),
    },
    "lexical-broken": {"html": None, "lexical": '{"root": {"children": ['},
    "lexical-deep": {
        "html": None,
        "lexical": '{"root":' + '{"type":"x","children":[' * 500 + "]}" * 500 + "}",
    },
    "lexical-too-deep-for-json": {"html": None, "lexical": "[" * 100_000},
    "lexical-null": {"html": None, "lexical": "null"},
    "mobiledoc": {
        "html": None,
        "mobiledoc": mobiledoc(
            [1, "h2", [[0, [], 0, "Head"]]],
            [
                1,
                "p",
                [[0, [0, 1], 1, "both"], [0, [], 1, " bold"], [1, [], 0, 0], [0, [2], 1, "l"]],
            ],
            [2, "/content/images/2020/01/field.jpg"],
            [3, "ol", [[[0, [], 0, "one"]], [[0, [], 0, "two"]]]],
            [10, 0],
            [10, 1],
            [10, 2],
            atoms=[["soft-return", "", {}]],
            cards=[["card-markdown", {"markdown": "## M"}], ["hr", {}], ["weather", {}]],
            markups=[["strong"], ["em"], ["a", ["href", "https://a.example/?a=1&b=2"]]],
        ),
    },
    "mobiledoc-card-missing": {"html": None, "mobiledoc": mobiledoc([10, 4], cards=[])},
    "mobiledoc-card-odd": {"html": None, "mobiledoc": mobiledoc([10, 0], cards=[["image", 5]])},
    "mobiledoc-no-sections": {"html": None, "mobiledoc": "{}"},
    "markdown-of-0.x": {
        "html": None,
        "markdown": "# Head\n\n![m](/content/images/2020/01/field.jpg)",
    },
    "nothing-written": {"html": None},
    "card-bookmark": {"html": BOOKMARK},
    "card-audio": {"html": AUDIO},
    "card-gallery": {"html": GALLERY},
    "picture-smaller": {"html": f'<img src="{SMALL}" alt="s">'},
    "picture-whole-address": {
        "html": '<img src="https://o.example/content/images/2020/01/sea.jpg">'
    },
    "picture-missing": {"html": f'<img src="{IMAGES}/gone.jpg" alt="g">'},
    "picture-elsewhere": {"html": '<img src="https://unsplash.example/x.jpg" alt="u">'},
    "featured": {"feature_image": f"{IMAGES}/2020/01/field.jpg"},
    "featured-of-0.x": {"image": "/content/images/2020/01/sea.jpg"},
    "featured-with-words": {
        "feature_image": f"{IMAGES}/2020/01/field.jpg",
        "meta": {"feature_image_alt": "The field", "feature_image_caption": "By <i>A</i>"},
    },
    "own-link": {"html": '<a href="__GHOST_URL__/plain/">p</a>'},
    "draft": {"status": "draft", "published_at": None},
    "scheduled": {"status": "scheduled", "published_at": "2999-01-01T00:00:00.000Z"},
    "sent": {"status": "sent"},
    "members": {"visibility": "members"},
    "paid": {"visibility": "paid"},
    "tiers": {"visibility": "tiers"},
    "state-unknown": {"status": "frozen"},
    "visibility-null": {"visibility": None},
    "time-ms": {"published_at": 1558940400000},
    "time-ms-as-text": {"published_at": "1558940400000"},
    "time-plain": {"published_at": "2019-05-27 07:00:00"},
    "time-no": {"published_at": "yesterday"},
    "time-22016": {"published_at": 632735000000000000},
    "time-9999": {"published_at": "9999-12-31T23:59:59"},
    "time-0002": {"published_at": "0002-01-01T00:00:00"},
    "card-and-conditional": {"html": '<![if IE]><p class="kg-card">x</p><![endif]>'},
    "time-1945": {"published_at": "1945-05-08T10:00:00.000Z"},
    "time-none": {"published_at": None},
    "tags": {"tags": ["t2", "t1", "t-hash", "t-internal", "t-gone"]},
    "authors": {"authors": ["u2", "u1"]},
    "author-of-0.x": {"author_id": "u1"},
    "excerpt": {"custom_excerpt": "Short."},
    "seo-description": {"meta": {"meta_description": "Found."}},
    "fields-of-a-theme": {"codeinjection_head": "<style></style>", "og_title": "Og"},
    "id-as-number": {"id": 7, "uuid": "0c5e4f1e-0000-4000-8000-000000000007"},
    "slug-none": {"slug": None, "title": "Only a title"},
    "title-none": {"title": None},
    "title-with-entity": {"title": "A &amp; B"},
    "page-of-0.x": {"page": 1},
    "page": {"type": "page", "title": "About"},
    "controls": {"html": "<p>a\u0000b</p>", "title": "T\u0007"},
    "surrogate": {"html": "<p>a\ud800b</p>"},
    "right-to-left": {"html": "<p>שלום</p>"},
}
TAGS = [
    {"id": "t1", "name": "Kings", "slug": "kings"},
    {"id": "t2", "name": "Wars", "slug": "wars", "visibility": "public"},
    {"id": "t-hash", "name": "#import", "slug": "hash-import"},
    {"id": "t-internal", "name": "#en", "slug": "hash-en", "visibility": "internal"},
    {"id": 5},
    "no row",
]
USERS = [
    {"id": "u1", "name": "Ann Bell", "email": "ann@private.example"},
    {"id": "u2", "name": "bob@private.example", "email": "bob@private.example"},
]


def export(**settings: str) -> dict[str, Any]:
    posts: list[Any] = []
    data: dict[str, list[Any]] = {"posts_tags": [], "posts_authors": [], "posts_meta": []}
    for number, (name, other) in enumerate(POSTS.items(), 1):
        row = {
            "id": f"{number:024x}",
            "title": name,
            "slug": name.replace(".", "-"),
            "html": "<p>A story.</p>",
            "status": "published",
            "visibility": "public",
            "published_at": "2019-05-27T07:00:00.000Z",
        } | other
        for order, key in enumerate(reversed(row.pop("tags", []))):
            join = {"post_id": row["id"], "tag_id": key, "sort_order": 9 - order}
            data["posts_tags"].append(join)
        for order, key in enumerate(row.pop("authors", [])):
            data["posts_authors"].append(
                {"post_id": row["id"], "author_id": key, "sort_order": order}
            )
        if "meta" in row:
            data["posts_meta"].append({"id": "m", "post_id": row["id"], **row.pop("meta")})
        posts.append(row)
    posts += ["no row", {"title": "neither id nor slug"}, posts[0] | {"title": "twice"}]
    told = [{"key": key, "value": value} for key, value in settings.items()]
    members = [{"email": "carl@secret.example", "name": "Carl Member"}]
    return {
        **data,
        "posts": posts,
        "tags": TAGS,
        "users": USERS,
        "settings": told,
        "members": members,
    }
