"""One step through the published comments."""

from __future__ import annotations

from comments.models.comment import Comment
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
    seen: dict[int, set[int | None]] = {}
    known = Hit.objects.of_screening().filter(comment__in=comment_ids)
    for comment_id, term_id in known.exclude(action=TermAction.MARK).values_list(
        "comment_id", "term_id"
    ):
        seen.setdefault(comment_id, set()).add(term_id)
    return seen


def _without(matches: list[Match], passed: set[int | None]) -> list[Match]:
    return [match for match in matches if match.term_id not in passed]
