"""Numbers of rows as they arrive in addresses and forms: as text, and often as nonsense."""

from collections.abc import Iterable

# The largest row number of PostgreSQL and SQLite has 19 digits.
LONGEST = 18


def is_row_number(text: str) -> bool:
    """Whether a database can be asked for it."""
    return text.isascii() and text.isdigit() and len(text) <= LONGEST


def row_numbers(texts: Iterable[str]) -> list[int]:
    """Those of them for which a database can be asked."""
    return [int(text) for text in texts if is_row_number(text)]
