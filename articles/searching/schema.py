"""The engines' own indexes of a table of words, made once by a migration.

They are kept by the database: SQLite's by triggers, PostgreSQL's as a generated column. A migration
that lets Django make such a table anew on SQLite makes its triggers anew as well.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from .engines import WEIGHTS

Step = Callable[[Any, Any], None]


def make(table: str, columns: Sequence[str]) -> Step:
    def step(apps: Any, schema_editor: Any) -> None:
        is_sqlite = schema_editor.connection.vendor == "sqlite"
        for sql in (_sqlite if is_sqlite else _postgresql)(table, columns):
            schema_editor.execute(sql)

    return step


def unmake(table: str) -> Step:
    def step(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "sqlite":
            for act in ("insert", "update", "delete"):
                schema_editor.execute(f"DROP TRIGGER {table}_{act}")
            schema_editor.execute(f"DROP TABLE {table}_fts")
        else:
            schema_editor.execute(f"ALTER TABLE {table} DROP COLUMN vector")

    return step


def _sqlite(table: str, columns: Sequence[str]) -> Iterator[str]:
    names = ", ".join(columns)
    # Nothing is ranked by the lengths of columns, which are not kept.
    yield (
        f"CREATE VIRTUAL TABLE {table}_fts USING fts5({names}, content='{table}', "
        "content_rowid='key', columnsize=0, tokenize='ascii')"
    )
    new, old = (", ".join(f"{row}.{name}" for name in columns) for row in ("new", "old"))
    enter = f"INSERT INTO {table}_fts(rowid, {names}) VALUES (new.key, {new});"  # noqa: S608 -- names of columns
    leave = (
        f"INSERT INTO {table}_fts({table}_fts, rowid, {names}) "  # noqa: S608 -- names of columns
        f"VALUES ('delete', old.key, {old});"
    )
    for act, does in (("insert", enter), ("delete", leave), ("update", leave + enter)):
        yield f"CREATE TRIGGER {table}_{act} AFTER {act} ON {table} BEGIN {does} END"


def _postgresql(table: str, columns: Sequence[str]) -> Iterator[str]:
    vector = " || ".join(
        f"setweight(to_tsvector('simple'::regconfig, {name}), '{WEIGHTS[name]}')"
        for name in columns
    )
    yield f"ALTER TABLE {table} ADD COLUMN vector tsvector GENERATED ALWAYS AS ({vector}) STORED"
    # By how common words are, the planner chooses between the index and the newest rows.
    yield f"ALTER TABLE {table} ALTER COLUMN vector SET STATISTICS 1000"
    yield f"CREATE INDEX {table}_vector ON {table} USING gin (vector) WITH (fastupdate = off)"
