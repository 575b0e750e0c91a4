"""Asking an author by e-mail to declare: a signed link to a page made for that."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.core.mail import EmailMessage
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from articles.declarants import Declarant, declarants
from articles.limits import reaches
from articles.mail import compose_mail
from articles.models import Article, ArticleStatus, DeclarationRequest
from articles.people import name_of

SALT = "articles.declare"
LINK_AGE = datetime.timedelta(days=30)
# Nobody's mailbox is filled by a button that is pressed twice.
BETWEEN = datetime.timedelta(minutes=10)
# So many letters somebody can send within an hour, whatever they are about.
MOST_LETTERS = 50


class LinkRefused(Exception):
    """The link leads to no declaration; the message says why."""


class NotAsked(Exception):
    """No mail has left; the message says why."""


@dataclass(frozen=True)
class Asked:
    """Who was asked for what by a link."""

    article: Article
    declarant: Declarant
    user: User


def ask(article: Article, declarant: Declarant, *, by: User) -> DeclarationRequest:
    """Send the link. Raises NotAsked where there is no address, or the mail server takes none."""
    if not declarant.address:
        raise NotAsked(f"{declarant.name} has no account with an e-mail address.")
    request = _write_down(article, declarant, by=by)
    try:
        _letter(article, declarant, by=by).send()
    except OSError as error:
        # Nobody was asked, and no row of the record says so.
        models.Model.delete(request)
        raise NotAsked(
            f"The mail to {declarant.name} could not be sent. Try again in a while."
        ) from error
    return request


@transaction.atomic
def _write_down(article: Article, declarant: Declarant, *, by: User) -> DeclarationRequest:
    """Before it is sent: of two presses at once the second finds what the first has written."""
    article.lock()
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    since = timezone.now() - datetime.timedelta(hours=1)
    if reaches(DeclarationRequest.objects.filter(asked_by=by, asked_at__gt=since), MOST_LETTERS):
        raise NotAsked(f"That is enough mail for an hour: {declarant.name} was not asked.")
    who = {"author": declarant.author, "manager": declarant.manager}
    last = article.declaration_requests.filter(**who).last()
    if last and last.asked_at > timezone.now() - BETWEEN:
        at = f"{timezone.localtime(last.asked_at):%H:%M}"
        raise NotAsked(f"{declarant.name} was asked at {at}; no second letter was sent.")
    request = DeclarationRequest(article=article, address=declarant.address, asked_by=by, **who)
    request.save()
    return request


def _letter(article: Article, declarant: Declarant, *, by: User) -> EmailMessage:
    told = {
        "article": article,
        "declarant": declarant,
        "by": name_of(by),
        "url": f"{settings.SITE_URL}{declare_path(article, declarant)}",
        "days": LINK_AGE.days,
    }
    return compose_mail("mail/declare.txt", told, to=[declarant.address])


def declare_path(article: Article, declarant: Declarant) -> str:
    """Where they declare without signing in. The link is theirs: it speaks in their name."""
    author, manager = declarant.key
    told = {
        "article": article.pk,
        "author": author,
        "manager": manager,
        "user": declarant.account.pk if declarant.account else None,
        "address": declarant.address,
    }
    return reverse("declare", args=[signing.dumps(told, salt=SALT)])


def asked_by(token: str) -> Asked:
    """What a link was sent for. Raises LinkRefused for one that is forged, old, or for nothing."""
    try:
        told = signing.loads(token, salt=SALT, max_age=LINK_AGE)
    except signing.BadSignature as error:
        raise LinkRefused("This link is too old, or is not whole. Ask the editors.") from error
    related = Article.objects.select_related("section", "publication", "pending_for__publication")
    found = related.filter(pk=told["article"]).first()
    if found is None or found.has_ended or _is_taken_back(found.original):
        raise LinkRefused("This article is gone: there is nothing left to declare.")
    for declarant in declarants(found):
        if declarant.key == (told["author"], told["manager"]):
            return _theirs(found, declarant, told)
    raise LinkRefused("Your name stands no longer over this article: nothing is asked of you.")


def _is_taken_back(article: Article) -> bool:
    """Whether the paper has changed its mind. A piece that never was public can be a draft again:
    its authors are asked again, and their links answer.
    """
    was_withdrawn = article.status == ArticleStatus.WITHDRAWN
    return was_withdrawn or (article.has_been_public and not article.is_published)


def _theirs(article: Article, declarant: Declarant, told: dict[str, Any]) -> Asked:
    account = declarant.account
    if account is None or (account.pk, account.email) != (told["user"], told.get("address")):
        raise LinkRefused("This link belongs to another account or address. Ask the editors.")
    return Asked(article, declarant, account)
