"""A commenter's right to know: everything that is kept about them, as JSON."""

from typing import Any

from comments.joining import identities
from comments.mailing import absolute
from comments.models import Comment, Commenter, Letter, MailWishes

# What is told of a commenter, of a comment, of a decision and of a letter: no note of a moderator
# and no name of one, which are about the moderator.
COMMENTER = ("name", "email", "email_confirmed_at", "first_seen_at")
STANDING = ("standing", "standing_until", "standing_reason")
COMMENT = ("author_name", "body_source", "status", "held_because", "posted_at", "published_at")
DECISION = ("from_status", "to_status", "reason", "decided_at")
ACT = ("act", "from_standing", "to_standing", "to_until", "reason", "decided_at")
LETTER = ("kind", "made_at", "due_at", "sent_at", "cancelled_at", "address")
WISHES = ("reply", "decision", "featured", "pace")


def export(commenter: Commenter) -> dict[str, Any]:
    """In plain JSON types but for moments, which DjangoJSONEncoder writes."""
    ids = [each.pk for each in identities(commenter)]
    comments = Comment.objects.filter(commenter__in=ids).select_related("thread__article")
    letters = Letter.objects.filter(commenter__in=ids)
    return {
        "commenter": _told(commenter, COMMENTER + STANDING),
        "account": commenter.user.email if commenter.user else None,
        "mail_wishes": _told(MailWishes.of(commenter), WISHES),
        "comments": [_comment(each) for each in comments.prefetch_related("decisions")],
        "acts": [
            _told(act, ACT)
            for each in identities(commenter)
            for act in each.decisions.exclude(act="note")
        ],
        "letters": [_told(letter, LETTER) for letter in letters],
    }


def _comment(comment: Comment) -> dict[str, Any]:
    return _told(comment, COMMENT) | {
        "article": comment.thread.article.headline,
        "url": absolute(comment.get_absolute_url()) if comment.is_approved else None,
        "receipt": absolute(comment.receipt_url),
        "network": comment.from_address or None,
        "decisions": [
            _told(decision, DECISION) | {"by_a_rule": decision.is_automated}
            for decision in comment.decisions.all()
        ],
    }


def _told(row: Any, fields: tuple[str, ...]) -> dict[str, Any]:
    return {field: getattr(row, field) for field in fields}
