"""What a decision rests on, in words for readers: the rule that was broken, and its category.

A moderator's reason has its own category (`Reason.ground`). What a check of screening decides is
explained here, in one place, by the name of the check.
"""

from dataclasses import dataclass

from comments.models import CommenterDecision, Decision, Ground
from comments.spoken import spoken


@dataclass(frozen=True)
class Rule:
    """One rule of the comment policy as readers are told it, with its legal category."""

    words: str
    ground: Ground = Ground.OTHER


NO_FLOOD = Rule("One person does not fill the discussion, by many comments or by the same one.")
KNOWN_FIRST = Rule("A moderator reads the comments of people who are not yet known here first.")
NO_MACHINES = Rule("Comments are written by people, not by machines.")
LINKS_FIRST = Rule("A moderator looks at links before readers can follow them.")

RULES = {
    "refuse_muted_or_banned": Rule("Who was asked to stay away does not comment."),
    "approve_the_newsroom": Rule("Members of the newsroom answer under their own names."),
    "reject_filled_trap": NO_MACHINES,
    "hold_hasty_form": NO_MACHINES,
    "refuse_flood": NO_FLOOD,
    "refuse_when_too_soon": NO_FLOOD,
    "hold_repeated_text": NO_FLOOD,
    "hold_watched_commenter": Rule("A moderator reads everything by this commenter first."),
    "reject_banned_words": Rule("Some words are not published here."),
    "hold_suspect_words": Rule("A moderator looks at some words before readers see them."),
    "hold_many_links": LINKS_FIRST,
    "hold_changed_name": Rule("One person comments under one name."),
    "hold_unconfirmed_commenter": Rule("Who comments has confirmed an e-mail address first."),
    "hold_unknown_commenter": KNOWN_FIRST,
    "hold_changed_after_approval": Rule(
        "What a moderator has approved is read again when it is changed."
    ),
    "thread_closed_meanwhile": Rule("Nothing appears in a discussion that is closed."),
    "hold_for_history": Rule(
        "A moderator reads the comments of people first whose comments were often rejected."
    ),
    "hold_when_thread_is_premoderated": Rule(
        "A moderator reads every comment of this discussion before it appears."
    ),
}


def rule_named(check_name: str) -> Rule:
    """The rule that a check keeps. One that is not explained here is named."""
    return RULES.get(check_name) or Rule(f"The rule “{spoken(check_name)}”.")


def ground_of(decision: Decision | CommenterDecision) -> Ground:
    """The category of a restriction: of the reason that was chosen, or of the rule."""
    if decision.preset is not None:
        return Ground(decision.preset.ground)
    if isinstance(decision, Decision) and decision.is_automated:
        return rule_named(decision.rule).ground
    return Ground.OTHER
