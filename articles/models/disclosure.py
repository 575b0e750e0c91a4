"""Interests of our own, as dated records."""

import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from articles.limits import validate_day_of_life
from articles.plaintext import at_most, has_visible, validate_name, validate_text

from .author import Author
from .record import Record, RecordQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from .article import Article

DISCLOSURE_LIMIT = 2_000
ALIASES_LIMIT = 500


class DisclosureKind(models.TextChoices):
    """What sort of interest is declared."""

    VIEWS = "views", "Views statement"
    OWNERSHIP = "ownership", "Ownership"
    EMPLOYMENT = "employment", "Employment"
    FUNDING = "funding", "Funding"
    INVESTMENT = "investment", "Investment"
    MEMBERSHIP = "membership", "Membership"
    FAMILY = "family", "Family"
    GIFT = "gift", "Gift or travel"
    NONE = "none", "Nothing to disclose"


class DisclosureQuerySet(RecordQuerySet["Disclosure"]):
    def in_force(self, day: datetime.date) -> "DisclosureQuerySet":
        """What stood on that day: begun, not ended, and not yet replaced by a successor."""
        return self.filter(
            models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=day), valid_from__lte=day
        ).exclude(successor__valid_from__lte=day)

    def judged_in(self, article: "Article", day: datetime.date) -> "DisclosureQuerySet":
        """What stood on that day, with `matters`: an editor's last word on it there, or None."""
        from .conflict import ConflictAnswer  # it points back here

        said = ConflictAnswer.objects.filter(article=article, disclosure=models.OuterRef("pk"))
        last = said.order_by("-answered_at", "-pk").values("is_relevant")[:1]
        judged = self.annotate(matters=models.Subquery(last))
        return judged.in_force(day).select_related("author")

    def interests(self) -> "DisclosureQuerySet":
        """Without the statements that there is nothing to disclose."""
        return self.exclude(kind=DisclosureKind.NONE)


class Disclosure(Record):
    """One declared interest of one author. Never edited: a change is a successor."""

    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="disclosures")
    kind = models.CharField(max_length=12, choices=DisclosureKind.choices)
    entity = models.CharField(
        max_length=200,
        blank=True,
        validators=[validate_name],
        help_text="The person, company or body concerned.",
    )
    aliases = models.TextField(
        "other names",
        max_length=ALIASES_LIMIT,
        blank=True,
        validators=[validate_text],
        help_text="One a line, such as a brand or an abbreviation. Articles are searched for them.",
    )
    text = models.TextField(max_length=DISCLOSURE_LIMIT, validators=[validate_text])
    valid_from = models.DateField(default=timezone.localdate, validators=[validate_day_of_life])
    valid_to = models.DateField(
        null=True,
        blank=True,
        validators=[validate_day_of_life],
        help_text="The last day, if it has one.",
    )
    supersedes = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="successor",
        help_text="The earlier disclosure that this one replaces from its first day.",
    )
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    declared_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        ordering = ["author", "valid_from", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=DisclosureKind.values), name="disclosure_kind_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="disclosure_valid_to_not_before_valid_from",
                violation_error_message="The last day is before the first.",
            ),
            at_most("entity", 200),
            at_most("aliases", ALIASES_LIMIT),
            at_most("text", DISCLOSURE_LIMIT),
        ]

    def __str__(self) -> str:
        return f"{self.author}: {self.label} (since {self.valid_from:%-d %b %Y})"

    @property
    def label(self) -> str:
        """The kind and whom it concerns: “Membership, Harbour Club”."""
        kind = self.get_kind_display()
        return f"{kind}, {self.entity}" if self.entity else kind

    @property
    def names(self) -> list[str]:
        """What whoever it concerns is called."""
        named = [self.entity, *self.aliases.splitlines()]
        return [name.strip() for name in named if has_visible(name)]

    @property
    def days(self) -> tuple[datetime.date, datetime.date | None]:
        """The first and the last day on which it was in force; no last one while it is."""
        successor: Disclosure | None = getattr(self, "successor", None)
        ends = [self.valid_to] if self.valid_to else []
        if successor is not None:
            ends.append(_day_before(successor.valid_from))
        return self.valid_from, min(ends, default=None)

    def standing_on(self, day: datetime.date) -> "Disclosure":
        """Itself, or what has replaced it by that day, as long as that is the same interest.

        What somebody said of one says nothing of another that has taken its place.
        """
        stands, successor = self, getattr(self, "successor", None)
        while successor is not None and successor.valid_from <= day:
            if (successor.kind, successor.entity) != (stands.kind, stands.entity):
                break
            stands, successor = successor, getattr(successor, "successor", None)
        return stands

    @property
    def has_passed(self) -> bool:
        """Whether it stands no more: ended, or replaced by a successor that has begun."""
        today = timezone.localdate()
        successor = getattr(self, "successor", None)
        replaced = successor is not None and successor.valid_from <= today
        return replaced or (self.valid_to is not None and self.valid_to < today)

    def clean(self) -> None:
        if self.supersedes and self.supersedes.author_id != self.author_id:
            raise ValidationError({"supersedes": "That disclosure belongs to another author."})
        if self.supersedes and self.valid_from and self.valid_from < self.supersedes.valid_from:
            raise ValidationError(
                {"valid_from": "It cannot begin before the disclosure that it replaces."}
            )

    @transaction.atomic
    def declare(self, *, by: "User") -> "Disclosure":
        """Enter it in the record; articles that wait for their hour show it.

        `taken_out` are those that cannot wait any more, as `schedule.py` has it.
        """
        from articles.schedule import lock_unpublished, repin_scheduled  # they read the models

        lock_unpublished(self.author)
        self.enter(by=by)
        self.taken_out = repin_scheduled(self.author, by=by)
        return self

    def enter(self, *, by: "User") -> None:
        """Into the record alone: the caller sees to what waits for its hour."""
        self.declared_by = by
        self.save()

    def end(self, *, on: datetime.date, by: "User") -> "Disclosure":
        """The interest ends: a successor that says the same, with its last day."""
        return Disclosure(
            author=self.author,
            kind=self.kind,
            entity=self.entity,
            aliases=self.aliases,
            text=self.text,
            valid_from=self.valid_from,
            valid_to=on,
            supersedes=self,
        ).declare(by=by)


def _day_before(day: datetime.date) -> datetime.date:
    """The first day of the calendar has none: it stands for itself."""
    return datetime.date.fromordinal(max(day.toordinal() - 1, 1))
