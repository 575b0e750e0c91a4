"""What sort of work an article is."""

from django.db import models


class ArticleKind(models.TextChoices):
    """What sort of work it is; everything but news is labelled for readers."""

    NEWS = "news", "News"
    ANALYSIS = "analysis", "Analysis"
    EXPLAINER = "explainer", "Explainer"
    REVIEW = "review", "Review"
    CALL_OUT = "call-out", "Call-out"
    OPINION = "opinion", "Opinion"
    SATIRE = "satire", "Satire"
    SPONSORED = "sponsored", "Sponsored"


# Neither is journalism, whatever it looks like.
NO_NEWS = frozenset({ArticleKind.SATIRE, ArticleKind.SPONSORED})

# What a reader is told about a piece that is not plain news.
KIND_NOTES = {
    ArticleKind.ANALYSIS: "What the facts may mean, in the writer’s judgement.",
    ArticleKind.EXPLAINER: "The background of the news, and nobody’s view of it.",
    ArticleKind.REVIEW: "The reviewer’s own judgement.",
    ArticleKind.CALL_OUT: "The newsroom asks readers for what they know.",
    ArticleKind.OPINION: "The writer’s own view, not the paper’s.",
    ArticleKind.SATIRE: "Made up, to make a point.",
    ArticleKind.SPONSORED: "Paid for by an advertiser, not written by the newsroom.",
}
