"""The public log of moderation: what was taken away and why, without names."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from articles.models import Article
from comments.grounds import ground_of, rule_named
from comments.models import Decision, HouseRules
from comments.models.decision import DecisionQuerySet

PER_PAGE = 50
# In place of a reason that is no usual one: it was written for its commenter alone.
OWN_WORDS = "Its writer was told why."


@dataclass(frozen=True)
class LogPage:
    """One page, the newest first. Knows where the next one begins, not how many there are."""

    entries: "list[Entry]"
    next_before: int | None


@dataclass(frozen=True)
class Entry:
    """One restriction as the public reads it."""

    decision: Decision

    @property
    def article(self) -> Article:
        return self.decision.comment.thread.article

    @property
    def what(self) -> str:
        if self.decision.took_back:
            return "A comment was taken back, to be read again"
        if self.decision.took_down:
            return "A comment was taken down"
        return "A comment was not published"

    @property
    def reason(self) -> str:
        """The words of a usual reason or of the rule; what a moderator typed may name somebody."""
        decision = self.decision
        if decision.preset:
            return decision.preset.text
        return rule_named(decision.rule).words if decision.is_automated else OWN_WORDS

    @property
    def category(self) -> str:
        return ground_of(self.decision).label

    @property
    def outcome(self) -> str:
        """What an appeal came to; empty where there was none."""
        appeal = getattr(self.decision, "appeal", None)
        if appeal is not None:
            return f"Appealed: {appeal.get_status_display().lower()}"
        return "Taken back by a moderator" if hasattr(self.decision, "undone_by") else ""


def log_page(before: int | None = None) -> LogPage:
    """What follows an entry. One page is two queries, wherever it begins."""
    found = list(_public(before)[: PER_PAGE + 1])
    shown = found[:PER_PAGE]
    more = len(found) > PER_PAGE
    return LogPage([Entry(decision) for decision in shown], shown[-1].pk if more else None)


def _public(before: int | None) -> DecisionQuerySet:
    """Decisions that can no longer be undone before anybody hears of them."""
    settled = timezone.now() - HouseRules.now().undo_window
    decisions = Decision.objects.restrictions().filter(
        decided_at__lte=settled, comment__thread__article__in=Article.objects.published()
    )
    last = Decision.objects.filter(pk=before).first() if before else None
    if last is not None:
        same_moment = Q(decided_at=last.decided_at, pk__lt=last.pk)
        decisions = decisions.filter(Q(decided_at__lt=last.decided_at) | same_moment)
    return decisions.select_related(
        "comment__thread__article__section", "preset", "appeal", "undone_by"
    )
