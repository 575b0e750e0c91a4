"""The yearly figures for the public, from the same rows as the log.

Categories and sections follow the templates of Commission Implementing Regulation (EU) 2024/2835
of 4 November 2024 (in use since 1 July 2025), as far as a newspaper's comments give occasion: the
categories are those of the Commission's transparency database in the version of July 2025. It is
an extract in the newsroom's own JSON, not the Commission's spreadsheet.
"""

import datetime
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from comments.figures import (
    MEDIAN,
    Period,
    appeals_decided,
    first_decisions,
    percentile,
    restrictions,
    share,
    span,
)
from comments.grounds import ground
from comments.models import (
    Act,
    Appeal,
    AppealStatus,
    Case,
    CaseOutcome,
    Comment,
    CommenterDecision,
    Decision,
    Ground,
    Report,
    ReportReason,
)

TEMPLATE = "Commission Implementing Regulation (EU) 2024/2835, Annex I"


@dataclass(frozen=True)
class Category:
    """Restrictions of one category."""

    ground: Ground
    total: int
    automated: int


@dataclass(frozen=True)
class Year:
    """What moderation did in one year."""

    year: int
    received: int
    published: int
    categories: list[Category]
    reports: list[tuple[str, int]]
    notices: int
    notices_upheld: int
    cases: dict[str, Any]
    appeals: dict[str, Any]
    suspensions: dict[str, int]
    median: datetime.timedelta | None

    @property
    def restricted(self) -> int:
        return sum(category.total for category in self.categories)

    @property
    def automated(self) -> int:
        return sum(category.automated for category in self.categories)

    @property
    def automated_share(self) -> float | None:
        return share(self.automated, self.restricted)

    @property
    def report_count(self) -> int:
        return sum(times for _, times in self.reports)


def years() -> list[int]:
    """Of the paper's own clock, from that of the first decision on, the newest first."""
    first = Decision.objects.order_by("decided_at").values_list("decided_at", flat=True).first()
    newest = Decision.objects.order_by("-decided_at").values_list("decided_at", flat=True).first()
    if first is None or newest is None:
        return []
    earliest, latest = timezone.localtime(first).year, timezone.localtime(newest).year
    return list(range(latest, earliest - 1, -1))


def figures_of(year: int) -> Year:
    period = Period.year(year)
    comments = Comment.objects.filter(period.on("posted_at"))
    reports = Report.objects.filter(period.on("made_at"))
    notices = reports.notices()
    return Year(
        year=year,
        received=comments.count(),
        published=Comment.objects.filter(period.on("published_at")).count(),
        categories=_categories(period),
        reports=_by_reason(period),
        notices=notices.count(),
        notices_upheld=notices.filter(case__outcome=CaseOutcome.UPHELD).count(),
        cases=_cases(period),
        appeals=_appeals(period),
        suspensions=_suspensions(period),
        median=percentile(first_decisions(period), "took", MEDIAN),
    )


def _categories(period: Period) -> list[Category]:
    """Grouped in the database by what a category follows from, then named."""
    groups = (
        restrictions(period)
        .order_by()
        .values_list("preset__ground", "ground", "rule", "moderator")
        .annotate(times=Count("pk"))
    )
    totals: Counter[Ground] = Counter()
    automated: Counter[Ground] = Counter()
    for preset, found, rule, moderator, times in groups:
        is_automated = moderator is None
        category = ground(preset, found, rule if is_automated else "")
        totals[category] += times
        automated[category] += times if is_automated else 0
    return [Category(one, times, automated[one]) for one, times in totals.most_common()]


def _by_reason(period: Period) -> list[tuple[str, int]]:
    counted = (
        Report.objects.filter(period.on("made_at"))
        .order_by()
        .values_list("reason")
        .annotate(times=Count("pk"))
        .order_by("-times", "reason")
    )
    return [(ReportReason(reason).label, times) for reason, times in counted]


def _cases(period: Period) -> dict[str, Any]:
    opened = Case.objects.filter(period.on("opened_at"))
    counts: dict[str, Any] = opened.aggregate(
        opened=Count("pk"),
        upheld=Count("pk", filter=Q(outcome=CaseOutcome.UPHELD)),
        dismissed=Count("pk", filter=Q(outcome=CaseOutcome.DISMISSED)),
    )
    judged = opened.judged().annotate(took=span("opened_at", "closed_at"))
    return counts | {"median": percentile(judged, "took", MEDIAN)}


def _appeals(period: Period) -> dict[str, Any]:
    decided = appeals_decided(period)
    counts: dict[str, Any] = decided.aggregate(
        decided=Count("pk"),
        upheld=Count("pk", filter=Q(status=AppealStatus.UPHELD)),
        overturned=Count("pk", filter=Q(status=AppealStatus.OVERTURNED)),
    )
    took = decided.annotate(took=span("opened_at", "decided_at"))
    return counts | {
        "opened": Appeal.objects.filter(period.on("opened_at")).count(),
        "median": percentile(took, "took", MEDIAN),
    }


def _suspensions(period: Period) -> dict[str, int]:
    acts = CommenterDecision.objects.filter(period.on("decided_at"))
    return acts.aggregate(
        watched=Count("pk", filter=Q(act=Act.WATCH)),
        muted=Count("pk", filter=Q(act=Act.MUTE)),
        banned=Count("pk", filter=Q(act=Act.BAN)),
    )


def as_dsa(year: Year, *, service: str) -> dict[str, Any]:
    """The figures in the sections and categories of the Commission's template."""
    return {
        "template": TEMPLATE,
        "report": {
            "service": service,
            "period_start": f"{year.year}-01-01",
            "period_end": f"{year.year}-12-31",
            "is_extract": True,
        },
        "article_15_1_b_notices": {
            "notices": year.notices,
            "notices_upheld": year.notices_upheld,
            "median_seconds_to_decision": _seconds(year.cases["median"]),
        },
        "article_15_1_c_own_initiative": {
            "restrictions": year.restricted,
            "restrictions_by_automated_means": year.automated,
            "by_category": [
                {
                    "category": category.ground.value,
                    "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
                    "decision_visibility": "DECISION_VISIBILITY_CONTENT_REMOVED",
                    "restrictions": category.total,
                    "restrictions_by_automated_means": category.automated,
                }
                for category in year.categories
            ],
        },
        "article_15_1_d_complaints": {
            "complaints": year.appeals["opened"],
            "decided": year.appeals["decided"],
            "upheld": year.appeals["upheld"],
            "reversed": year.appeals["overturned"],
            "median_seconds_to_decision": _seconds(year.appeals["median"]),
        },
        "article_15_1_e_automated_means": {"automated_share": year.automated_share},
        "suspensions": year.suspensions,
        "comments": {
            "received": year.received,
            "published": year.published,
            "median_seconds_to_decision": _seconds(year.median),
        },
    }


def _seconds(took: datetime.timedelta | None) -> int | None:
    return None if took is None else round(took.total_seconds())
