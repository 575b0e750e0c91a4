"""AVIF files of photos; those that are there get theirs from `manage.py work`."""

from django.db import migrations, models

import articles.plaintext


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0021_who_overrides_conflicts"),
    ]

    operations = [
        migrations.AddField(
            model_name="photo",
            name="avif_files",
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.AddField(
            model_name="photo",
            name="avif_of",
            field=models.CharField(default="", editable=False, max_length=200),
        ),
        migrations.AddField(
            model_name="photo",
            name="avif_not_before",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddConstraint(
            model_name="photo",
            constraint=articles.plaintext.AtMost(
                field="avif_of", limit=200, name="photo_avif_of_at_most_200"
            ),
        ),
    ]
