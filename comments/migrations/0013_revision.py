import django.db.models.deletion
from django.db import migrations, models

import articles.plaintext


class Migration(migrations.Migration):
    dependencies = [("comments", "0012_withdrawn")]

    operations = [
        migrations.AddField(
            model_name="comment", name="edited_at", field=models.DateTimeField(null=True)
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("body_source", models.TextField(max_length=5000)),
                ("written_at", models.DateTimeField()),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="comments.comment",
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("comment", "number"), name="revision_number_once_per_comment"
                    ),
                    articles.plaintext.AtMost(
                        field="body_source", limit=5000, name="revision_body_source_at_most_5000"
                    ),
                ],
            },
        ),
    ]
