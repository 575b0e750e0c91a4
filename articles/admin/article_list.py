"""Which articles the list shows."""

from articles.models.article_queries import ArticleQuerySet

from .record import WordsFilter


class StandingFilter(WordsFilter):
    """Where an article stands now, the clock included."""

    parameter_name = "where"
    words = {
        "draft": ("Draft", ArticleQuerySet.drafts),
        "review": ("In review", ArticleQuerySet.in_review),
        "scheduled": ("Scheduled", ArticleQuerySet.scheduled),
        "published": ("Published", ArticleQuerySet.published),
        "withdrawn": ("Withdrawn", ArticleQuerySet.withdrawn),
        "retracted": ("Retracted", ArticleQuerySet.retracted),
    }
