"""What a decision rests on, in words for readers: the rule that was broken, and its category.

A moderator's reason has its own category (`Reason.ground`). What a check of screening decides is
explained here, in one place, by the name of the check.

The categories are those of the Commission's transparency database, with the keywords that its
documentation lists under each (https://transparency.dsa.ec.europa.eu/page/api-documentation).
“Inauthentic accounts” stands under scams and fraud, which is the category of what machines send;
“hate speech” and “discrimination” stand under illegal or harmful speech, which is that of a slur
on the word list (the word says so, so `Decision.ground` keeps it). There is none for floods,
repetition, links or being new, and a comment that is held has been found guilty of nothing: they
break the comment policy and no more, which is what `Ground.OTHER` says.
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
NO_MACHINES = Rule("Comments are written by people, not by machines.", Ground.SCAMS)
LINKS_FIRST = Rule("A moderator looks at links before readers can follow them.")

RULES = {
    "refuse_muted_or_banned": Rule("Who was asked to stay away does not comment."),
    "approve_the_newsroom": Rule("Members of the newsroom answer under their own names."),
    "reject_filled_trap": NO_MACHINES,
    "hold_hasty_form": Rule("A moderator reads what was sent faster than a person writes."),
    "refuse_flood": NO_FLOOD,
    "refuse_when_too_soon": NO_FLOOD,
    "hold_repeated_text": NO_FLOOD,
    "hold_watched_commenter": Rule("A moderator reads first what some commenters write."),
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
    """The category of a restriction."""
    preset = decision.preset.ground if decision.preset else ""
    if isinstance(decision, CommenterDecision):
        return Ground(preset or Ground.OTHER)
    return ground(preset, decision.ground, decision.rule if decision.is_automated else "")


def ground(preset: str | None, found: str, rule: str) -> Ground:
    """Of the reason that was chosen, of what was found, or of the rule that decided."""
    return Ground(preset or found or rule_named(rule).ground)
