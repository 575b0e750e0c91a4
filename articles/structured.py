"""What an article says of itself to machines, in the words of schema.org."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString

from articles.models import Article, ArticleKind, Correction
from articles.safe_html import json_script

# Search engines read the first, whoever knows more the second. Neither satire nor what an
# advertiser paid for is a NewsArticle.
TYPES = {
    ArticleKind.NEWS: ["NewsArticle", "ReportageNewsArticle"],
    ArticleKind.ANALYSIS: ["NewsArticle", "AnalysisNewsArticle"],
    ArticleKind.OPINION: ["NewsArticle", "OpinionNewsArticle"],
    ArticleKind.SATIRE: ["Article", "SatiricalArticle"],
    ArticleKind.SPONSORED: ["Article", "AdvertiserContentArticle"],
}


def script(article: Article, corrections: Iterable[Correction], *, url: str) -> SafeString:
    """The block for the page. A type that is no script is not run, and so not one of
    those that the content security policy forbids."""
    return json_script(article_data(article, corrections, url=url), kind="application/ld+json")


def article_data(
    article: Article, corrections: Iterable[Correction], *, url: str
) -> dict[str, Any]:
    """`url` is the article's address in full. The same times and words stand on the page."""
    told = {
        "@context": "https://schema.org",
        "@type": TYPES[ArticleKind(article.kind)],
        "headline": article.headline,
        "mainEntityOfPage": url,
        "datePublished": _moment(article.publish_at),
        "dateModified": _moment(article.modified_at),
        "creativeWorkStatus": "Retracted" if article.is_retracted else "",
        "correction": [_correction(one) for one in corrections],
    }
    return {name: value for name, value in told.items() if value}


def _correction(correction: Correction) -> dict[str, str]:
    return {
        "@type": "CorrectionComment",
        "text": correction.notice,
        "datePublished": _moment(correction.made_at),
    }


def _moment(moment: datetime.datetime | None) -> str:
    return timezone.localtime(moment).isoformat() if moment else ""
