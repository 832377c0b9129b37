"""The tables: pictures and archives, posts, dossiers, old addresses, the desk, lists ready to read.

Every limit on length is a constraint too, since SQLite keeps none of its own.
"""

from typing import Any

import taggit.managers
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact, LessThanOrEqual
from django.utils import timezone

type Choices = dict[str, str]
type Columns = dict[str, Any]
type Rules = list[models.BaseConstraint]

STATUSES = {
    "draft": "draft",
    "review": "in review",
    "approved": "approved",
    "withdrawn": "withdrawn",
}
CALENDARS = {"auto": "Automatic", "julian": "Julian (Old Style)", "gregorian": "Gregorian"}
ANNIVERSARY_RULES = {
    "auto": "By today's calendar",
    "as_written": "On the day as written",
    "none": "Never",
}
ROLES = {"on": "on", "start": "begins", "end": "ends"}
PLACES = {
    "continent": "continent",
    "country": "country",
    "historical": "former state",
    "region": "region",
    "city": "city",
}
LICENCES = {
    "": "not stated",
    "PD": "Public domain",
    "CC0-1.0": "CC0 1.0",
    "CC-BY-4.0": "CC BY 4.0",
    "CC-BY-SA-4.0": "CC BY-SA 4.0",
    "CC-BY-SA-3.0": "CC BY-SA 3.0",
    "own": "All rights with this site",
    "permission": "Used with permission",
}
LINKS = {"led_to": "led to", "follows": "was followed by", "replaces": "was replaced by"}
REVISIONS = {
    "base": "as it stood before",
    "save": "saved",
    "submit": "sent to review",
    "publish": "published",
    "restore": "restored",
}
ACTIONS = {
    "submit": "sent to review",
    "send_back": "sent back",
    "publish": "published",
    "schedule": "scheduled",
    "unschedule": "taken off the schedule",
    "withdraw": "withdrawn",
    "reopen": "taken up again",
}
ARCHIVES = ["category", "tag", "place", "day", "year", "decade", "century"]
TARGETS = {
    **{name: f"posts.{name}" for name in ("post", "dossier", "image", "category", "place")},
    "tag": "taggit.tag",
}
IN_ADDRESS = "The last part of the address; made from the title when left empty"


def table(name: str, columns: Columns, **options: Any) -> migrations.CreateModel:
    key = models.BigAutoField("ID", auto_created=True, primary_key=True, serialize=False)
    return migrations.CreateModel(name, [("id", key), *columns.items()], options)


def part_of(whole: str, related_name: str, **options: Any) -> Any:
    """Return the column of a row that goes with another."""
    return models.ForeignKey(whole, on_delete=models.CASCADE, related_name=related_name, **options)


def picture(related_name: str, **options: Any) -> Any:
    return models.ForeignKey(
        "posts.image",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name=related_name,
        **options,
    )


def source(related_name: str) -> Any:
    """Return the column of a source, which is protected: the page would claim it without."""
    return models.ForeignKey("posts.source", on_delete=models.PROTECT, related_name=related_name)


def user(related_name: str | None = None) -> Any:
    """Return the column of who did it, which outlives the person."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name=related_name,
    )


def rule(name: str, condition: Any, says: str | None = None) -> models.BaseConstraint:
    return models.CheckConstraint(condition=condition, name=name, violation_error_message=says)


def once(name: str, *fields: str, **options: Any) -> models.BaseConstraint:
    return models.UniqueConstraint(fields=fields, name=name, **options)


def lengths(model: str, **limits: int) -> Rules:
    return [
        rule(f"{model}_{field}_length", LessThanOrEqual(Length(field), limit))
        for field, limit in limits.items()
    ]


def exact_length(model: str, field: str, length: int) -> models.BaseConstraint:
    return rule(f"{model}_{field}_length", Exact(Length(field), length))


def known(model: str, field: str, choices: Choices) -> models.BaseConstraint:
    return rule(f"{model}_{field}_known", Q(**{f"{field}__in": list(choices)}))


def filled(model: str, field: str) -> models.BaseConstraint:
    return rule(f"{model}_has_{field}", ~Q(**{field: ""}))


def http(model: str, field: str) -> models.BaseConstraint:
    return rule(
        f"{model}_{field}_http",
        Q(**{field: ""})
        | Q(**{f"{field}__startswith": "http://"})
        | Q(**{f"{field}__startswith": "https://"}),
    )


def publishing(model: str) -> Rules:
    """Return what holds of a status and a publish time."""
    return [
        known(model, "status", STATUSES),
        rule(
            f"{model}_approved_has_publish_at",
            ~Q(status="approved") | Q(publish_at__isnull=False),
            f"An approved {model} needs a publish time.",
        ),
    ]


def event_columns() -> Columns:
    """Return the columns of a date on which something happened."""
    derived: dict[str, Any] = {"editable": False}
    number = derived | {"null": True}
    return {
        "event_input": models.CharField("event date", max_length=120, blank=True),
        "calendar_choice": models.CharField(
            "calendar", max_length=9, choices=CALENDARS, default="auto"
        ),
        "event_display": models.CharField(
            "shown as",
            max_length=120,
            blank=True,
            help_text="Only where the usual form will not do",
        ),
        "anniversary_rule": models.CharField(
            "on this day", max_length=10, choices=ANNIVERSARY_RULES, default="auto"
        ),
        "event_edtf": models.CharField(max_length=64, blank=True, **derived),
        "event_calendar": models.CharField(max_length=1, default="H", **derived),
        "event_kind": models.CharField(max_length=10, blank=True, **derived),
        "event_precision": models.CharField(max_length=10, blank=True, **derived),
        "event_qualifier": models.CharField(max_length=1, blank=True, **derived),
        "event_start": models.IntegerField(**number),
        "event_end": models.IntegerField(**number),
        "event_sort": models.IntegerField(**number),
        "year_start": models.IntegerField(**number),
        "year_end": models.IntegerField(**number),
        "month": models.PositiveSmallIntegerField(**number),
        "day": models.PositiveSmallIntegerField(**number),
    }


def event_rules(model: str) -> Rules:
    """Return what holds of an event date: all of it is there or nothing, and in order."""
    days = ("event_start", "event_end", "event_sort")
    return [
        rule(
            f"{model}_event_whole",
            Q(event_edtf="", **dict.fromkeys(days))
            | (~Q(event_edtf="") & Q(**{f"{day}__isnull": False for day in days})),
        ),
        rule(f"{model}_event_in_order", Q(event_start__lte=F("event_end"))),
        rule(
            f"{model}_event_sort_within",
            Q(event_sort__gte=F("event_start"), event_sort__lte=F("event_end")),
        ),
        rule(f"{model}_years_in_order", Q(year_start__lte=F("year_end"))),
        rule(f"{model}_month_range", Q(month__isnull=True) | Q(month__gte=1, month__lte=12)),
        rule(
            f"{model}_day_range",
            Q(day__isnull=True) | Q(day__gte=1, day__lte=31, month__isnull=False),
        ),
        rule(f"{model}_calendar_known", Q(event_calendar__in=["H", "J", "G"])),
        known(model, "calendar_choice", CALENDARS),
        known(model, "anniversary_rule", ANNIVERSARY_RULES),
        *lengths(model, event_input=120, event_edtf=64, event_display=120),
    ]


def iso_code(kind: str, length: int) -> Any:
    return models.CharField(f"ISO 3166-1 {kind}", max_length=length, null=True, blank=True)


def locator() -> Any:
    return models.CharField(max_length=120, blank=True, help_text="Page, chapter or paragraph")


def one_target() -> Q:
    """Return the condition that an old address leads to one row, or else to a path."""
    rows = [
        Q(to_path="", **{f"{name}__isnull": name != one for name in TARGETS}) for one in TARGETS
    ]
    path = ~Q(to_path="") & Q(**{f"{name}__isnull": True for name in TARGETS})
    return Q(*rows, path, _connector=Q.OR)


def forget_tags(apps: Any, schema_editor: Any) -> None:
    """Take the tags off the posts that are gone; new posts with their ids would bear them."""
    tagged = apps.get_model("taggit", "TaggedItem").objects
    tagged.filter(content_type__app_label="posts", content_type__model="post").delete()


PICTURES_AND_ARCHIVES = [
    table(
        "Image",
        {
            "file": models.ImageField(
                max_length=120, upload_to="", width_field="width", height_field="height"
            ),
            "alt": models.CharField(
                "description for those who cannot see it", max_length=500, blank=True
            ),
            "decorative": models.BooleanField(
                default=False, help_text="Says nothing the text does not say"
            ),
            "caption": models.CharField(max_length=500, blank=True),
            "credit": models.CharField(
                max_length=300, blank=True, help_text="As shown under the picture"
            ),
            "creator": models.CharField(max_length=200, blank=True),
            "year": models.CharField(
                max_length=40, blank=True, help_text="As known: 1917, c. 1200"
            ),
            "licence": models.CharField(max_length=20, choices=LICENCES, blank=True, default=""),
            "source_url": models.URLField("source address", max_length=1000, blank=True),
            "focal_x": models.PositiveSmallIntegerField(
                default=50, help_text="Per cent from the left"
            ),
            "focal_y": models.PositiveSmallIntegerField(
                default=50, help_text="Per cent from the top"
            ),
            "illustration": models.BooleanField(
                default=False, help_text="Drawn or generated: it does not document the event"
            ),
            "content_hash": models.CharField(max_length=64, unique=True, editable=False),
            "original_name": models.CharField(max_length=255, blank=True, editable=False),
            "width": models.PositiveIntegerField(editable=False),
            "height": models.PositiveIntegerField(editable=False),
            "uploaded_at": models.DateTimeField(auto_now_add=True),
            "uploaded_by": user(),
        },
        verbose_name="picture",
        ordering=["-uploaded_at", "-id"],
        # The order in which the desk lists pictures, of which it shows the first page.
        indexes=[models.Index(fields=["uploaded_at", "id"], name="image_upload_order")],
        constraints=[
            rule(
                "image_focus_inside",
                Q(focal_x__lte=100, focal_y__lte=100),
                "The focal point lies between 0 and 100 per cent.",
            ),
            rule(
                "image_alt_or_decorative",
                Q(decorative=False) | Q(alt=""),
                "Describe the picture or mark it decorative, not both.",
            ),
            exact_length("image", "content_hash", 64),
            http("image", "source_url"),
            *lengths("image", alt=500, caption=500, credit=300, creator=200, source_url=1000),
        ],
    ),
    table(
        "Category",
        {
            "name": models.CharField(max_length=80, unique=True),
            "slug": models.SlugField(max_length=120, unique=True, blank=True),
            "description": models.TextField(blank=True),
            "sign": models.CharField(
                max_length=4,
                blank=True,
                help_text="One or two characters that mark it in lists, as § or ¶",
            ),
            "picture": picture("pictured_%(class)s"),
        },
        verbose_name_plural="categories",
        ordering=["name"],
        constraints=lengths("category", name=80, slug=120, sign=4),
    ),
    table(
        "Place",
        {
            "name": models.CharField(max_length=120),
            "slug": models.SlugField(max_length=120, unique=True, blank=True),
            "kind": models.CharField(max_length=12, choices=PLACES, default="city"),
            "iso_alpha2": iso_code("alpha-2", 2),
            "iso_alpha3": iso_code("alpha-3", 3),
            "iso_numeric": iso_code("numeric", 3),
            "valid_from": models.IntegerField(
                null=True, blank=True, help_text="Astronomical year: 44 BC is -43, 1 BC is 0"
            ),
            "valid_to": models.IntegerField(null=True, blank=True, help_text="Astronomical year"),
            "calendar_reform": models.DateField(
                null=True, blank=True, help_text="First day of the Gregorian calendar there"
            ),
            "description": models.TextField(blank=True),
            "parent": models.ForeignKey(
                "posts.place",
                null=True,
                blank=True,
                on_delete=models.PROTECT,
                related_name="children",
            ),
            "successors": models.ManyToManyField(
                "posts.place", blank=True, related_name="predecessors"
            ),
            "picture": picture("pictured_%(class)s"),
        },
        ordering=["name"],
        constraints=[
            once("place_iso_alpha2_once", "iso_alpha2"),
            once("place_iso_alpha3_once", "iso_alpha3"),
            exact_length("place", "iso_alpha2", 2),
            exact_length("place", "iso_alpha3", 3),
            exact_length("place", "iso_numeric", 3),
            rule(
                "place_valid_in_order",
                Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_from__lte=F("valid_to")),
                "It ends before it begins.",
            ),
            rule("place_not_its_own_parent", ~Q(parent=F("id"))),
            known("place", "kind", PLACES),
            *lengths("place", name=120, slug=120),
        ],
    ),
    table(
        # A tag is a package's own row, so what its page says stands in a table of ours.
        "TagPage",
        {
            "description": models.TextField(blank=True),
            "picture": picture("pictured_tag"),
            "tag": models.OneToOneField(
                "taggit.tag", on_delete=models.CASCADE, related_name="page"
            ),
        },
        verbose_name="page of a tag",
        verbose_name_plural="pages of tags",
    ),
    table(
        "Source",
        {
            "title": models.CharField(max_length=300),
            "author": models.CharField(max_length=200, blank=True),
            "publisher": models.CharField(max_length=200, blank=True),
            "issued": models.CharField(
                max_length=60, blank=True, help_text="As printed: 1955, c. 1200, 12 June 2013"
            ),
            "modified": models.CharField(max_length=60, blank=True),
            "accessed": models.DateField(
                null=True, blank=True, help_text="When the address was last read"
            ),
            "url": models.URLField("URL", max_length=1000, blank=True),
            "language": models.CharField(
                max_length=20, blank=True, help_text="Language code such as en or fr"
            ),
            "kept_text": models.TextField(blank=True),
            "text_hash": models.CharField(max_length=64, blank=True, editable=False),
        },
        ordering=["author", "title", "id"],
        constraints=[
            http("source", "url"),
            filled("source", "title"),
            *lengths("source", title=300, author=200, publisher=200, url=1000),
        ],
    ),
]
POSTS = [
    table(
        "Post",
        {
            **event_columns(),
            "title": models.CharField(max_length=200),
            "slug": models.SlugField(max_length=120, unique=True, blank=True, help_text=IN_ADDRESS),
            "description": models.TextField(max_length=1000, blank=True),
            "story": models.TextField(blank=True),
            "story_html": models.TextField(blank=True, editable=False),
            "closing_question": models.CharField(max_length=500, blank=True),
            "language": models.CharField(max_length=12, default="en"),
            "status": models.CharField(max_length=9, choices=STATUSES, default="draft"),
            "publish_at": models.DateTimeField("publish time", null=True, blank=True),
            "version": models.PositiveIntegerField(default=1),
            "feed_id": models.CharField(max_length=500, unique=True, editable=False),
            "import_ref": models.CharField(max_length=500, null=True, unique=True, editable=False),
            "imported_version": models.PositiveIntegerField(null=True, editable=False),
            "raw_original": models.TextField(blank=True, editable=False),
            "import_fields": models.JSONField(default=dict, blank=True, editable=False),
            "created_at": models.DateTimeField(auto_now_add=True),
            "updated_at": models.DateTimeField(auto_now=True),
            "categories": models.ManyToManyField(
                "posts.category", blank=True, related_name="posts"
            ),
            "hero": picture("hero_of", verbose_name="hero picture"),
            "places": models.ManyToManyField("posts.place", blank=True, related_name="posts"),
            "tags": taggit.managers.TaggableManager(
                "Tags",
                help_text="A comma-separated list of tags.",
                through="taggit.TaggedItem",
                to="taggit.Tag",
                blank=True,
            ),
            "author": user("posts"),
            "undated": models.BooleanField(
                "has no event date",
                default=False,
                help_text="An essay, say: it is published without one and stands under no day",
            ),
        },
        ordering=["-publish_at", "-id"],
        permissions=[("approve_post", "Can approve, schedule and withdraw posts")],
        indexes=[
            models.Index(fields=["status", "event_sort", "id"], name="post_event_order"),
            models.Index(fields=["status", "year_start", "year_end"], name="post_years"),
            models.Index(fields=["status", "month", "day"], name="post_month_day"),
            models.Index(fields=["status", "publish_at", "id"], name="post_publish_order"),
            models.Index(
                # All that “still going on” asks, so that it reads no row.
                fields=[
                    *("status", "year_end", "year_start", "event_kind"),
                    *("publish_at", "event_sort", "id"),
                ],
                name="post_spans",
                condition=Q(year_end__gt=F("year_start")),
            ),
            # The orders in which the desk lists posts, of which it shows the first page.
            models.Index(fields=["publish_at", "id"], name="post_time_order"),
            # Looked through for a part of a title, which reads it instead of the posts.
            models.Index(fields=["title", "id"], name="post_titles"),
            models.Index(
                fields=["status", "updated_at", "id"],
                name="post_waiting",
                condition=~Q(status="approved"),
            ),
        ],
        constraints=[
            *event_rules("post"),
            *publishing("post"),
            filled("post", "slug"),
            rule("post_version_counts", Q(version__gte=1)),
            *lengths("post", title=200, slug=120, description=1000, story=1_000_000),
            *lengths("post", closing_question=500, feed_id=500, import_ref=500),
        ],
    ),
    table(
        "Citation",
        {
            "locator": locator(),
            "quotation": models.TextField(blank=True),
            "note": models.TextField(blank=True),
            "position": models.PositiveIntegerField(default=0),
            "post": part_of("posts.post", "citations"),
            "source": source("citations"),
        },
        ordering=["position", "id"],
        constraints=lengths("citation", locator=120),
    ),
    migrations.AddField(
        model_name="post",
        name="sources",
        field=models.ManyToManyField(
            "posts.source", through="posts.Citation", related_name="posts"
        ),
    ),
    table(
        "Bullet",
        {
            "label": models.CharField(max_length=60, blank=True),
            "text": models.CharField(max_length=1000),
            "text_html": models.TextField(blank=True, editable=False),
            "position": models.PositiveIntegerField(default=0),
            "post": part_of("posts.post", "bullets"),
        },
        ordering=["position", "id"],
        constraints=[filled("bullet", "text"), *lengths("bullet", label=60, text=1000)],
    ),
    table(
        "Anniversary",
        {
            "month_day": models.PositiveSmallIntegerField(),
            "role": models.CharField(max_length=5, choices=ROLES),
            "is_alt": models.BooleanField(default=False),
            "post": part_of("posts.post", "anniversaries"),
        },
        verbose_name_plural="anniversaries",
        ordering=["month_day", "id"],
        constraints=[
            once("anniversary_once_a_day", "month_day", "post", "role"),
            rule("anniversary_month_day_range", Q(month_day__gte=101, month_day__lte=1231)),
            known("anniversary", "role", ROLES),
        ],
    ),
    table(
        # One table for all kinds of link, so that the rule against loops is asked of one graph.
        "PostLink",
        {
            "earlier": part_of("posts.post", "links_after", db_index=False),
            "later": part_of("posts.post", "links_before"),
            "kind": models.CharField(max_length=8, choices=LINKS, default="led_to"),
        },
        verbose_name="link between posts",
        verbose_name_plural="links between posts",
        ordering=["id"],
        constraints=[
            once(
                "postlink_once",
                "earlier",
                "later",
                violation_error_message="These two posts are linked already.",
            ),
            rule("postlink_not_to_itself", ~Q(earlier=F("later"))),
            known("postlink", "kind", LINKS),
        ],
    ),
]
DOSSIERS = [
    table(
        "Dossier",
        {
            "title": models.CharField(max_length=200),
            "slug": models.SlugField(max_length=120, unique=True, blank=True, help_text=IN_ADDRESS),
            "description": models.TextField(max_length=1000, blank=True),
            "status": models.CharField(max_length=9, choices=STATUSES, default="draft"),
            "publish_at": models.DateTimeField("publish time", null=True, blank=True),
            "hero": picture("hero_of_dossiers", verbose_name="hero picture"),
            "feed_id": models.CharField(max_length=500, unique=True, editable=False),
            "created_at": models.DateTimeField(auto_now_add=True),
            "updated_at": models.DateTimeField(auto_now=True),
            "posts": models.ManyToManyField("posts.post", blank=True, related_name="dossiers"),
        },
        ordering=["title", "id"],
        indexes=[models.Index(fields=["status", "publish_at"], name="dossier_publish_order")],
        constraints=[
            *publishing("dossier"),
            filled("dossier", "slug"),
            filled("dossier", "title"),
            *lengths("dossier", title=200, slug=120, description=1000, feed_id=500),
        ],
    ),
    table(
        "Section",
        {
            "dossier": part_of("posts.dossier", "sections"),
            "heading": models.CharField(max_length=200),
            "text": models.TextField(),
            "text_html": models.TextField(blank=True, editable=False),
            "position": models.PositiveIntegerField(default=0),
        },
        verbose_name="dossier section",
        ordering=["position", "id"],
        constraints=[
            filled("section", "heading"),
            filled("section", "text"),
            *lengths("section", heading=200, text=1_000_000),
        ],
    ),
    table(
        "Milestone",
        {
            **event_columns(),
            "locator": locator(),
            "dossier": part_of("posts.dossier", "milestones"),
            "label": models.CharField(max_length=200),
            "note": models.TextField(max_length=1000, blank=True),
            "source": source("milestones"),
        },
        ordering=["event_sort", "id"],
        constraints=[
            *event_rules("milestone"),
            filled("milestone", "label"),
            rule("milestone_has_event", ~Q(event_edtf="")),
            *lengths("milestone", label=200, note=1000, locator=120),
        ],
    ),
    table(
        "DossierCitation",
        {
            "locator": locator(),
            "quotation": models.TextField(blank=True),
            "note": models.TextField(blank=True),
            "position": models.PositiveIntegerField(default=0),
            "dossier": part_of("posts.dossier", "citations"),
            "source": source("dossier_citations"),
        },
        ordering=["position", "id"],
        constraints=lengths("dossiercitation", locator=120),
    ),
    migrations.AddField(
        model_name="dossier",
        name="sources",
        field=models.ManyToManyField(
            "posts.source", through="posts.DossierCitation", related_name="dossiers"
        ),
    ),
    table(
        # Which texts show which pictures, so that the library need not read every story.
        "PictureUse",
        {
            "image": part_of("posts.image", "uses"),
            "post": part_of("posts.post", "picture_uses", null=True),
            "section": part_of("posts.section", "picture_uses", null=True),
        },
        constraints=[
            once("picture_use_post_once", "post", "image"),
            once("picture_use_section_once", "section", "image"),
        ],
    ),
]
OLD_ADDRESSES = table(
    "Redirect",
    {
        "path": models.CharField("old address", max_length=500, unique=True),
        "created_at": models.DateTimeField("since", auto_now_add=True),
        **{
            name: part_of(table, "redirects", null=True, blank=True)
            for name, table in TARGETS.items()
        },
        "to_path": models.CharField(
            "another page", max_length=500, blank=True, default="", db_default=""
        ),
        "hits": models.PositiveIntegerField("followed", default=0, db_default=0, editable=False),
        "last_hit_at": models.DateTimeField("last followed", null=True, blank=True, editable=False),
    },
    verbose_name="old address",
    verbose_name_plural="old addresses",
    ordering=["path"],
    constraints=[
        rule(
            "redirect_path_absolute", Q(path__startswith="/"), "Begin the old address with a slash."
        ),
        rule(
            "redirect_to_path_absolute",
            Q(to_path="") | (Q(to_path__startswith="/") & ~Q(to_path__startswith="//")),
            "Begin the other page’s address with one slash.",
        ),
        rule("redirect_one_target", one_target(), "Choose one thing that it leads to."),
        *lengths("redirect", path=500, to_path=500),
    ],
)
DESK = [
    table(
        "Revision",
        {
            "version": models.PositiveIntegerField(),
            "kind": models.CharField(max_length=7, choices=REVISIONS),
            "note": models.CharField(max_length=500, blank=True),
            "snapshot": models.TextField(),
            "at": models.DateTimeField(default=timezone.now),
            "by": user("revisions"),
            "post": part_of("posts.post", "revisions"),
        },
        ordering=["-version"],
        constraints=[
            once("revision_once_a_version", "post", "version"),
            known("revision", "kind", REVISIONS),
            *lengths("revision", note=500),
        ],
    ),
    table(
        "PreviewLink",
        {
            "nonce": models.CharField(max_length=64, editable=False),
            "digest": models.CharField(max_length=64, unique=True, editable=False),
            "note": models.CharField(max_length=100, blank=True),
            "created_at": models.DateTimeField(auto_now_add=True),
            "expires_at": models.DateTimeField(),
            "revoked_at": models.DateTimeField(null=True, blank=True),
            "by": user("preview_links"),
            "post": part_of("posts.post", "preview_links"),
            "revision": models.ForeignKey(
                "posts.revision",
                null=True,
                blank=True,
                on_delete=models.RESTRICT,
                related_name="preview_links",
            ),
        },
        ordering=["-created_at", "-id"],
        constraints=lengths("previewlink", note=100),
    ),
    table(
        "Transition",
        {
            "action": models.CharField(max_length=10, choices=ACTIONS),
            "at": models.DateTimeField(default=timezone.now),
            "note": models.CharField(max_length=500, blank=True),
            "publish_at": models.DateTimeField(null=True, blank=True),
            "overrides": models.JSONField(default=list, blank=True),
            "reason": models.CharField(max_length=500, blank=True),
            "by": user("transitions"),
            "post": part_of("posts.post", "transitions"),
        },
        ordering=["-at", "-id"],
        constraints=[
            known("transition", "action", ACTIONS),
            *lengths("transition", note=500, reason=500),
        ],
    ),
    table(
        "WorkingCopy",
        {
            "version": models.PositiveIntegerField(),
            "snapshot": models.TextField(),
            "base_version": models.PositiveIntegerField(),
            "base": models.TextField(),
            "begun_at": models.DateTimeField(auto_now_add=True),
            "saved_at": models.DateTimeField(auto_now=True),
            "by": user("working_copies"),
            "post": models.OneToOneField(
                "posts.post", on_delete=models.CASCADE, related_name="working_copy"
            ),
        },
        verbose_name_plural="working copies",
    ),
    table(
        "Autosave",
        {
            "version": models.PositiveIntegerField(null=True, blank=True),
            "pairs": models.JSONField(default=list),
            "saved_at": models.DateTimeField(default=timezone.now),
            "post": part_of("posts.post", "autosaves", null=True, blank=True),
            "user": part_of(settings.AUTH_USER_MODEL, "autosaves"),
        },
        constraints=[
            once("autosave_one_slot", "user", "post"),
            once("autosave_one_new_post", "user", condition=Q(post=None)),
        ],
    ),
    table(
        "Correction",
        {
            "date": models.DateField(default=timezone.localdate),
            "text": models.TextField(max_length=1000),
            "created_at": models.DateTimeField(auto_now_add=True),
            "by": user("corrections"),
            "post": part_of("posts.post", "corrections"),
        },
        ordering=["date", "id"],
        constraints=lengths("correction", text=1000),
    ),
    table(
        "Presence",
        {
            "since": models.DateTimeField(default=timezone.now),
            "seen_at": models.DateTimeField(default=timezone.now),
            "post": part_of("posts.post", "presences"),
            "user": part_of(settings.AUTH_USER_MODEL, "presences"),
        },
        verbose_name_plural="presences",
        constraints=[once("presence_once", "user", "post")],
    ),
]
LISTS = [
    table(
        # Where each post stands.
        "ArchiveEntry",
        {
            "archive": models.PositiveSmallIntegerField(choices=list(enumerate(ARCHIVES, start=1))),
            "key": models.IntegerField(),
            "sort": models.IntegerField(),
            "publish_at": models.DateTimeField(),
            "post": part_of("posts.post", "entries", db_index=False),
        },
        verbose_name_plural="archive entries",
        indexes=[
            models.Index(
                fields=["archive", "key", "sort", "post", "publish_at"], name="archive_order"
            ),
            models.Index(fields=["post", "archive", "key"], name="archive_of_post"),
        ],
    ),
    table(
        # When readers last saw a change.
        "Generation",
        {"number": models.PositiveBigIntegerField(default=0), "changed_at": models.DateTimeField()},
    ),
]


class Migration(migrations.Migration):
    initial = True
    # The steps by which an older database came to the same tables.
    replaces = [
        ("posts", "0001_initial"),
        ("posts", "0003_catalogue"),
        ("posts", "0004_covering_spans"),
        ("posts", "0006_dossiers"),
        ("posts", "0007_post_links"),
        ("posts", "0008_redirects_to_dossiers"),
        ("posts", "0010_editorial_desk"),
        ("posts", "0012_picture_uses"),
        ("posts", "0013_fill_picture_uses"),
        ("posts", "0014_redirects_counted"),
        ("posts", "0015_archive_pictures"),
        ("posts", "0016_desk_indexes"),
    ]
    dependencies = [
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RunPython(migrations.RunPython.noop, forget_tags),
        *PICTURES_AND_ARCHIVES,
        *POSTS,
        *DOSSIERS,
        OLD_ADDRESSES,
        *DESK,
        *LISTS,
    ]
