"""The exchange of an appeal, message by message."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models.record import Record, RecordQuerySet
from articles.plaintext import at_most, validate_text

from .decision import REASON_LIMIT

MESSAGE_LIMIT = 2_000


class AppealMessage(Record):
    """One message of the exchange, from the commenter or from a moderator."""

    appeal = models.ForeignKey("comments.Appeal", on_delete=models.PROTECT, related_name="messages")
    # Nobody: the commenter wrote it.
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField(max_length=MESSAGE_LIMIT, validators=[validate_text])
    # Why a moderator who may judge the appeal only with a reason wrote it all the same.
    override = models.CharField(max_length=REASON_LIMIT, blank=True, validators=[validate_text])
    sent_at = models.DateTimeField(default=timezone.now)

    objects = RecordQuerySet["AppealMessage"].as_manager()

    class Meta:
        ordering = ["sent_at", "pk"]
        constraints = [at_most("text", MESSAGE_LIMIT), at_most("override", REASON_LIMIT)]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_appellants(self) -> bool:
        return self.moderator_id is None

    @property
    def is_by_its_maker(self) -> bool:
        """Whether it comes from who took the decision."""
        return self.moderator is not None and self.appeal.is_own_of(self.moderator)
