"""The first tables."""

from typing import Any

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import taggit.managers
from django.conf import settings
from django.db import migrations, models


def forget_tags(apps: Any, schema_editor: Any) -> None:
    """Take the tags off the posts that are gone; new posts with their ids would bear them."""
    tagged = apps.get_model('taggit', 'TaggedItem').objects
    tagged.filter(content_type__app_label='posts', content_type__model='post').delete()


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, forget_tags),
        migrations.CreateModel(
            name='Category',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True)),
                ('slug', models.SlugField(blank=True, max_length=120, unique=True)),
                ('description', models.TextField(blank=True)),
                ('sign', models.CharField(blank=True, help_text='One or two characters that mark it in lists, as § or ¶', max_length=4)),
            ],
            options={
                'verbose_name_plural': 'categories',
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('name'), 80), name='category_name_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('slug'), 120), name='category_slug_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('sign'), 4), name='category_sign_length')],
            },
        ),
        migrations.CreateModel(
            name='Image',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.ImageField(height_field='height', max_length=120, upload_to='', width_field='width')),
                ('alt', models.CharField(blank=True, max_length=500, verbose_name='description for those who cannot see it')),
                ('decorative', models.BooleanField(default=False, help_text='Says nothing the text does not say')),
                ('caption', models.CharField(blank=True, max_length=500)),
                ('credit', models.CharField(blank=True, help_text='As shown under the picture', max_length=300)),
                ('creator', models.CharField(blank=True, max_length=200)),
                ('year', models.CharField(blank=True, help_text='As known: 1917, c. 1200', max_length=40)),
                ('licence', models.CharField(blank=True, choices=[('', 'not stated'), ('PD', 'Public domain'), ('CC0-1.0', 'CC0 1.0'), ('CC-BY-4.0', 'CC BY 4.0'), ('CC-BY-SA-4.0', 'CC BY-SA 4.0'), ('CC-BY-SA-3.0', 'CC BY-SA 3.0'), ('own', 'All rights with this site'), ('permission', 'Used with permission')], default='', max_length=20)),
                ('source_url', models.URLField(blank=True, max_length=1000, verbose_name='source address')),
                ('focal_x', models.PositiveSmallIntegerField(default=50, help_text='Per cent from the left')),
                ('focal_y', models.PositiveSmallIntegerField(default=50, help_text='Per cent from the top')),
                ('illustration', models.BooleanField(default=False, help_text='Drawn or generated: it does not document the event')),
                ('content_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('original_name', models.CharField(blank=True, editable=False, max_length=255)),
                ('width', models.PositiveIntegerField(editable=False)),
                ('height', models.PositiveIntegerField(editable=False)),
                ('uploaded_at', models.DateTimeField(auto_now_add=True)),
                ('uploaded_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'picture',
                'ordering': ['-uploaded_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('slug', models.SlugField(blank=True, max_length=120, unique=True)),
                ('kind', models.CharField(choices=[('continent', 'continent'), ('country', 'country'), ('historical', 'former state'), ('region', 'region'), ('city', 'city')], default='city', max_length=12)),
                ('iso_alpha2', models.CharField(blank=True, max_length=2, null=True, verbose_name='ISO 3166-1 alpha-2')),
                ('iso_alpha3', models.CharField(blank=True, max_length=3, null=True, verbose_name='ISO 3166-1 alpha-3')),
                ('iso_numeric', models.CharField(blank=True, max_length=3, null=True, verbose_name='ISO 3166-1 numeric')),
                ('valid_from', models.IntegerField(blank=True, help_text='Astronomical year: 44 BC is -43, 1 BC is 0', null=True)),
                ('valid_to', models.IntegerField(blank=True, help_text='Astronomical year', null=True)),
                ('calendar_reform', models.DateField(blank=True, help_text='First day of the Gregorian calendar there', null=True)),
                ('description', models.TextField(blank=True)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='posts.place')),
                ('successors', models.ManyToManyField(blank=True, related_name='predecessors', to='posts.place')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_input', models.CharField(blank=True, max_length=120, verbose_name='event date')),
                ('calendar_choice', models.CharField(choices=[('auto', 'Automatic'), ('julian', 'Julian (Old Style)'), ('gregorian', 'Gregorian')], default='auto', max_length=9, verbose_name='calendar')),
                ('event_display', models.CharField(blank=True, help_text='Only where the usual form will not do', max_length=120, verbose_name='shown as')),
                ('anniversary_rule', models.CharField(choices=[('auto', "By today's calendar"), ('as_written', 'On the day as written'), ('none', 'Never')], default='auto', max_length=10, verbose_name='on this day')),
                ('event_edtf', models.CharField(blank=True, editable=False, max_length=64)),
                ('event_calendar', models.CharField(default='H', editable=False, max_length=1)),
                ('event_kind', models.CharField(blank=True, editable=False, max_length=10)),
                ('event_precision', models.CharField(blank=True, editable=False, max_length=10)),
                ('event_qualifier', models.CharField(blank=True, editable=False, max_length=1)),
                ('event_start', models.IntegerField(editable=False, null=True)),
                ('event_end', models.IntegerField(editable=False, null=True)),
                ('event_sort', models.IntegerField(editable=False, null=True)),
                ('year_start', models.IntegerField(editable=False, null=True)),
                ('year_end', models.IntegerField(editable=False, null=True)),
                ('month', models.PositiveSmallIntegerField(editable=False, null=True)),
                ('day', models.PositiveSmallIntegerField(editable=False, null=True)),
                ('title', models.CharField(max_length=200)),
                ('slug', models.SlugField(blank=True, help_text='The last part of the address; made from the title when left empty', max_length=120, unique=True)),
                ('description', models.TextField(blank=True, max_length=1000)),
                ('story', models.TextField(blank=True)),
                ('story_html', models.TextField(blank=True, editable=False)),
                ('closing_question', models.CharField(blank=True, max_length=500)),
                ('language', models.CharField(default='en', max_length=12)),
                ('status', models.CharField(choices=[('draft', 'draft'), ('review', 'in review'), ('approved', 'approved'), ('withdrawn', 'withdrawn')], default='draft', max_length=9)),
                ('publish_at', models.DateTimeField(blank=True, null=True, verbose_name='publish time')),
                ('version', models.PositiveIntegerField(default=1)),
                ('feed_id', models.CharField(editable=False, max_length=500, unique=True)),
                ('import_ref', models.CharField(editable=False, max_length=500, null=True, unique=True)),
                ('imported_version', models.PositiveIntegerField(editable=False, null=True)),
                ('raw_original', models.TextField(blank=True, editable=False)),
                ('import_fields', models.JSONField(blank=True, default=dict, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('categories', models.ManyToManyField(blank=True, related_name='posts', to='posts.category')),
                ('hero', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='hero_of', to='posts.image', verbose_name='hero picture')),
                ('places', models.ManyToManyField(blank=True, related_name='posts', to='posts.place')),
                ('tags', taggit.managers.TaggableManager(blank=True, help_text='A comma-separated list of tags.', through='taggit.TaggedItem', to='taggit.Tag', verbose_name='Tags')),
            ],
            options={
                'ordering': ['-publish_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Citation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('locator', models.CharField(blank=True, help_text='Page, chapter or paragraph', max_length=120)),
                ('quotation', models.TextField(blank=True)),
                ('note', models.TextField(blank=True)),
                ('position', models.PositiveIntegerField(default=0)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='posts.post')),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Bullet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(blank=True, max_length=60)),
                ('text', models.CharField(max_length=1000)),
                ('text_html', models.TextField(blank=True, editable=False)),
                ('position', models.PositiveIntegerField(default=0)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bullets', to='posts.post')),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Anniversary',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month_day', models.PositiveSmallIntegerField()),
                ('role', models.CharField(choices=[('on', 'on'), ('start', 'begins'), ('end', 'ends')], max_length=5)),
                ('is_alt', models.BooleanField(default=False)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='anniversaries', to='posts.post')),
            ],
            options={
                'verbose_name_plural': 'anniversaries',
                'ordering': ['month_day', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Redirect',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=500, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='redirects', to='posts.image')),
                ('post', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='redirects', to='posts.post')),
            ],
            options={
                'ordering': ['path'],
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=300)),
                ('author', models.CharField(blank=True, max_length=200)),
                ('publisher', models.CharField(blank=True, max_length=200)),
                ('issued', models.CharField(blank=True, help_text='As printed: 1955, c. 1200, 12 June 2013', max_length=60)),
                ('modified', models.CharField(blank=True, max_length=60)),
                ('accessed', models.DateField(blank=True, help_text='When the address was last read', null=True)),
                ('url', models.URLField(blank=True, max_length=1000, verbose_name='URL')),
                ('language', models.CharField(blank=True, help_text='Language code such as en or fr', max_length=20)),
                ('kept_text', models.TextField(blank=True)),
                ('text_hash', models.CharField(blank=True, editable=False, max_length=64)),
            ],
            options={
                'ordering': ['author', 'title', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('url', ''), ('url__startswith', 'http://'), ('url__startswith', 'https://'), _connector='OR'), name='source_url_http'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='source_has_title'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('title'), 300), name='source_title_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('author'), 200), name='source_author_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('publisher'), 200), name='source_publisher_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('url'), 1000), name='source_url_length')],
            },
        ),
        migrations.AddField(
            model_name='post',
            name='sources',
            field=models.ManyToManyField(related_name='posts', through='posts.Citation', to='posts.source'),
        ),
        migrations.AddField(
            model_name='citation',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='citations', to='posts.source'),
        ),
        migrations.AddConstraint(
            model_name='image',
            constraint=models.CheckConstraint(condition=models.Q(('focal_x__lte', 100), ('focal_y__lte', 100)), name='image_focus_inside', violation_error_message='The focal point lies between 0 and 100 per cent.'),
        ),
        migrations.AddConstraint(
            model_name='image',
            constraint=models.CheckConstraint(condition=models.Q(('decorative', False), ('alt', ''), _connector='OR'), name='image_alt_or_decorative', violation_error_message='Describe the picture or mark it decorative, not both.'),
        ),
        migrations.AddConstraint(
            model_name='image',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.Exact(django.db.models.functions.text.Length('content_hash'), 64), name='image_content_hash_length'),
        ),
        migrations.AddConstraint(
            model_name='image',
            constraint=models.CheckConstraint(condition=models.Q(('source_url', ''), ('source_url__startswith', 'http://'), ('source_url__startswith', 'https://'), _connector='OR'), name='image_source_url_http'),
        ),
        migrations.AddConstraint(
            model_name='image',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('alt'), 500), name='image_alt_length'),
        ),
        migrations.AddConstraint(
            model_name='image',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('caption'), 500), name='image_caption_length'),
        ),
        migrations.AddConstraint(
            model_name='image',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('credit'), 300), name='image_credit_length'),
        ),
        migrations.AddConstraint(
            model_name='image',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('creator'), 200), name='image_creator_length'),
        ),
        migrations.AddConstraint(
            model_name='image',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('source_url'), 1000), name='image_source_url_length'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.UniqueConstraint(fields=('iso_alpha2',), name='place_iso_alpha2_once'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.UniqueConstraint(fields=('iso_alpha3',), name='place_iso_alpha3_once'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.Exact(django.db.models.functions.text.Length('iso_alpha2'), 2), name='place_iso_alpha2_length'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.Exact(django.db.models.functions.text.Length('iso_alpha3'), 3), name='place_iso_alpha3_length'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.Exact(django.db.models.functions.text.Length('iso_numeric'), 3), name='place_iso_numeric_length'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_from__lte', models.F('valid_to')), _connector='OR'), name='place_valid_in_order', violation_error_message='It ends before it begins.'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.CheckConstraint(condition=models.Q(('parent', models.F('id')), _negated=True), name='place_not_its_own_parent'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['continent', 'country', 'historical', 'region', 'city'])), name='place_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('name'), 120), name='place_name_length'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('slug'), 120), name='place_slug_length'),
        ),
        migrations.AddConstraint(
            model_name='bullet',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='bullet_has_text'),
        ),
        migrations.AddConstraint(
            model_name='bullet',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('label'), 60), name='bullet_label_length'),
        ),
        migrations.AddConstraint(
            model_name='bullet',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 1000), name='bullet_text_length'),
        ),
        migrations.AddConstraint(
            model_name='anniversary',
            constraint=models.UniqueConstraint(fields=('month_day', 'post', 'role'), name='anniversary_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='anniversary',
            constraint=models.CheckConstraint(condition=models.Q(('month_day__gte', 101), ('month_day__lte', 1231)), name='anniversary_month_day_range'),
        ),
        migrations.AddConstraint(
            model_name='anniversary',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['on', 'start', 'end'])), name='anniversary_role_known'),
        ),
        migrations.AddConstraint(
            model_name='redirect',
            constraint=models.CheckConstraint(condition=models.Q(('path__startswith', '/')), name='redirect_path_absolute', violation_error_message='Begin the path with a slash.'),
        ),
        migrations.AddConstraint(
            model_name='redirect',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('image__isnull', False), ('post__isnull', True)), models.Q(('image__isnull', True), ('post__isnull', False)), _connector='OR'), name='redirect_one_target', violation_error_message='Choose a post or a picture, not both.'),
        ),
        migrations.AddConstraint(
            model_name='redirect',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('path'), 500), name='redirect_path_length'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(fields=['status', 'event_sort', 'id'], name='post_event_order'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(fields=['status', 'year_start', 'year_end'], name='post_years'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(fields=['status', 'month', 'day'], name='post_month_day'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(fields=['status', 'publish_at', 'id'], name='post_publish_order'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(condition=models.Q(('year_end__gt', models.F('year_start'))), fields=['status', 'year_end'], name='post_spans'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('event_edtf', ''), ('event_end', None), ('event_sort', None), ('event_start', None)), models.Q(models.Q(('event_edtf', ''), _negated=True), ('event_end__isnull', False), ('event_sort__isnull', False), ('event_start__isnull', False)), _connector='OR'), name='post_event_whole'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('event_start__lte', models.F('event_end'))), name='post_event_in_order'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('event_sort__gte', models.F('event_start')), ('event_sort__lte', models.F('event_end'))), name='post_event_sort_within'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('year_start__lte', models.F('year_end'))), name='post_years_in_order'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('month__isnull', True), models.Q(('month__gte', 1), ('month__lte', 12)), _connector='OR'), name='post_month_range'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('day__isnull', True), models.Q(('day__gte', 1), ('day__lte', 31), ('month__isnull', False)), _connector='OR'), name='post_day_range'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('event_calendar__in', ['H', 'J', 'G'])), name='post_calendar_known'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('calendar_choice__in', ['auto', 'julian', 'gregorian'])), name='post_calendar_choice_known'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('anniversary_rule__in', ['auto', 'as_written', 'none'])), name='post_anniversary_rule_known'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('event_input'), 120), name='post_event_input_length'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('event_edtf'), 64), name='post_event_edtf_length'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('event_display'), 120), name='post_event_display_length'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'review', 'approved', 'withdrawn'])), name='post_status_known'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'approved'), _negated=True), ('publish_at__isnull', False), _connector='OR'), name='post_approved_has_publish_at', violation_error_message='An approved post needs a publish time.'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('slug', ''), _negated=True), name='post_has_slug'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='post_version_counts'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('title'), 200), name='post_title_length'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('slug'), 120), name='post_slug_length'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('description'), 1000), name='post_description_length'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('story'), 1000000), name='post_story_length'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('closing_question'), 500), name='post_closing_question_length'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('feed_id'), 500), name='post_feed_id_length'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('import_ref'), 500), name='post_import_ref_length'),
        ),
        migrations.AddConstraint(
            model_name='citation',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('locator'), 120), name='citation_locator_length'),
        ),
    ]
