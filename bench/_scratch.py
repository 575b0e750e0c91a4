"""What the benches share: Django set up on a scratch database that is removed again."""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test.utils import CaptureQueriesContext

ROOT = Path(__file__).resolve().parent.parent


def settle() -> None:
    """As on a site that readers see: debugging would keep every query and read templates anew."""
    sys.path.insert(0, str(ROOT))
    os.environ |= {"DJANGO_SETTINGS_MODULE": "newsroom.settings", "DEBUG": "0"}
    os.environ.setdefault("SECRET_KEY", "made-up-for-the-bench")
    import django
    from django.conf import settings

    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": plain}}
    settings.MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")
    django.setup()


def add_migrated(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--migrated",
        metavar="FILE",
        help="an empty newsroom in SQLite, copied where one would be made",
    )


@contextmanager
def scratch_database(name: str, migrated: str | None = None) -> Iterator[None]:
    """Beside the one that DATABASE_URL names; a file elsewhere, where that is SQLite."""
    from django.db import connection
    from django.test.utils import setup_test_environment

    setup_test_environment()
    before = connection.settings_dict["NAME"]
    with tempfile.TemporaryDirectory() as folder:
        if migrated:
            connection.settings_dict["NAME"] = shutil.copy(migrated, folder)
            yield
            connection.close()
            return
        is_file = connection.vendor == "sqlite"
        scratch = f"{folder}/bench.sqlite3" if is_file else f"{before}_{name}"
        connection.settings_dict["TEST"]["NAME"] = scratch
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            yield
        finally:
            connection.creation.destroy_test_db(before, verbosity=0)


def counted_queries() -> "CaptureQueriesContext":
    """A context whose length is how many questions the database was asked within it."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    return CaptureQueriesContext(connection)
