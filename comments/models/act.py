"""What a moderator does about a commenter, and what each act changes."""

from django.db import models

from .standing import Standing


class Act(models.TextChoices):
    """What a moderator can do about a commenter. All but the first two change the standing."""

    NOTE = "note", "Write a note"
    WARN = "warn", "Warn"
    WATCH = "watch", "Always hold"
    MUTE = "mute", "Mute until…"
    BAN = "ban", "Ban"
    RESTORE = "restore", "Restore"


# The standing after an act; a note and a warning leave it.
STANDING_AFTER = {
    Act.WATCH: Standing.WATCHED,
    Act.MUTE: Standing.MUTED,
    Act.BAN: Standing.BANNED,
    Act.RESTORE: Standing.GOOD,
}
# What leaves it has nothing that could be put back.
SPOKEN = {
    Act.NOTE: "A note stays in the log and cannot be taken back.",
    Act.WARN: "A warning was sent and cannot be taken back.",
}
# What takes something from a commenter.
RESTRICTING = {Act.WATCH, Act.MUTE, Act.BAN}
# The commenter is told why.
NEEDS_REASON = {Act.WARN, *RESTRICTING}
