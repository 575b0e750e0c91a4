"""What screening asks the list, and what is kept of the answer."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import F

from comments.models.comment import Comment
from comments.models.decision import NOTE_LIMIT
from comments.models.hit import PASSAGE_LIMIT, Hit
from comments.models.rescan import Rescan
from comments.models.wording import Term, TermAction

from . import matches
from .matcher import BrokenList
from .reading import Match
from .texts import LINK, NAME

logger = logging.getLogger(__name__)

PLACES = {NAME: "in the name", LINK: "in a link"}


class Finding(NamedTuple):
    """What a check says. `because` is for who wrote it and repeats no word; `note` names them."""

    action: str
    because: str
    note: str


def reject_banned_words(comment: Comment) -> Finding | None:
    return _finding(comment, TermAction.REJECT, "It contains a word that is not published here.")


def hold_suspect_words(comment: Comment) -> Finding | None:
    return _finding(comment, TermAction.HOLD, "It contains a word that a moderator looks at first.")


def found_in(comment: Comment) -> list[Match]:
    """Every term in the comment as it reads at this moment, asked for once in a screening."""
    texts = (comment.author_name, comment.body_source, comment.body)
    known = getattr(comment, "_found_words", None)
    if known is None or known[0] != texts:
        found = matches(
            name=comment.author_name,
            body_source=comment.body_source,
            body=comment.body or None,
            section_id=comment.thread.article.section_id,
        )
        known = (texts, found)
        comment._found_words = known  # type: ignore[attr-defined]
    return known[1]


def record(comment: Comment, *, revision: int = 1) -> list[Hit]:
    """Keep what was found, and count it. A list that cannot be used leaves nothing to keep."""
    try:
        found = found_in(comment)
    except BrokenList:
        return []
    for term_id, times in sorted(Counter(match.term_id for match in found).items()):
        Term.objects.filter(pk=term_id).update(hits=F("hits") + times)
    return Hit.objects.bulk_create(hits(comment.pk, found, revision=revision))


def hits(
    comment_id: int, found: Iterable[Match], *, revision: int = 1, rescan: Rescan | None = None
) -> list[Hit]:
    return [
        Hit(
            comment_id=comment_id,
            rescan=rescan,
            revision=revision,
            term_id=match.term_id,
            term_text=match.term,
            action=match.action,
            is_slur=match.is_slur,
            field=match.field,
            start=match.start,
            end=match.end,
            passage=match.passage[:PASSAGE_LIMIT],
        )
        for match in found
    ]


def _finding(comment: Comment, action: TermAction, because: str) -> Finding | None:
    try:
        found = [match for match in found_in(comment) if match.action == action]
    except Exception as error:
        # Whatever is wrong with the list, nothing is published because of it.
        logger.exception("The word list cannot be used")
        broken = "The word list could not be read: a moderator looks at it first."
        return Finding(TermAction.HOLD, broken, str(error)[:NOTE_LIMIT])
    return Finding(action, because, in_words(found)) if found else None


def in_words(found: Iterable[Match]) -> str:
    """“zorblat” (as “z0rblat” in the name); “hot dog”."""
    named = dict.fromkeys(map(_named, found))
    return "; ".join(named)[:NOTE_LIMIT]


def _named(match: Match) -> str:
    place = PLACES.get(match.field, "")
    spelt = f"as “{match.passage}”" if match.passage.casefold() != match.term.casefold() else ""
    how = " ".join(filter(None, [spelt, place]))
    return f"“{match.term}” ({how})" if how else f"“{match.term}”"
