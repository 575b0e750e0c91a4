"""Plain text fields: what may stand in them, and how long they may be.

Nothing here changes what people wrote, apart from the spelling of a line's end: input is kept
character by character or refused with a message that says why.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

# Unicode's "Cc": NUL, C0, DEL and C1. Where lines are allowed, tab and newline are text.
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
CONTROL_IN_LINES = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
LINE_BREAK = re.compile(r"[\n\r\v\f\x85\u2028\u2029]")
# Half of a UTF-16 pair: no file, database or parser can encode it.
SURROGATE = re.compile(r"[\ud800-\udfff]")
# Overrides and isolates turn the text around them as well. The marks of Arabic and Hebrew
# (U+200E, U+200F, U+061C) are not among them.
BIDI = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
# Those that show text in another order than it is kept in; Hebrew and Arabic need none of them.
OVERRIDES = re.compile(r"[\u202d\u202e]")
# Letters and symbols in Unicode's books, blank on the page: Hangul fillers, the empty Braille cell.
BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800")
# Tibetan stacks four or five marks on a letter; more than eight climb over the lines above.
MARKS_LIMIT = 8


def normalise_newlines(text: str) -> str:
    """Browsers send CRLF; one "\\n" for a line is what is counted and stored."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def casefolded(text: str) -> str:
    """Text as search compares it: ligatures, widths and cases do not matter."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


class Counted(str):
    """A message whose numbers are written as everywhere on the site: 5,000."""

    __slots__ = ()

    def __mod__(self, params: Any) -> str:
        grouped = {key: f"{n:,}" if isinstance(n, int) else n for key, n in params.items()}
        return super().__mod__(grouped)


# For fields of forms, which fill it in themselves.
TOO_LONG = Counted("At most %(limit_value)s characters: this text has %(show_value)s.")


def too_long(text: str, limit: int) -> str:
    """The message for a text over its limit."""
    return f"At most {limit:,} characters: this text has {len(text):,}."


def validate_text(value: str) -> None:
    """Lines of plain text."""
    _refuse_broken(value)
    if CONTROL_IN_LINES.search(normalise_newlines(value)):
        raise ValidationError(
            "This text contains a control character, which cannot be shown.", code="control"
        )
    refuse_tall(value)


def refuse_turned(value: str) -> None:
    """What is read is what was typed."""
    if OVERRIDES.search(value):
        raise ValidationError(
            "This has characters that turn the direction of writing around, so that it reads "
            "otherwise than it was typed. Type it in its usual order.",
            code="bidi",
        )


def validate_single_line(value: str) -> None:
    """One line of plain text."""
    _refuse_broken(value)
    if LINE_BREAK.search(value):
        raise ValidationError("Write this on one line.", code="line_break")
    if CONTROL.search(value):
        raise ValidationError(
            "This text contains a control character, which cannot be shown.", code="control"
        )
    refuse_tall(value)


def validate_name(value: str) -> None:
    """One visible line, in any script, that stays as it is beside other text."""
    validate_single_line(value)
    if BIDI.search(value):
        raise ValidationError(
            "Characters that turn the direction of writing around cannot be kept here.",
            code="bidi",
        )
    if not has_visible(value):
        raise ValidationError("Write at least one visible character.", code="invisible")


def has_visible(text: str) -> bool:
    """Whether anything of it is seen on a page."""
    return any(map(_is_visible, text))


class AtMost(models.CheckConstraint):
    """At most so many characters, kept by the database. SQLite does not keep `max_length`."""

    def __init__(self, *, field: str, limit: int, name: str) -> None:
        self.field = field
        self.limit = limit
        super().__init__(
            condition=LessThanOrEqual(Length(field), limit),
            name=name,
            violation_error_message=f"At most {limit:,} characters.",
            violation_error_code="length",
        )

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        path, _, _ = super().deconstruct()
        return path, (), {"field": self.field, "limit": self.limit, "name": self.name}

    def validate(
        self, model: Any, instance: Any, exclude: Any = None, using: str = "default"
    ) -> None:
        """Say beside the field what is wrong, without asking the database."""
        text = getattr(instance, self.field)
        if self.field not in (exclude or ()) and len(text or "") > self.limit:
            error = ValidationError(too_long(text, self.limit), code="length")
            raise ValidationError({self.field: error})


def at_most(field: str, limit: int) -> AtMost:
    """The constraint that keeps a text field within its limit, on every path to the database."""
    return AtMost(field=field, limit=limit, name=f"%(class)s_{field}_at_most_{limit}")


def _refuse_broken(value: str) -> None:
    if "\x00" in value:
        raise ValidationError("This text contains a NUL character, which cannot be kept.", "nul")
    if SURROGATE.search(value):
        raise ValidationError(
            "This text contains a broken character (half of a pair).", "surrogate"
        )


def refuse_tall(value: str) -> None:
    """Thousands of marks on one letter are drawn over the whole page."""
    if _longest_stack(value) > MARKS_LIMIT:
        raise ValidationError(
            f"At most {MARKS_LIMIT} accents or marks on one letter.", code="marks"
        )


def _is_visible(character: str) -> bool:
    """Unassigned code points count as visible: they are the emoji of a later Unicode."""
    kind = unicodedata.category(character)
    return (kind[0] in "LNPS" or kind == "Cn") and character not in BLANK


def _longest_stack(value: str) -> int:
    """Joiners and other unseen characters among the marks do not begin a new letter."""
    longest = current = 0
    for character in value:
        kind = unicodedata.category(character)
        if kind != "Cf":
            current = current + 1 if kind in {"Mn", "Me"} else 0
            longest = max(longest, current)
    return longest
