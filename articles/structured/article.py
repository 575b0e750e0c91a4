"""An article, with its authors, pictures, corrections and updates."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from articles.full_address import full_address
from articles.models import Article, ArticleKind, Correction, LiveUpdate, Photo, Policy
from articles.models.kind import NO_NEWS
from articles.pinned import PinnedAuthor
from articles.renditions import SHAPES
from articles.safe_html import plain_text

from . import people
from .publisher import publisher, reference
from .words import Told, breadcrumbs, moment, without_empty

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


@dataclass(frozen=True)
class Beside:
    """What the page of an article shows beside the article itself.

    `comment_count` is of those that readers see; None where the page has no discussion. Of a live
    story, `updates` are those that the page shows.
    """

    record: Sequence[PinnedAuthor] = ()
    corrections: Iterable[Correction] = ()
    policies: Iterable[Policy] = ()
    updates: Iterable[LiveUpdate] = ()
    comment_count: int | None = None
    tags: Iterable[str] = ()


def article_data(article: Article, beside: Beside) -> Told:
    """The same times, names and words as stand on the page."""
    return without_empty(
        {
            **_itself(article, beside),
            **_words(article, beside),
            **_rights(article, beside),
            **_coverage(article, beside),
            **_discussion(article, beside),
        }
    )


def retracted_data(article: Article, beside: Beside) -> Told:
    """Of what is retracted, no more than the notice in its place says."""
    return without_empty({**_itself(article, beside), "creativeWorkStatus": "Retracted"})


def _itself(article: Article, beside: Beside) -> Told:
    types = TYPES[article.kind_for_readers]
    is_live = article.is_live and not article.is_retracted
    url = full_address(article.get_absolute_url())
    return {
        "@type": [*types, "LiveBlogPosting"] if is_live else types,
        "@id": f"{url}#article",
        "headline": article.headline_for_readers,
        "url": url,
        "mainEntityOfPage": {"@type": "WebPage", "@id": url, "breadcrumb": _way_to(article)},
        "datePublished": moment(article.publish_at),
        "dateModified": moment(article.updated_at),
        "author": [people.pinned(author) for author in beside.record],
        "publisher": publisher(beside.policies),
        "isAccessibleForFree": True,
        "correction": [_correction(one) for one in beside.corrections],
    }


def _way_to(article: Article) -> Told:
    """Of what is retracted the notice stands in no section."""
    section = (article.section.name, article.section.get_absolute_url())
    own = (article.headline_for_readers, article.get_absolute_url())
    return breadcrumbs([own] if article.is_retracted else [section, own])


def _words(article: Article, beside: Beside) -> Told:
    place = article.dateline
    return {
        "description": article.summary,
        "inLanguage": article.lang,
        "articleSection": article.section.name,
        "keywords": list(beside.tags),
        "wordCount": len(article.text.split()),
        "image": _images(article.shown_photo) if article.shown_photo else [],
        # Only a NewsArticle has a dateline.
        "dateline": "" if article.kind in NO_NEWS else place,
        "locationCreated": {"@type": "Place", "name": place} if place else {},
        "backstory": _who_did_what(beside.record),
        # Where the disclosures stand as they were pinned.
        "publishingPrinciples": full_address(f"{article.get_absolute_url()}#disclosures"),
        "sponsor": _sponsor(article),
    }


def _who_did_what(record: Iterable[PinnedAuthor]) -> str:
    """“Reporting: Nell Ashby, Bo Falk. Data: Samir Patel.” of those whose part is named."""
    parts: dict[str, list[str]] = defaultdict(list)
    for author in record:
        if author.role:
            parts[author.role].append(author.name)
    return " ".join(f"{role}: {', '.join(names)}." for role, names in parts.items())


def _sponsor(article: Article) -> Told:
    if not (article.is_paid_for and article.sponsor):
        return {}
    return {"@type": "Organization", "name": article.sponsor}


def _rights(article: Article, beside: Beside) -> Told:
    year = timezone.localdate(article.publish_at).year if article.publish_at else None
    lines = dict.fromkeys(author.copyright_line for author in beside.record)
    notice = " ".join(filter(None, lines)) or f"© {year} {settings.SITE_NAME}"
    return {"copyrightHolder": reference(), "copyrightYear": year, "copyrightNotice": notice}


def _coverage(article: Article, beside: Beside) -> Told:
    if not article.is_live:
        return {}
    return {
        "coverageStartTime": moment(article.coverage_from),
        "coverageEndTime": moment(article.coverage_until),
        "liveBlogUpdate": [_update(one, article) for one in beside.updates if not one.is_withdrawn],
    }


def _discussion(article: Article, beside: Beside) -> Told:
    if beside.comment_count is None:
        return {}
    url = full_address(f"{article.get_absolute_url()}#comments")
    return {"commentCount": beside.comment_count, "discussionUrl": url}


def _images(photo: Photo) -> list[Told]:
    """The same picture in the three shapes that search engines ask for, the widest first."""
    return [
        without_empty(
            {
                "@type": "ImageObject",
                "url": full_address(getattr(photo.image, name)),
                "width": width,
                "height": height,
                "caption": photo.caption,
                "creditText": photo.credit,
                "license": photo.licence_url,
                "digitalSourceType": photo.source_url,
            }
        )
        for name, (width, height) in SHAPES.items()
    ]


def _correction(correction: Correction) -> Told:
    return {
        "@type": "CorrectionComment",
        "text": correction.notice,
        "datePublished": moment(correction.made_at),
    }


def _update(update: LiveUpdate, article: Article) -> Told:
    url = full_address(article.get_absolute_url())
    return without_empty(
        {
            "@type": "BlogPosting",
            "headline": update.headline,
            "articleBody": plain_text(update.body),
            "datePublished": moment(update.told_at),
            "dateModified": moment(update.saved_at) if update.is_changed else "",
            "author": people.named(update.author.name) if update.author else {},
            "url": f"{url}?before={update.number + 1}#{update.anchor}",
        }
    )
