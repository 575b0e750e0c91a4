"""Publications in spite of what stood in the way, each with its reason."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.plaintext import at_most, validate_text

from .record import Record, RecordQuerySet
from .status import ArticleStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import User

    from articles.models import Article
    from articles.objections import Objection

REASON_LIMIT = 500


class Override(Record):
    """Somebody let an article go in spite of these objections, and said why."""

    article = models.ForeignKey(
        "articles.Article", on_delete=models.PROTECT, related_name="overrides"
    )
    objections = models.TextField(help_text="One a line.")
    # Of the same ones, what they are known by.
    keys = models.JSONField(default=list)
    reason = models.CharField(max_length=REASON_LIMIT, validators=[validate_text])
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)

    objects = RecordQuerySet["Override"].as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        default_permissions = ("view",)
        constraints = [at_most("reason", REASON_LIMIT)]

    def __str__(self) -> str:
        return f"“{self.article}”: {self.reason}"


def overridable(
    objections: "Iterable[Objection]", article: "Article", *, by: "User"
) -> "list[Objection]":
    """In spite of which of them they may let it go: of none, where they stand behind it."""
    theirs = [each for each in objections if each.overridden_by and by.has_perm(each.overridden_by)]
    return [] if theirs and article.credited.filter(pk=by.pk).exists() else theirs


def set_aside(article: "Article") -> set[str]:
    """What was set aside since it was last let go, each objection by its key."""
    overrides = article.overrides.all()
    if kept_back := article.log.exclude(to_status=ArticleStatus.PUBLISHED).first():
        overrides = overrides.filter(made_at__gte=kept_back.changed_at)
    kept = overrides.values_list("keys", flat=True)
    return {key for keys in kept for key in keys if key}


def override(
    article: "Article", objections: "Iterable[Objection]", *, by: "User", reason: str
) -> Override:
    """Write down that these did not stand in the way, and why."""
    aside = list(objections)
    told = "\n".join(objection.message for objection in aside)
    made = Override(article=article, objections=told, reason=reason, made_by=by)
    made.keys = [objection.key for objection in aside]
    made.save()
    return made
