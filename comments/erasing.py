"""A commenter's right to be forgotten: name and words go, the shape of the threads stays."""

import uuid
from typing import Any

from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import F, ProtectedError
from django.utils import timezone

from comments.joining import identities
from comments.letters import written_to
from comments.locks import lock_commenter
from comments.models import (
    Appeal,
    AppealMessage,
    Case,
    Comment,
    Commenter,
    CommenterDecision,
    CommentStatus,
    Decision,
    Hit,
    Letter,
    MailWishes,
    Mute,
    Report,
    Revision,
    Thread,
)
from comments.models.recommendation import take_back_all

# What is rejected or withdrawn already shows nothing more.
CAN_STILL_GO = (CommentStatus.HELD, CommentStatus.APPROVED)
ERASED_NAME = "Erased reader"
ERASED_RULE = "erased"
ERASED_BECAUSE = "Erased at the wish of who wrote it."


class ErasureRefused(Exception):
    """This one cannot be erased; the message says why."""


@transaction.atomic
def erase(commenter: Commenter, *, because: str = ERASED_BECAUSE) -> int:
    """Take name, address, account and words away for good. Answers how many comments there were.

    What was published and answered leaves its number as a stub, so that the answers still make
    sense. The log keeps what was decided and when, without any words about a person. Raises
    ErasureRefused for staff: they sign for the paper.
    """
    if commenter.user is not None and commenter.user.is_staff:
        raise ErasureRefused(f"{commenter} belongs to the newsroom and signs for the paper.")
    lock_commenter(commenter.pk)
    everybody = identities(commenter)
    Thread.objects.lock_all_of(each.pk for each in everybody)
    ids = [each.pk for each in everybody]
    account = commenter.user
    comments = Comment.objects.filter(commenter__in=ids)
    # As long as their addresses are known.
    letters = written_to(everybody) | Letter.objects.filter(comment__in=comments)
    _unname(ids)
    can_still_go = comments.filter(status__in=CAN_STILL_GO).order_by("thread", "pk")
    for comment in can_still_go.select_related("parent"):
        comment.decide(CommentStatus.WITHDRAWN, by=None, rule=ERASED_RULE, reason=because)
    _silence_the_log(ids)
    _rows(Revision).filter(comment__in=comments).delete()
    Hit.objects.filter(comment__in=comments).delete()
    Mute.objects.filter(reader__in=ids).delete()
    take_back_all(ids)
    Mute.objects.filter(muted__in=ids).update(name=ERASED_NAME)
    letters.delete()
    MailWishes.objects.filter(commenter__in=ids).delete()
    _silence_reports_and_appeals(ids)
    if account is not None:
        _close_account(account)
    return comments.update(
        author_name=ERASED_NAME,
        body_source="",
        gist="",
        body="",
        held_because="",
        from_address="",
        revision=F("revision") + 1,
    )


def _unname(ids: list[int]) -> None:
    """No browser, address or account leads to them any more."""
    for pk in ids:
        Commenter.objects.filter(pk=pk).update(
            key=uuid.uuid4(),
            name=ERASED_NAME,
            email="",
            email_confirmed_at=None,
            user=None,
            standing_reason="",
            erased_at=timezone.now(),
        )


def _silence_the_log(ids: list[int]) -> None:
    """The one exception to a record that is never edited: words about a person, at their wish.

    Usual reasons stay: they are the paper's own sentences.
    """
    taken = _rows(Decision).filter(comment__commenter__in=ids)
    acts = _rows(CommenterDecision).filter(commenter__in=ids)
    taken.update(note="", was_held_because="", override="")
    taken.filter(preset=None).exclude(rule=ERASED_RULE).update(reason="")
    acts.update(note="", from_reason="", to_reason="")
    acts.filter(preset=None).update(reason="")


def _silence_reports_and_appeals(ids: list[int]) -> None:
    """That somebody reported or appealed stays; who it was and what they wrote goes."""
    reports = Report.objects.filter(reporter__in=ids)
    reports.update(name="", email="", from_address="")
    reports.exclude(text="").update(text=ERASED_BECAUSE)
    theirs = models.Q(decision__comment__commenter__in=ids)
    appeals = Appeal.objects.filter(theirs | models.Q(commenter_decision__commenter__in=ids))
    _rows(AppealMessage).filter(appeal__in=appeals).update(text=ERASED_BECAUSE, override="")
    appeals.exclude(answer="").update(answer=ERASED_BECAUSE)
    appeals.exclude(override="").update(override=ERASED_BECAUSE)
    appeals.drop()
    Case.objects.filter(comment__commenter__in=ids).update(note="")


def _rows(record: Any) -> models.QuerySet[Any]:
    return models.QuerySet(record)


def _close_account(account: User) -> None:
    """Delete it; who once belonged to the newsroom leaves a row without a name in its log."""
    try:
        with transaction.atomic():
            account.delete()
    except ProtectedError:
        account.emailaddress_set.all().delete()  # type: ignore[attr-defined]
        User.objects.filter(pk=account.pk).update(
            username=f"erased-{account.pk}",
            first_name="",
            last_name="",
            email="",
            password="!",  # noqa: S106 -- no password at all
            is_active=False,
        )
