from django.db import models


class ThreadMode(models.TextChoices):
    """What happens to a comment that is posted."""

    OPEN = "open", "Open"
    PREMODERATED = "premoderated", "Premoderated"
    CLOSED = "closed", "Closed"
    HIDDEN = "hidden", "Hidden"


# A hidden thread is a closed one that is not shown either.
TAKES_NO_COMMENTS = (ThreadMode.CLOSED, ThreadMode.HIDDEN)
