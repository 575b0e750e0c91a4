"""What somebody has typed into a form and not saved: for that person alone, and no revision."""

import json
import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.http import QueryDict
from django.utils import timezone

from articles.safe_html import BODY_LIMIT

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from .article import Article

# A body may grow to four times its limit while it is cleaned; the rest of a form is small.
TYPED_LIMIT = 5 * BODY_LIMIT
# Of each person; the oldest go first.
MOST_KEPT = 50


class TooMuchTyped(Exception):
    """More than is kept; the message says so to the writer."""


class AutosaveQuerySet(models.QuerySet["Autosave"]):
    def of(self, user: "User") -> "AutosaveQuerySet":
        """Nobody else's are shown to anybody."""
        return self.filter(user=user)


class Autosave(models.Model):
    """One form of one person. `typed` has a list of values for each field, as it was sent."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # None for an article that is not saved yet, or is deleted: its text can become a new one.
    article = models.ForeignKey(
        "articles.Article", null=True, on_delete=models.SET_NULL, related_name="autosaves"
    )
    form = models.UUIDField(default=uuid.uuid4)
    typed = models.JSONField()
    saved_at = models.DateTimeField(default=timezone.now)

    objects = AutosaveQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "form"], name="autosave_once_per_form")
        ]

    def __str__(self) -> str:
        return f"Unsaved text of {self.user}"

    @property
    def data(self) -> QueryDict:
        """As if it were sent at this moment."""
        sent = QueryDict(mutable=True)
        for name, values in self.typed.items():
            sent.setlist(name, values)
        return sent


def autosave(
    article: "Article | None", *, by: "User", form: uuid.UUID, typed: dict[str, Any]
) -> Autosave:
    """Keep what stands in a form in place of what stood there before. Raises TooMuchTyped."""
    if len(json.dumps(typed, ensure_ascii=False)) > TYPED_LIMIT:
        raise TooMuchTyped(f"Too long to be kept as you type (over {TYPED_LIMIT:,} characters).")
    told = {"article": article, "typed": typed, "saved_at": timezone.now()}
    kept, _ = Autosave.objects.update_or_create(user=by, form=form, defaults=told)
    beyond = Autosave.objects.of(by).values_list("pk", flat=True)[MOST_KEPT:]
    if numbers := list(beyond):
        Autosave.objects.filter(pk__in=numbers).delete()
    return kept
