"""What has to be done from time to time, whoever asks for pages: `manage.py work` does it.

A duty does a bounded piece of its work and answers how much that was. Two workers at once do no
harm, and what one duty meets stops none of the others.
"""

import logging
from collections.abc import Callable

from django.core.cache import cache

from articles import avif, going_out
from comments import forgetting, mailing
from comments.models import Rescan
from comments.models.rescan import STEP

logger = logging.getLogger(__name__)

Duty = Callable[[], int]

FORGOTTEN = "duties.forgotten"
FORGET_EVERY = 60 * 60  # seconds


def send_letters() -> int:
    """Letters and digests that are due."""
    return mailing.send_due()


def tell_what_went_out() -> int:
    """Articles whose hour has come: those who wrote and scheduled them hear of it."""
    return going_out.note_and_tell()


def forget() -> int:
    """Whatever has been kept long enough: `comments/forgetting.py` has the table.

    Looked for once an hour; as long as there is more, at every turn.
    """
    if not cache.add(FORGOTTEN, True, timeout=FORGET_EVERY):
        return 0
    done = forgetting.forget()
    if done:
        cache.delete(FORGOTTEN)
    return done


def go_on_rescanning() -> int:
    """Re-scans of the word list that moderators began, a step at a time."""
    unfinished = Rescan.objects.unfinished().first()
    return STEP if unfinished and unfinished.step() else 0


def make_avif() -> int:
    """AVIF files of photos that have none. Last, as it is slow."""
    return avif.make()


DUTIES: tuple[Duty, ...] = (
    send_letters,
    tell_what_went_out,
    forget,
    go_on_rescanning,
    make_avif,
)


def do_duties(duties: tuple[Duty, ...] = DUTIES) -> int:
    """Each of them once. Answers how much was done by all of them."""
    done = 0
    for duty in duties:
        try:
            done += duty()
        except Exception:
            logger.exception("The duty “%s” failed", duty.__name__.replace("_", " "))
    return done
