"""A database as the migrations leave it: made once, kept from run to run, copied for the tests.

SQLite's is a file in `var/tests`, PostgreSQL's a database beside the one of the tests. Its name
ends in a digest of all that has a part in making it, so that no other is ever taken for it. Whoever
makes or copies one has it alone meanwhile, and it gets its name when nothing more is written in it.
"""

import fcntl
import functools
import hashlib
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "var" / "tests"
APPS = ("articles", "comments", "newsroom")
# What no migration says and is written after the last of them.
WRITTEN_AFTERWARDS = ("newsroom/roles.py", "newsroom/apps.py")
LOCK = 0x6D696772  # a number that nobody else locks on the server


def keep() -> None:
    """There is one when this returns."""
    _of_this_engine().keep()


def copy(name: Any) -> None:
    """As the database of this name, or in this file; one that was there before is gone."""
    _of_this_engine().copy(name)


def remove(name: Any) -> None:
    _of_this_engine().remove(name)


def _of_this_engine() -> Any:
    return _PostgreSQL() if connections["default"].vendor == "postgresql" else _SQLite()


@functools.cache
def digest(root: Path = ROOT) -> str:
    versions = sorted(f"{one.name} {one.version}" for one in distributions())
    said = [*settings.INSTALLED_APPS, *versions, sqlite3.sqlite_version]
    read = [file.read_bytes() for file in (*_sources(root), Path(__file__))]
    return hashlib.sha256(b"\0".join([*map(str.encode, said), *read])).hexdigest()[:16]


def _sources(root: Path) -> list[Path]:
    """Our migrations, the modules that these read, and what is written afterwards.

    The migrations of others change with their versions.
    """
    migrations = {file for app in APPS for file in root.glob(f"{app}/migrations/*.py")}
    read = {file for migration in migrations for file in _read_by(migration, root)}
    return sorted({*migrations, *read, *map(root.joinpath, WRITTEN_AFTERWARDS)})


def _read_by(migration: Path, root: Path) -> Iterator[Path]:
    for module in re.findall(rf"\b((?:{'|'.join(APPS)})(?:\.\w+)*)", migration.read_text()):
        path = root.joinpath(*module.split("."))
        yield from filter(Path.exists, (path.with_suffix(".py"), path / "__init__.py"))


def _migrate(name: Any) -> None:
    made = connections["default"]
    tests, before = made.settings_dict["TEST"], made.settings_dict["NAME"]
    meant = tests["NAME"]
    tests["NAME"] = name
    try:
        made.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    finally:
        made.close()
        tests["NAME"] = meant
        made.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = before


class _SQLite:
    def __init__(self) -> None:
        self.kept = KEPT / f"migrated-{digest()}.sqlite3"

    def keep(self) -> None:
        with self._alone():
            self._keep()

    def copy(self, name: str | Path) -> None:
        with self._alone():
            self._keep()
            shutil.copy(self.kept, name)

    def remove(self, name: str | Path) -> None:
        Path(name).unlink()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        KEPT.mkdir(parents=True, exist_ok=True)
        with (KEPT / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _keep(self) -> None:
        if self.kept.exists():
            return
        for old in KEPT.glob("*.sqlite3*"):
            old.unlink()
        _migrate(KEPT / "unfinished.sqlite3")
        (KEPT / "unfinished.sqlite3").rename(self.kept)


class _PostgreSQL:
    def __init__(self) -> None:
        connection = connections["default"]
        self.creation: Any = connection.creation
        self.quoted = connection.ops.quote_name
        self.start = f"test_{settings.DATABASES['default']['NAME']}_migrated_"
        self.kept = self.start + digest()

    def keep(self) -> None:
        with self._alone() as server:
            self._keep(server)

    def copy(self, name: str) -> None:
        with self._alone() as server:
            self._keep(server)
            server.execute(f"DROP DATABASE IF EXISTS {self.quoted(name)}")
            server.execute(f"CREATE DATABASE {self.quoted(name)} TEMPLATE {self.quoted(self.kept)}")

    def remove(self, name: str) -> None:
        connection: Any = connections["default"]
        connection.close()
        connection.close_pool()
        with self._alone() as server:
            server.execute(f"DROP DATABASE IF EXISTS {self.quoted(name)} WITH (FORCE)")

    @contextmanager
    def _alone(self) -> Iterator[Any]:
        with self.creation._nodb_cursor() as server:
            server.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            try:
                yield server
            finally:
                server.execute("SELECT pg_advisory_unlock(%s)", [LOCK])

    def _keep(self, server: Any) -> None:
        server.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [self.start]
        )
        there = {name for (name,) in server.fetchall()}
        if self.kept in there:
            return
        for old in there:
            server.execute(f"DROP DATABASE {self.quoted(old)} WITH (FORCE)")
        unfinished = f"{self.start}unfinished"
        _migrate(unfinished)
        connections["default"].close_pool()  # type: ignore[attr-defined]
        server.execute(
            f"ALTER DATABASE {self.quoted(unfinished)} RENAME TO {self.quoted(self.kept)}"
        )
