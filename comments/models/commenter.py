"""Who comments: somebody with a name and a key in their browser."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from articles.plaintext import BIDI, at_most, validate_name

if TYPE_CHECKING:
    from django.contrib.auth.models import User

NAME_LIMIT = 80


def name_of(user: "User") -> str:
    """The name that staff sign with, as one that a comment can carry."""
    name = BIDI.sub("", user.get_full_name() or user.get_username())
    return name[:NAME_LIMIT]


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
        """Whether the newest of theirs that was decided was approved."""
        newest = self.comments.decided().order_by("-posted_at", "-pk").first()
        return newest is not None and newest.is_approved
