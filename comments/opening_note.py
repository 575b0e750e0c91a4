"""Since when a form has been open, in a signed note that comes back with it."""

import datetime

from django.core import signing
from django.utils import timezone

from comments.models import Thread

# A note of the opening is no pass for ever.
OPEN_AT_MOST = datetime.timedelta(days=1)


def note_of_opening(thread: Thread, at: datetime.datetime | None = None) -> str:
    """A signed note of the moment at which the form of a thread was opened; worth nothing to any
    other thread."""
    moment = at or timezone.now()
    return signing.dumps(int(moment.timestamp()), salt=_salt(thread))


def seconds_open(opened: str, thread: Thread) -> float:
    """For how long a form has been open; 0 when its note is missing, not ours or too old."""
    try:
        moment = float(signing.loads(opened, salt=_salt(thread)))
    except signing.BadSignature:
        return 0.0
    seconds = timezone.now().timestamp() - moment
    return seconds if 0 <= seconds <= OPEN_AT_MOST.total_seconds() else 0.0


def _salt(thread: Thread) -> str:
    return f"comment-form-{thread.pk}"
