"""The list as it holds at this moment, made ready once for each worker and version."""

from __future__ import annotations

import uuid

from comments.models.wording import Term, WordList

from .matcher import Matcher

_ready: tuple[uuid.UUID | None, Matcher] | None = None


def current() -> Matcher:
    """The list under its present version: one small question to the database.

    Raises BrokenList when a term cannot be matched.
    """
    global _ready
    # Asked before the terms are read: a change in between makes the next one read them again.
    version, ready = WordList.version_now(), _ready
    if ready is None or version is None or ready[0] != version:
        ready = _ready = (version, Matcher(Term.objects.listed()))
    return ready[1]
