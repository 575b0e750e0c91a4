"""The timed updates of a live story, in all their versions."""

import uuid
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from articles import safe_html
from articles.plaintext import at_most, has_visible, validate_single_line, validate_text

from .author import Author
from .derived import DerivedTextField
from .record import Record, RecordQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from articles.conflicts import Hit

HEADLINE_LIMIT = 150
REASON_LIMIT = 300
FIRST_WORDS = 12


class LiveConflict(Exception):
    """An update cannot be written, changed or taken back. Says why."""


class UpdateRefused(LiveConflict):
    """An update names interests of the authors of which no editor has said whether they matter."""

    def __init__(self, hits: "list[Hit]") -> None:
        self.hits = hits
        super().__init__("It names what its authors have disclosed: say whether that matters here.")


def clean_update(update: "LiveUpdate") -> str:
    return safe_html.live_body(update.body_source)


class LiveUpdateQuerySet(RecordQuerySet["LiveUpdate"]):
    def present(self) -> "LiveUpdateQuerySet":
        """Each update as it stands, the newest first."""
        return self.filter(replaced_by__isnull=True).order_by("-number")

    def newest_of(self, articles: Collection[int], *, most: int) -> "LiveUpdateQuerySet":
        """So many of each of these articles, the newest first, with their authors; one query."""
        rank = Window(RowNumber(), partition_by=F("article"), order_by=F("number").desc())
        ranked = self.present().filter(article__in=articles).annotate(rank=rank)
        return ranked.filter(rank__lte=most).select_related("author")

    def key_moments(self) -> "LiveUpdateQuerySet":
        return self.present().filter(is_key=True, is_withdrawn=False)


class LiveUpdate(Record):
    """A version of an update. Whoever corrects it or takes it back writes a further one."""

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="live_updates"
    )
    # Its number in the story, which never changes: #update-12.
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)
    replaces = models.OneToOneField(
        "self", null=True, on_delete=models.CASCADE, related_name="replaced_by"
    )
    submission = models.UUIDField(default=uuid.uuid4, unique=True)
    headline = models.CharField(
        max_length=HEADLINE_LIMIT, blank=True, validators=[validate_single_line]
    )
    body_source = models.TextField(max_length=safe_html.COMMENT_LIMIT, blank=True)
    body = DerivedTextField(derive=clean_update)
    author = models.ForeignKey(Author, null=True, on_delete=models.PROTECT, related_name="+")
    is_key = models.BooleanField(default=False)
    is_withdrawn = models.BooleanField(default=False)
    reason = models.CharField(max_length=REASON_LIMIT, blank=True, validators=[validate_text])
    # When it was first told, and when this version was.
    told_at = models.DateTimeField(default=timezone.now)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField(default=timezone.now)

    objects = LiveUpdateQuerySet.as_manager()

    class Meta:
        ordering = ["-number", "-version"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["article", "number", "version"], name="live_update_version_once"
            ),
            models.CheckConstraint(
                condition=models.Q(is_withdrawn=False, reason="")
                | (models.Q(is_withdrawn=True) & ~models.Q(reason="")),
                name="live_update_is_withdrawn_with_a_reason",
            ),
            at_most("headline", HEADLINE_LIMIT),
            at_most("body_source", safe_html.COMMENT_LIMIT),
            at_most("reason", REASON_LIMIT),
        ]

    def __str__(self) -> str:
        return self.headline or f"Update {self.number}"

    @property
    def in_short(self) -> str:
        """What readers are told of it in a list: its headline, or its first words."""
        return self.headline or Truncator(safe_html.plain_text(self.body)).words(FIRST_WORDS)

    @property
    def text(self) -> str:
        """Its words without markup; of one that is not saved yet, as they will be."""
        body = clean_update(self) if self._state.adding else self.body
        return f"{self.headline}\n{safe_html.plain_text(body)}".strip()

    def refuse_unanswered(self) -> None:
        """Raises UpdateRefused; what is not let go yet is asked for all of it when it is."""
        from articles.conflicts import open_conflicts_in  # it reads the models

        if self.article.is_let_go and (hits := open_conflicts_in(self)):
            raise UpdateRefused(hits)

    @property
    def body_html(self) -> SafeString:
        return safe_html.as_safe(self.body)

    @property
    def anchor(self) -> str:
        return f"update-{self.number}"

    @property
    def permalink(self) -> str:
        """Where it is the first on the page, however many follow it."""
        return f"{self.article.get_absolute_url()}?before={self.number + 1}#{self.anchor}"

    @property
    def is_changed(self) -> bool:
        return self.version > 1

    def correct(
        self,
        text: str,
        *,
        by: "User",
        headline: str = "",
        author: Author | None = None,
        is_key: bool = False,
    ) -> "LiveUpdate":
        """Say it otherwise. Raises LiveConflict when somebody else did meanwhile, and where
        coverage has ended for who could not open it; UpdateRefused as `tell` does."""
        said = {"headline": headline, "body_source": text, "author": author, "is_key": is_key}
        return self._follow(by=by, **said)

    def withdraw(self, *, by: "User", reason: str) -> "LiveUpdate":
        """Take it back; a line says so, and why."""
        if not has_visible(reason):
            raise LiveConflict("Readers see why it was withdrawn: write the reason.")
        return self._follow(by=by, is_withdrawn=True, reason=reason.strip())

    @transaction.atomic
    def _follow(self, *, by: "User", **said: object) -> "LiveUpdate":
        article = self.article._lock_to_write()
        if hasattr(LiveUpdate.objects.get(pk=self.pk), "replaced_by"):
            raise LiveConflict("Somebody else changed this update meanwhile.")
        if self.is_withdrawn:
            raise LiveConflict("It is withdrawn.")
        made = LiveUpdate(article=article, number=self.number, version=self.version + 1)
        made.replaces, made.told_at, made.saved_by = self, self.told_at, by
        for name, value in said.items():
            setattr(made, name, value)
        if not made.is_withdrawn:
            article.refuse_unread(by)
            made.refuse_unanswered()
        made.save()
        article._say_modified(at=made.saved_at)
        return made
