"""What seeking interests costs: beside many of other authors, for long texts, beside a save.

Makes a scratch database beside the one that DATABASE_URL names, and removes it again. What is
compared is asked by turns and the best time of each counts: compare the ratios, not the
milliseconds, with another machine.
"""

import argparse
import sys
import time
from collections.abc import Callable
from typing import Any

from _scratch import add_migrated, counted_queries, scratch_database, settle

MOST = 2.0  # times as long beside many interests of others
INTERESTS = 10
PARAGRAPH = "<p>The council of the harbour met on Monday and heard of nets, berths and dues.</p>"


def main() -> int:
    asked = arguments()
    settle()
    from django.db import connection

    with scratch_database("conflicts", asked.migrated):
        print(f"Interests on {connection.vendor}: {INTERESTS} are sought in an article")
        worst = report(asked.few, asked.many, asked.length, asked.rounds)
    print(f"Worst ratio {worst:.2f}, at most {MOST} wanted")
    return 0 if worst <= MOST else 1


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--few", type=int, default=100, help="interests of other authors")
    parser.add_argument("--many", type=int, default=20_000)
    parser.add_argument("--length", type=int, default=5_000, help="characters of the text")
    parser.add_argument("--rounds", type=int, default=15)
    add_migrated(parser)
    return parser.parse_args()


def report(few: int, many: int, length: int, rounds: int) -> float:
    """Prints a line for each comparison, and answers with the ratio that has a bound."""
    from articles.conflicts import conflicts

    editor, author = make_people()
    article, long = make_article(author, length), make_article(author, 10 * length)
    add_others(editor, few)
    with counted_queries() as asked_before:
        conflicts(article)
    (before,) = best(rounds, lambda: conflicts(article))
    add_others(editor, many - few)
    with counted_queries() as asked_after:
        conflicts(article)
    after, ten_times, saving = best(
        rounds,
        lambda: conflicts(article),
        lambda: conflicts(long),
        lambda: (article.save(), article.keep(by=editor)),
    )
    line(f"beside {few:,} of others", before, len(asked_before))
    line(f"beside {many:,} of others", after, len(asked_after), after / before)
    line("ten times the text", ten_times, len(asked_after), ten_times / after)
    line("saving without it", saving, None, saving / after)
    return after / before if len(asked_after) == len(asked_before) else float("inf")


def line(what: str, seconds: float, queries: int | None, ratio: float | None = None) -> None:
    asked = "" if queries is None else f"{queries:3} queries"
    times = "" if ratio is None else f"   ×{ratio:.2f}"
    print(f"  {what:24}{seconds * 1000:8.2f} ms {asked:12}{times}", flush=True)


def make_people() -> tuple[Any, Any]:
    """An editor, and an author with interests that the article does not name."""
    from django.contrib.auth.models import User

    from articles.models import Author

    editor = User.objects.create_user("bench", is_staff=True)
    author = Author.objects.create(name="Author of the bench", slug="bench")
    disclose(editor, author, INTERESTS)
    return editor, author


def disclose(by: Any, author: Any, number: int) -> None:
    from django.utils import timezone

    from articles.models import Disclosure, DisclosureKind

    day = timezone.localdate()
    Disclosure.objects.bulk_create(
        Disclosure(
            author=author,
            kind=DisclosureKind.OWNERSHIP,
            entity=f"Company {author.pk}-{place}",
            aliases=f"C. {author.pk}-{place}",
            text="Holds shares.",
            valid_from=day,
            declared_by=by,
        )
        for place in range(number)
    )


def add_others(by: Any, number: int) -> None:
    """As many interests, a hundred to an author."""
    from articles.models import Author

    for place in range(0, number, 100):
        made = Author.objects.create(name="Another", slug=f"another-{Author.objects.count()}")
        disclose(by, made, min(100, number - place))


def make_article(author: Any, length: int) -> Any:
    from articles.models import Article, Section

    section = Section.objects.get_or_create(name="Bench", slug="bench")[0]
    made = Article.objects.create(
        headline=f"Of {length} characters",
        slug=f"of-{length}",
        section=section,
        body_source=PARAGRAPH * (length // len(PARAGRAPH)),
    )
    made.bylines.create(author=author, position=0)
    return Article.objects.get(pk=made.pk)


def best(rounds: int, *acts: Callable[[], object]) -> list[float]:
    """By turns, so that a busy moment of the machine meets them all; in the processor's time."""
    times = [float("inf")] * len(acts)
    for _ in range(rounds):
        for which, act in enumerate(acts):
            start = time.process_time()
            act()
            times[which] = min(times[which], time.process_time() - start)
    return times


if __name__ == "__main__":
    sys.exit(main())
