"""Narrowing a queue, with every narrowing named on the page."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from articles.identifiers import row_numbers
from articles.models import Article, Section
from comments.headlines import under_headline_with
from comments.models import Comment, Commenter, Thread
from comments.spoken import spoken

from .queues import Queue, first_of, is_all

MOST_VALUES = 50
WORDS_LIMIT = 100
# True of no row. An empty list would leave the other counts of its query unasked.
NOWHERE = Q(pk__lt=0)
# So many threads are looked up one by one.
NAMED_THREADS = 500
AGES = {
    "1": "Written more than an hour ago",
    "6": "Written more than 6 hours ago",
    "24": "Written more than a day ago",
    "72": "Written more than 3 days ago",
}


@dataclass(frozen=True)
class Narrowing:
    """What one filter lets through, in words and as a condition.

    `is_search` says that no index finds it.
    """

    words: str
    where: Q
    is_search: bool = False


@dataclass(frozen=True)
class Filter:
    """A narrowing that is on: where it is taken off, and how many it keeps away.

    `outside` are counted among the first `among` of the queue.
    """

    name: str
    words: str
    where: Q
    is_search: bool
    clear: str
    outside: int
    among: int

    @property
    def kept_away(self) -> str:
        """“3 outside”, “none of the first 1,000 outside”; empty where it keeps nothing away."""
        if is_all(self.among):
            return f"{self.outside:,} outside" if self.outside else ""
        outside = f"{self.outside:,}" if self.outside else "none"
        return f"{outside} of the first {self.among:,} outside"


def nothing(words: str) -> Narrowing:
    """Asked for something that is not there: it lets nothing through, and says so."""
    return Narrowing(words, NOWHERE)


def by_section(values: list[str], user: User) -> Narrowing:
    sections = list(Section.objects.filter(slug__in=values))
    names = " or ".join(section.name for section in sections)
    if not sections:
        return nothing("in no section known")
    threads = Thread.objects.filter(article__section__in=sections)
    found = _named_or_sought(threads)
    return Narrowing(f"in {names}", NOWHERE if found == [] else Q(thread__in=found))


def by_story(values: list[str], user: User) -> Narrowing:
    """Those of the moderator's beat: what is outside is not named."""
    own = Thread.objects.for_moderator(user).filter(article__in=row_numbers(values))
    named = ("headline", "status", "publish_at", "publication")
    stories = list(Article.objects.filter(thread__in=own).only(*named))
    if not stories:
        return nothing("under no story known")
    one = f"under “{stories[0].headline_for_readers}”"
    words = one if len(stories) == 1 else f"under {len(stories)} chosen stories"
    threads = Thread.objects.filter(article__in=stories).values_list("pk", flat=True)
    return Narrowing(words, Q(thread__in=list(threads)))


def by_rule(values: list[str], user: User) -> Narrowing:
    rules = [value for value in values if value.isidentifier()]
    names = " or ".join(f"“{spoken(rule)}”" for rule in rules)
    if not rules:
        return nothing("by no rule known")
    return Narrowing(f"by the rule {names}", Q(held_by_rule__in=rules))


def by_age(values: list[str], user: User) -> Narrowing:
    hours = next((value for value in values if value in AGES), None)
    if hours is None:
        return nothing("of no age known")
    since = timezone.now() - datetime.timedelta(hours=int(hours))
    return Narrowing(AGES[hours].lower(), Q(posted_at__lt=since))


def by_commenter(values: list[str], user: User) -> Narrowing:
    """Who has written in the moderator's beat, in any queue, under whichever of their names."""
    asked = Commenter.objects.filter(pk__in=row_numbers(values)).select_related("merged_into")
    persons = {commenter.themselves.pk for commenter in asked}
    own = Comment.objects.for_moderator(user).filter(commenter__in=persons)
    writers = list(Commenter.objects.filter(pk__in=own.values("commenter")))
    if not writers:
        return nothing("by nobody known")
    names = " or ".join(writer.name for writer in writers)
    return Narrowing(f"by {names}", Q(commenter__in=writers))


def by_words(values: list[str], user: User) -> Narrowing | None:
    """Each word somewhere: in the comment, its name or the headline."""
    words = " ".join(values).replace("\0", " ")[:WORDS_LIMIT].split()
    where = Q()
    for word in words:
        where &= (
            Q(body_source__icontains=word)
            | Q(author_name__icontains=word)
            | under_headline_with(word)
        )
    return Narrowing(f"with “{' '.join(words)}”", where, is_search=True) if words else None


def _named_or_sought(threads: QuerySet[Thread]) -> list[int] | QuerySet[Thread]:
    """A section with few threads is found by their names, in however long a queue.

    Of one with many something stands everywhere in a queue, and is met on the way.
    """
    named = list(threads.order_by().values_list("pk", flat=True)[: NAMED_THREADS + 1])
    return named if len(named) <= NAMED_THREADS else threads


FILTERS: dict[str, Callable[[list[str], User], Narrowing | None]] = {
    "section": by_section,
    "story": by_story,
    "rule": by_rule,
    "age": by_age,
    "by": by_commenter,
    "q": by_words,
}


def active(asked: QueryDict, comments: QuerySet[Comment], queue: Queue, user: User) -> list[Filter]:
    """The filters that an address sets, each with what it keeps away of a queue's comments."""
    on = {}
    for name, narrow in FILTERS.items():
        values = [value for value in asked.getlist(name)[:MOST_VALUES] if value]
        if values and (narrowing := narrow(values, user)):
            on[name] = narrowing
    let_through = {
        f"in_{name}": Count("pk", filter=queue.lines.whose(one.where)) for name, one in on.items()
    }
    counted = first_of(comments, queue).aggregate(read=Count("pk"), **let_through) if on else {}
    return [
        Filter(
            name=name,
            words=one.words,
            where=one.where,
            is_search=one.is_search,
            clear=address_without(asked, name),
            outside=counted["read"] - counted[f"in_{name}"],
            among=counted["read"],
        )
        for name, one in on.items()
    ]


def narrowed(comments: QuerySet[Comment], filters: list[Filter]) -> QuerySet[Comment]:
    """By all of them that an index finds."""
    for one in filters:
        if not one.is_search:
            comments = comments.filter(one.where)
    return comments


def search_of(filters: list[Filter]) -> Q | None:
    """What is left to be sought."""
    return next((one.where for one in filters if one.is_search), None)


def address_without(asked: QueryDict, *names: str) -> str:
    """The query of this address without these parts, from the queue's beginning."""
    left = asked.copy()
    for name in (*names, "after"):
        left.pop(name, None)
    return f"?{left.urlencode()}"


def address_after(asked: QueryDict, after: str) -> str:
    there = asked.copy()
    there["after"] = after
    return f"?{there.urlencode()}"
