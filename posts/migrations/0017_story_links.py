"""Which stories link to which posts, so that a post that moves is found where it is linked.

`reindex` fills it for what is stored; until then links are as they were written.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("posts", "0016_trash_of_pictures")]

    operations = [
        migrations.CreateModel(
            name="StoryLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="story_links",
                        to="posts.post",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="story_links",
                        to="posts.section",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="linked_from",
                        to="posts.post",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("post", "target"), name="story_link_post_once"),
                    models.UniqueConstraint(
                        fields=("section", "target"), name="story_link_section_once"
                    ),
                ],
            },
        ),
    ]
