"""What we got wrong, in public."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.plaintext import at_most, validate_text

from .article import Article
from .publication import Publication
from .record import Record, RecordQuerySet

CORRECTION_LIMIT = 2_000


class CorrectionKind(models.TextChoices):
    """What sort of change readers are told about."""

    CORRECTION = "correction", "Correction"
    CLARIFICATION = "clarification", "Clarification"
    UPDATE = "update", "Update"
    NOTE = "note", "Editor’s note"
    RETRACTION = "retraction", "Retraction"


# Those that say something against the text as it was. An update or a note leaves it standing.
AGAINST_THE_TEXT = frozenset({CorrectionKind.CORRECTION, CorrectionKind.CLARIFICATION})


class CorrectionPlace(models.TextChoices):
    """Where on the page it stands, by how much it matters to who reads the piece."""

    TOP = "top", "At the top, under the byline"
    FOOT = "foot", "At the foot of the page"


class CorrectionQuerySet(RecordQuerySet["Correction"]):
    def public(self) -> "CorrectionQuerySet":
        """Those that readers can read: of a withdrawn article there are none."""
        return self.filter(article__in=Article.objects.with_page())

    def for_ledger(self) -> "CorrectionQuerySet":
        """With what a list shows of each and of its article, in one query."""
        bulky = ("body", "body_source", "text", "search_text")
        found = self.select_related("article", "corrects")
        return found.defer(*(f"article__{field}" for field in bulky))


class Correction(Record):
    """A public notice on an article. A mistake in it is corrected by another one."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="corrections")
    kind = models.CharField(
        max_length=14, choices=CorrectionKind.choices, default=CorrectionKind.CORRECTION
    )
    wrong = models.TextField(
        "what it said",
        max_length=CORRECTION_LIMIT,
        blank=True,
        validators=[validate_text],
        help_text="The words or the fact that was wrong. An update or a note has none.",
    )
    text = models.TextField(
        "what is right",
        max_length=CORRECTION_LIMIT,
        validators=[validate_text],
        help_text="In whole sentences. Readers see it at once, and for good.",
    )
    place = models.CharField(
        max_length=4, choices=CorrectionPlace.choices, default=CorrectionPlace.FOOT
    )
    # What readers had when it was wrong, and what they have since; neither in older rows.
    before = models.ForeignKey(
        Publication, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    after = models.ForeignKey(
        Publication, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    corrects = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="corrected_by",
        verbose_name="mends the notice",
        help_text="Where the mistake was in an earlier notice.",
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        # Without it, Django's own way to the rows would not know that they stay.
        base_manager_name = "objects"
        indexes = [models.Index(fields=["-made_at", "-id"], name="correction_newest_first")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=CorrectionKind.values), name="correction_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(place__in=CorrectionPlace.values), name="correction_place_is_known"
            ),
            at_most("wrong", CORRECTION_LIMIT),
            at_most("text", CORRECTION_LIMIT),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {timezone.localtime(self.made_at):%-d %B %Y, %H:%M}"

    def get_absolute_url(self) -> str:
        """Where it stands on the page of its article."""
        return f"{self.article.get_absolute_url()}#{self.name_in_page}"

    @property
    def name_in_page(self) -> str:
        return f"correction-{self.pk}"

    @property
    def mended_url(self) -> str:
        """Where the notice stands that this one mends. Asks nothing: both stand on one page."""
        return f"{self.article.get_absolute_url()}#correction-{self.corrects_id}"

    @property
    def is_at_top(self) -> bool:
        return self.place == CorrectionPlace.TOP

    @property
    def is_retraction(self) -> bool:
        return self.kind == CorrectionKind.RETRACTION

    @property
    def is_against_the_text(self) -> bool:
        """Whether who wrote about the piece before may have gone by words that were wrong."""
        return self.kind in AGAINST_THE_TEXT

    @property
    def said(self) -> str:
        """What was wrong, as a sentence; empty where nothing was quoted."""
        if not self.wrong:
            return ""
        return f"The {'notice' if self.corrects_id else 'article'} said: “{self.wrong}”"

    @property
    def notice(self) -> str:
        """All that readers are told, in plain text."""
        return "\n".join(filter(None, [self.said, self.text]))

    @property
    def month(self) -> datetime.date:
        """The first day of its month, on the paper's own clock."""
        return timezone.localdate(self.made_at).replace(day=1)
