"""Sending what the outbox holds: each letter once, in batches, by as many workers as there are.

A letter is claimed before it is sent and marked after. A worker that dies between the two leaves
a letter that is sent a second time when the claim has run out, under the same Message-ID, by which
mail programs show one: a letter lost would be worse than a letter twice.
"""

import datetime
import logging
import smtplib
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from articles.mail import compose_mail
from articles.mailboxes import masked_within
from articles.models import Article
from comments.letters import digest_of, is_refused
from comments.models import Appeal, Commenter, Decision, Letter, LetterKind, MailWishes, Pace
from comments.models.letter import FAILURE_LIMIT
from comments.models.mail_wishes import CHOSEN
from comments.moments import in_full

logger = logging.getLogger(__name__)

BATCH = 100
# For so long a claimed letter is nobody else's; longer than any server is waited for.
LEASE = datetime.timedelta(minutes=5)
# How long to wait after the first failure, the second… A letter that fails once more is given up.
PATIENCE = tuple(datetime.timedelta(minutes=m) for m in (1, 5, 30, 120, 480, 1440))
QUOTE_LIMIT = 500

CONFIRM_SALT = "comments.confirm"
YOURS_SALT = "comments.yours"
WISHES_SALT = "comments.mail"


# What a server may have against one letter while it takes others.
ABOUT_ONE_LETTER = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)


class ServerAway(Exception):
    """The mail server does not answer: the other letters wait too."""


def send_due(limit: int = BATCH) -> int:
    """Send what is due, the oldest first; answers how many letters have left."""
    sent = 0
    due = Letter.objects.due().select_related("commenter__user", "comment__thread__article")
    for letter in due.select_related("decision", "comment__parent")[:limit]:
        try:
            sent += _send(letter)
        except ServerAway:
            break
    return sent


def _send(letter: Letter) -> int:
    if not letter.claim(lease=LEASE):
        return 0
    if not _is_wanted(letter):
        Letter.objects.filter(pk=letter.pk).cancel()
        return 0
    bundle = [letter, *_others_for_the_same_post(letter)]
    try:
        compose(bundle).send()
    except Exception as error:
        _note_failure(bundle, error)
        if isinstance(error, OSError) and not isinstance(error, ABOUT_ONE_LETTER):
            raise ServerAway from error
        return 0
    ids = [each.pk for each in bundle]
    Letter.objects.filter(pk__in=ids).update(sent_at=timezone.now(), failed_because="")
    return len(bundle)


def _others_for_the_same_post(letter: Letter) -> list[Letter]:
    """What else is due to a commenter who wants it collected, claimed with it."""
    if letter.kind not in CHOSEN or letter.commenter is None:
        return []
    if MailWishes.of(letter.commenter).pace == Pace.AT_ONCE:
        return []
    others = Letter.objects.due().filter(commenter=letter.commenter, kind__in=CHOSEN)
    others = others.select_related("comment__thread__article", "decision", "comment__parent")
    bundle = []
    for other in others[:BATCH]:
        other.commenter = letter.commenter
        if not other.claim(lease=LEASE):
            continue
        if _is_wanted(other):
            bundle.append(other)
        else:
            Letter.objects.filter(pk=other.pk).cancel()
    return bundle


def _is_wanted(letter: Letter) -> bool:
    """Whether there is still somebody to tell, who wants to hear it, and it is still true."""
    to, commenter = letter.recipient, letter.commenter
    if not to or is_refused(to):
        return False
    if commenter is not None and not MailWishes.of(commenter).allow(letter.kind):
        return False
    return _is_true(letter)


def _is_true(letter: Letter) -> bool:
    comment = letter.comment
    if comment is None:
        return True
    if not Article.objects.published().filter(pk=comment.thread.article_id).exists():
        return letter.kind not in CHOSEN
    if letter.kind == LetterKind.REPLY:
        return comment.is_approved
    if letter.kind == LetterKind.FEATURED:
        return comment.is_approved and comment.featured_at is not None
    return True


def _note_failure(bundle: list[Letter], error: Exception) -> None:
    """Try again later, longer each time; an address that does not exist is given up."""
    because = masked_within(str(error))
    logger.warning("%s was not sent: %s", bundle[0], because)
    now = timezone.now()
    for letter in bundle:
        row = Letter.objects.filter(pk=letter.pk)
        row.update(failed_because=because[:FAILURE_LIMIT])
        if letter.attempts > len(PATIENCE) or _is_final(error):
            row.update(given_up_at=now)
        else:
            row.update(due_at=now + PATIENCE[letter.attempts - 1])


def _is_final(error: Exception) -> bool:
    """Whether the server has said for good that there is nobody of that address."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return False
    return all(code >= 500 for code, _ in error.recipients.values())


# What is written in them


def compose(bundle: list[Letter]) -> EmailMessage:
    """The mail for one letter, or for several that go to one commenter together."""
    first = bundle[0]
    template = f"mail/{first.kind}.txt" if len(bundle) == 1 else "mail/digest.txt"
    words = context(first) | {"items": [context(letter) for letter in bundle]}
    unsubscribe = words["unsubscribe_url"]
    return compose_mail(
        template,
        words,
        to=[first.recipient],
        headers={
            "Message-ID": message_id(first),
            "List-Unsubscribe": f"<{unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def context(letter: Letter) -> dict[str, Any]:
    comment = letter.comment
    return {
        "letter": letter,
        "comment": comment,
        "article": comment.thread.article if comment else None,
        "decision": letter.decision,
        **_appeal_against(letter.decision),
        "words": letter.words,
        "quote": quoted(comment.body_source) if comment else "",
        "url": absolute(_place(letter)),
        "unsubscribe_url": absolute(wishes_path(letter)),
        "site_url": absolute("/"),
    }


def _appeal_against(decision: Decision | None) -> dict[str, str]:
    """Where a decision can be appealed and until when; nothing where it cannot."""
    if decision is None or Appeal.objection_to(decision):
        return {}
    return {
        "appeal_url": absolute(f"{decision.statement_url}#appeal"),
        "appeal_until": in_full(Appeal.until(decision)),
    }


def _place(letter: Letter) -> str:
    """What the letter leads to."""
    if letter.kind == LetterKind.CONFIRM:
        return reverse("confirm_address", args=[signed(letter, CONFIRM_SALT)])
    if letter.kind == LetterKind.YOURS and _is_to_an_account(letter):
        return reverse("yours")
    if letter.kind == LetterKind.YOURS:
        return reverse("yours_by_mail", args=[signed(letter, YOURS_SALT)])
    if letter.comment is None:
        return str(letter.words.get("path", "/"))
    if letter.comment.is_approved:
        return letter.comment.get_absolute_url()
    return letter.comment.receipt_url


def _is_to_an_account(letter: Letter) -> bool:
    return letter.commenter is not None and letter.commenter.user_id is not None


def signed(letter: Letter, salt: str) -> str:
    """What a link names the letter by: JSON, signed, with the moment of sending."""
    return signing.dumps({"letter": letter.pk}, salt=salt)


def wishes_path(letter: Letter) -> str:
    """Where this kind of letter is stopped; it needs neither sign-in nor form."""
    if letter.commenter is not None and letter.kind in CHOSEN:
        return wishes_path_of(letter.commenter, letter.kind)
    return _wishes({"address": digest_of(letter.recipient)})


def wishes_path_of(commenter: Commenter, kind: str = "") -> str:
    """Where a commenter chooses letters, and stops that kind with one button."""
    return _wishes({"commenter": str(commenter.key), "kind": kind})


def _wishes(told: dict[str, str]) -> str:
    return reverse("mail_wishes", args=[signing.dumps(told, salt=WISHES_SALT)])


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def quoted(text: str) -> str:
    """A reader's words, marked on every line as not ours."""
    shown = text if len(text) <= QUOTE_LIMIT else f"{text[:QUOTE_LIMIT]}…"
    return "\n".join(f"> {line}" for line in shown.splitlines())


def message_id(letter: Letter) -> str:
    """The same for every attempt, so that a letter that arrives twice is shown once."""
    secret = salted_hmac("message-id", letter.effect).hexdigest()[:16]
    return f"<letter-{letter.pk}-{secret}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"
