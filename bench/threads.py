"""What a long thread costs beside a short one: first page, last page, permalink, branch.

Makes a scratch database beside the one that DATABASE_URL names, and removes it again. Both
threads are asked by turns and the best time of each counts; a page may take at most twice as long
at 100,000 comments as at 1,000.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from _scratch import add_migrated, counted_queries, scratch_database, settle

MOST = 2.0  # times as long
SHAPES = ["mixed", "branch", "chain"]


@dataclass(frozen=True)
class Measure:
    """A page with all it redirects to: best time, questions asked, comments shown."""

    seconds: float
    queries: int
    shown: int

    def __str__(self) -> str:
        return f"{self.seconds * 1000:6.1f} ms {self.queries:2} queries {self.shown:3} shown"


def main() -> int:
    asked = arguments()
    settle()
    from django.db import connection

    sizes = asked.short, asked.long
    with scratch_database("threads", asked.migrated):
        print(f"Threads on {connection.vendor}: {asked.short:,} and {asked.long:,} comments")
        worst = max(
            ratio for shape in asked.shapes for ratio in compare(shape, *sizes, asked.rounds)
        )
    print(f"Worst ratio {worst:.2f}, at most {MOST} wanted")
    return 0 if worst <= MOST else 1


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", type=int, default=1_000)
    parser.add_argument("--long", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--shapes", nargs="+", default=SHAPES, choices=SHAPES)
    add_migrated(parser)
    return parser.parse_args()


def compare(shape: str, short: int, long: int, rounds: int) -> Iterator[float]:
    """Prints a line for each page, and answers with the ratios.

    A page that shows more comments than its counterpart is given that much more time, and the
    line says so.
    """
    one, other = make(shape, short), make(shape, long)
    branch = largest_branch(one).last_reply
    addresses = pages(one, branch), pages(other, branch)
    for name in addresses[0]:
        before, after = measure(rounds, *(pages[name] for pages in addresses))
        ratio = after.seconds / before.seconds
        more = max(1, after.shown / max(1, before.shown))
        note = f" for {more:.1f} times as many shown" if more >= 1.05 else ""
        print(f"  {shape:7} {name:24} {before}   {after}   ×{ratio:.2f}{note}", flush=True)
        if after.queries != before.queries:
            print(f"  {shape:7} {name:24} asks otherwise in the long thread")
            ratio = float("inf")
        yield ratio / more


def make(shape: str, comments: int) -> Any:
    """An article with so many comments."""
    from newsroom.load import Load, Shape

    (article,) = Load(comments).make(
        articles=1, comments=comments, threads=1, held=comments // 50, shape=Shape(shape)
    )
    return article


def roots_of(article: Any) -> Any:
    return article.thread.comments.on_page().roots()


def largest_branch(article: Any) -> Any:
    return roots_of(article).order_by("-last_reply")[0]


def branch_of(article: Any, size: int) -> Any:
    """One with so many replies, or nearly."""
    from django.db.models import F
    from django.db.models.functions import Abs

    return roots_of(article).order_by(Abs(F("last_reply") - size), "number")[0]


def pages(article: Any, branch: int) -> dict[str, str]:
    """The addresses that are asked for; `branch` is how large one is in both threads."""
    from comments.paging import ROOTS_PER_PAGE

    shown = article.thread.comments.approved().order_by("number")
    # A root stands on a page of the thread, a reply there or on a page of its branch, which costs
    # another number of questions: roots are compared, where there are pages of them.
    roots = shown.filter(root__isnull=True)
    linked = roots if roots.count() > ROOTS_PER_PAGE else shown
    middle, last = linked[linked.count() // 2], linked.last()
    largest, alike = largest_branch(article), branch_of(article, branch)
    address = article.get_absolute_url()
    return {
        "first page": address,
        "last page": f"{address}?page=999999",
        "newest first": f"{address}?sort=newest",
        "most replied": f"{address}?sort=replies",
        "permalink in the middle": middle.get_absolute_url(),
        "permalink of the last": last.get_absolute_url(),
        "branch of the same size": alike.replies_url,
        "largest branch": largest.replies_url,
        "last page of it": f"{largest.replies_url}?page=999999",
    }


def measure(rounds: int, *addresses: str) -> list[Measure]:
    """By turns, so that a busy moment of the machine meets them all."""
    pages = [look_at(address) for address in addresses]
    best = [float("inf")] * len(addresses)
    for _ in range(rounds):
        for which, address in enumerate(addresses):
            start = time.perf_counter()
            fetch(address)
            best[which] = min(best[which], time.perf_counter() - start)
    return [Measure(seconds, *page) for seconds, page in zip(best, pages, strict=True)]


def look_at(address: str) -> tuple[int, int]:
    """How many questions a page asks, and how many comments it shows."""
    fetch(address)
    with counted_queries() as asked:
        page = fetch(address)
    return len(asked), page.count(b'<article class="comment')


def fetch(address: str) -> bytes:
    from django.test import Client

    content: bytes = Client().get(address, follow=True).content
    return content


if __name__ == "__main__":
    sys.exit(main())
