"""The paper's pages: find, ask, answer."""

import datetime
from dataclasses import dataclass

from django import forms
from django.core.paginator import Page, Paginator
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from . import front as front_page
from . import further, portraits
from . import live as live_story
from .declared import in_short
from .models import Article, Author, Policy, PolicyVersion, Section, Tag
from .models.article_queries import ArticleQuerySet
from .pinning import since_publication
from .structured.article import Beside, article_data, retracted_data
from .structured.pages import collection_data, front_data, policy_data
from .structured.people import profile
from .structured.words import script

PER_PAGE = 20
# The lead of a section's front and what stands beside it.
SECTION_TOP = 4
# No author declared anything before, and no calendar shows a day after.
FIRST_DAY, LAST_DAY = datetime.date(1900, 1, 1), datetime.date(2999, 12, 31)


@dataclass(frozen=True)
class Discussed:
    """The discussion under an article, as far as the head of the page tells of it.

    `query` is what the address of this page of it ends with, which is empty for the first.
    """

    count: int
    query: str = ""


class DayForm(forms.Form):
    """A day whose disclosures somebody wants to see."""

    on = forms.DateField(
        label="As of",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": "Choose a day.", "required": "Choose a day."},
        validators=[
            MinValueValidator(FIRST_DAY, "Choose a day from 1900 on."),
            MaxValueValidator(LAST_DAY, "Choose a day before the year 3000."),
        ],
    )


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    return front_page_as(request, front_page.compose())


def front_page_as(
    request: HttpRequest, composed: front_page.Front, *, is_preview: bool = False
) -> HttpResponse:
    """The front page, for readers or as a preview of what they will see."""
    policies = list(Policy.objects.for_links())
    context = {
        "front": composed,
        "lead": composed.lead,
        "seconds": composed.seconds,
        "rivers": composed.rivers,
        "opinions": composed.opinions,
        "policies": policies,
        "structured": "" if is_preview else script(front_data(policies)),
        "is_preview": is_preview,
    }
    return render(request, "articles/front.html", context)


@require_safe
def section(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Section, slug=slug)
    page = _page(request, Article.objects.published().filter(section=found))
    shown = list(page.object_list)
    # Its front: what came out last leads.
    top = shown[:SECTION_TOP] if page.number == 1 else []
    context = {
        "section": found,
        "page": page,
        "top": top,
        "further": shown[len(top) :],
        "structured": script(collection_data(found)),
    }
    return render(request, "articles/section.html", context)


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """What was published on a subject, the newest first."""
    found = get_object_or_404(Tag.objects.with_page(), slug=slug)
    if found.is_series:
        return redirect(found)
    articles = Article.objects.published().filter(tags=found)
    return _about(request, found, _page(request, articles))


@require_safe
def series(request: HttpRequest, slug: str) -> HttpResponse:
    """The parts of a series, the first first."""
    found = get_object_or_404(Tag.objects.with_page(), slug=slug)
    if not found.is_series:
        return redirect(found)
    articles = Article.objects.published().filter(tags=found)
    return _about(request, found, _page(request, articles, oldest_first=True))


def _about(request: HttpRequest, tag: Tag, page: Page[Article]) -> HttpResponse:
    context = {"tag": tag, "page": page, "structured": script(collection_data(tag))}
    return render(request, "articles/tag.html", context)


@require_safe
def author(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Author.objects.select_related("photo"), slug=slug)
    today = timezone.localdate()
    managers = list(found.managers.on(today)) if found.is_group else []
    disclosures = list(found.disclosures.in_force(today))
    context = {
        "author": found,
        "managers": managers,
        "disclosures": disclosures,
        "structured": script(profile(found, managers=managers, disclosures=disclosures)),
        "page": _page(request, Article.objects.published().by(found)),
    }
    return render(request, "articles/author.html", context)


@require_safe
def author_disclosures(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything an author has declared: what stands today, and what stood before.

    With `on`, what stood on that day.
    """
    found = get_object_or_404(Author, slug=slug)
    form = DayForm(request.GET if "on" in request.GET else None)
    day = form.cleaned_data["on"] if form.is_valid() else None
    everything = found.disclosures.select_related("successor").order_by("-valid_from", "-pk")
    current = set(
        found.disclosures.in_force(day or timezone.localdate()).values_list("pk", flat=True)
    )
    context = {
        "author": found,
        "form": form,
        "day": day,
        "current": [disclosure for disclosure in everything if disclosure.pk in current],
        "past": [] if day else [each for each in everything if each.has_passed],
    }
    return render(request, "articles/author_disclosures.html", context)


@require_safe
def policy(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Policy.objects.select_related("present"), slug=slug)
    return _policy_page(request, found, found.in_force)


@require_safe
def policy_version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What a policy said: the words that an article was published under stay to be read."""
    versions = PolicyVersion.objects.select_related("policy")
    found = get_object_or_404(versions, policy__slug=slug, number=number)
    is_earlier = found.pk != found.policy.present_id
    return _policy_page(request, found.policy, found, is_earlier=is_earlier)


def _policy_page(
    request: HttpRequest,
    policy: Policy,
    shown: Policy | PolicyVersion,
    *,
    is_earlier: bool = False,
) -> HttpResponse:
    policies = list(Policy.objects.for_links())
    context = {
        "policy": policy,
        "policies": policies,
        "structured": "" if is_earlier else script(policy_data(policy, shown, policies)),
        "shown": shown,
        "is_earlier": is_earlier,
        "versions": policy.versions.defer("body"),
    }
    return render(request, "articles/policy.html", context)


def article_page(
    request: HttpRequest,
    article: Article,
    *,
    is_preview: bool = False,
    discussed: Discussed | None = None,
) -> HttpResponse:
    """The page of an article, for readers or as a preview of what they will see."""
    record, corrections = article.record, list(article.corrections.all())
    shown_record = portraits.without_hidden(record)
    live = live_story.shown(article, request.GET.get("before", ""))
    policies = list(Policy.objects.as_at(article.publish_at or timezone.now()))
    beside = Beside(
        record=shown_record,
        corrections=corrections,
        policies=policies,
        updates=live.updates if live else [],
        comment_count=discussed.count if discussed else None,
        tags=[tag.name for tag in article.tags.all()],
    )
    context = {
        "article": article,
        "canonical": f"{article.get_absolute_url()}{discussed.query if discussed else ''}",
        "record": shown_record,
        "declared": in_short(record),
        "tags": article.tags.all(),
        "part": None if is_preview else further.part_of_series(article),
        "related": [] if is_preview else further.related(article),
        "since": since_publication(article, record) if article.is_published else "",
        "top_corrections": [one for one in corrections if one.is_at_top],
        "corrections": [one for one in corrections if not one.is_at_top],
        "live": live,
        "structured": "" if is_preview else script(article_data(article, beside)),
        "policies": policies,
        "is_preview": is_preview,
    }
    return render(request, "articles/article.html", context)


def retracted_page(request: HttpRequest, article: Article) -> HttpResponse:
    """The notice at the address of what was retracted.

    It answers 200 and asks search engines to leave it out: what is there for good is the notice,
    which archives and link checkers would not keep of a 404 or 410.
    """
    record = portraits.without_hidden(article.record)
    corrections, policies = article.corrections.all(), list(Policy.objects.for_links())
    beside = Beside(record=record, corrections=corrections, policies=policies)
    context = {
        "article": article,
        "record": record,
        "corrections": corrections,
        "policies": policies,
        "structured": script(retracted_data(article, beside)),
    }
    return render(request, "articles/retracted.html", context)


def canonical_redirect(
    request: HttpRequest, article: Article, *, below: str = ""
) -> HttpResponse | None:
    """To the one address of an article, or of a page below it, when another date was asked for."""
    address = f"{article.get_absolute_url()}{below}"
    if request.path == address:
        return None
    query = request.META.get("QUERY_STRING", "") if below else ""
    return redirect(f"{address}{'?' if query else ''}{query}", permanent=True)


def _page(
    request: HttpRequest, articles: ArticleQuerySet, *, oldest_first: bool = False
) -> Page[Article]:
    """The asked page, or the nearest there is."""
    newest = articles.for_cards().newest_first()
    shown = newest.reverse() if oldest_first else newest
    return Paginator(shown, PER_PAGE).get_page(request.GET.get("page", 1))
