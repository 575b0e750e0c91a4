"""A commenter's right to know: everything that is kept about them, as JSON."""

from typing import Any

from django.db.models import Q, QuerySet

from articles.given import fetch_last_given
from comments.joining import identities
from comments.letters import is_refused, written_to
from comments.mailing import absolute
from comments.models import (
    Act,
    Appeal,
    Comment,
    Commenter,
    Decision,
    MailWishes,
    Mute,
    Recommendation,
    Report,
)
from comments.models.decision import OWN_WISHES

# What is told of a commenter, of a comment, of a decision and of a letter: no note of a moderator
# and no name of one, which are about the moderator.
COMMENTER = ("name", "email", "email_confirmed_at", "first_seen_at")
STANDING = ("standing", "standing_until", "standing_reason")
COMMENT = ("author_name", "body_source", "status", "held_because", "posted_at", "published_at")
DECISION = ("from_status", "to_status", "reason", "decided_at")
ACT = ("act", "from_standing", "to_standing", "to_until", "reason", "decided_at")
LETTER = ("kind", "made_at", "due_at", "sent_at", "cancelled_at", "address")
REVISION = ("number", "body_source", "written_at")
MUTE = ("name", "muted_at")
REPORT = ("reason", "text", "name", "email", "made_at")
APPEAL = ("status", "opened_at", "decided_at", "answer")
WISHES = ("reply", "decision", "featured", "pace")


def export(commenter: Commenter) -> dict[str, Any]:
    """In plain JSON types but for moments, which DjangoJSONEncoder writes."""
    everybody = identities(commenter)
    ids = [each.pk for each in everybody]
    theirs = Comment.objects.filter(commenter__in=ids).select_related("thread__article")
    comments = list(theirs.prefetch_related("decisions", "revisions"))
    fetch_last_given(comment.thread.article for comment in comments)
    return {
        "commenter": _told(commenter, COMMENTER + STANDING),
        "account": commenter.user.email if commenter.user else None,
        "mail_wishes": _told(MailWishes.of(commenter), WISHES)
        | {"all_stopped": is_refused(commenter.letter_address)},
        "comments": [_comment(each) for each in comments],
        "acts": [_told(act, ACT) for act in commenter.acts.exclude(act=Act.NOTE)],
        "letters": [_told(letter, LETTER) for letter in written_to(everybody)],
        "recommendations": [
            {
                "url": _address(each.comment),
                "recommended_at": each.recommended_at,
                "network": each.from_address,
            }
            for each in Recommendation.objects.filter(commenter__in=ids).select_related("comment")
        ],
        "mutes": [
            _told(mute, MUTE) | {"network": mute.from_address}
            for mute in Mute.objects.filter(reader__in=ids)
        ],
        "reports": [
            _told(made, REPORT) | {"url": _address(made.comment), "network": made.from_address}
            for made in Report.objects.filter(reporter__in=ids).select_related("case__comment")
        ],
        "appeals": [_appeal(each) for each in _appeals_of(ids)],
    }


def _appeals_of(ids: list[int]) -> QuerySet[Appeal]:
    """Against what was decided on their comments, and on them."""
    theirs = Q(decision__comment__commenter__in=ids) | Q(commenter_decision__commenter__in=ids)
    return Appeal.objects.filter(theirs).prefetch_related("messages")


def _appeal(appeal: Appeal) -> dict[str, Any]:
    messages = [
        {"text": each.text, "sent_at": each.sent_at, "by_you": each.is_appellants}
        for each in appeal.messages.all()
    ]
    return _told(appeal, APPEAL) | {"messages": messages}


def _address(comment: Comment) -> str | None:
    """Where readers find it, if they do."""
    return absolute(comment.get_absolute_url()) if comment.is_approved else None


def _comment(comment: Comment) -> dict[str, Any]:
    return _told(comment, COMMENT) | {
        "article": comment.thread.article.headline_for_readers,
        "url": _address(comment),
        "receipt": absolute(comment.receipt_url),
        "network": comment.from_address or None,
        "revisions": [_told(each, REVISION) for each in comment.revisions.all()],
        "decisions": [
            _told(decision, DECISION) | _decider(decision) for decision in comment.decisions.all()
        ],
    }


def _decider(decision: Decision) -> dict[str, bool]:
    """Neither of the two: a moderator."""
    is_own = decision.rule in OWN_WISHES
    return {"by_a_rule": decision.is_automated and not is_own, "by_you": is_own}


def _told(row: Any, fields: tuple[str, ...]) -> dict[str, Any]:
    return {field: getattr(row, field) for field in fields}
