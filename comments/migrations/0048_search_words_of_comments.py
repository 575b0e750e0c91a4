"""What readers have said already is found by its words."""

from typing import Any

from django.conf import settings
from django.db import migrations

from articles.searching.engines import key_of
from comments.models.comment_words import tokens_of

BATCH = 1_000


def fill(apps: Any, schema_editor: Any) -> None:
    words = apps.get_model("comments", "CommentWords")
    approved = apps.get_model("comments", "Comment").objects.filter(status="approved")
    told = approved.order_by("pk").values_list(
        "pk", "published_at", "body", "thread__article__language"
    )
    last = 0
    while batch := list(told.filter(pk__gt=last)[:BATCH]):
        last = batch[-1][0]
        words.objects.bulk_create(
            words(
                key=key_of(published_at, pk),
                comment_id=pk,
                **tokens_of(body, language or settings.LANGUAGE_CODE),
            )
            for pk, published_at, body, language in batch
        )


def empty(apps: Any, schema_editor: Any) -> None:
    apps.get_model("comments", "CommentWords").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0047_search_words"),
        ("articles", "0029_language_and_kinds"),
    ]

    operations = [migrations.RunPython(fill, empty)]
