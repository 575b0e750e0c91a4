"""The word list: what may not be said here, or is looked at before it is published."""

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.models import Section
from articles.models.derived import DerivedTextField
from articles.plaintext import at_most, validate_single_line, validate_text
from comments.words.terms import BadTerm, Listed, key_of

from .beat import on_beat

if TYPE_CHECKING:
    from django.contrib.auth.models import User

TERM_LIMIT = 100
EXCEPTIONS_LIMIT = 2_000
TERM_NOTE_LIMIT = 300


class TermAction(models.TextChoices):
    """What happens to a comment that has the term in it."""

    REJECT = "reject", "Reject"
    HOLD = "hold", "Hold"
    MARK = "mark", "Mark only"


def term_key(term: "Term") -> str:
    try:
        return key_of(term.text)
    except BadTerm as bad:
        raise ValidationError({"text": str(bad)}) from bad


class TermQuerySet(models.QuerySet["Term"]):
    """Of what changes here in bulk, only `add` tells the workers: `update` is for the counter."""

    def for_moderator(self, user: "User") -> "TermQuerySet":
        """The words of the moderator's beat; the whole list for who has none."""
        return on_beat(self, user, "section")

    def for_site(self) -> "TermQuerySet":
        return self.filter(section__isnull=True)

    def unused(self) -> "TermQuerySet":
        return self.filter(hits=0)

    def same_as(self, term: "Term") -> "TermQuerySet":
        """Others that match the same words in the same place."""
        return self.filter(key=term_key(term), section=term.section_id).exclude(pk=term.pk)

    def add(self, terms: Iterable["Term"]) -> None:
        """Many at once. Each has passed `full_clean`."""
        added: list[Any] = list(terms)
        self.bulk_create(added, batch_size=500)
        WordList.move()

    def listed(self) -> list[Listed]:
        return [term.listed for term in self.order_by("pk")]


class Term(models.Model):
    """A word or phrase of the list, for the whole site or one section.

    Saving and deleting moves the version of the list, so that every worker reads it anew.
    """

    text = models.CharField(
        "word or phrase",
        max_length=TERM_LIMIT,
        validators=[validate_single_line],
        help_text="One spelling is enough: capitals, accents, look-alike letters, “z0rb1at”, "
        "“z o r b l a t” and “zooorblat” are found as well. Words are whole; a * stands for any "
        "letters of one word.",
    )
    # As it is matched: two terms with one key are the same.
    key = DerivedTextField(derive=term_key)
    section = models.ForeignKey(
        Section,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="terms",
    )
    action = models.CharField(max_length=10, choices=TermAction.choices, default=TermAction.HOLD)
    exceptions = models.TextField(
        max_length=EXCEPTIONS_LIMIT,
        blank=True,
        validators=[validate_text],
        help_text="One a line: names and phrases in which the word is harmless, such as a place.",
    )
    note = models.CharField(
        max_length=TERM_NOTE_LIMIT,
        blank=True,
        validators=[validate_text],
        help_text="For moderators: why it is on the list.",
    )
    is_slur = models.BooleanField(
        "slur", default=False, help_text="Blurred on the desk until a moderator wants to see it."
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    hits = models.PositiveIntegerField(default=0, editable=False)

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ["text", "pk"]
        verbose_name = "listed word"
        constraints = [
            models.CheckConstraint(
                condition=Q(action__in=TermAction.values), name="term_action_is_known"
            ),
            models.CheckConstraint(condition=~Q(key=""), name="term_is_not_empty"),
            models.UniqueConstraint(
                fields=["key"], condition=Q(section__isnull=True), name="term_once_on_the_site"
            ),
            models.UniqueConstraint(fields=["key", "section"], name="term_once_in_a_section"),
            at_most("text", TERM_LIMIT),
            at_most("exceptions", EXCEPTIONS_LIMIT),
            at_most("note", TERM_NOTE_LIMIT),
        ]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        """Say what cannot be matched, what is there already, and which exception excuses all."""
        self.key = term_key(self)
        twin = Term.objects.same_as(self).first()
        if twin:
            raise ValidationError({"text": f"It is on the list already: {twin.in_words}."})
        self.refuse_idle_exceptions()

    def refuse_idle_exceptions(self) -> None:
        for line in self.exception_lines:
            try:
                is_term_itself = key_of(line) == self.key
            except BadTerm as bad:
                raise ValidationError({"exceptions": f"“{line}”: {bad}"}) from bad
            if is_term_itself:
                message = f"“{line}” is the term itself: nothing would be found."
                raise ValidationError({"exceptions": message})

    @property
    def exception_lines(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.exceptions.splitlines() if line.strip())

    @property
    def in_words(self) -> str:
        """“zorblat”, hold, whole site."""
        place = self.section.name if self.section else "whole site"
        return f"“{self.text}”, {self.get_action_display().lower()}, {place}"

    @property
    def listed(self) -> Listed:
        return Listed(
            self.pk or 0,
            self.text,
            self.action,
            self.is_slur,
            self.section_id,
            self.exception_lines,
        )


class WordList(models.Model):
    """One row: which version of the list holds. Moved in the transaction that changes a term."""

    version = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="word_list_is_one_row")]

    def __str__(self) -> str:
        return str(self.version)

    @classmethod
    def move(cls) -> None:
        # Random and not counted: what a restored or emptied database counts comes round again.
        cls.objects.update_or_create(pk=1, defaults={"version": uuid.uuid4()})

    @classmethod
    def version_now(cls) -> uuid.UUID | None:
        """Nothing before the first term."""
        return cls.objects.filter(pk=1).values_list("version", flat=True).first()


def move_word_list(sender: Any, **kwargs: Any) -> None:
    """A term was saved or deleted, by whatever way."""
    WordList.move()
