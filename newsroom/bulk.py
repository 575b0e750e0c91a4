"""Many rows at once, straight into a table: each engine's own fastest way."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import connection, models

BATCH = 2_000
# Rows fall all over the indexes of unlike columns: SQLite's usual 2 MB would be read and written
# over and over. It is a limit, for this connection alone.
CACHE_KB = 256 * 1024

Values = dict[str, Any]


class Table:
    """A table that is written without what its model does when it is saved.

    A row names the columns in which it differs from a model that nothing was told.
    """

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        self.fields = model._meta.concrete_fields
        untold = model()
        self.usual = {field.attname: getattr(untold, field.attname) for field in self.fields}
        kept_as = {field.attname: _kept_as(field) for field in self.fields}
        self.kept_as = {name: kept for name, kept in kept_as.items() if kept}

    def write(self, rows: Iterable[Values]) -> None:
        if connection.vendor == "postgresql":
            self._copy(rows)
        else:
            self._insert(rows)

    def next_pk(self) -> int:
        last: int = self.model._default_manager.aggregate(last=models.Max("pk"))["last"] or 0
        return last + 1

    def _copy(self, rows: Iterable[Values]) -> None:
        into = f"COPY {self.model._meta.db_table} ({self._columns}) FROM STDIN"
        with connection.cursor() as cursor, cursor.copy(into) as copy:
            for values in self._whole(rows):
                copy.write_row(values)

    def _insert(self, rows: Iterable[Values]) -> None:
        marks = ", ".join(["%s"] * len(self.fields))
        sql = f"INSERT INTO {self.model._meta.db_table} ({self._columns}) VALUES ({marks})"  # noqa: S608 -- names of columns
        remaining = self._whole(rows)
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = -{CACHE_KB}")
            while batch := list(islice(remaining, BATCH)):
                cursor.executemany(sql, batch)

    def _whole(self, rows: Iterable[Values]) -> Iterator[list[Any]]:
        """Each row with all its columns, as the engine keeps them."""
        for row in rows:
            values = {**self.usual, **row}
            for name, kept in self.kept_as.items():
                values[name] = kept(values[name])
            yield list(values.values())

    @property
    def _columns(self) -> str:
        return ", ".join(connection.ops.quote_name(str(field.column)) for field in self.fields)


def _kept_as(field: Any) -> Callable[[Any], Any] | None:
    """How SQLite keeps what it has no type for; its driver knows the others."""
    if connection.vendor == "sqlite" and isinstance(field, models.DateTimeField):
        return connection.ops.adapt_datetimefield_value
    if connection.vendor == "sqlite" and isinstance(field, models.UUIDField):
        return lambda value: value and value.hex
    return None
