"""The list as text: one term a line, taken in and given out.

    # a remark
    zorblat
    hot dog | reject | why it is listed | Hot Dog Street; Hot Dog & Sons
    zorb*   | hold, slur
    [sport]
    offside | mark

Between the bars: the term, what happens (`reject`, `hold` or `mark`, and `slur`), a note, the
exceptions with semicolons between them. All but the term may be left out. A section's slug in
brackets is where the terms after it hold; empty brackets are the whole site. A backslash makes the
bar, the semicolon, the bracket, the `#` or the backslash after it an ordinary character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction

from articles.models import Section
from comments.models.wording import Term, TermAction, term_key

if TYPE_CHECKING:
    from django.contrib.auth.models import User

HEADER = "# term | reject, hold or mark (and slur) | note | exceptions; with semicolons\n"
COLUMNS = 4
PLACE = re.compile(r"\[([-\w]*)\]")
ESCAPED = re.compile(r"\\([|;#\[\\])")
SLUR = "slur"


@dataclass
class Report:
    """What became of each line: its number, and the term or what is wrong with it."""

    added: list[tuple[int, str]] = field(default_factory=list)
    duplicates: list[tuple[int, str]] = field(default_factory=list)
    refused: list[tuple[int, str, str]] = field(default_factory=list)


@transaction.atomic
def take_in(text: str, *, section: Section | None, action: str, by: User | None) -> Report:
    """Add what can be added. `section` and `action` are for lines that name none."""
    intake = Intake(section, action)
    for number, line in enumerate(text.splitlines(), start=1):
        intake.take(number, line.strip("\ufeff \t"))
    for term in intake.terms:
        term.added_by = by
    Term.objects.add(intake.terms)
    return intake.report


class Intake:
    """A list on its way in: what is known by now, and where the next term holds."""

    def __init__(self, section: Section | None, action: str) -> None:
        self.section, self.action = section, action
        self.unknown_section = ""
        self.sections = {one.slug: one for one in Section.objects.all()}
        self.known: set[tuple[str, int | None]] = set()
        self.known.update(Term.objects.values_list("key", "section"))
        self.terms: list[Term] = []
        self.report = Report()

    def take(self, number: int, line: str) -> None:
        if not line or line.startswith("#"):
            return
        try:
            if place := PLACE.fullmatch(line):
                self._turn_to(place.group(1))
            else:
                self._add(number, line)
        except ValidationError as error:
            self.report.refused.append((number, line, " ".join(error.messages)))

    def _turn_to(self, slug: str) -> None:
        """Lines under a section that is not known are refused, not put elsewhere."""
        self.unknown_section = "" if slug in self.sections or not slug else slug
        self._refuse_unknown_section()
        self.section = self.sections[slug] if slug else None

    def _refuse_unknown_section(self) -> None:
        if self.unknown_section:
            raise ValidationError(f"No section has the slug “{self.unknown_section}”.")

    def _add(self, number: int, line: str) -> None:
        self._refuse_unknown_section()
        term = _term(line, self.section, self.action)
        if (term.key, term.section_id) in self.known:
            self.report.duplicates.append((number, term.text))
            return
        self.known.add((term.key, term.section_id))
        self.terms.append(term)
        self.report.added.append((number, term.text))


def given_out() -> Iterator[str]:
    """Every term, section by section, as lines that `take_in` reads back."""
    yield HEADER
    slug = ""
    for term in Term.objects.select_related("section").order_by("section__slug", "text", "pk"):
        its_slug = term.section.slug if term.section else ""
        if its_slug != slug:
            yield f"[{its_slug}]\n"
            slug = its_slug
        yield f"{_line(term)}\n"


def _term(line: str, section: Section | None, action: str) -> Term:
    """Raises ValidationError with what is wrong."""
    text, how, note, exceptions = _columns(line)
    term = Term(text=text, section=section, note=note, exceptions=exceptions)
    words = {word.strip().lower() for word in how.split(",")} - {""}
    term.is_slur = SLUR in words
    term.action = (words - {SLUR} or {action}).pop()
    if len(words - {SLUR}) > 1 or term.action not in TermAction.values:
        raise ValidationError(f"“{how}” is neither reject, hold nor mark.")
    term.clean_fields(exclude=["section", "added_by"])
    term.key = term_key(term)
    term.refuse_idle_exceptions()
    return term


def _columns(line: str) -> list[str]:
    columns = [column.strip() for column in _split(line, "|")]
    if len(columns) > COLUMNS:
        raise ValidationError(f"At most {COLUMNS} columns. Write \\| for a bar in a term.")
    columns += [""] * (COLUMNS - len(columns))
    exceptions = "\n".join(_plain(one).strip() for one in _split(columns.pop(), ";"))
    return [*map(_plain, columns), exceptions]


def _split(text: str, mark: str) -> list[str]:
    """At each mark without a backslash before it."""
    parts = re.findall(rf"(?:\\.|[^{re.escape(mark)}\\]|\\$)+|{re.escape(mark)}", text)
    columns = [""]
    for part in parts:
        if part == mark:
            columns.append("")
        else:
            columns[-1] += part
    return columns


def _plain(text: str) -> str:
    return ESCAPED.sub(r"\1", text)


def _line(term: Term) -> str:
    how = f"{term.action}, {SLUR}" if term.is_slur else term.action
    exceptions = "; ".join(_escaped(line, ";") for line in term.exception_lines)
    columns = [_escaped(term.text), how, _escaped(" ".join(term.note.split())), exceptions]
    while columns[-1] == "":
        columns.pop()
    return " | ".join(columns)


def _escaped(text: str, also: str = "") -> str:
    escaped = re.sub(rf"[\\|{also}]", r"\\\g<0>", text)
    return re.sub(r"^[#\[]", r"\\\g<0>", escaped)
