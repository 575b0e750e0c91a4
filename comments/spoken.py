"""How rules and moderators are called in a sentence."""

from comments.models import CommenterDecision, Decision, ThreadDecision
from comments.models.commenter import name_of
from comments.models.decision import OWN_WISHES


def spoken(name: str) -> str:
    """“hold many links”: a check or a mark as an editor says it."""
    return name.replace("_", " ")


def decider(decision: Decision | CommenterDecision | ThreadDecision) -> str:
    """“Ana Ruiz”, “who wrote it”, or “the rule “hold many links””."""
    if isinstance(decision, Decision) and decision.moderator is None:
        if decision.rule in OWN_WISHES:
            return "who wrote it"
        return f"the rule “{spoken(decision.rule)}”"
    return name_of(decision.moderator)  # type: ignore[arg-type]
