"""The public log of moderation: what was taken away and why, without names."""

from collections import defaultdict
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
    """One restriction as the public reads it, and the decision that carries its reason."""

    decision: Decision
    explained: Decision

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
        explained = self.explained
        if explained.preset:
            return explained.preset.text
        return rule_named(explained.rule).words if explained.is_automated else OWN_WORDS

    @property
    def category(self) -> str:
        return ground_of(self.explained).label

    @property
    def outcome(self) -> str:
        """What an appeal came to; empty where there was none."""
        appeal = getattr(self.decision, "appeal", None)
        if appeal is not None:
            return f"Appealed: {appeal.get_status_display().lower()}"
        return "Taken back by a moderator" if hasattr(self.decision, "undone_by") else ""


def log_page(before: int | None = None) -> LogPage:
    """What follows an entry. One page is three queries at most, wherever it begins."""
    found = list(_public(before)[: PER_PAGE + 1])
    shown = found[:PER_PAGE]
    more = len(found) > PER_PAGE
    return LogPage(_entries(shown), shown[-1].pk if more else None)


def _entries(shown: list[Decision]) -> list[Entry]:
    put_back = [decision.comment_id for decision in shown if decision.undoes_id]
    on: dict[int, list[Decision]] = defaultdict(list)
    restrictions = Decision.objects.restrictions().filter(comment__in=put_back)
    for restriction in restrictions.select_related("preset"):
        on[restriction.comment_id].append(restriction)
    return [
        Entry(decision, decision.explained_among(on[decision.comment_id])) for decision in shown
    ]


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
