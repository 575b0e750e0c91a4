"""Which articles the list shows."""

from articles.models.article_queries import ArticleQuerySet
from articles.models.status import ENDED

from .record import WordsFilter


class StandingFilter(WordsFilter):
    """Where an article stands now, the clock included."""

    parameter_name = "where"

    def opening(self, articles: ArticleQuerySet) -> ArticleQuerySet:
        return articles.exclude(status__in=ENDED)

    words = {
        "draft": ("Draft", ArticleQuerySet.drafts),
        "review": ("In review", ArticleQuerySet.in_review),
        "approved": ("Approved", ArticleQuerySet.approved),
        "scheduled": ("Scheduled", ArticleQuerySet.scheduled),
        "embargo": ("Embargo", ArticleQuerySet.under_embargo),
        "published": ("Published", ArticleQuerySet.published),
        "withdrawn": ("Withdrawn", ArticleQuerySet.withdrawn),
        "retracted": ("Retracted", ArticleQuerySet.retracted),
        "pending": ("Pending", ArticleQuerySet.pending),
        "ended": ("Past pending", ArticleQuerySet.ended),
    }
