"""Recommendations and mutes are counted by network, as comments and reports are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0040_ground_of_what_was_found"),
    ]

    operations = [
        migrations.AddField(
            model_name="mute",
            name="from_address",
            field=models.CharField(blank=True, default="", max_length=43),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="recommendation",
            name="from_address",
            field=models.CharField(blank=True, default="", max_length=43),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="mute",
            index=models.Index(fields=["from_address", "muted_at"], name="mute_by_network"),
        ),
        migrations.AddIndex(
            model_name="recommendation",
            index=models.Index(
                fields=["from_address", "recommended_at"], name="recommendation_by_network"
            ),
        ),
    ]
