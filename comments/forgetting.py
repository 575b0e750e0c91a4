"""Retention: what is kept for a time and then dropped, in batches."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from articles.models import ErrorReport
from comments.erasing import erase
from comments.models import (
    Comment,
    Commenter,
    CommentStatus,
    HouseRules,
    Letter,
    Mute,
    Recommendation,
    Report,
)
from comments.screening import hold_unconfirmed_commenter

BATCH = 500
# A guest has so many days to follow the link before what they wrote is dropped.
UNCONFIRMED_DAYS = 30
NEVER_CONFIRMED = "The e-mail address was never confirmed."
# For so long a letter's row tells that it was sent, and keeps it from being sent again.
LETTER_DAYS = 365


@dataclass(frozen=True)
class Retention:
    """What is dropped, which rows hold it, and how one batch of them is relieved of it."""

    what: str
    due: Callable[[], models.QuerySet[Any]]
    drop: Callable[[models.QuerySet[Any]], object]


def forget(limit: int = BATCH) -> int:
    """One batch of each; answers how many rows were touched."""
    return sum(_forget(rule, limit) for rule in RULES)


def forget_all() -> dict[str, int]:
    """Batch after batch until nothing is left. How many of each."""
    done = {}
    for rule in RULES:
        done[rule.what] = 0
        while step := _forget(rule, BATCH):
            done[rule.what] += step
    return done


def would_forget() -> dict[str, int]:
    """How many of each; nothing is changed."""
    return {rule.what: rule.due().count() for rule in RULES}


@transaction.atomic
def _forget(rule: Retention, limit: int) -> int:
    due = rule.due()
    rows = list(due.order_by("pk").values_list("pk", flat=True)[:limit])
    if rows:
        rule.drop(due.model._default_manager.filter(pk__in=rows))
    return len(rows)


def _ago(days: int) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=days)


def _networks(of: str, model: type[models.Model], field: str, since: str) -> Retention:
    """The networks that something came from, after the days that the house rules keep them."""

    def due() -> models.QuerySet[Any]:
        old = {f"{field}__gt": "", f"{since}__lt": _ago(HouseRules.now().address_days)}
        return model._default_manager.filter(**old)

    return Retention(f"network addresses of {of}", due, _empty(field))


def _empty(field: str) -> Callable[[models.QuerySet[Any]], int]:
    return lambda rows: rows.update(**{field: ""})


def _old_error_reporters() -> models.QuerySet[ErrorReport]:
    """Who reported an error that was answered long ago is not written to any more."""
    return ErrorReport.objects.filter(email__gt="", answered_at__lt=_ago(LETTER_DAYS))


def _old_letters() -> models.QuerySet[Letter]:
    gone = Q(sent_at__lt=_ago(LETTER_DAYS)) | Q(cancelled_at__lt=_ago(LETTER_DAYS))
    return Letter.objects.filter(gone | Q(given_up_at__lt=_ago(LETTER_DAYS)))


def _never_confirmed() -> models.QuerySet[Commenter]:
    """Guests who never followed the link, and of whom nothing was decided or published."""
    silent = Commenter.objects.filter(
        user=None, email_confirmed_at=None, erased_at=None, merged_into=None
    ).exclude(email="")
    theirs = Comment.objects.filter(commenter=OuterRef("pk"))
    only_waits = Q(status=CommentStatus.HELD, held_by_rule=hold_unconfirmed_commenter.__name__)
    is_old = Q(posted_at__lt=_ago(UNCONFIRMED_DAYS))
    return silent.filter(
        ~Exists(theirs.exclude(only_waits & is_old)), first_seen_at__lt=_ago(UNCONFIRMED_DAYS)
    )


def _erase(rows: models.QuerySet[Commenter]) -> None:
    for commenter in rows:
        erase(commenter, because=NEVER_CONFIRMED)


RULES = (
    _networks("comments", Comment, "from_address", since="posted_at"),
    _networks("letters", Letter, "asked_from", since="made_at"),
    _networks("reports", Report, "from_address", since="made_at"),
    _networks("recommendations", Recommendation, "from_address", since="recommended_at"),
    _networks("mutes", Mute, "from_address", since="muted_at"),
    Retention("addresses of who reported an error", _old_error_reporters, _empty("email")),
    Retention("guests who never confirmed their address", _never_confirmed, _erase),
    Retention("letters", _old_letters, lambda rows: rows.delete()),
)
