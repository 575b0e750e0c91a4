"""What an article says of itself to machines, in the words of schema.org."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString

from articles.models import Article, ArticleKind, Correction, LiveUpdate
from articles.safe_html import json_script, plain_text

# Search engines read the first, whoever knows more the second. Neither satire nor what an
# advertiser paid for is a NewsArticle.
TYPES = {
    ArticleKind.NEWS: ["NewsArticle", "ReportageNewsArticle"],
    ArticleKind.ANALYSIS: ["NewsArticle", "AnalysisNewsArticle"],
    ArticleKind.EXPLAINER: ["NewsArticle", "BackgroundNewsArticle"],
    ArticleKind.REVIEW: ["NewsArticle", "ReviewNewsArticle"],
    ArticleKind.CALL_OUT: ["NewsArticle", "AskPublicNewsArticle"],
    ArticleKind.OPINION: ["NewsArticle", "OpinionNewsArticle"],
    ArticleKind.SATIRE: ["Article", "SatiricalArticle"],
    ArticleKind.SPONSORED: ["Article", "AdvertiserContentArticle"],
}


def script(
    article: Article,
    corrections: Iterable[Correction],
    *,
    url: str,
    updates: Iterable[LiveUpdate] = (),
) -> SafeString:
    """The block for the page. A type that is no script is not run, and so not one of
    those that the content security policy forbids."""
    told = article_data(article, corrections, url=url, updates=updates)
    return json_script(told, kind="application/ld+json")


def article_data(
    article: Article,
    corrections: Iterable[Correction],
    *,
    url: str,
    updates: Iterable[LiveUpdate] = (),
) -> dict[str, Any]:
    """`url` is the article's address in full. The same times and words stand on the page.

    Of a live story, `updates` are those that the page shows.
    """
    is_live = article.is_live and not article.is_retracted
    types = TYPES[article.kind_for_readers]
    told = {
        "@context": "https://schema.org",
        "@type": [*types, "LiveBlogPosting"] if is_live else types,
        "headline": article.headline_for_readers,
        "mainEntityOfPage": url,
        "datePublished": _moment(article.publish_at),
        "dateModified": _moment(article.modified_at),
        "creativeWorkStatus": "Retracted" if article.is_retracted else "",
        "correction": [_correction(one) for one in corrections],
        "coverageStartTime": _moment(article.coverage_from) if is_live else "",
        "coverageEndTime": _moment(article.coverage_until) if is_live else "",
        "liveBlogUpdate": [_update(one, url) for one in updates if not one.is_withdrawn],
    }
    return {name: value for name, value in told.items() if value}


def _correction(correction: Correction) -> dict[str, str]:
    return {
        "@type": "CorrectionComment",
        "text": correction.notice,
        "datePublished": _moment(correction.made_at),
    }


def _update(update: LiveUpdate, url: str) -> dict[str, Any]:
    told = {
        "@type": "BlogPosting",
        "headline": update.headline,
        "articleBody": plain_text(update.body),
        "datePublished": _moment(update.told_at),
        "dateModified": _moment(update.saved_at) if update.is_changed else "",
        "url": f"{url}?before={update.number + 1}#{update.anchor}",
    }
    return {name: value for name, value in told.items() if value}


def _moment(moment: datetime.datetime | None) -> str:
    return timezone.localtime(moment).isoformat() if moment else ""
