"""Which articles? Every page, list and count asks one of these words."""

import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from articles.plaintext import casefolded
from articles.searching.engines import Asked, newest

from .kind import NO_NEWS
from .status import ENDED, OPEN, TAKEN_AWAY, ArticleStatus, StatusChange

if TYPE_CHECKING:
    from .article import Article  # noqa: F401 -- named in a string below
    from .author import Author
    from .disclosure import Disclosure


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self, at: datetime.datetime | None = None) -> "ArticleQuerySet":
        """What readers see at this moment. The clock is asked, nothing is scheduled.

        With `at`, what they see at another one, as far as is known now.
        """
        return self.let_go().filter(publish_at__lte=at or timezone.now())

    def scheduled(self) -> "ArticleQuerySet":
        """Let go by an editor, waiting for their hour."""
        return self.let_go().filter(publish_at__gt=timezone.now())

    def let_go(self) -> "ArticleQuerySet":
        """Published or scheduled."""
        return self.filter(status=ArticleStatus.PUBLISHED)

    def unpublished(self) -> "ArticleQuerySet":
        """What may still be let go, or waits for its hour."""
        to_come = models.Q(publish_at__isnull=True) | models.Q(publish_at__gt=timezone.now())
        hidden = [ArticleStatus.PUBLISHED, ArticleStatus.RETRACTED]
        return self.filter(~models.Q(status__in=hidden) | to_come).exclude(status__in=ENDED)

    def breaking(self) -> "ArticleQuerySet":
        """What the front page announces at this moment."""
        return self.published().filter(breaking_until__gt=timezone.now())

    def drafts(self) -> "ArticleQuerySet":
        return self.filter(status=ArticleStatus.DRAFT)

    def in_review(self) -> "ArticleQuerySet":
        return self.filter(status=ArticleStatus.REVIEW)

    def approved(self) -> "ArticleQuerySet":
        return self.filter(status=ArticleStatus.APPROVED)

    def under_embargo(self) -> "ArticleQuerySet":
        return self.filter(embargo_until__gt=timezone.now())

    def pending(self) -> "ArticleQuerySet":
        """Versions that are to take the place of what readers have."""
        return self.filter(pending_for__isnull=False, status__in=OPEN)

    def ended(self) -> "ArticleQuerySet":
        """Pending versions that were taken over or discarded: they are kept for the record."""
        return self.filter(status__in=ENDED)

    def withdrawn(self) -> "ArticleQuerySet":
        return self.filter(status=ArticleStatus.WITHDRAWN)

    def once_public(self) -> "ArticleQuerySet":
        """What readers have, or have had."""
        return self.filter(publication__isnull=False, publish_at__lte=timezone.now())

    def taken_away(self) -> "ArticleQuerySet":
        """What readers have had and do not have now; of what is retracted, the notice."""
        return self.once_public().exclude(status=ArticleStatus.PUBLISHED)

    def last_left(self, *, among: int) -> datetime.datetime | None:
        """When one of these was last taken away from readers; looks at so many, the newest."""
        newest = self.once_public().newest_first().values("pk")[:among]
        left = StatusChange.objects.filter(article__in=newest, to_status__in=TAKEN_AWAY)
        last: datetime.datetime | None = left.aggregate(at=models.Max("changed_at"))["at"]
        return last

    def retracted(self) -> "ArticleQuerySet":
        return self.filter(status=ArticleStatus.RETRACTED)

    def with_page(self) -> "ArticleQuerySet":
        """What answers at its address: with its text, or with the notice that it is retracted."""
        answers = [ArticleStatus.PUBLISHED, ArticleStatus.RETRACTED]
        return self.filter(status__in=answers, publish_at__lte=timezone.now())

    def in_the_making(self) -> "ArticleQuerySet":
        """Neither let go nor taken away."""
        return self.filter(status__in=OPEN)

    def on_days(self, first: datetime.date, last: datetime.date) -> "ArticleQuerySet":
        """What stands on these days of the calendar, the first and the last among them."""
        begins, ends = map(_beginning_of, (first, last + datetime.timedelta(days=1)))
        dated = models.Q(publish_at__gte=begins, publish_at__lt=ends)
        planned = models.Q(publish_at__isnull=True, planned_for__range=(first, last))
        return self.filter(dated | planned)

    def overdue(self) -> "ArticleQuerySet":
        """Meant for a day that has passed, and never gone out. The last day comes first."""
        today = timezone.localdate()
        dated = models.Q(publish_at__lt=_beginning_of(today), publication__isnull=True)
        planned = models.Q(publish_at__isnull=True, planned_for__lt=today)
        day = Coalesce(TruncDate("publish_at"), "planned_for")
        return self.in_the_making().filter(dated | planned).order_by(day.desc(), "headline", "pk")

    def for_plan(self) -> "ArticleQuerySet":
        """With what a line of the calendar shows; without what it says."""
        return self.defer("body", "body_source", "text", "search_text", "excerpt")

    def newest_first(self) -> "ArticleQuerySet":
        return self.order_by("-publish_at", "-pk")

    def for_cards(self) -> "ArticleQuerySet":
        """With what a list shows of each, in three queries however long the list."""
        return (
            self.select_related("section", "lead_photo")
            .prefetch_related("bylines__author")
            .defer("body", "body_source", "text", "search_text")
        )

    def for_links(self) -> "ArticleQuerySet":
        """With what a link to each says, in one query."""
        names = ("headline", "slug", "kind", "sponsor", "language", "publish_at", "status")
        return self.only(*names)

    def for_page(self) -> "ArticleQuerySet":
        """With what its own page shows."""
        return self.select_related("section", "lead_photo", "publication").prefetch_related(
            "tags", "corrections__corrects"
        )

    def for_feed(self) -> "ArticleQuerySet":
        """With all that a feed says of each but photos and updates, in three queries."""
        return (
            self.select_related("section", "lead_photo", "publication")
            .prefetch_related("tags", "corrections__corrects")
            .defer("body_source", "text", "search_text")
        )

    def as_news(self) -> "ArticleQuerySet":
        """What search engines may call news."""
        return self.exclude(kind__in=NO_NEWS)

    def by(self, author: "Author") -> "ArticleQuerySet":
        """Each once: nobody stands in a byline twice."""
        return self.filter(bylines__author=author)

    def published_under(self, disclosure: "Disclosure") -> "ArticleQuerySet":
        """What its author published while it was in force, by the day of publication.

        What was declared afterwards for that time is among it, though readers were not told.
        """
        first, last = disclosure.days
        managed = models.Q(bylines__author__managers__person=disclosure.author)
        theirs = models.Q(bylines__author=disclosure.author) | managed
        found = self.published().filter(theirs, publish_at__date__gte=first).distinct()
        return found.filter(publish_at__date__lte=last) if last else found

    def published_between(self, first: datetime.date, last: datetime.date) -> "ArticleQuerySet":
        """What readers see of these days, the first and the last among them.

        It is asked with one upper end: of two, SQLite follows the present, and would look at every
        article since.
        """
        begins, ends = map(_beginning_of, (first, last + datetime.timedelta(days=1)))
        until = min(ends - datetime.datetime.resolution, timezone.now())
        return self.published(until).filter(publish_at__gte=begins)

    def before(self, day: datetime.date) -> "ArticleQuerySet":
        """Published before this day begins, by the paper's own clock."""
        return self.filter(publish_at__lt=_beginning_of(day))

    def after(self, day: datetime.date) -> "ArticleQuerySet":
        """Published once this day is over."""
        return self.filter(publish_at__gte=_beginning_of(day + datetime.timedelta(days=1)))

    def search(self, asked: Asked) -> "ArticleQuerySet":
        """What readers' words find, the newest first. Whoever shows it takes a bounded number."""
        from .article_words import ArticleWords  # what it needs is made of articles

        found: ArticleQuerySet = newest(self.filter(words__isnull=False), ArticleWords, asked)
        return found

    def containing(self, words: str) -> "ArticleQuerySet":
        """Articles whose headline, standfirst or text hold all of these, be it within words.

        Every row is read: it is for the desk, which picks among few.
        """
        found = self
        for word in casefolded(words).split():
            found = found.filter(search_text__contains=word)
        return found


def _beginning_of(day: datetime.date) -> datetime.datetime:
    """Midnight, by the paper's own clock."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
