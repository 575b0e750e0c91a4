"""The paper's pages: find, ask, answer."""

import datetime

from django import forms
from django.core.paginator import Page, Paginator
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from . import front as front_page
from . import live as live_story
from . import portraits, structured
from .declared import in_short
from .models import Article, Author, Policy, PolicyVersion, Section
from .models.article_queries import ArticleQuerySet
from .pinning import since_publication

PER_PAGE = 20
# No author declared anything before, and no calendar shows a day after.
FIRST_DAY, LAST_DAY = datetime.date(1900, 1, 1), datetime.date(2999, 12, 31)


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
    context = {
        "front": composed,
        "lead": composed.lead,
        "seconds": composed.seconds,
        "rivers": composed.rivers,
        "is_preview": is_preview,
    }
    return render(request, "articles/front.html", context)


@require_safe
def section(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Section, slug=slug)
    articles = Article.objects.published().filter(section=found)
    context = {"section": found, "page": _page(request, articles)}
    return render(request, "articles/section.html", context)


@require_safe
def author(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Author.objects.select_related("photo"), slug=slug)
    today = timezone.localdate()
    context = {
        "author": found,
        "managers": found.managers.on(today) if found.is_group else [],
        "disclosures": found.disclosures.in_force(today),
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
    context = {
        "policy": policy,
        "shown": shown,
        "is_earlier": is_earlier,
        "versions": policy.versions.defer("body"),
    }
    return render(request, "articles/policy.html", context)


def article_page(
    request: HttpRequest, article: Article, *, is_preview: bool = False
) -> HttpResponse:
    """The page of an article, for readers or as a preview of what they will see."""
    record, corrections = article.record, list(article.corrections.all())
    live = live_story.shown(article, request.GET.get("before", ""))
    context = {
        "article": article,
        "record": portraits.without_hidden(record),
        "declared": in_short(record),
        "tags": article.tags.all(),
        "since": since_publication(article, record) if article.is_published else "",
        "top_corrections": [one for one in corrections if one.is_at_top],
        "corrections": [one for one in corrections if not one.is_at_top],
        "live": live,
        "structured": "" if is_preview else _structured(request, article, live),
        "policies": Policy.objects.as_at(article.publish_at or timezone.now()),
        "is_preview": is_preview,
    }
    return render(request, "articles/article.html", context)


def retracted_page(request: HttpRequest, article: Article) -> HttpResponse:
    """The notice at the address of what was retracted.

    It answers 200 and asks search engines to leave it out: what is there for good is the notice,
    which archives and link checkers would not keep of a 404 or 410.
    """
    context = {
        "article": article,
        "record": portraits.without_hidden(article.record),
        "corrections": article.corrections.all(),
        "structured": _structured(request, article),
    }
    return render(request, "articles/retracted.html", context)


def _structured(
    request: HttpRequest, article: Article, live: live_story.Shown | None = None
) -> SafeString:
    url = request.build_absolute_uri(article.get_absolute_url())
    updates = live.updates if live else []
    return structured.script(article, article.corrections.all(), url=url, updates=updates)


def canonical_redirect(
    request: HttpRequest, article: Article, *, below: str = ""
) -> HttpResponse | None:
    """To the one address of an article, or of a page below it, when another date was asked for."""
    address = f"{article.get_absolute_url()}{below}"
    if request.path == address:
        return None
    query = request.META.get("QUERY_STRING", "") if below else ""
    return redirect(f"{address}{'?' if query else ''}{query}", permanent=True)


def _page(request: HttpRequest, articles: ArticleQuerySet) -> Page[Article]:
    """The asked page, or the nearest there is."""
    return Paginator(articles.for_cards().newest_first(), PER_PAGE).get_page(
        request.GET.get("page", 1)
    )
