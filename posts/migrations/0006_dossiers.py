"""Topic pages: background in sections, posts and milestones, and what they rest on.

A milestone holds an event date as a post does, with the same constraints; its source is
protected, since the page would claim it without.
"""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("posts", "0005_search_index"),
    ]

    operations = [
        migrations.CreateModel(
            name="Dossier",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        help_text=(
                            "The last part of the address; made from the title when left empty"
                        ),
                        max_length=120,
                        unique=True,
                    ),
                ),
                ("description", models.TextField(blank=True, max_length=1000)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("review", "in review"),
                            ("approved", "approved"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="draft",
                        max_length=9,
                    ),
                ),
                (
                    "publish_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="publish time"),
                ),
                (
                    "hero",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hero_of_dossiers",
                        to="posts.image",
                        verbose_name="hero picture",
                    ),
                ),
                ("feed_id", models.CharField(editable=False, max_length=500, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "posts",
                    models.ManyToManyField(blank=True, related_name="dossiers", to="posts.post"),
                ),
            ],
            options={
                "ordering": ["title", "id"],
                "indexes": [
                    models.Index(fields=["status", "publish_at"], name="dossier_publish_order")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["draft", "review", "approved", "withdrawn"])
                        ),
                        name="dossier_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "approved"), _negated=True),
                            ("publish_at__isnull", False),
                            _connector="OR",
                        ),
                        name="dossier_approved_has_publish_at",
                        violation_error_message="An approved dossier needs a publish time.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug", ""), _negated=True), name="dossier_has_slug"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="dossier_has_title"
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("title"), 200
                        ),
                        name="dossier_title_length",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("slug"), 120
                        ),
                        name="dossier_slug_length",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("description"), 1000
                        ),
                        name="dossier_description_length",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("feed_id"), 500
                        ),
                        name="dossier_feed_id_length",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Section",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sections",
                        to="posts.dossier",
                    ),
                ),
                ("heading", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("text_html", models.TextField(blank=True, editable=False)),
                ("position", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "dossier section",
                "ordering": ["position", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("heading", ""), _negated=True),
                        name="section_has_heading",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="section_has_text"
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("heading"), 200
                        ),
                        name="section_heading_length",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("text"), 1000000
                        ),
                        name="section_text_length",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "event_input",
                    models.CharField(blank=True, max_length=120, verbose_name="event date"),
                ),
                (
                    "calendar_choice",
                    models.CharField(
                        choices=[
                            ("auto", "Automatic"),
                            ("julian", "Julian (Old Style)"),
                            ("gregorian", "Gregorian"),
                        ],
                        default="auto",
                        max_length=9,
                        verbose_name="calendar",
                    ),
                ),
                (
                    "event_display",
                    models.CharField(
                        blank=True,
                        help_text="Only where the usual form will not do",
                        max_length=120,
                        verbose_name="shown as",
                    ),
                ),
                (
                    "anniversary_rule",
                    models.CharField(
                        choices=[
                            ("auto", "By today's calendar"),
                            ("as_written", "On the day as written"),
                            ("none", "Never"),
                        ],
                        default="auto",
                        max_length=10,
                        verbose_name="on this day",
                    ),
                ),
                ("event_edtf", models.CharField(blank=True, editable=False, max_length=64)),
                ("event_calendar", models.CharField(default="H", editable=False, max_length=1)),
                ("event_kind", models.CharField(blank=True, editable=False, max_length=10)),
                ("event_precision", models.CharField(blank=True, editable=False, max_length=10)),
                ("event_qualifier", models.CharField(blank=True, editable=False, max_length=1)),
                ("event_start", models.IntegerField(editable=False, null=True)),
                ("event_end", models.IntegerField(editable=False, null=True)),
                ("event_sort", models.IntegerField(editable=False, null=True)),
                ("year_start", models.IntegerField(editable=False, null=True)),
                ("year_end", models.IntegerField(editable=False, null=True)),
                ("month", models.PositiveSmallIntegerField(editable=False, null=True)),
                ("day", models.PositiveSmallIntegerField(editable=False, null=True)),
                (
                    "locator",
                    models.CharField(
                        blank=True, help_text="Page, chapter or paragraph", max_length=120
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="milestones",
                        to="posts.dossier",
                    ),
                ),
                ("label", models.CharField(max_length=200)),
                ("note", models.TextField(blank=True, max_length=1000)),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="milestones",
                        to="posts.source",
                    ),
                ),
            ],
            options={
                "ordering": ["event_sort", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("event_edtf", ""),
                                ("event_end", None),
                                ("event_sort", None),
                                ("event_start", None),
                            ),
                            models.Q(
                                models.Q(("event_edtf", ""), _negated=True),
                                ("event_end__isnull", False),
                                ("event_sort__isnull", False),
                                ("event_start__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="milestone_event_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("event_start__lte", models.F("event_end"))),
                        name="milestone_event_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("event_sort__gte", models.F("event_start")),
                            ("event_sort__lte", models.F("event_end")),
                        ),
                        name="milestone_event_sort_within",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("year_start__lte", models.F("year_end"))),
                        name="milestone_years_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("month__isnull", True),
                            models.Q(("month__gte", 1), ("month__lte", 12)),
                            _connector="OR",
                        ),
                        name="milestone_month_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("day__isnull", True),
                            models.Q(("day__gte", 1), ("day__lte", 31), ("month__isnull", False)),
                            _connector="OR",
                        ),
                        name="milestone_day_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("event_calendar__in", ["H", "J", "G"])),
                        name="milestone_calendar_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("calendar_choice__in", ["auto", "julian", "gregorian"])
                        ),
                        name="milestone_calendar_choice_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("anniversary_rule__in", ["auto", "as_written", "none"])
                        ),
                        name="milestone_anniversary_rule_known",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("event_input"), 120
                        ),
                        name="milestone_event_input_length",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("event_edtf"), 64
                        ),
                        name="milestone_event_edtf_length",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("event_display"), 120
                        ),
                        name="milestone_event_display_length",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("label", ""), _negated=True), name="milestone_has_label"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("event_edtf", ""), _negated=True),
                        name="milestone_has_event",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("label"), 200
                        ),
                        name="milestone_label_length",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("note"), 1000
                        ),
                        name="milestone_note_length",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("locator"), 120
                        ),
                        name="milestone_locator_length",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DossierCitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "locator",
                    models.CharField(
                        blank=True, help_text="Page, chapter or paragraph", max_length=120
                    ),
                ),
                ("quotation", models.TextField(blank=True)),
                ("note", models.TextField(blank=True)),
                ("position", models.PositiveIntegerField(default=0)),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="citations",
                        to="posts.dossier",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossier_citations",
                        to="posts.source",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("locator"), 120
                        ),
                        name="dossiercitation_locator_length",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="dossier",
            name="sources",
            field=models.ManyToManyField(
                related_name="dossiers", through="posts.DossierCitation", to="posts.source"
            ),
        ),
    ]
