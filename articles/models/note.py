"""What the newsroom says to itself about an article. No reader ever has it."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from articles.plaintext import at_most, validate_text

from .record import Record, RecordQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import User

TEXT_LIMIT = 2_000
PASSAGE_LIMIT = 500


class NoteQuerySet(RecordQuerySet["Note"]):
    def open(self) -> "NoteQuerySet":
        return self.filter(resolution__isnull=True)

    def open_first(self) -> "NoteQuerySet":
        """The open ones, then the others; the last one written stands last."""
        is_open = models.Q(resolution__isnull=True)
        return self.order_by(models.Case(models.When(is_open, then=0), default=1), *self.IN_ORDER)

    def for_page(self) -> "NoteQuerySet":
        return self.select_related("written_by", "resolution__resolved_by")

    IN_ORDER = ("written_at", "pk")


class Note(Record):
    """A note on an article, perhaps on a passage of it. That it is resolved is a further row."""

    # A draft that was never let go takes its notes along.
    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(max_length=TEXT_LIMIT, validators=[validate_text])
    passage = models.TextField(max_length=PASSAGE_LIMIT, blank=True, validators=[validate_text])
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(default=timezone.now)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = NoteQuerySet.IN_ORDER
        default_permissions = ("add",)
        indexes = [models.Index(fields=["article", "written_at"], name="note_by_article")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="note_says_something"),
            at_most("text", TEXT_LIMIT),
            at_most("passage", PASSAGE_LIMIT),
        ]

    def __str__(self) -> str:
        return f"Note on “{self.article}”"

    @property
    def is_open(self) -> bool:
        return not hasattr(self, "resolution")

    @transaction.atomic
    def resolve(self, *, by: "User") -> "NoteResolution":
        """It needs nobody any more. Whoever is second gets what the first has written down."""
        Note.objects.select_for_update().get(pk=self.pk)
        found = NoteResolution.objects.filter(note=self).first()
        if found is None:
            found = NoteResolution(note=self, resolved_by=by)
            found.save()
        return found


class NoteResolution(Record):
    """Somebody has done what a note asked for, or seen that nothing is to be done."""

    note = models.OneToOneField(Note, on_delete=models.CASCADE, related_name="resolution")
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    resolved_at = models.DateTimeField(default=timezone.now)

    objects = RecordQuerySet["NoteResolution"].as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.note} resolved"
