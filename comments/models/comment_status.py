"""Where a comment may stand, and which way it may move."""

from django.db import models


class CommentStatus(models.TextChoices):
    """Where a comment stands. Readers see APPROVED and nothing else."""

    HELD = "held", "Held for a moderator"
    APPROVED = "approved", "Approved"
    REJECTED = "rejected", "Rejected"
    WITHDRAWN = "withdrawn", "Withdrawn by who wrote it"


# Which way a comment may move. What is not here cannot happen.
MOVES: dict[CommentStatus, set[CommentStatus]] = {
    CommentStatus.HELD: {CommentStatus.APPROVED, CommentStatus.REJECTED, CommentStatus.WITHDRAWN},
    CommentStatus.APPROVED: {CommentStatus.HELD, CommentStatus.REJECTED, CommentStatus.WITHDRAWN},
    CommentStatus.REJECTED: {CommentStatus.APPROVED, CommentStatus.HELD},
    CommentStatus.WITHDRAWN: set(),
}
# What a moderator may decide; only who wrote a comment withdraws it.
DECIDABLE = {CommentStatus.HELD, CommentStatus.APPROVED, CommentStatus.REJECTED}
