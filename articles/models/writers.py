"""Whose words articles have: nobody approves their own, or lets them go without a declaration."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import User
from django.db import models
from django.db.models.functions import Coalesce

from .author import Author, Manager
from .revision import Revision
from .status import ArticleStatus

if TYPE_CHECKING:
    from .article import Article


def credited_in(articles: "models.QuerySet[Article]") -> "models.QuerySet[User]":
    """Whoever stands in a byline of theirs or ever did, and in those they came from; of a group,
    whoever manages it or is about to."""
    origins = _origins_of(articles).values("pk")
    bylines = Revision.objects.filter(article__in=origins).values_list("content__byline", flat=True)
    stood = {credit["id"] for byline in bylines for credit in byline}
    authors = Author.objects.filter(models.Q(bylines__article__in=origins) | models.Q(pk__in=stood))
    managers = Manager.objects.filter(group__in=authors).not_ended()
    own, managed = authors.values("user"), managers.values("person__user")
    return User.objects.filter(models.Q(pk__in=own) | models.Q(pk__in=managed))


def writers_of(articles: "models.QuerySet[Article]") -> "models.QuerySet[User]":
    """Whoever began one of them, or is or was credited."""
    began = _origins_of(articles).values("created_by")
    credited = credited_in(articles).values("pk")
    return User.objects.filter(models.Q(pk__in=began) | models.Q(pk__in=credited))


def _origins_of(articles: "models.QuerySet[Article]") -> "models.QuerySet[Article]":
    """They themselves, the articles whose versions they are, and the versions that were put in
    force of these."""
    whole = articles.order_by().values(whole=Coalesce("pending_for", "pk"))
    adopted = models.Q(pending_for__in=whole, status=ArticleStatus.ADOPTED)
    theirs = models.Q(pk__in=articles.values("pk")) | models.Q(pk__in=whole)
    return articles.model._base_manager.filter(theirs | adopted)
