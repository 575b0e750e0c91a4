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
from .listing import current
from .reading import Match, matches_in
from .texts import BODY, LINK, NAME

logger = logging.getLogger(__name__)

BANNED = "It contains a word that is not published here."
SUSPECT = "It contains a word that a moderator looks at first."
PLACES = {NAME: "in the name", LINK: "in a link"}


class Finding(NamedTuple):
    """What a check says. `because` is for who wrote it and repeats no word; `note` names them."""

    action: str
    because: str
    note: str
    has_slur: bool = False


def reject_banned_words(comment: Comment) -> Finding | None:
    """Held and not rejected, where it only repeats what the article says itself."""
    finding = _finding(comment, TermAction.REJECT, BANNED)
    if finding and finding.action == TermAction.REJECT and _quotes_the_article(comment):
        note = f"The article says it too: {finding.note}"
        return Finding(TermAction.HOLD, SUSPECT, note[:NOTE_LIMIT])
    return finding


def hold_suspect_words(comment: Comment) -> Finding | None:
    return _finding(comment, TermAction.HOLD, SUSPECT)


def found_in(comment: Comment) -> list[Match]:
    """Every term in the comment as it reads at this moment, asked for once in a screening."""
    texts = (comment.author_name, comment.body_source)
    known = getattr(comment, "_found_words", None)
    if known is None or known[0] != texts:
        # From what was typed: before an edit is saved, `body` is still that of the earlier text.
        section_id = comment.thread.article.section_id
        name, source = texts
        known = (texts, matches(name=name, body_source=source, section_id=section_id))
        comment._found_words = known  # type: ignore[attr-defined]
    return known[1]


def record(comment: Comment) -> list[Hit]:
    """Keep what was found, and count it. A list that cannot be used leaves nothing to keep."""
    found = _ask(comment)
    if isinstance(found, Finding):
        return []
    times = Counter(match.term_id for match in found)
    gone = {pk for pk in sorted(times) if not _count(pk, times[pk])}
    kept = hits(comment, found)
    for hit in kept:
        if hit.term_id in gone:
            hit.term_id = None
    return Hit.objects.bulk_create(kept)


def _count(term_id: int, times: int) -> bool:
    """Whether the term is still there to be counted; until the transaction ends it stays."""
    return bool(Term.objects.filter(pk=term_id).update(hits=F("hits") + times))


def hits(comment: Comment, found: Iterable[Match], *, rescan: Rescan | None = None) -> list[Hit]:
    """What was found in the text that the comment has at this moment; not saved yet."""
    return [
        Hit(
            comment_id=comment.pk,
            rescan=rescan,
            revision=comment.revision,
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
    found = _ask(comment)
    if isinstance(found, Finding):
        return found
    listed = [match for match in found if match.action == action]
    if not listed:
        return None
    return Finding(action, because, in_words(listed), any(match.is_slur for match in listed))


def _quotes_the_article(comment: Comment) -> bool:
    """Whether every banned word of its text stands in the article as well."""
    article = comment.thread.article
    said = matches_in(
        current(),
        name=f"{article.headline}\n{article.standfirst}",
        body=article.body,
        section_id=article.section_id,
    )
    terms = {match.term_id for match in said}
    banned = (match for match in found_in(comment) if match.action == TermAction.REJECT)
    return all(match.field == BODY and match.term_id in terms for match in banned)


def _ask(comment: Comment) -> list[Match] | Finding:
    """What was found. Whatever is wrong with the list, nothing is published because of it."""
    try:
        return found_in(comment)
    except Exception as error:
        logger.exception("The word list cannot be used")
        broken = "The word list could not be read: a moderator looks at it first."
        return Finding(TermAction.HOLD, broken, str(error)[:NOTE_LIMIT])


def in_words(found: Iterable[Match]) -> str:
    """“zorblat” (as “z0rblat” in the name); “hot dog”."""
    named = dict.fromkeys(map(_named, found))
    return "; ".join(named)[:NOTE_LIMIT]


def _named(match: Match) -> str:
    place = PLACES.get(match.field, "")
    spelt = f"as “{match.passage}”" if match.passage.casefold() != match.term.casefold() else ""
    how = " ".join(filter(None, [spelt, place]))
    return f"“{match.term}” ({how})" if how else f"“{match.term}”"
