"""What readers have already is found by its words."""

from collections import defaultdict
from typing import Any

from django.conf import settings
from django.db import migrations

from articles.models.article_words import labels_of, tokens_of
from articles.searching.engines import key_of
from articles.searching.spelling import learn
from articles.searching.words import base_of

BATCH = 200
TOLD = ("pk", "publish_at", "section", "kind", "language", "headline", "standfirst", "text")


def fill(apps: Any, schema_editor: Any) -> None:
    def model(name: str) -> Any:
        return apps.get_model("articles", name)

    let_go = model("Article").objects.filter(status="published").order_by("pk")
    last = 0
    while batch := list(let_go.filter(pk__gt=last).values(*TOLD)[:BATCH]):
        last = batch[-1]["pk"]
        authors = defaultdict(list)
        credits = model("Byline").objects.filter(article__in=[one["pk"] for one in batch])
        for article, author in credits.order_by("author").values_list("article", "author"):
            authors[article].append(author)
        model("ArticleWords").objects.bulk_create(
            model("ArticleWords")(**_row(one, authors[one["pk"]])) for one in batch
        )
        for code in {base_of(_language(one)) for one in batch}:
            model("PrintedLanguage").objects.get_or_create(code=code)
        texts = (one[name] for one in batch for name in ("headline", "standfirst", "text"))
        learn("\n".join(texts), model("PrintedWord"))


def _row(one: dict[str, Any], authors: list[int]) -> dict[str, Any]:
    words = (one["headline"], one["standfirst"], one["text"])
    return {
        "key": key_of(one["publish_at"], one["pk"]),
        "article_id": one["pk"],
        "labels": labels_of(one["section"], one["kind"], authors),
        **tokens_of(*words, _language(one)),
    }


def _language(one: dict[str, Any]) -> str:
    return one["language"] or settings.LANGUAGE_CODE


def empty(apps: Any, schema_editor: Any) -> None:
    for name in ("ArticleWords", "PrintedLanguage", "PrintedWord"):
        apps.get_model("articles", name).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0033_search_words"),
    ]

    operations = [migrations.RunPython(fill, empty)]
