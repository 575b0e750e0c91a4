"""What every test stands on: settings of its own, an empty cache, and a browser where there is one.

Only DATABASE_URL is taken from outside; neither `.env` nor the data of the site is touched.
"""

import functools
import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from playwright.sync_api import Page
from pytest_django.plugin import blocking_manager_key

from tests.lacking import go_without

# Set before anything reads the settings.
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "newsroom.settings",
    "ENV_FILE": os.devnull,
    "SECRET_KEY": "made-up-for-the-tests",
    "DEBUG": "0",
    "HTTPS": "0",
    "ALLOWED_HOSTS": "127.0.0.1,localhost",
    "LANGUAGE_CODE": "en-gb",
    "SITE_NAME": "The Newsroom",
    "SITE_URL": "https://news.example",
    "TIME_ZONE": "UTC",
    "CACHE_URL": "locmemcache://",
    # The browser's driver keeps an event loop in the thread of the tests.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
}

# A machine that is busy with other things fails no test.
hypothesis.settings.register_profile(
    "untimed", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("untimed")

MADE_UP = 1000  # bytes: no picture that anybody has taken is so small
HAS_WORKERS = pytest.StashKey[bool]()

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# Playwright's own, repeated: of several lists the last one counts.
FEATURES_LEFT_OUT = (
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
    # And two pages that Chromium 156 loads for each window, for an address bar that nobody sees.
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxPopup",
)
BROWSER_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(FEATURES_LEFT_OUT)}",
)


def pytest_configure(config: pytest.Config) -> None:
    from django.conf import settings

    folder = Path(tempfile.mkdtemp(prefix="newsroom-tests-"))
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))

    settings.MEDIA_ROOT = folder / "media"
    settings.STATIC_ROOT = folder / "static"
    settings.STATIC_ROOT.mkdir()
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Without it the coverage of templates is not measured.
    for engine in settings.TEMPLATES:
        engine["OPTIONS"]["debug"] = True
    if settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
        # A file, as readers have it: a database in memory knows neither WAL nor two writers.
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = folder / "test.sqlite3"


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.config.stash[HAS_WORKERS] = True


@pytest.hookimpl(wrapper=True)
def pytest_sessionstart(session: pytest.Session) -> Iterator[None]:
    """Whoever has workers sees to the database that they copy, while they collect the tests."""
    from tests import migrated

    yield
    if session.config.stash.get(HAS_WORKERS, False):
        with session.config.stash[blocking_manager_key].unblock():
            migrated.keep()


@pytest.fixture(scope="session", autouse=True)
def pages_only(django_test_environment: None) -> None:
    """An answer keeps the context of its page, and not a copy for each of the parts in it."""
    import django.test.client

    store = django.test.client.store_rendered_templates  # type: ignore[attr-defined]

    def store_pages(
        kept: Any, signal: Any, sender: Any, template: Any, context: Any, **more: Any
    ) -> None:
        if context.template is template:
            store(kept, signal, sender, template, context, **more)

    django.test.client.store_rendered_templates = store_pages  # type: ignore[attr-defined]


@pytest.fixture(scope="session", autouse=True)
def made_up_pictures_are_cut_once() -> None:
    """The same few small files are the photos of nearly all tests; a real one is cut each time."""
    from imagefield.fields import ImageFieldFile

    cut: Callable[..., bytes] = ImageFieldFile._process
    renditions: dict[tuple[bytes, str], bytes] = {}

    def remembered(file: Any, processors: Any = None, context: Any = None) -> bytes:
        if context is None:
            return bytes(cut(file, processors, context))
        with file.storage.open(context.source) as source:
            read = source.read(MADE_UP + 1)
        how = repr((context.processors, context.ppoi, context.save_kwargs))
        if len(read) > MADE_UP:
            return bytes(cut(file, processors, context))
        if (read, how) not in renditions:
            renditions[read, how] = cut(file, processors, context)
        return renditions[read, how]

    ImageFieldFile._process = remembered


def pytest_itemcollected(item: pytest.Item) -> None:
    """Before tests are chosen by their marks."""
    if "browser" in getattr(item, "fixturenames", ()):
        item.add_marker("browser")
    if _is_the_same_on_every_database(item):
        item.add_marker("anywhere")


def _is_the_same_on_every_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("browser"):
        return not item.get_closest_marker("each_database")
    return not _may_ask_the_database(item)


def _may_ask_the_database(item: pytest.Item) -> bool:
    """Whoever may not and asks all the same has failed: pytest-django sees to it."""
    from django.test import SimpleTestCase

    asked_for = {"db", "transactional_db", "live_server", "django_db_setup"}
    return bool(
        item.get_closest_marker("django_db")
        or asked_for.intersection(getattr(item, "fixturenames", ()))
        or issubclass(getattr(item, "cls", None) or object, SimpleTestCase)
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if _empties_the_database(item) and not _finds_it_as_migrated(item):
            raise pytest.UsageError(f"{item.nodeid} needs serialized_rollback=True")
    # What a migration has written is gone after them, for every test that does not ask for it.
    items.sort(key=_empties_the_database)


def pytest_collection_finish() -> None:
    """What is there for the whole run is not gone through at every collection of garbage.

    And what a page leaves behind is gone through once for many pages.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _empties_the_database(item: pytest.Item) -> bool:
    return any(mark.kwargs.get("transaction") for mark in item.iter_markers("django_db"))


def _finds_it_as_migrated(item: pytest.Item) -> bool:
    return any(mark.kwargs.get("serialized_rollback") for mark in item.iter_markers("django_db"))


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    from django.core.cache import cache

    cache.clear()
    yield
    cache.clear()


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_blocker: Any, django_db_modify_db_settings: None) -> Iterator[bool]:
    """The database is a copy; Django looks after what is missing in it, and finds nothing."""
    from django.db import connections

    from tests import migrated

    name = connections["default"].creation._get_test_db_name()  # type: ignore[attr-defined]
    with django_db_blocker.unblock():
        migrated.copy(name)
    yield True
    with django_db_blocker.unblock():
        migrated.remove(name)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """For tests that empty the database: it is quickly done, and every connection knows what
    migrations wrote.

    Django keeps it on the connection of the moment, and the event loop of the browser's driver has
    a connection of its own.
    """
    from django.db import connections

    made_with = connections["default"]
    if made_with.vendor == "postgresql":
        type(made_with.ops).sql_flush = _rows_deleted  # type: ignore[assignment, method-assign]
    if rows := getattr(made_with, "_test_serialized_contents", None):
        type(made_with)._test_serialized_contents = rows  # type: ignore[attr-defined]
        type(made_with.creation).deserialize_db_from_string = _put_back  # type: ignore[assignment]


def _rows_deleted(ops: Any, style: Any, tables: list[str], **options: bool) -> list[str]:
    """How SQLite is emptied too: TRUNCATE makes new files of every table and index."""
    delete = style.SQL_KEYWORD("DELETE FROM")
    return [f"{delete} {ops.quote_name(table)}" for table in tables]


def _put_back(creation: Any, written: str) -> None:
    """What migrations wrote: a statement a table, where Django has two or three a row.

    Before the first of these tests it is all there.
    """
    from django.db import transaction
    from django.db.models.constants import OnConflict

    connection = creation.connection
    with transaction.atomic(connection.alias):
        with connection.constraint_checks_disabled():
            for model, rows in _by_model(written).items():
                model._base_manager._insert(
                    [row.object for row in rows],
                    fields=model._meta.local_concrete_fields,
                    using=connection.alias,
                    raw=True,
                    on_conflict=OnConflict.IGNORE,
                )
                for row in rows:
                    for name, keys in (row.m2m_data or {}).items():
                        getattr(row.object, name).set(keys)
        connection.check_constraints()


@functools.cache
def _by_model(written: str) -> dict[Any, list[Any]]:
    from django.core import serializers

    rows: dict[Any, list[Any]] = {}
    for row in serializers.deserialize("json", written):
        rows.setdefault(type(row.object), []).append(row)
    return rows


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The browser of this machine."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        go_without(f"no browser on this machine: none of {', '.join(BROWSERS)} is in PATH")
    return browser_type_launch_args | {"executable_path": found, "args": list(BROWSER_FLAGS)}


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """A page is left before it is closed.

    What it still sends when it is left (that nobody writes in it any more) would otherwise wait
    for ever behind a route of the test, or reach a database that is being emptied.
    """
    yield page
    if not page.is_closed():
        page.unroute_all(behavior="ignoreErrors")
        page.goto("about:blank")
