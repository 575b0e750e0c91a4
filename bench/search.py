"""What a search costs in a large paper beside a small one: common and rare words, phrases, filters.

Makes a scratch database beside the one that DATABASE_URL names, and removes it again. The paper
grows from few articles to many, and every search is timed at both sizes, the best time of each; a
page may take at most twice as long at 20,000 articles as at 1,000, whatever it finds.
"""

import argparse
import datetime
import sys
import time
from collections.abc import Iterator
from random import Random
from typing import Any

from _scratch import add_migrated, counted_queries, scratch_database, settle

MOST = 2.0  # times as long
HOURS_APART = 4
ASKED = {
    "common word": "/search/?q=harbour",
    "two common words": "/search/?q=harbour+council",
    "common phrase": '/search/?q="the+harbour"',
    "common, one left out": "/search/?q=harbour+-zorblat",
    "common, in a small section": "/search/?q=harbour&section=small",
    "common, long ago": "/search/?q=harbour&until=1990-01-01",
    "common, newest first": "/search/?q=harbour&sort=newest",
    "last page": "/search/?q=harbour&page=999",
    "rare word": "/search/?q=zorblat",
    "rare and common word": "/search/?q=zorblat+harbour",
    "misspelled word": "/search/?q=harbuor",
    "comments": "/search/comments/?q=harbour",
    "comments, rare word": "/search/comments/?q=zorblat",
}


def main() -> int:
    asked = arguments()
    settle()
    from django.db import connection

    with scratch_database("search", asked.migrated):
        print(f"Searches on {connection.vendor}: {asked.few:,} and {asked.many:,} articles")
        prepare()
        grow(asked.few, 0)
        few = dict(measure(asked.rounds))
        grow(asked.many, asked.few)
        many = dict(measure(asked.rounds))
        worst = max(compare(name, few[name], many[name]) for name in ASKED)
    print(f"Worst ratio {worst:.2f}, at most {MOST} wanted")
    return 0 if worst <= MOST else 1


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--few", type=int, default=1_000)
    parser.add_argument("--many", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=7)
    add_migrated(parser)
    return parser.parse_args()


def prepare() -> None:
    """One article that went out as they do, of which the others are copies with other words."""
    from articles.models import Article, Section
    from newsroom.load import Load

    Load().make(articles=1, comments=0, threads=1, held=0)
    first = Article.objects.get()
    first.headline, first.standfirst, first.body_source = "Zorblat", "", "<p>Of a zorblat.</p>"
    first.save()
    Section.objects.create(name="Small", slug="small")


def grow(to: int, there: int) -> None:
    """Articles, of which one in twenty is in the small section, and as many comments."""
    from articles.models import Article, ArticleWords, Section
    from newsroom.bulk import Table
    from newsroom.load import Load

    rows = [written(number) for number in range(max(1, there), to)]
    first, small = Article.objects.order_by("pk")[0], Section.objects.get(slug="small")
    pk = Article.objects.latest("pk").pk
    shown = {
        "status": first.status,
        "publication_id": first.publication_id,
        "section_id": first.section_id,
        "created_at": first.created_at,
        "saved_at": first.saved_at,
    }
    articles = [
        {**shown, **row, "id": pk + place} | ({"section_id": small.pk} if place % 20 == 0 else {})
        for place, row in enumerate(rows, 1)
    ]
    Table(Article).write(articles)
    Table(ArticleWords).write(map(words_of, articles))
    settle_keys(Article)
    Load(to).make(articles=1, comments=len(articles), threads=1, held=0)
    settle_statistics()


def written(number: int) -> dict[str, object]:
    from django.utils import timezone

    from newsroom.load import WORDS

    chance = Random(number)  # noqa: S311 -- no secret
    published = timezone.now() - datetime.timedelta(hours=HOURS_APART * (number + 1))
    text = " ".join(chance.choices(WORDS, k=300))
    return {
        "headline": " ".join(chance.choices(WORDS, k=6)),
        "slug": f"bench-{number}",
        "text": f"{text} number{number}",
        "publish_at": published,
    }


def words_of(row: dict[str, object]) -> dict[str, object]:
    from articles.models.article_words import labels_of, tokens_of
    from articles.searching.engines import key_of

    pk, section = int(str(row["id"])), int(str(row["section_id"]))
    return {
        "key": key_of(row["publish_at"], pk),
        "article_id": pk,
        "labels": labels_of(section, "news", []),
        **tokens_of(str(row["headline"]), "", str(row["text"]), "en"),
    }


def settle_keys(model: Any) -> None:
    """Rows were given theirs: the next one is told to come after them."""
    from django.core.management.color import no_style
    from django.db import connection

    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(sql)


def settle_statistics() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measure(rounds: int) -> Iterator[tuple[str, tuple[float, int]]]:
    from django.test import Client

    for name, address in ASKED.items():
        Client().get(address)
        with counted_queries() as asked:
            Client().get(address)
        queries = len(asked)
        best = float("inf")
        for _ in range(rounds):
            start = time.perf_counter()
            Client().get(address)
            best = min(best, time.perf_counter() - start)
        yield name, (best, queries)


def compare(name: str, few: tuple[float, int], many: tuple[float, int]) -> float:
    ratio = many[0] / few[0]
    times = f"{few[0] * 1000:7.1f} ms {many[0] * 1000:7.1f} ms"
    print(f"  {name:28} {times} {many[1]:2} queries ×{ratio:.2f}", flush=True)
    return ratio


if __name__ == "__main__":
    sys.exit(main())
