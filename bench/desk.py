"""How the desk's time grows with the comments: `python bench/desk.py`.

Fills a database with a few and then with many comments, opens the same pages as a moderator, and
prints the median time and the number of queries of each, with the ratio of many to few. Without
DATABASE_URL it uses a file that is thrown away; with it, an empty database that stays filled.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FEW = (1_000, 50)
ROUNDS = 15
# No page takes more than twice as long. A filter is asked how many it keeps away, and so reads on
# through the queue until it has found a thousand.
MOST = 2.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comments", type=int, default=1_000_000)
    parser.add_argument("--held", type=int, default=50_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settle(folder)
        few = fill_and_measure(*FEW)
        many = fill_and_measure(asked.comments, asked.held)
    report(few, many, asked.comments, asked.held)


def settle(folder: str) -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "ENV_FILE": os.devnull,
        "SECRET_KEY": "for-the-bench-alone",
        "DEBUG": "0",
        "MEDIA_ROOT": folder,
    }
    import django
    from django.conf import settings
    from django.core.management import call_command

    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.ALLOWED_HOSTS = ["testserver"]
    django.setup()
    call_command("migrate", verbosity=0)


def fill_and_measure(comments: int, held: int) -> dict[str, tuple[float, int]]:
    fill(comments, held)
    return measure()


def fill(comments: int, held: int) -> None:
    """Up to that many comments, so many of them held, the held ones all over the years."""
    from django.db import connection

    from comments.models import Comment, Thread

    if not Comment.objects.exists():
        begin(comments, held)
    while (there := Comment.objects.count()) < comments:
        copy(min(there, comments - there))
    for thread in Thread.objects.all():
        of_thread = Comment.objects.filter(thread=thread)
        Thread.objects.filter(pk=thread.pk).update(held_count=of_thread.held().count())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def begin(comments: int, held: int) -> None:
    from comments.models import Comment, Commenter, Thread
    from tests import factories

    section = None
    for number in range(200):
        section = section if number % 25 else factories.section()
        factories.published(section=section)
    Commenter.objects.bulk_create(Commenter(name=f"Reader {n}") for n in range(20_000))
    threads, writers = list(Thread.objects.all()), list(Commenter.objects.all())
    every = comments // held
    Comment.objects.bulk_create(
        make(number, threads, writers, is_held=number % every == 0) for number in range(comments)
    )


def copy(count: int) -> None:
    """The database copies its own rows: the models would take an hour for a million."""
    from django.db import connection
    from django.db.models import Max

    from comments.models import Comment

    uuid = "gen_random_uuid()"
    if connection.vendor == "sqlite":
        uuid = "lower(hex(randomblob(16)))"
    top = Comment.objects.aggregate(Max("number"))["number__max"]
    others = {
        "submission": uuid,
        "receipt": uuid,
        "number": f"number + {top}",
        # Twenty thousand commenters, whoever wrote the row that is copied.
        "commenter_id": f"(SELECT min(id) FROM comments_commenter) + (id * 7919 + {top}) % 20000",
    }
    columns = [field.column for field in Comment._meta.fields if field.name != "id"]
    shown = ", ".join(others.get(column, column) for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO comments_comment ({', '.join(columns)}) "
            f"SELECT {shown} FROM comments_comment ORDER BY id LIMIT {count}"
        )


def make(number: int, threads: list[Any], writers: list[Any], *, is_held: bool) -> Any:
    import datetime

    from django.utils import timezone

    from comments.models import Comment

    at = timezone.now() - datetime.timedelta(minutes=2_000_000 - number)
    thread, writer = threads[number % len(threads)], writers[number % len(writers)]
    text = f"What I think of it, number {number}. The ferry was late and the tea was cold."
    placed = {"number": number + 1, "path": f"{number + 1:07d}", "published_at": at}
    return Comment(
        thread=thread,
        commenter=writer,
        author_name=writer.name,
        body_source=text,
        body=f"<p>{text}</p>",
        status="held" if is_held else "approved",
        held_because="It is the first comment." if is_held else "",
        held_by_rule="hold_unknown_commenter" if is_held else "",
        # One in ten was published by a rule and is not read yet.
        seen_at=None if is_held or number % 10 == 1 else at,
        posted_at=at,
        **({} if is_held else placed),
    )


def measure() -> dict[str, tuple[float, int]]:
    from django.test import Client

    from comments.desk.queues import EPOCH, MICROSECOND
    from comments.models import Comment
    from tests import factories

    client = Client()
    client.force_login(factories.moderator())
    held = Comment.objects.held().order_by("-posted_at", "-pk")
    last = held[min(20, held.count() - 1)]
    place = f"{(last.posted_at - EPOCH) // MICROSECOND}-{last.pk}"
    pages = {
        "first page": "/admin/desk/",
        "last page": f"/admin/desk/held/?after={place}",
        "new": "/admin/desk/new/",
        "filter: story": f"/admin/desk/held/?story={last.thread.article_id}",
        "filter: section": f"/admin/desk/held/?section={last.thread.article.section.slug}",
        "filter: rule": "/admin/desk/held/?rule=hold_unknown_commenter",
        "one comment": f"/admin/desk/comments/{last.pk}/",
        "one commenter": f"/admin/desk/commenters/{last.commenter_id}/",
        "news": f"/admin/desk/news/?queue=held&shown={last.pk}:1:held",
    }
    found = {}
    for name, address in pages.items():
        client.get(address)
        found[name] = (median(client, address), queries_of(client, address))
    return found


def queries_of(client: Any, address: str) -> int:
    from django.db import connection

    asked = []

    def count(execute: Any, *query: Any) -> Any:
        asked.append(query[0])
        return execute(*query)

    with connection.execute_wrapper(count):
        client.get(address)
    return len(asked)


def median(client: Any, address: str) -> float:
    """Milliseconds."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        client.get(address)
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def report(few: dict[str, Any], many: dict[str, Any], comments: int, held: int) -> None:
    out = sys.stdout.write
    head = f"{FEW[1]:,} of {FEW[0]:,}"
    out(f"{'page':<16}{head:>16}{f'{held:,} of {comments:,}':>22}{'ratio':>8}{'queries':>10}\n")
    for name, (before, queries_before) in few.items():
        after, queries = many[name]
        ratio = after / before
        mark = "" if ratio <= MOST or name.startswith("filter") else "  too slow"
        count = f"{queries_before}/{queries}"
        out(f"{name:<16}{before:>13.1f} ms{after:>19.1f} ms{ratio:>8.2f}{count:>10}{mark}\n")


if __name__ == "__main__":
    main()
