"""What the log must not hold: the secret at the end of a link that somebody was sent."""

import logging
import re

# Whoever has one of these addresses is let in by it, or speaks by it in somebody's name.
LETS_IN = ("preview", "declare", *(f"comments/{page}" for page in ("confirm", "mail", "yours")))
RECEIPTS = tuple(f"comments/{page}" for page in ("reasons", "again", "reports"))
SECRET = re.compile(rf"\b({'|'.join((*LETS_IN, *RECEIPTS))})/[^/\s\"'?]+")


class WithoutSecrets(logging.Filter):
    """Lets every line through, without what would let its reader in.

    Django writes the address of each request that it refuses, and its own server of every one.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            record.msg, record.args = without_secrets(record.getMessage()), ()
        except (KeyError, TypeError, ValueError):
            return True  # The handler says that this line was called wrongly.
        if record.exc_info and record.exc_info[0]:
            # A formatter takes the text that is there already.
            told = logging.Formatter().formatException(record.exc_info)
            record.exc_text = without_secrets(told)
        return True


def without_secrets(line: str) -> str:
    return SECRET.sub(r"\1/…", line)
