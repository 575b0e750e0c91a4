"""What a long thread costs beside a short one: first page, last page, permalink, branch.

Makes a scratch database beside the one that DATABASE_URL names, and removes it again. Both
threads are asked by turns and the best time of each counts; a page may take at most twice as long
at 100,000 comments as at 1,000.
"""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHORT, LONG = 1_000, 100_000
ROUNDS = 15
MOST = 2.0  # times as long


@dataclass(frozen=True)
class Measure:
    """A page with all it redirects to: best time, questions asked, comments shown."""

    seconds: float
    queries: int
    shown: int

    def __str__(self) -> str:
        return f"{self.seconds * 1000:6.1f} ms {self.queries:2} queries {self.shown:3} shown"


def main() -> int:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    os.environ.setdefault("SECRET_KEY", "made-up-for-the-bench")
    # Debugging would keep every query and read every template anew.
    os.environ["DEBUG"] = "0"
    import django
    from django.conf import settings

    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": plain}}
    settings.MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")
    django.setup()
    from django.db import connection

    with scratch_database():
        print(f"Threads on {connection.vendor}: {SHORT:,} and {LONG:,} comments")
        worst = max(ratio for shape in shapes() for ratio in compare(shape))
    print(f"Worst ratio {worst:.2f}, at most {MOST} wanted")
    return 0 if worst <= MOST else 1


@contextmanager
def scratch_database() -> Iterator[None]:
    from django.db import connection
    from django.test.utils import setup_test_environment

    setup_test_environment()
    before = connection.settings_dict["NAME"]
    with tempfile.TemporaryDirectory() as folder:
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = f"{folder}/bench.sqlite3"
        else:
            connection.settings_dict["TEST"]["NAME"] = f"bench_{before}"
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            yield
        finally:
            connection.creation.destroy_test_db(before, verbosity=0)


def shapes() -> list[str]:
    from newsroom.load import Shape

    return [shape.value for shape in Shape]


def compare(shape: str) -> Iterator[float]:
    """Prints a line for each page, and answers with the ratios.

    A page that happens to show more comments than its counterpart is given that much more time.
    """
    short, long = (pages(shape, comments) for comments in (SHORT, LONG))
    for name in short:
        before, after = measure(short[name], long[name])
        ratio = after.seconds / before.seconds
        print(f"  {shape:7} {name:24} {before}   {after}   ×{ratio:.2f}")
        if after.queries != before.queries:
            print(f"  {shape:7} {name:24} asks otherwise in the long thread")
            ratio = float("inf")
        yield ratio / max(1, after.shown / max(1, before.shown))


def pages(shape: str, comments: int) -> dict[str, str]:
    """The addresses that are asked for, of a thread made for it."""
    from newsroom.load import Load, Shape

    (article,) = Load(comments).make(
        articles=1, comments=comments, threads=1, held=comments // 50, shape=Shape(shape)
    )
    shown = article.thread.comments.approved().order_by("number")
    middle, last = shown[comments // 2], shown.last()
    root = article.thread.comments.on_page().roots().order_by("-last_reply")[0]
    address = article.get_absolute_url()
    return {
        "first page": address,
        "last page": f"{address}?page=999999",
        "newest first": f"{address}?sort=newest",
        "most replied": f"{address}?sort=replies",
        "permalink in the middle": middle.get_absolute_url(),
        "permalink of the last": last.get_absolute_url(),
        "largest branch": root.replies_url,
        "last page of it": f"{root.replies_url}?page=999999",
    }


def measure(*addresses: str) -> list[Measure]:
    """By turns, so that a busy moment of the machine meets them all."""
    pages = [look_at(address) for address in addresses]
    best = [float("inf")] * len(addresses)
    for _ in range(ROUNDS):
        for which, address in enumerate(addresses):
            start = time.perf_counter()
            fetch(address)
            best[which] = min(best[which], time.perf_counter() - start)
    return [Measure(seconds, *page) for seconds, page in zip(best, pages, strict=True)]


def look_at(address: str) -> tuple[int, int]:
    """How many questions a page asks, and how many comments it shows."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    page = fetch(address)
    with CaptureQueriesContext(connection) as asked:
        fetch(address)
        queries = len(asked)
    return queries, page.count(b'<article class="comment')


def fetch(address: str) -> bytes:
    from django.test import Client

    content: bytes = Client().get(address, follow=True).content
    return content


if __name__ == "__main__":
    sys.exit(main())
