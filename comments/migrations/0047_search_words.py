"""Where the words of comments are kept by which readers find them."""

import django.db.models.deletion
from django.db import migrations, models

from articles.searching import schema

TABLE = "comments_commentwords"
COLUMNS = ("text",)


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0046_reason_to_ask"),
    ]

    operations = [
        migrations.CreateModel(
            name="CommentWords",
            fields=[
                ("key", models.BigAutoField(primary_key=True, serialize=False)),
                ("text", models.TextField()),
                ("often", models.TextField()),
                (
                    "comment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="words",
                        to="comments.comment",
                    ),
                ),
            ],
            options={"default_permissions": ()},
        ),
        migrations.RunPython(schema.make(TABLE, COLUMNS), schema.unmake(TABLE)),
    ]
