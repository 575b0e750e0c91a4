"""A guest confirms the address they gave: what waited for that is screened again."""

import datetime
from dataclasses import dataclass, field
from typing import cast

from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from articles.given import fetch_last_given
from comments.joining import join
from comments.locks import lock_commenter, lock_for_posting
from comments.mailing import CONFIRM_SALT
from comments.models import Comment, Commenter, Letter, Thread
from comments.posting import screen_again

LINK_AGE = datetime.timedelta(days=3)


class LinkRefused(Exception):
    """The link confirms nothing; the message says why."""


class LinkUsed(LinkRefused):
    """It has done what it was for."""


TOO_OLD = "This link is too old, or is not whole. Ask for another one."
USED = "This link has been used. The address is confirmed."
CHANGED = "Another address was given since. The newest letter has the link that counts."


@dataclass(frozen=True)
class Confirmed:
    """Who it was, and what waited for it."""

    commenter: Commenter
    comments: list[Comment] = field(default_factory=list)


def letter_of(token: str, *, salt: str = CONFIRM_SALT) -> Letter:
    """The letter that a link came with. Raises LinkRefused for a forged, old or used one."""
    try:
        told = signing.loads(token, salt=salt, max_age=LINK_AGE)
    except signing.BadSignature as error:
        raise LinkRefused(TOO_OLD) from error
    letter = Letter.objects.select_related("commenter").filter(pk=told["letter"]).first()
    if letter is None or letter.commenter is None:
        raise LinkRefused(TOO_OLD)
    if letter.used_at:
        raise LinkUsed(USED)
    return letter


def waiting(commenter: Commenter) -> list[Comment]:
    """What of theirs is held, for the address or for something else."""
    return _in_order(commenter.comments.held())


def _in_order(comments: QuerySet[Comment]) -> list[Comment]:
    shown = comments.select_related("thread__article__section")
    in_order = list(shown.order_by("posted_at", "pk"))
    fetch_last_given(comment.thread.article for comment in in_order)
    return in_order


def confirm(token: str) -> Confirmed:
    """The address is the commenter's own. Raises LinkRefused.

    Only the browser that followed the link may have their key from then on: anybody can have
    written under this address, from another one.
    """
    try:
        return _confirm(token)
    except IntegrityError:
        # Confirmed in two browsers at once: the other one came first, and is known now.
        return _confirm(token)


@transaction.atomic
def _confirm(token: str) -> Confirmed:
    letter = letter_of(token)
    commenter = cast(Commenter, letter.commenter)
    # In the order in which a poster takes them, so that nobody waits for ever.
    for thread_id in sorted({comment.thread_id for comment in waiting(commenter)}):
        lock_for_posting(thread_id)
    lock_commenter(commenter.pk)
    commenter.refresh_from_db()
    if commenter.merged_into_id or commenter.email != letter.address:
        raise LinkRefused(CHANGED)
    if not letter.use():
        raise LinkUsed(USED)
    waited = [comment.pk for comment in waiting(commenter)]
    commenter = own(commenter, letter.address)
    # A moderator may have been first; from here on nobody decides in these threads.
    comments = _in_order(Comment.objects.filter(pk__in=waited))
    if commenter.pk == letter.commenter_id:
        commenter.change_key()
    for comment in comments:
        comment.commenter = commenter
        if comment.is_held_for_address:
            screen_again(comment)
    return Confirmed(commenter, comments)


def own(commenter: Commenter, address: str) -> Commenter:
    """Give a commenter an address that is proved to be theirs; answers who they are.

    Somebody who has confirmed it before, in another browser, is the same person.
    """
    same = Commenter.objects.filter(email=address, email_confirmed_at__isnull=False)
    concerned = sorted({commenter.pk, *same.values_list("pk", flat=True)})
    # As posters do: commenters before threads.
    for pk in concerned:
        lock_commenter(pk)
    Thread.objects.lock_all_of(concerned)
    others = Commenter.objects.select_for_update(no_key=True).exclude(pk=commenter.pk)
    known = others.filter(email=address, email_confirmed_at__isnull=False).first()
    if known is not None and commenter.user_id is None:
        join(commenter, into=known)
        return known
    if known is not None and known.user_id is not None:
        return commenter  # two accounts are two people
    if known is not None:
        join(known, into=commenter)
        commenter.refresh_from_db()
    commenter.email, commenter.email_confirmed_at = address, timezone.now()
    commenter.save(update_fields=["email", "email_confirmed_at"])
    return commenter
