"""AVIF files beside the WebP of each photo: smaller, and too slow to write while somebody waits.

A page offers them once all of a photo's are there, and is the same without them.
"""

import datetime
import logging
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from PIL import features

from articles.models import Photo
from articles.renditions import AVIF_RENDITIONS

logger = logging.getLogger(__name__)

# Photos a turn, the newest first. Each takes seconds, and letters wait for it.
BATCH = 3
# A photo is nobody else's for so long, and one that cannot be read is left alone for so long.
TRY_AGAIN = datetime.timedelta(days=1)
SAID = "avif.said"


def make() -> int:
    """For some of the photos that wait. Answers how many there were; a bad one stops no other."""
    if not features.check("avif"):
        if cache.add(SAID, True, timeout=None):
            logger.warning("Pillow writes no AVIF here: photos are served as WebP only.")
        return 0
    waiting = Photo.objects.waiting_for_avif()[:BATCH]
    return sum(map(_make, waiting))


def _make(photo: Photo) -> bool:
    if not _claim(photo):
        return False
    earlier = photo.avif_files
    try:
        files = {name: photo.image.process(spec) for name, spec in AVIF_RENDITIONS.items()}
    except Exception as error:  # Pillow raises whatever it stumbles over in a broken file.
        logger.warning("Photo %s has no AVIF: %s", photo.pk, error)
        return True
    made = {"avif_files": files, "avif_of": photo.state, "avif_not_before": None}
    # It may have been replaced or deleted meanwhile.
    same = Photo.objects.filter(pk=photo.pk, image=photo.image.name, ppoi=photo.ppoi)
    was_kept = same.update(**made)
    _remove(set(earlier.values()) - set(files.values()) if was_kept else files.values())
    return True


def _claim(photo: Photo) -> bool:
    """Of two workers, one has it."""
    until = timezone.now() + TRY_AGAIN
    waiting = Photo.objects.waiting_for_avif().filter(pk=photo.pk)
    return bool(waiting.update(avif_not_before=until))


def _remove(names: Iterable[str]) -> None:
    for name in names:
        default_storage.delete(name)


def remove_with_photo(instance: Photo, **kwargs: Any) -> None:
    """Once its row is gone for good, so are its AVIF files."""
    transaction.on_commit(partial(_remove, instance.avif_files.values()))
