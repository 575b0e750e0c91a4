"""Plain fields keep what people write, in every script, or say why they cannot."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Section, Tag
from articles.plaintext import (
    casefolded,
    normalise_newlines,
    validate_name,
    validate_single_line,
    validate_text,
)
from tests.corpora import cases

Validator = Callable[[str], None]


def answer(validate: Validator, text: str) -> str:
    """Why the text is refused; nothing if it is not."""
    try:
        validate(text)
    except ValidationError as refusal:
        return str(refusal.code)
    return ""


@pytest.mark.parametrize(
    ("text", "in_text", "in_line", "in_name"),
    [
        ("Ana Ruiz", "", "", ""),
        ("one\ntwo\tthree", "", "line_break", "line_break"),
        ("one\r\ntwo", "", "line_break", "line_break"),
        ("one\u2028two", "", "line_break", "line_break"),
        ("one\u2029two", "", "line_break", "line_break"),
        ("one\x85two", "control", "line_break", "line_break"),
        ("one\ttwo", "", "control", "control"),
        ("one\x00two", "nul", "nul", "nul"),
        ("one\x07two", "control", "control", "control"),
        ("one\x7ftwo", "control", "control", "control"),
        ("one\x9btwo", "control", "control", "control"),
        ("one\ud83dtwo", "surrogate", "surrogate", "surrogate"),
        ("one\u202eowt", "", "", "bidi"),
        ("one\u2067owt", "", "", "bidi"),
        ("", "", "", "invisible"),
        ("   ", "", "", "invisible"),
        ("\u200b\u200d\ufeff\u00ad", "", "", "invisible"),
        ("\u0301", "", "", "invisible"),
        ("\u3164", "", "", "invisible"),
        ("\u2800", "", "", "invisible"),
        ("Z" + "\u0335" * 9, "marks", "marks", "marks"),
        ("Z" + "\u0335\u200d" * 9, "marks", "marks", "marks"),
        ("Z" + "\u0335" * 8 + "\n" + "Z" + "\u0335" * 8, "", "line_break", "line_break"),
    ],
)
def test_each_kind_of_field_refuses_what_cannot_stand_in_it(
    text: str, in_text: str, in_line: str, in_name: str
) -> None:
    answers = [answer(v, text) for v in (validate_text, validate_single_line, validate_name)]
    assert answers == [in_text, in_line, in_name]


@pytest.mark.parametrize(
    "name",
    [
        "Zoë Ångström-O’Hara",
        "Владимир",
        "محمد الأمين",
        "می\u200cخواهم",
        "क्\u200dष त्रि",
        "שָׁלוֹם \u200fעולם",
        "བསྐྱོད",
        "ผู้ใหญ่",
        "Nguyễn Thị",
        "Nguye\u0302\u0303n",
        "李小龍",
        "👩‍👩‍👧‍👦",
        "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        "\U0001faf7",
        "<b>bold</b>",
        "X Æ A-12",
        "-",
    ],
)
def test_a_name_may_be_written_in_any_script(name: str) -> None:
    assert answer(validate_name, name) == ""


@pytest.mark.parametrize("validate", [validate_name, validate_single_line, validate_text])
def test_the_characters_of_every_script_and_emoji_are_taken(validate: Validator) -> None:
    words = [case.payload for case in cases("unicode-must-survive")]
    refused = [word for word in words if answer(validate, word) and "\n" not in word]
    assert (len(words) > 2_500, refused) == (True, [])


@pytest.mark.parametrize("validate", [validate_name, validate_single_line, validate_text])
def test_naughty_strings_are_taken_or_refused_and_nothing_else(validate: Validator) -> None:
    answers = {answer(validate, case.payload) for case in cases(ctx="text")}
    known = {"", "nul", "control", "line_break", "bidi", "invisible", "marks", "surrogate"}
    assert answers - known == set()


@given(st.text())
def test_what_a_name_may_be_a_line_and_a_text_may_be_too(text: str) -> None:
    if not answer(validate_name, text):
        assert (answer(validate_single_line, text), answer(validate_text, text)) == ("", "")


@given(st.text(st.sampled_from("a\r\n"), max_size=12))
def test_lines_end_in_one_way_and_none_is_lost(text: str) -> None:
    normal = normalise_newlines(text)
    assert ("\r" not in normal, normal.splitlines()) == (True, text.splitlines())


@pytest.mark.parametrize(
    ("typed", "sought"),
    [("STRASSE", "straße"), ("ﬁne", "FINE"), ("ＡＢＣ", "abc"), ("Ångström", "ångström")],
)
def test_search_sees_no_case_width_or_ligature(typed: str, sought: str) -> None:
    assert casefolded(typed) == casefolded(sought)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert casefolded(casefolded(text)) == casefolded(text)


# Limits


@pytest.mark.django_db
@pytest.mark.parametrize("letter", ["a", "é", "\U0001f600"])
def test_the_database_takes_a_text_up_to_its_limit(letter: str) -> None:
    tag = Tag.objects.create(name=letter * 60, slug="a")
    tag.refresh_from_db()
    assert tag.name == letter * 60


@pytest.mark.django_db
@pytest.mark.parametrize("letter", ["a", "é", "\U0001f600"])
def test_the_database_refuses_a_longer_one(letter: str) -> None:
    # By the constraint; PostgreSQL also keeps max_length and is asked that first.
    with pytest.raises(DatabaseError), transaction.atomic():
        Tag.objects.bulk_create([Tag(name=letter * 61, slug="a")])


@pytest.mark.django_db
def test_the_limit_is_said_beside_the_field() -> None:
    section = Section(name="News", slug="news", description="a" * 1_234)
    with pytest.raises(ValidationError) as refusal:
        section.validate_constraints()
    assert refusal.value.message_dict == {
        "description": ["At most 200 characters: this text has 1,234."]
    }


@pytest.mark.django_db
def test_a_field_that_the_form_does_not_show_is_not_its_business() -> None:
    Section(name="News", slug="news", description="a" * 201).validate_constraints(
        exclude={"description"}
    )
