"""Where the words of articles are kept by which readers find them."""

import django.db.models.deletion
from django.db import migrations, models

from articles.searching import schema

TABLE = "articles_articlewords"
COLUMNS = ("headline", "standfirst", "text", "labels")


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0032_series"),
    ]

    operations = [
        migrations.CreateModel(
            name="PrintedLanguage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=12, unique=True)),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="ArticleWords",
            fields=[
                ("key", models.BigAutoField(primary_key=True, serialize=False)),
                ("headline", models.TextField()),
                ("standfirst", models.TextField()),
                ("text", models.TextField()),
                ("often", models.TextField()),
                ("labels", models.TextField()),
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="words",
                        to="articles.article",
                    ),
                ),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="PrintedWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("near", models.CharField(max_length=8)),
                ("word", models.CharField(max_length=25)),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("near", "word"), name="printed_word_once_by_each_way"
                    )
                ],
            },
        ),
        migrations.RunPython(schema.make(TABLE, COLUMNS), schema.unmake(TABLE)),
    ]
