"""What holds for the threads of one section, unless a thread has its own."""

from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator
from django.db import models

from articles.models import Section
from articles.plaintext import at_most, validate_text

from .beat import on_beat
from .decision import REASON_LIMIT
from .opening import Week, hours_fit
from .thread_mode import TAKES_NO_COMMENTS, ThreadMode

if TYPE_CHECKING:
    from django.contrib.auth.models import User

LONGEST = 3_650


class SectionRulesQuerySet(models.QuerySet["SectionRules"]):
    def for_moderator(self, user: "User") -> "SectionRulesQuerySet":
        """Those of the moderator's beat; all of them for who has none."""
        return on_beat(self, user, "section")


class SectionRules(Week):
    """The comment rules of a section. One without any is open, and never closes by date."""

    section = models.OneToOneField(Section, on_delete=models.CASCADE, related_name="comment_rules")
    mode = models.CharField(
        "comments are",
        max_length=12,
        choices=ThreadMode.choices,
        default=ThreadMode.OPEN,
        help_text="In every thread of the section that nobody has set by hand, at once.",
    )
    reason = models.CharField(
        max_length=REASON_LIMIT,
        blank=True,
        validators=[validate_text],
        help_text="Readers see it. Needed for closed and for hidden.",
    )
    closes_after = models.PositiveSmallIntegerField(
        "days until a thread closes",
        null=True,
        blank=True,
        validators=[MaxValueValidator(LONGEST)],
        help_text="Counted from publication. Empty: never.",
    )
    premoderates_after = models.PositiveSmallIntegerField(
        "days until every comment is held",
        null=True,
        blank=True,
        validators=[MaxValueValidator(LONGEST)],
        help_text="Counted from publication. Empty: never.",
    )
    has_own_hours = models.BooleanField(
        "has opening hours of its own",
        default=False,
        help_text="Those below instead of the paper's. The holidays are the paper's.",
    )

    objects = SectionRulesQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "section rules"
        ordering = ["section__position", "section__name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(mode__in=ThreadMode.values),
                name="section_rules_mode_is_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(mode__in=TAKES_NO_COMMENTS) | ~models.Q(reason=""),
                name="section_rules_closed_has_reason",
                violation_error_message="Readers see why comments are closed: write the reason.",
            ),
            at_most("reason", REASON_LIMIT),
            *hours_fit(),
        ]

    def __str__(self) -> str:
        return f"Comments in {self.section}"
