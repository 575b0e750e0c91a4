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
    drop: Callable[[list[Any]], None]


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
    rows = list(rule.due().order_by("pk").values_list("pk", flat=True)[:limit])
    if rows:
        rule.drop(rows)
    return len(rows)


def _ago(days: int) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=days)


def _old_addresses() -> models.QuerySet[Comment]:
    since = _ago(HouseRules.now().address_days)
    return Comment.objects.filter(from_address__gt="", posted_at__lt=since)


def _old_askers() -> models.QuerySet[Letter]:
    since = _ago(HouseRules.now().address_days)
    return Letter.objects.filter(asked_from__gt="", made_at__lt=since)


def _old_reporters() -> models.QuerySet[Report]:
    since = _ago(HouseRules.now().address_days)
    return Report.objects.filter(from_address__gt="", made_at__lt=since)


def _old_recommenders() -> models.QuerySet[Recommendation]:
    since = _ago(HouseRules.now().address_days)
    return Recommendation.objects.filter(from_address__gt="", recommended_at__lt=since)


def _old_muters() -> models.QuerySet[Mute]:
    since = _ago(HouseRules.now().address_days)
    return Mute.objects.filter(from_address__gt="", muted_at__lt=since)


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


def _erase(rows: list[Any]) -> None:
    for commenter in Commenter.objects.filter(pk__in=rows):
        erase(commenter, because=NEVER_CONFIRMED)


def _drop_addresses(rows: list[Any]) -> None:
    Comment.objects.filter(pk__in=rows).update(from_address="")


def _drop_askers(rows: list[Any]) -> None:
    Letter.objects.filter(pk__in=rows).update(asked_from="")


def _drop_reporters(rows: list[Any]) -> None:
    Report.objects.filter(pk__in=rows).update(from_address="")


def _drop_recommenders(rows: list[Any]) -> None:
    Recommendation.objects.filter(pk__in=rows).update(from_address="")


def _drop_muters(rows: list[Any]) -> None:
    Mute.objects.filter(pk__in=rows).update(from_address="")


def _drop_error_reporters(rows: list[Any]) -> None:
    ErrorReport.objects.filter(pk__in=rows).update(email="")


def _drop_letters(rows: list[Any]) -> None:
    Letter.objects.filter(pk__in=rows).delete()


RULES = (
    Retention("network addresses of comments", _old_addresses, _drop_addresses),
    Retention("network addresses of letters", _old_askers, _drop_askers),
    Retention("network addresses of reports", _old_reporters, _drop_reporters),
    Retention("network addresses of recommendations", _old_recommenders, _drop_recommenders),
    Retention("network addresses of mutes", _old_muters, _drop_muters),
    Retention("addresses of who reported an error", _old_error_reporters, _drop_error_reporters),
    Retention("guests who never confirmed their address", _never_confirmed, _erase),
    Retention("letters", _old_letters, _drop_letters),
)
