"""Retention: what is kept for a time and then dropped, in batches."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from articles.models import ErrorReport
from comments.erasing import erase
from comments.locks import lock_commenter
from comments.models import (
    Comment,
    Commenter,
    CommenterDecision,
    CommenterMerger,
    CommentStatus,
    HouseRules,
    Letter,
    Mute,
    Recommendation,
    Report,
)
from comments.screening import hold_unconfirmed_commenter

T = TypeVar("T")
A = TypeVar("A")
BATCH = 500
# A guest has so many days to follow the link before what they wrote is dropped.
UNCONFIRMED_DAYS = 30
NEVER_CONFIRMED = "The e-mail address was never confirmed."
# For so long a letter's row tells that it was sent, and keeps it from being sent again.
LETTER_DAYS = 365
# What a commenter leaves, and by which name it leads to them.
ACTS_OF: tuple[tuple[Any, str], ...] = (
    (Comment, "commenter"),
    (Recommendation, "commenter"),
    (Report, "reporter"),
    (Mute, "reader"),
    (Mute, "muted"),
    (Letter, "commenter"),
    (CommenterDecision, "commenter"),
    (Commenter, "merged_into"),
    (CommenterMerger, "kept"),
    (CommenterMerger, "gone"),
)
NO_LONGER_KEPT = "No longer kept: the case was closed more than a year ago."


@dataclass(frozen=True)
class Retention:
    """What is dropped, which rows hold it, and how some of them are relieved of it."""

    what: str
    due: Callable[[], models.QuerySet[Any]]
    drop: Callable[[models.QuerySet[Any]], Any]


def forget(limit: int = BATCH) -> int:
    """One batch of each; answers how many rows were touched."""
    return sum(_for_each(RULES, lambda rule: _forget(rule, limit)))


def forget_all() -> dict[str, int]:
    """Batch after batch until nothing is left. How many of each."""
    return dict(_for_each(RULES, lambda rule: (rule.what, _forget_all_of(rule))))


def would_forget() -> dict[str, int]:
    """How many of each; nothing is changed."""
    return {rule.what: rule.due().count() for rule in RULES}


def _forget_all_of(rule: Retention) -> int:
    done = 0
    while step := _forget(rule, BATCH):
        done += step
    return done


def _forget(rule: Retention, limit: int) -> int:
    due = rule.due()
    rows = list(due.order_by("pk").values_list("pk", flat=True)[:limit])
    if rows:
        rule.drop(rule.due().filter(pk__in=rows))
    return len(rows)


def _for_each(things: Iterable[T], do: Callable[[T], A]) -> list[A]:
    """Every one has its turn, then what failed is raised: nothing keeps the others waiting."""
    answers, failures = [], []
    for thing in things:
        try:
            answers.append(do(thing))
        except Exception as failure:
            failures.append(failure)
    if failures:
        raise ExceptionGroup("Not everything could be forgotten", failures)
    return answers


def _ago(days: int) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=days)


def _empty(*fields: str) -> Callable[[models.QuerySet[Any]], int]:
    return lambda rows: rows.update(**dict.fromkeys(fields, ""))


def _networks_of(model: type[models.Model], since: str, field: str = "from_address") -> Retention:
    """Where something came from, for as long as the house rules say."""

    def due() -> models.QuerySet[Any]:
        before = _ago(HouseRules.now().address_days)
        return model._default_manager.filter(**{f"{field}__gt": "", f"{since}__lt": before})

    return Retention(f"network addresses of {model._meta.verbose_name_plural}", due, _empty(field))


def _old_error_reporters() -> models.QuerySet[ErrorReport]:
    """Who reported an error that was answered long ago is not written to any more."""
    return ErrorReport.objects.filter(email__gt="", answered_at__lt=_ago(LETTER_DAYS))


def _old_reporters() -> models.QuerySet[Report]:
    """Nobody leads to who reported without an account, so it goes unasked, as their words do."""
    old = Report.objects.filter(reporter=None, case__closed_at__lt=_ago(LETTER_DAYS))
    return old.filter(Q(name__gt="") | Q(email__gt="") | ~Q(text__in=["", NO_LONGER_KEPT]))


def _silence(reports: models.QuerySet[Report]) -> None:
    """A notice under the law needs words."""
    reports.exclude(text="").update(text=NO_LONGER_KEPT)
    reports.update(name="", email="")


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


def _erase(guests: models.QuerySet[Commenter]) -> None:
    """Each in a transaction of their own: nobody waits for all of them."""
    _for_each(list(guests), _erase_if_silent)


@transaction.atomic
def _erase_if_silent(guest: Commenter) -> None:
    """Who follows the link while others are erased is kept."""
    lock_commenter(guest.pk)
    if _never_confirmed().filter(pk=guest.pk).exists():
        erase(guest, because=NEVER_CONFIRMED)


def _without_a_trace() -> models.QuerySet[Commenter]:
    """Browsers that recommended or muted once and took it back: nobody's name, and no act left."""
    nameless = Commenter.objects.filter(
        user=None, name="", email="", erased_at=None, merged_into=None, first_seen_at__lt=_ago(1)
    )
    for kind, field in ACTS_OF:
        nameless = nameless.exclude(Exists(kind.objects.filter(**{field: OuterRef("pk")})))
    return nameless


def _let_go(browsers: models.QuerySet[Commenter]) -> None:
    _for_each(list(browsers), _let_go_of)


@transaction.atomic
def _let_go_of(browser: Commenter) -> None:
    """Who does something meanwhile is kept."""
    lock_commenter(browser.pk)
    _without_a_trace().filter(pk=browser.pk).delete()


RULES = (
    _networks_of(Comment, since="posted_at"),
    _networks_of(Letter, since="made_at", field="asked_from"),
    _networks_of(Report, since="made_at"),
    _networks_of(Recommendation, since="recommended_at"),
    _networks_of(Mute, since="muted_at"),
    Retention("addresses of who reported an error", _old_error_reporters, _empty("email")),
    Retention("words of who reported a comment without an account", _old_reporters, _silence),
    Retention("guests who never confirmed their address", _never_confirmed, _erase),
    Retention("browsers that have taken back what they did", _without_a_trace, _let_go),
    Retention("letters", _old_letters, models.QuerySet.delete),
)
