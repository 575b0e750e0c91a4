import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import articles.plaintext


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0018_rescan"),
    ]

    operations = [
        migrations.CreateModel(
            name="Hit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("term_text", models.CharField(max_length=100)),
                (
                    "action",
                    models.CharField(
                        choices=[("reject", "Reject"), ("hold", "Hold"), ("mark", "Mark only")],
                        max_length=10,
                    ),
                ),
                ("is_slur", models.BooleanField(default=False)),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "field",
                    models.CharField(
                        choices=[("body", "Text"), ("name", "Name"), ("link", "Link")],
                        max_length=10,
                    ),
                ),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                ("passage", models.CharField(max_length=200)),
                ("found_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hits",
                        to="comments.comment",
                    ),
                ),
                (
                    "rescan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="found",
                        to="comments.rescan",
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="comments.term",
                    ),
                ),
            ],
            options={
                "ordering": ["comment", "field", "start", "pk"],
                "constraints": [
                    articles.plaintext.AtMost(
                        field="term_text", limit=100, name="hit_term_text_at_most_100"
                    ),
                    articles.plaintext.AtMost(
                        field="passage", limit=200, name="hit_passage_at_most_200"
                    ),
                ],
            },
        ),
    ]
