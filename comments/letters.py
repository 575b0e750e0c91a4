"""Who is told of what: each word writes a letter into the outbox, in the transaction of its cause.

Nothing is sent here; `comments/mailing.py` does that, later and in another process.
"""

import datetime
import uuid
from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from articles.limits import reaches
from articles.mailboxes import mailbox_of
from comments.locks import lock_mailbox
from comments.models.act import Act
from comments.models.house_rules import HouseRules
from comments.models.letter import Letter, LetterKind
from comments.models.mail_wishes import CHOSEN, MailWishes, next_post
from comments.models.refused_address import RefusedAddress
from comments.models.standing import Standing
from comments.moments import in_full

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from comments.models import Comment, Commenter, CommenterDecision, Decision
    from comments.models.letter import LetterQuerySet

AT_ONCE = datetime.timedelta(0)

# How the letter about an act is headed.
ACT_TOLD = {
    Act.WARN: "A warning about your comments",
    Act.WATCH: "Your comments are read by a moderator first",
    Act.BAN: "You cannot comment here any more",
    Act.RESTORE: "You can comment as before",
}

# A stranger can name anybody's address. So many letters its mailbox gets at most, and so many are
# asked for from one network at most, within each time.
MOST_TO_ADDRESS = ((datetime.timedelta(hours=1), 3), (datetime.timedelta(days=1), 6))
# A reader signs in on several machines. What one network asks for leaves something for the next.
MOST_CODES_FROM_NETWORK = ((datetime.timedelta(hours=1), 6), (datetime.timedelta(days=1), 12))
MOST_CODES = ((datetime.timedelta(hours=1), 18), (datetime.timedelta(days=1), 36))
# Counted by themselves: what others have sent to somebody uses up none of these.
COUNTED_APART = (LetterKind.YOURS, LetterKind.CODE)
MOST_FROM_NETWORK = ((datetime.timedelta(hours=1), 20), (datetime.timedelta(days=1), 60))


def please_confirm(comment: "Comment", *, again: bool = False) -> Letter | None:
    """Ask a guest whether the address is theirs; one letter for all that waits, unless asked for.

    It carries no word of what was typed: whose address it is has asked for nothing yet.
    """
    commenter = comment.commenter
    if commenter.is_confirmed or not commenter.email:
        return None
    today = timezone.now() - datetime.timedelta(days=1)
    if asked_to_confirm(commenter).filter(made_at__gt=today).exists() and not again:
        return None
    return ask(LetterKind.CONFIRM, commenter, asked_from=comment.from_address, comment=comment)


def asked_to_confirm(commenter: "Commenter") -> "LetterQuerySet":
    """The letters that ask whether the address they gave is theirs: sent, or still to be sent."""
    asked = Letter.objects.waiting() | Letter.objects.filter(sent_at__isnull=False)
    return asked.filter(kind=LetterKind.CONFIRM, commenter=commenter, address=commenter.email)


@transaction.atomic
def ask(
    kind: LetterKind, commenter: "Commenter", *, asked_from: str = "", **about: Any
) -> Letter | None:
    """A letter that somebody on the web has asked for, within the limits; None beyond them."""
    address = commenter.email
    lock_mailbox(mailbox_of(address))
    if is_refused(address) or is_pestered(address, kind) or _asks_too_much(asked_from):
        return None
    effect = f"{kind}:{uuid.uuid4()}"
    return write(kind, commenter, effect, address=address, asked_from=asked_from, **about)


@transaction.atomic
def code_may_go(address: str, *, asked_from: str = "", by_owner: bool = False) -> bool:
    """Whether a code may be sent there, within the limits; it is counted then.

    Who has a confirmed account there can always be sent one, whatever was refused before. A
    browser that the owner has signed in with gets one, however many strangers have asked for.
    """
    lock_mailbox(mailbox_of(address))
    if _asks_too_much(asked_from) or not (by_owner or _is_code_left(address, asked_from)):
        return False
    if is_refused(address) and not _has_account(address):
        return False
    now, effect = timezone.now(), f"{LetterKind.CODE}:{uuid.uuid4()}"
    kept = {"address": address, "asked_from": asked_from, "sent_at": now}
    Letter.objects.create(kind=LetterKind.CODE, effect=effect, **kept)
    return True


def is_pestered(address: str, kind: LetterKind) -> bool:
    """Whether its mailbox has had enough letters of that kind, or of those counted with it."""
    return bool(pestered_among({address}, kind))


def pestered_among(addresses: "set[str]", kind: LetterKind) -> "set[str]":
    """Those that `is_pestered` is true of, in one query for each limit."""
    to = Letter.objects.filter(mailbox__in=set(map(mailbox_of, addresses)))
    alike = to.filter(kind=kind) if kind in COUNTED_APART else to.exclude(kind__in=COUNTED_APART)
    now, full = timezone.now(), set()
    for time, most in MOST_TO_ADDRESS:
        counted = alike.filter(made_at__gt=now - time).values("mailbox").annotate(times=Count("pk"))
        reached = counted.filter(times__gte=most).order_by()
        full |= set(reached.values_list("mailbox", flat=True))
    return {address for address in addresses if mailbox_of(address) in full}


def _is_code_left(address: str, network: str) -> bool:
    codes = Letter.objects.filter(mailbox=mailbox_of(address), kind=LetterKind.CODE)
    if network and _reaches_any(codes.filter(asked_from=network), MOST_CODES_FROM_NETWORK):
        return False
    return not _reaches_any(codes, MOST_CODES)


def _asks_too_much(network: str) -> bool:
    asked = Letter.objects.filter(asked_from=network)
    return network != "" and _reaches_any(asked, MOST_FROM_NETWORK)


def _reaches_any(
    made: "QuerySet[Letter]", limits: tuple[tuple[datetime.timedelta, int], ...]
) -> bool:
    now = timezone.now()
    return any(reaches(made.filter(made_at__gt=now - time), most) for time, most in limits)


def written_to(people: "Iterable[Commenter]") -> "LetterQuerySet":
    """Every letter to them, and to each mailbox that they have shown to be theirs.

    Of an address that was only typed, nobody has anything deleted, or told to them.
    """
    people = list(people)
    theirs = [each.email for each in people if each.email_confirmed_at is not None]
    accounts = [each.user_id for each in people if each.user_id is not None]
    theirs += EmailAddress.objects.filter(user__in=accounts, verified=True).values_list(
        "email", flat=True
    )
    mailboxes = set(map(mailbox_of, theirs)) - {""}
    return Letter.objects.filter(Q(commenter__in=people) | Q(mailbox__in=mailboxes))


def _has_account(address: str) -> bool:
    confirmed = EmailAddress.objects.filter(email__iexact=address, verified=True)
    return bool(confirmed.exists())


def reply_written(comment: "Comment") -> Letter | None:
    """A reply was published: whoever wrote what it answers is told, unless it is themselves."""
    if comment.parent is None or comment.parent.commenter_id == comment.commenter_id:
        return None
    return write(
        LetterKind.REPLY,
        comment.parent.commenter,
        f"reply:{comment.pk}",
        comment=comment,
        wait=HouseRules.now().undo_window,
    )


def decided(decision: "Decision") -> Letter | None:
    """A decision is told once it can no longer be taken back within a moment.

    A later decision calls off what nobody has read yet; taking a decision back that nobody was
    told of is told to nobody.
    """
    comment = decision.comment
    called_off = Letter.objects.filter(comment=comment, kind=LetterKind.DECISION).cancel()
    if decision.undoes_id and called_off:
        return _told_after_all(decision)
    if not _is_news(decision):
        return None
    return write(
        LetterKind.DECISION,
        comment.commenter,
        f"decision:{decision.pk}",
        comment=comment,
        decision=decision,
        wait=HouseRules.now().undo_window,
    )


def _told_after_all(undoing: "Decision") -> Letter | None:
    """What stands again, if it was called off for the decision that is taken back now."""
    before = undoing.comment.decisions.filter(pk__lt=undoing.undoes_id).first()
    letter = before and Letter.objects.filter(effect=f"decision:{before.pk}").first()
    return letter.revive(HouseRules.now().undo_window) if letter else None


def standing(decision: "CommenterDecision") -> Letter | None:
    """Somebody is warned, watched, muted or banned: they read why, once it cannot be undone.

    Whoever was told that is told that it is over, too.
    """
    told_of = Letter.objects.filter(effect=f"standing:{decision.undoes_id}")
    told_of.cancel()
    if not decision.reason and not _is_over(decision, told_of):
        return None
    return write(
        LetterKind.STANDING,
        decision.commenter,
        f"standing:{decision.pk}",
        wait=HouseRules.now().undo_window,
        words={
            "title": _act_told(decision),
            "text": decision.reason,
            "path": decision.statement_url if decision.is_restriction else "/",
        },
    )


def _is_over(decision: "CommenterDecision", told_of: "LetterQuerySet") -> bool:
    if decision.act != Act.RESTORE or decision.to_standing != Standing.GOOD:
        return False
    return decision.undoes_id is None or told_of.sent().exists()


def _act_told(decision: "CommenterDecision") -> str:
    """What was done, as the letter is headed; “until” with the hour at which it ends."""
    if decision.act == Act.MUTE and decision.to_until is not None:
        return f"You cannot comment until {in_full(decision.to_until)}"
    return ACT_TOLD.get(Act(decision.act), "")


def featured(comment: "Comment") -> Letter | None:
    """The editors chose a comment. Chosen twice, it is told once."""
    return write(
        LetterKind.FEATURED,
        comment.commenter,
        f"featured:{comment.pk}",
        comment=comment,
        wait=HouseRules.now().undo_window,
    )


def no_longer_featured(comment: "Comment") -> None:
    """Nobody is told of a choice that was taken back before the letter left."""
    Letter.objects.filter(effect=f"featured:{comment.pk}").cancel()


def write(
    kind: LetterKind,
    commenter: "Commenter | None",
    effect: str,
    *,
    wait: datetime.timedelta = AT_ONCE,
    address: str = "",
    **about: Any,
) -> Letter | None:
    """Put a letter into the outbox, once for each effect; None when nobody wants it.

    `about` are the other fields of the letter: comment, decision, words, asked_from.
    """
    due = timezone.now() + wait
    if commenter is not None and not address:
        wishes = MailWishes.of(commenter)
        if not commenter.letter_address or not wishes.allow(kind):
            return None
        due = next_post(wishes.pace, due) if kind in CHOSEN else due
    fields = {"kind": kind, "commenter": commenter, "address": address, "due_at": due, **about}
    letter, is_new = Letter.objects.get_or_create(effect=effect, defaults=fields)
    return letter if is_new else letter.revive(due - timezone.now())


def write_all(made: "Iterable[Letter]", *, wait: datetime.timedelta) -> None:
    """As `write`, each to the address that it has, and however many they are asked for at once."""
    due = timezone.now() + wait
    made = list(made)
    for letter in made:
        letter.due_at = due
    Letter.objects.bulk_create(made, ignore_conflicts=True)
    Letter.objects.filter(effect__in=[letter.effect for letter in made]).revive(wait)


def digest_of(address: str) -> str:
    """What is kept of a mailbox that wants no mail: enough to know it again, no more."""
    return _digest(mailbox_of(address))


def is_refused(address: str) -> bool:
    """Whether its owner wants no mail there. What was refused by its spelling stays refused."""
    return bool(refused_among({address}))


def refused_among(addresses: "set[str]") -> "set[str]":
    """Those that `is_refused` is true of, in one query."""
    digests = {address: _digests_of(address) for address in addresses}
    asked = RefusedAddress.objects.filter(digest__in=set().union(*digests.values()))
    refused = set(asked.values_list("digest", flat=True))
    return {address for address in addresses if digests[address] & refused}


def write_again(address: str) -> None:
    """Its owner wants mail there after all."""
    RefusedAddress.objects.filter(digest__in=_digests_of(address)).delete()


def _digests_of(address: str) -> set[str]:
    return {digest_of(address), _digest(address.lower())}


def _digest(name: str) -> str:
    return salted_hmac("refused-address", name, algorithm="sha256").hexdigest()


def _is_news(decision: "Decision") -> bool:
    """What a rule publishes at once, its commenter has seen; what it takes away, they are told."""
    if decision.is_automated:
        return decision.is_restriction
    return decision.is_restriction or decision.published
