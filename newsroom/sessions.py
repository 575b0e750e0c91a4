"""Sessions in the database, for the keys that Django gives out and for no others."""

from typing import Any

from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    """Asks the database only for what could be a key: a cookie can say anything.

    A cookie may spell a NUL character, which PostgreSQL answers with an error.
    """

    def _validate_session_key(self, key: Any) -> bool:
        is_key = super()._validate_session_key(key)  # type: ignore[misc]
        return bool(is_key) and key.isascii() and key.isalnum()
