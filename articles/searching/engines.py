"""The two engines: FTS5 of SQLite, and tsvector with GIN of PostgreSQL.

A table of words has columns of tokens and a key that grows with the hour of publication; the
engine's own index of it is kept by the database (`schema.py`). The rows of a query are read in the
order of the key from the newest on, and no more of them than are asked for.
"""

from typing import Any, NamedTuple

from django.db import connection, models

from .query import Query, Term

# Seconds since 1970, then so many bits of the row: the order of the keys is that of the hours, and
# no two are alike as long as there are not 268 million rows.
ROW_BITS = 28


class Asked(NamedTuple):
    """A query as an engine answers it.

    `languages` are those whose stems are asked for, `labels` the tokens of filters that all have
    to be there. `since` and `before` are keys. With `column`, all wanted terms stand in that one.
    """

    query: Query
    languages: tuple[str, ...]
    labels: tuple[str, ...] = ()
    since: int | None = None
    before: int | None = None
    column: str = ""


def key_of(at: Any, row: int = 0) -> int:
    """The key of a row by its hour; of an hour, where rows begin that are not before it."""
    return (int(at.timestamp()) << ROW_BITS) + row % (1 << ROW_BITS)


def newest(found: models.QuerySet[Any], table: type[models.Model], asked: Asked) -> Any:
    """Those rows of `found`, which is joined with the table of words, that match.

    They are in the order of their keys, the newest first.
    """
    name = table._meta.db_table
    on_sqlite = connection.vendor == "sqlite"
    where, params = (_sqlite if on_sqlite else _postgresql)(name, asked)
    ordered_by = f"{name}_fts.rowid" if on_sqlite else f"{name}.key"
    tables = [f"{name}_fts"] if on_sqlite else []
    return found.extra(  # noqa: S610 -- names of tables and numbers; what was typed is a parameter
        tables=tables, where=where, params=params, order_by=[f"-{ordered_by}"]
    )


# SQLite


def _sqlite(table: str, asked: Asked) -> tuple[list[str], list[Any]]:
    index = f"{table}_fts"
    # By the plus sign SQLite does not look up each article in the index, but goes through the
    # index in its order and looks up the articles.
    where, params = [f"{index} MATCH %s", f"{table}.key = +{index}.rowid"], [_fts5(asked)]
    for sign, key in ((">=", asked.since), ("<", asked.before)):
        if key is not None:
            where.append(f"{index}.rowid {sign} {int(key)}")
    return where, params


def _fts5(asked: Asked) -> str:
    wanted = " AND ".join(_fts5_term(term, asked) for term in asked.query.wanted)
    column = f"{{{asked.column}}} : " if asked.column else ""
    parts = [f"{column}({wanted})", *(f'labels : "{label}"' for label in asked.labels)]
    unwanted = " OR ".join(_fts5_term(term, asked) for term in asked.query.unwanted)
    return f"({' AND '.join(parts)})" + (f" NOT ({unwanted})" if unwanted else "")


def _fts5_term(term: Term, asked: Asked) -> str:
    """Tokens are small letters and digits, and in quotes they are no operators."""
    quoted = (f'"{run}"' for run in term.spellings(asked.languages))
    return f"({' OR '.join(quoted)})"


# PostgreSQL

# The weight that the words of a column have in the vector.
WEIGHTS = {"headline": "A", "standfirst": "B", "text": "C", "labels": "D"}


def _postgresql(table: str, asked: Asked) -> tuple[list[str], list[Any]]:
    where, params = [f"{table}.vector @@ %s::tsquery"], [_tsquery(asked)]
    for sign, key in ((">=", asked.since), ("<", asked.before)):
        if key is not None:
            where.append(f"{table}.key {sign} {int(key)}")
    return where, params


def _tsquery(asked: Asked) -> str:
    weight = f":{WEIGHTS[asked.column]}" if asked.column else ""
    wanted = [_tsquery_term(term, asked, weight) for term in asked.query.wanted]
    unwanted = [f"!{_tsquery_term(term, asked, '')}" for term in asked.query.unwanted]
    return " & ".join([*wanted, *asked.labels, *unwanted])


def _tsquery_term(term: Term, asked: Asked, weight: str) -> str:
    runs = (
        "<->".join(f"{one}{weight}" for one in run.split())
        for run in term.spellings(asked.languages)
    )
    return f"({' | '.join(f'({run})' for run in runs)})"
