"""Reasons that moderators choose from, so that the usual one is a digit away."""

from django.db import models

from articles.plaintext import at_most, validate_name, validate_text

from .decision import REASON_LIMIT


class ReasonPurpose(models.TextChoices):
    """What a reason is given for."""

    REJECT = "reject", "Rejecting a comment"
    CLOSE = "close", "Closing a thread"
    COMMENTER = "commenter", "Acting on a commenter"


class Ground(models.TextChoices):
    """Categories of the statement of reasons in the EU's Digital Services Act.

    The values are those of the transparency database that the Commission keeps under Article 24(5).
    """

    ANIMALS = "STATEMENT_CATEGORY_ANIMAL_WELFARE", "Animal welfare"
    CONSUMER = "STATEMENT_CATEGORY_CONSUMER_INFORMATION", "Consumer information"
    VIOLENCE = "STATEMENT_CATEGORY_CYBER_VIOLENCE", "Cyber violence"
    WOMEN = "STATEMENT_CATEGORY_CYBER_VIOLENCE_AGAINST_WOMEN", "Cyber violence against women"
    DATA = "STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS", "Privacy"
    HATE = "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH", "Illegal or harmful speech"
    RIGHTS = "STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS", "Intellectual property"
    CIVIC = "STATEMENT_CATEGORY_NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS", "Civic discourse"
    OTHER = "STATEMENT_CATEGORY_OTHER_VIOLATION_TC", "Other breach of the comment policy"
    MINORS = "STATEMENT_CATEGORY_PROTECTION_OF_MINORS", "Protection of minors"
    SECURITY = "STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY", "Public security"
    SCAMS = "STATEMENT_CATEGORY_SCAMS_AND_FRAUD", "Scams and fraud"
    SELF_HARM = "STATEMENT_CATEGORY_SELF_HARM", "Self-harm"
    UNSAFE = "STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS", "Unsafe products"
    INCITEMENT = "STATEMENT_CATEGORY_VIOLENCE", "Violence"


class ReasonQuerySet(models.QuerySet["Reason"]):
    def offered(self, *purposes: ReasonPurpose) -> "ReasonQuerySet":
        """In the order of their digits."""
        return self.filter(purpose__in=purposes, is_offered=True)


class Reason(models.Model):
    """A usual reason with its words for readers and its legal category."""

    purpose = models.CharField(
        max_length=10, choices=ReasonPurpose.choices, default=ReasonPurpose.REJECT
    )
    label = models.CharField(
        max_length=60, validators=[validate_name], help_text="Short, for the desk and the figures."
    )
    text = models.CharField(
        max_length=REASON_LIMIT,
        validators=[validate_text],
        help_text="The sentence that readers see.",
    )
    ground = models.CharField(
        "category", max_length=100, choices=Ground.choices, default=Ground.OTHER
    )
    is_grim = models.BooleanField(
        "hard to read",
        default=False,
        help_text="Counts towards the break that moderators are offered.",
    )
    is_offered = models.BooleanField("offered", default=True)
    position = models.PositiveSmallIntegerField(
        default=0, help_text="Lower numbers come first: the first nine have a digit."
    )

    objects = ReasonQuerySet.as_manager()

    class Meta:
        ordering = ["purpose", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(purpose__in=ReasonPurpose.values),
                name="reason_purpose_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(ground__in=Ground.values), name="reason_ground_is_known"
            ),
            models.UniqueConstraint(
                fields=["purpose", "label"],
                name="reason_label_once_per_purpose",
                violation_error_message="There is a reason of this name already.",
            ),
            at_most("label", 60),
            at_most("text", REASON_LIMIT),
        ]

    def __str__(self) -> str:
        return self.label
