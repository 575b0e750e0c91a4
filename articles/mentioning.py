"""Calling a colleague by @name in a note: who is meant, and the letter that tells them."""

import datetime
import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from articles.mail import compose_mail
from articles.models import Note
from articles.people import name_of

# The characters that Django allows in a name. In an address of mail the sign calls nobody.
MENTION = re.compile(r"(?<![\w.@+-])@([\w.@+-]+)")
# With these a sentence goes on, or ends; in a name they are rare.
AROUND = ".@+-"
# So many letters are sent while the writer waits.
MOST = 10
# So many times somebody can call within an hour.
MOST_CALLS = 50
BACKEND = "django.contrib.auth.backends.ModelBackend"


class NobodyMeant(Exception):
    """A name in a note is nobody's, or more than one person's; the message says whose it may be."""


def newsroom() -> QuerySet[User]:
    """Accounts of staff that may see articles; whether this one, its page decides."""
    may_see = User.objects.with_perm("articles.view_article", backend=BACKEND)
    may_change = User.objects.with_perm("articles.change_article", backend=BACKEND)
    return (may_see | may_change).filter(is_staff=True).order_by("username").distinct()


def is_enough_mail(writer: User, text: str) -> bool:
    """Whether they have called so often within the hour that with these calls it is a flood."""
    since = timezone.now() - datetime.timedelta(hours=1)
    texts = Note.objects.filter(written_by=writer, written_at__gt=since, text__contains="@")
    called = (len(MENTION.findall(text)) for text in texts.values_list("text", flat=True))
    return sum(called) + len(MENTION.findall(text)) > MOST_CALLS


def mentioned_in(text: str, among: Sequence[User]) -> list[User]:
    """Everybody who is called, each once. Raises NobodyMeant."""
    called = {user.pk: user for user in (_meant(name, among) for name in MENTION.findall(text))}
    return list(called.values())


def _meant(typed: str, among: Sequence[User]) -> User:
    """By the name as it is typed; else without what ends a sentence; else in any case."""
    for name in (typed, typed.rstrip(AROUND)):
        if found := [user for user in among if user.username == name]:
            return found[0]
    name = typed.rstrip(AROUND)
    found = [user for user in among if user.username.casefold() == name.casefold()]
    if len(found) > 1:
        either = " or ".join(f"@{user.username}" for user in found)
        raise NobodyMeant(f"@{name} is more than one person: write {either}.")
    if not found:
        raise NobodyMeant(f"Nobody here is called @{name}. {_suggestion(name, among)}")
    return found[0]


def _suggestion(name: str, among: Sequence[User]) -> str:
    by_word = {word.casefold(): user for user in among for word in _words(user)}
    near = get_close_matches(name.casefold(), by_word, n=1)
    if near:
        return f"Did you mean @{by_word[near[0]].username}?"
    return "Choose a name from the list, or put a space after the sign."


def _words(user: User) -> list[str]:
    return [user.username, *user.get_full_name().split()]


def tell(note: Note, called: Iterable[User]) -> list[str]:
    """Write to each of them but the writer, and to no mailbox twice.

    Answers whom no letter has reached, in words for the writer.
    """
    failed: list[str] = []
    written_to: set[str] = set()
    for user in called:
        address = user.email.lower()
        if user.pk == note.written_by_id or address in written_to:
            continue
        if not address:
            failed.append(f"{name_of(user)} has no e-mail address: tell them yourself.")
            continue
        written_to.add(address)
        try:
            _letter(note, user).send()
        except OSError:
            failed.append(f"The mail to {name_of(user)} could not be sent: tell them yourself.")
    return failed


def _letter(note: Note, to: User) -> EmailMessage:
    page = reverse("admin:article_notes", args=[note.article_id])
    told = {
        "article": note.article,
        "note": note,
        "by": name_of(note.written_by),
        "url": f"{settings.SITE_URL}{page}#note-{note.pk}",
    }
    return compose_mail("mail/note.txt", told, to=[to.email])
