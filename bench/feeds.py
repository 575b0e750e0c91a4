"""What a feed or a sitemap costs in a young paper and in an old one.

Makes a scratch database beside the one that DATABASE_URL names, and removes it again. The newest
hundred articles are the same in both, and lie in one month; all others lie in the ten years before.
The best time of each page counts, first beside few and then beside many: compare the ratios.
"""

import argparse
import datetime
import sys
import time
from collections.abc import Iterator
from typing import Any

from _scratch import add_migrated, counted_queries, scratch_database, settle

MOST = 2.0  # times as long
NEWEST = 100
YEARS = 10
SECTIONS, AUTHORS = 5, 10
PARAGRAPH = "<p>The council of the harbour met on Monday and heard of nets, berths and dues.</p>"


def main() -> int:
    asked = arguments()
    settle()
    from django.db import connection

    with scratch_database("feeds", asked.migrated):
        print(f"Feeds on {connection.vendor}: {asked.few:,} articles, then {asked.many:,}")
        paper = Paper()
        paper.grow_to(asked.few)
        before = measured(paper, asked.rounds)
        paper.grow_to(asked.many)
        worst = max(compared(before, measured(paper, asked.rounds)))
    print(f"Worst ratio {worst:.2f}, at most {MOST} wanted")
    return 0 if worst <= MOST else 1


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--few", type=int, default=1_000, help="articles")
    parser.add_argument("--many", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=10)
    add_migrated(parser)
    return parser.parse_args()


class Paper:
    """One article as an editor makes it, and copies of its row."""

    def __init__(self) -> None:
        from django.contrib.auth.models import User
        from django.utils import timezone

        from articles.models import Article, Author, Section

        names = range(max(SECTIONS, AUTHORS))
        self.sections = [
            Section.objects.create(name=f"Section {n}", slug=f"section-{n}") for n in names
        ][:SECTIONS]
        self.authors = [
            Author.objects.create(name=f"Author {n}", slug=f"author-{n}") for n in names
        ]
        self.first = Article.objects.create(
            headline="The harbour and its dues",
            slug="harbour",
            section=self.sections[0],
            body_source=PARAGRAPH * 40,
        )
        self.first.bylines.create(author=self.authors[0])
        declare_nothing(self.first, self.authors[0])
        by = User.objects.get()
        self.now = timezone.now()
        # The middle of a month, so that the newest are all of one.
        newest = self.now.replace(day=15, hour=12) - datetime.timedelta(days=30)
        self.newest = newest
        self.first.publish(by=by, at=newest)
        self.count = 1

    def grow_to(self, count: int) -> None:
        from articles.models import Article, Byline
        from newsroom.bulk import Table

        rows = list(range(self.count, count))
        articles, bylines = Table(Article), Table(Byline)
        pk, byline = articles.next_pk(), bylines.next_pk()
        like = {field.attname: getattr(self.first, field.attname) for field in articles.fields}
        articles.write(
            {
                **like,
                "id": pk + place,
                "slug": f"harbour-{number}",
                "section_id": self.sections[number % SECTIONS].pk,
                "publish_at": self.hour(number, count),
            }
            for place, number in enumerate(rows)
        )
        bylines.write(
            {
                "id": byline + place,
                "article_id": pk + place,
                "author_id": self.authors[number % AUTHORS].pk,
            }
            for place, number in enumerate(rows)
        )
        self.count = count
        look_at_rows()

    def hour(self, number: int, count: int) -> datetime.datetime:
        """The newest an hour apart, the others evenly over the years before them."""
        if number < NEWEST:
            return self.newest - datetime.timedelta(hours=number)
        share = (number - NEWEST) / max(1, count - NEWEST)
        return self.newest - datetime.timedelta(days=35 + 365 * YEARS * share)

    @property
    def pages(self) -> dict[str, str]:
        section, author = self.sections[0], self.authors[0]
        return {
            **{f"feed of the paper, {each}": f"/feed.{each}" for each in ("rss", "atom", "json")},
            "feed of a section": f"{section.get_absolute_url()}feed.rss",
            "feed of an author": f"{author.get_absolute_url()}feed.rss",
            "index of sitemaps": "/sitemap.xml",
            "sitemap of a month": f"/sitemap-{self.newest:%Y-%m}.xml",
            "sitemap of other pages": "/sitemap-pages.xml",
            "sitemap of the news": "/news-sitemap.xml",
        }


def declare_nothing(article: Any, author: Any) -> None:
    from django.contrib.auth.models import User

    from articles.declarants import undeclared
    from articles.declaring import declare
    from articles.models import DeclarationKind

    by = User.objects.create_superuser("bench")
    for each in undeclared(article):
        declare(article, each, by=by, kind=DeclarationKind.NOTHING)


def look_at_rows() -> None:
    """Let the database know what it has, as it does by itself within minutes."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measured(paper: Paper, rounds: int) -> dict[str, tuple[float, int]]:
    """Of each page the best time in seconds, and how many questions it asks."""
    found = {}
    for name, address in paper.pages.items():
        fetch(address)
        with counted_queries() as asked:
            fetch(address)
        queries = len(asked)
        found[name] = min(timed(address) for _ in range(rounds)), queries
    return found


def timed(address: str) -> float:
    start = time.perf_counter()
    fetch(address)
    return time.perf_counter() - start


def fetch(address: str) -> bytes:
    from django.test import Client

    answer = Client().get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answers {answer.status_code}")
    content: bytes = answer.getvalue()
    return content


def compared(
    before: dict[str, tuple[float, int]], after: dict[str, tuple[float, int]]
) -> Iterator[float]:
    """Prints a line for each page, and answers with the ratios."""
    for name, (seconds, queries) in after.items():
        was, asked = before[name]
        ratio = seconds / was if queries == asked else float("inf")
        print(
            f"  {name:24} {was * 1000:7.1f} ms {asked:2} queries   "
            f"{seconds * 1000:7.1f} ms {queries:2} queries   ×{ratio:.2f}",
            flush=True,
        )
        yield ratio


if __name__ == "__main__":
    sys.exit(main())
