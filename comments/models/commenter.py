"""Who comments: somebody with a name and a key in their browser."""

import uuid

from django.conf import settings
from django.db import models

from articles.plaintext import at_most, validate_name

NAME_LIMIT = 80


class Commenter(models.Model):
    """A reader known by the key that their browser was given, or by a newsroom account."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=NAME_LIMIT, validators=[validate_name])
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="commenter",
    )
    first_seen_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [at_most("name", NAME_LIMIT)]

    def __str__(self) -> str:
        return self.name

    @property
    def is_known(self) -> bool:
        """Whether a moderator has approved something of theirs before."""
        return self.comments.approved().exists()
