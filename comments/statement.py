"""The statement of reasons: what was taken from a commenter, why, by whom, and what they can do.

Every restriction has one, whether a person or a rule decided. The points are those of Article 17
of the EU's Digital Services Act, in plain words.
"""

import datetime
from dataclasses import dataclass

from django.utils.safestring import SafeString

from articles.models import Article
from comments.grounds import ground_of, rule_named
from comments.models import (
    Appeal,
    Case,
    Comment,
    Commenter,
    CommenterDecision,
    Decision,
    Standing,
)
from comments.moments import in_full
from comments.statement_address import decision_named_by

Restriction = Decision | CommenterDecision


@dataclass(frozen=True)
class Statement:
    """What the page says. `comment` is none where the decision is on the commenter."""

    decision: Restriction
    title: str
    effect: str
    reason: str
    rule: str
    category: str
    decided_by: str
    found_by: str
    is_over: bool
    comment: Comment | None = None

    @property
    def instead(self) -> Restriction | None:
        """What holds in the place of one that is over."""
        return self._of.restriction

    @property
    def _of(self) -> Comment | Commenter:
        """Whom or what the decision is about."""
        if isinstance(self.decision, Decision):
            return self.decision.comment
        return self.decision.commenter.themselves

    @property
    def article(self) -> Article | None:
        return self.comment.thread.article if self.comment else None

    @property
    def is_automated(self) -> bool:
        return self.decision.is_automated

    @property
    def decided_at(self) -> datetime.datetime:
        return self.decision.decided_at

    @property
    def text(self) -> SafeString | None:
        """The comment as it was decided on; none when that was erased."""
        return self.decision.body_html if isinstance(self.decision, Decision) else None

    @property
    def has_been_rewritten(self) -> bool:
        return isinstance(self.decision, Decision) and self.decision.is_on_earlier_text


def restriction_at(signed: str) -> Restriction | None:
    """The restriction that a signed address names, if it is one."""
    named = decision_named_by(signed)
    if named is None:
        return None
    kind, pk = named
    found: Restriction | None
    if kind == "comment":
        decisions = Decision.objects.restrictions().filter(pk=pk)
        found = decisions.select_related(
            "comment__thread__article__section", "comment__commenter", "preset", "moderator"
        ).first()
    else:
        acts = CommenterDecision.objects.restrictions().filter(pk=pk)
        found = acts.select_related("commenter__merged_into", "preset", "moderator").first()
    return found


def statement_of(decision: Restriction) -> Statement:
    if isinstance(decision, Decision):
        return _on_comment(decision)
    return _on_commenter(decision)


def _on_comment(decision: Decision) -> Statement:
    comment, explained = decision.comment, decision.explained
    return Statement(
        decision=decision,
        comment=comment,
        title=_title(decision),
        effect=_effect(decision),
        reason=explained.reason,
        rule=_rule(explained),
        category=ground_of(explained).label,
        decided_by=_decided_by(decision),
        found_by=_found_by(decision),
        is_over=not decision.stands,
    )


def _on_commenter(decision: CommenterDecision) -> Statement:
    return Statement(
        decision=decision,
        title=_standing_title(decision),
        effect=_standing_effect(decision),
        reason=decision.reason or decision.to_reason,
        rule=_rule(decision),
        category=ground_of(decision).label,
        decided_by=_decided_by(decision),
        found_by="A moderator read what was written under this name. No rule proposed it.",
        is_over=not decision.stands,
    )


def _title(decision: Decision) -> str:
    if decision.took_back:
        return "Why your comment is being read again"
    if decision.took_down:
        return "Why your comment was taken down"
    return "Why your comment was not published"


def _effect(decision: Decision) -> str:
    if decision.took_back:
        return (
            "Readers do not see the comment until a moderator has read it again. "
            "You can go on commenting."
        )
    return (
        "Readers do not see the comment, anywhere on this site. "
        "Nothing else was taken from you: you can go on commenting."
    )


def _rule(decision: Restriction) -> str:
    if isinstance(decision, Decision) and decision.is_automated:
        return rule_named(decision.rule).words
    return decision.preset.text if decision.preset else ""


def _decided_by(decision: Restriction) -> str:
    if decision.is_automated:
        return "A rule of this site, by itself. No person has decided."
    return "A moderator of this newsroom."


def _found_by(decision: Decision) -> str:
    """How it came to be decided, automated means included."""
    if decision.is_automated:
        return "The same rule found it, by itself."
    case = Case.objects.filter(decision=decision).first()
    if case is not None:
        by_law = " One of them says that it is against the law." if case.has_notice else ""
        return f"Readers reported it, and a moderator read it.{by_law} No rule proposed it."
    if decision.kept_out and decision.comment.held_by_rule:
        rule = rule_named(decision.comment.held_by_rule).words
        return f"A rule of this site put it before a moderator: {rule}"
    return "A moderator read it. No rule proposed it."


def _standing_title(decision: CommenterDecision) -> str:
    return {
        Standing.WATCHED: "Why your comments are read before they appear",
        Standing.MUTED: "Why you cannot comment for a while",
        Standing.BANNED: "Why you cannot comment here any more",
    }[Standing(decision.to_standing)]


def _standing_effect(decision: CommenterDecision) -> str:
    standing = Standing(decision.to_standing)
    if standing is Standing.WATCHED:
        return "You can go on commenting. A moderator reads each comment before readers see it."
    if standing is Standing.MUTED and decision.to_until:
        until = in_full(decision.to_until)
        return f"You can read everything, and comment again from {until} on."
    return "You can read everything, and you cannot comment. It has no end of its own."


@dataclass(frozen=True)
class Redress:
    """What the commenter can still do about a decision."""

    appeal: Appeal | None
    until: datetime.datetime
    # Why they cannot appeal, where there is no appeal yet.
    objection: str = ""
    messages_left: int = 0

    @property
    def is_open(self) -> bool:
        return self.messages_left > 0 if self.appeal else not self.objection

    @property
    def asks_for(self) -> str:
        """What the next message of an appeal is for."""
        is_asked = self.appeal is not None and self.appeal.is_asked
        return "Your answer to the moderator" if is_asked else "Write once more, if you like"


def redress_for(statement: Statement) -> Redress:
    """Whether they may appeal or write another message."""
    appeal, until = Appeal.against(statement.decision), Appeal.until(statement.decision)
    if appeal is not None:
        return Redress(appeal, until, messages_left=appeal.messages_left if appeal.is_open else 0)
    return Redress(None, until, objection=Appeal.objection_to(statement.decision))
