"""What each page of the desk costs with many comments beside a few.

Two newsrooms are generated, each in a process and a scratch database of its own beside the one
that DATABASE_URL names, and asked by turns, so that a busy moment of the machine meets both. A
page may take at most twice as long with many. Both have one quiet story, alone in its section,
with as much held as it has in the other: what a filter seldom finds is sought among few and many.
"""

import argparse
import multiprocessing
import statistics
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from _scratch import add_migrated, counted_queries, scratch_database, settle

FEW = (1_000, 50)
STORIES = 40
QUIET = (100, 15)
# A rule that held so many, wherever they are in the queue.
SELDOM = ("hold_many_links", 15)
MOST_MATTERS = 1_000
MOST = 2.0  # times as long


@dataclass(frozen=True)
class Page:
    """An address, how many questions it asks and how many comments it shows."""

    address: str
    queries: int
    shown: int


class Newsroom:
    """One that is asked from another process."""

    def __init__(self, name: str, comments: int, held: int, migrated: str | None) -> None:
        spawn = multiprocessing.get_context("spawn")
        self.line, far_end = spawn.Pipe()
        task = (far_end, name, comments, held, migrated)
        self.process = spawn.Process(target=answer, args=task)
        self.process.start()
        far_end.close()
        self.engine, self.pages = self.line.recv()

    def milliseconds(self, page: str) -> float:
        self.line.send(self.pages[page].address)
        taken: float = self.line.recv()
        return taken

    def __enter__(self) -> "Newsroom":
        return self

    def __exit__(self, *error: object) -> None:
        """Waits until its database is gone."""
        self.line.close()
        self.process.join()


def main() -> int:
    asked = arguments()
    with (
        Newsroom("few", *asked.few, asked.migrated) as few,
        Newsroom("many", asked.comments, asked.held, asked.migrated) as many,
    ):
        print(f"The desk on {few.engine}, median of {asked.rounds}")
        sizes = asked.few, (asked.comments, asked.held)
        head = [f"{held:,} held of {comments:,}" for comments, held in sizes]
        print(f"{'':<26}{head[0]:>24}{head[1]:>26}   times    queries      shown")
        pages = [page for page in few.pages if asked.only in page]
        worst = max(compare(page, few, many, asked.rounds) for page in pages)
    print(f"Worst ratio {worst:.2f}, at most {MOST} wanted")
    return 0 if worst <= MOST else 1


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comments", type=int, default=1_000_000)
    parser.add_argument("--held", type=int, default=50_000)
    parser.add_argument("--few", type=int, nargs=2, default=FEW, metavar=("COMMENTS", "HELD"))
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--only", default="", metavar="TEXT", help="pages with this in their name")
    add_migrated(parser)
    return parser.parse_args()


def compare(name: str, few: Newsroom, many: Newsroom, rounds: int) -> float:
    """Prints a line, and answers with the ratio; a question more has none that would do.

    A page that shows more comments than its counterpart is given that much more time.
    """
    taken = [(few.milliseconds(name), many.milliseconds(name)) for _ in range(rounds)]
    before, after = (statistics.median(column) for column in zip(*taken, strict=True))
    old, new = few.pages[name], many.pages[name]
    ratio = after / before / max(1, new.shown / max(1, old.shown))
    if new.queries > old.queries:
        ratio = float("inf")
    mark = "" if ratio <= MOST else "  too slow"
    print(
        f"{name:<26}{before:>21.1f} ms{after:>23.1f} ms{after / before:>8.2f}"
        f"{f'{old.queries} / {new.queries}':>11}{f'{old.shown} / {new.shown}':>11}{mark}",
        flush=True,
    )
    return ratio


# In the process of a newsroom


def answer(line: Connection, name: str, comments: int, held: int, migrated: str | None) -> None:
    """Milliseconds for each address that is asked for, until nobody asks any more."""
    settle()
    from django.db import connection
    from django.test import Client

    with scratch_database(name, migrated), suppress(EOFError):
        fill(comments, held)
        client = Client()
        client.force_login(moderator())
        client.get("/admin/desk/")  # what a process keeps is kept from here on
        pages = {name: look_at(client, address) for name, address in addresses().items()}
        line.send((connection.vendor, pages))
        while True:
            line.send(milliseconds(client, line.recv()))


def fill(comments: int, held: int) -> None:
    from django.db import connection

    from articles.models import Article, Section
    from newsroom.load import Load

    Load().make(articles=STORIES, comments=comments, threads=STORIES, held=held)
    (story,) = Load().make(articles=1, comments=QUIET[0], threads=1, held=QUIET[1])
    section = Section.objects.create(name="Quiet", slug="quiet")
    Article.objects.filter(pk=story.pk).update(section=section)
    hold_by_a_rule_that_seldom_does()
    report_and_appeal(min(MOST_MATTERS, comments // 33))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def hold_by_a_rule_that_seldom_does() -> None:
    from comments.models import Comment

    rule, number = SELDOM
    held = list(Comment.objects.held().order_by("posted_at").values_list("pk", flat=True))
    chosen = held[:: max(1, len(held) // number)][:number]
    Comment.objects.filter(pk__in=chosen).update(held_by_rule=rule)


def report_and_appeal(number: int) -> None:
    from comments.models import Appeal, Comment, Decision
    from comments.reporting import report

    for comment in Comment.objects.approved().order_by("pk")[:number]:
        report(comment, reason="attack")
    for decision in Decision.objects.filter(to_status="rejected").order_by("pk")[:number]:
        Appeal.open(decision, text="I meant the tea.")


def moderator() -> Any:
    from django.contrib.auth.models import Group, User

    made = User.objects.create_user("bench", is_staff=True)
    made.groups.add(Group.objects.get(name="Moderator"))
    return made


def addresses() -> dict[str, str]:
    from articles.models import Article
    from comments.models import Comment, Commenter

    held = Comment.objects.held().order_by("-posted_at", "-pk")
    quiet = Article.objects.get(section__slug="quiet")
    loud = Article.objects.exclude(pk=quiet.pk).order_by("pk")[:10]
    several = "&".join(f"story={article.pk}" for article in loud)
    writer = Commenter.objects.get(pk=writer_of(12))
    rule = SELDOM[0]
    usual = "hold_when_thread_is_premoderated"
    unread = Comment.objects.new().order_by("-posted_at", "-pk")
    refused = Comment.objects.rejected().order_by("posted_at", "pk")
    desk = {
        "held": "held/",
        "held, last page": f"held/?after={last_page(held)}",
        "reported": "reported/",
        "appealed": "appealed/",
        "new": "new/",
        "new, last page": f"new/?after={last_page(unread)}",
        "rejected": "rejected/",
        "rejected, last page": f"rejected/?after={last_page(refused)}",
        "section, most of it": "held/?section=generated",
        "section, little of it": "held/?section=quiet",
        "one story": f"held/?story={quiet.pk}",
        "ten stories": f"held/?{several}",
        "rule, most of it": f"held/?rule={usual}",
        "rule, little of it": f"held/?rule={rule}",
        "age, most of it": "held/?age=1",
        "by one commenter": f"new/?by={writer.pk}",
        "words, many": "held/?q=ferry",
        "words, seldom": f"held/?q={quiet.headline.replace(' ', '+')}",
        "words, none": "held/?q=zanzibar",
        "section, rule and words": f"held/?section=quiet&rule={usual}&q=ferry",
        "new, section": "new/?section=quiet",
        "new, story": f"new/?story={quiet.pk}",
        "new, rule": f"new/?rule={rule}",
        "new, age": "new/?age=1",
        "new, words, none": "new/?q=zanzibar",
        "reported, section": "reported/?section=generated",
        "appealed, section": "appealed/?section=generated",
        "rejected, section": "rejected/?section=quiet",
        "rejected, story": f"rejected/?story={quiet.pk}",
        "rejected, rule": f"rejected/?rule={usual}",
        "rejected, words, none": "rejected/?q=zanzibar",
        "one comment": f"comments/{held[0].pk}/",
        "one commenter": f"commenters/{writer.pk}/",
        "news": f"news/?queue=held&shown={held[0].pk}:1:held",
    }
    return {name: f"/admin/desk/{address}" for name, address in desk.items()}


def writer_of(number: int) -> int:
    """Who has written so many comments, or nearly."""
    from django.db.models import Count
    from django.db.models.functions import Abs

    from comments.models import Comment

    writers = Comment.objects.order_by().values("commenter")
    nearest = writers.annotate(off=Abs(Count("pk") - number)).order_by("off", "commenter")
    found: int = nearest[0]["commenter"]
    return found


def last_page(backwards: Any) -> str:
    """After which comment it begins."""
    from comments.desk.places import BETWEEN, EPOCH, MICROSECOND
    from comments.desk.queues import PER_PAGE

    comment = list(backwards[: PER_PAGE + 1])[-1]
    return f"{(comment.posted_at - EPOCH) // MICROSECOND}{BETWEEN}{comment.pk}"


def look_at(client: Any, address: str) -> Page:
    with counted_queries() as asked:
        page = client.get(address)
    if page.status_code != 200:
        raise SystemExit(f"{address} answers with {page.status_code}")
    return Page(address, len(asked), page.content.count(b'<article class="desk-card'))


def milliseconds(client: Any, address: str) -> float:
    start = time.perf_counter()
    client.get(address)
    return 1000 * (time.perf_counter() - start)


if __name__ == "__main__":
    sys.exit(main())
