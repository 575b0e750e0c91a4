"""One step through the published comments."""

from __future__ import annotations

from django.db.models import Max

from comments.models.comment import Comment
from comments.models.decision import Decision
from comments.models.hit import Hit
from comments.models.rescan import Rescan
from comments.models.wording import TermAction

from .checks import hits
from .listing import current
from .reading import Match, matches_in


def look_through(rescan: Rescan, comments: list[Comment]) -> list[Hit]:
    """What would not be published today, for the moderators' review; nothing is saved yet."""
    matcher = current()
    found = {
        comment: [
            match
            for match in matches_in(
                matcher,
                name=comment.author_name,
                body=comment.body,
                section_id=comment.thread.article.section_id,
            )
            if match.action != TermAction.MARK
        ]
        for comment in comments
    }
    passed = _passed([comment.pk for comment, matches in found.items() if matches])
    return [
        hit
        for comment, matches in found.items()
        for hit in hits(comment, _without(matches, passed.get(comment.pk, set())), rescan=rescan)
    ]


def _passed(comment_ids: list[int]) -> dict[int, set[int | None]]:
    """The terms with which a moderator has seen each comment, and published it all the same."""
    let_stand = Decision.objects.let_stand().filter(comment__in=comment_ids).order_by()
    read = dict(let_stand.values_list("comment").annotate(Max("revision")))
    known = Hit.objects.of_screening().filter(comment__in=read).exclude(action=TermAction.MARK)
    seen: dict[int, set[int | None]] = {}
    for comment_id, term_id, revision in known.values_list("comment_id", "term_id", "revision"):
        if revision <= read[comment_id]:
            seen.setdefault(comment_id, set()).add(term_id)
    return seen


def _without(matches: list[Match], passed: set[int | None]) -> list[Match]:
    return [match for match in matches if match.term_id not in passed]
