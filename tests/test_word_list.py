"""The word list as it is kept: its terms, its versions, what screening asks it and keeps of it."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from comments.models import Comment, Hit, Term, WordList
from comments.words import checks, listing, matches
from comments.words.checks import hold_suspect_words, record, reject_banned_words
from tests import factories
from tests.disguises import made_up_words

pytestmark = pytest.mark.django_db


def held(body: str, **fields: Any) -> Comment:
    return factories.comment(factories.published(), body_source=body, **fields)


def terms_in(body: str, **fields: Any) -> list[str]:
    given = {"name": "A reader", "section_id": None, **fields}
    return [match.term for match in matches(body_source=body, **given)]


# What holds


def test_a_term_holds_from_the_moment_it_is_saved_until_it_is_deleted() -> None:
    assert terms_in("so z0rblat") == []
    term = factories.term()
    assert terms_in("so z0rblat") == ["zorblat"]
    term.text = "blatzor"
    term.save()
    assert terms_in("so z0rblat") == []
    assert terms_in("blatzor") == ["blatzor"]
    Term.objects.all().delete()
    assert terms_in("blatzor") == []


@pytest.mark.parametrize("change", ["save", "delete", "queryset delete", "add"])
def test_every_change_moves_the_version(change: str) -> None:
    term, other = factories.term(), Term(text="blatzor", key="blatzor")
    before = WordList.version_now()
    changes: dict[str, Callable[[], Any]] = {
        "save": term.save,
        "delete": term.delete,
        "queryset delete": Term.objects.all().delete,
        "add": lambda: Term.objects.add([other]),
    }
    changes[change]()
    assert before != WordList.version_now()


def test_another_worker_reads_the_list_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """What this process holds is of the version before, as in a worker that changed nothing."""
    factories.term()
    stale = listing.current()
    factories.term("blatzor")
    monkeypatch.setattr(listing, "_ready", (uuid.uuid4(), stale))
    assert terms_in("blatzor") == ["blatzor"]


def test_a_change_that_is_taken_back_leaves_the_list_as_it_was() -> None:
    factories.term()
    with transaction.atomic():
        factories.term("blatzor")
        assert terms_in("blatzor") == ["blatzor"]
        transaction.set_rollback(True)
    assert terms_in("blatzor zorblat") == ["zorblat"]


def test_asking_costs_one_question_however_long_the_list_is(
    django_assert_num_queries: Any,
) -> None:
    Term.objects.add(Term(text=word) for word in made_up_words(200))
    terms_in("so")
    with django_assert_num_queries(1):
        terms_in("so z o r b l a t")


def test_a_hit_does_not_make_the_list_be_read_anew() -> None:
    factories.term()
    before = WordList.version_now()
    record(held("so zorblat"))
    assert before == WordList.version_now()


def test_a_section_has_the_terms_of_the_site_and_its_own() -> None:
    sport, culture = factories.section(), factories.section()
    factories.term("zorblat")
    factories.term("offside", section=sport)
    assert terms_in("offside zorblat", section_id=sport.pk) == ["offside", "zorblat"]
    assert terms_in("offside zorblat", section_id=culture.pk) == ["zorblat"]


# What a term may be


@pytest.mark.parametrize("twin", ["zorblat", "ZORBLAT", " z0rblat ", "z.o.r.b.l.a.t", "zоrblat"])
def test_a_term_stands_once_in_each_place(twin: str) -> None:
    section = factories.section()
    factories.term()
    factories.term(twin.strip(), section=section)
    with pytest.raises(ValidationError, match="on the list already: “zorblat”, hold, whole site"):
        factories.term(twin)
    with pytest.raises(ValidationError, match="on the list already"):
        factories.term(twin, section=section)


def test_the_database_keeps_twins_out_as_well() -> None:
    factories.term()
    with pytest.raises(IntegrityError), transaction.atomic():
        Term.objects.create(text="z0rblat")


@pytest.mark.parametrize("text", ["", "  ", "*", "a*", "!", "\u200b", "zor\nblat"])
def test_what_would_match_everything_is_no_term(text: str) -> None:
    with pytest.raises(ValidationError):
        factories.term(text)
    assert terms_in("zor blat a b") == []


@pytest.mark.parametrize(
    ("lines", "message"),
    [("Zorblat Lane\nz0rblat", "is the term itself"), ("Zorblat Lane\n!", "at least 2 letters")],
)
def test_an_exception_that_cannot_be_one_is_named(lines: str, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        factories.term(exceptions=lines)


def test_blank_lines_among_the_exceptions_excuse_nothing() -> None:
    factories.term(exceptions="\n  \nZorblat Lane\n\n")
    assert terms_in("A zorblat in Zorblat Lane") == ["zorblat"]


# What screening is told


def test_a_banned_word_rejects_and_the_commenter_is_not_told_the_word() -> None:
    factories.term(action="reject")
    comment = held("so z0rblat")
    finding = reject_banned_words(comment)
    assert finding.action == "reject"
    assert "zorblat" not in finding.because
    assert finding.note == "“zorblat” (as “z0rblat”)"
    assert hold_suspect_words(comment) is None


@pytest.mark.parametrize(
    ("name", "body", "action"),
    [
        ("A reader", "You write “a z0rblat” of her.", "hold"),
        ("A reader", "A zorblat and a blatzor.", "reject"),
        ("Zorblat", "Good day.", "reject"),
    ],
)
def test_who_quotes_the_article_is_held_at_most(name: str, body: str, action: str) -> None:
    factories.term(action="reject")
    factories.term("blatzor", action="reject")
    article = factories.published(body_source="<p>He called her a zorblat.</p>")
    finding = reject_banned_words(factories.comment(article, author_name=name, body_source=body))
    assert finding.action == action


def test_a_suspect_word_holds_and_moderators_are_told_where_it_stands() -> None:
    factories.term(action="hold")
    finding = hold_suspect_words(held("Good day.", author_name="Zorblat"))
    assert (finding.action, finding.note) == ("hold", "“zorblat” (in the name)")


def test_a_marked_word_decides_nothing() -> None:
    factories.term(action="mark")
    comment = held("so zorblat")
    assert (reject_banned_words(comment), hold_suspect_words(comment)) == (None, None)


@pytest.mark.parametrize("is_saved", [True, False])
def test_an_edit_is_read_anew(is_saved: bool) -> None:
    factories.term()
    comment = held("so")
    assert hold_suspect_words(comment) is None
    comment.body_source = "so zorblat"
    if is_saved:
        comment.save()
    assert hold_suspect_words(comment)


def test_both_checks_together_ask_once(django_assert_num_queries: Any) -> None:
    factories.term()
    posted = held("so zorblat")
    comment = Comment.objects.select_related("thread__article").get(pk=posted.pk)
    listing.current()
    with django_assert_num_queries(1):
        reject_banned_words(comment)
        hold_suspect_words(comment)


@pytest.mark.parametrize("check", [reject_banned_words, hold_suspect_words])
def test_a_list_that_cannot_be_used_holds_and_says_what_broke(
    check: Callable[[Comment], Any], caplog: pytest.LogCaptureFixture
) -> None:
    term = factories.term("zorb*", note="Broken by hand.")
    Term.objects.filter(pk=term.pk).update(text="z*")
    WordList.move()
    comment = held("so")
    finding = check(comment)
    assert finding.action == "hold"
    assert "“z*” cannot be matched" in finding.note
    assert record(comment) == []
    assert "The word list cannot be used" in caplog.text


def test_create_edit_preview_and_import_get_one_answer() -> None:
    """The same word for all: with the clean HTML at hand, or with what was typed alone."""
    factories.term()
    source = "so z**orb**lat &#122;orblat [x](https://example.com/zorblat)"
    comment = held(source)
    typed = matches(name=comment.author_name, body_source=source, section_id=None)
    assert len(typed) == 3
    assert checks.found_in(comment) == typed


# What is kept


def test_what_was_found_is_kept_and_counted() -> None:
    term = factories.term(is_slur=True)
    comment = held("zorblat and z0rblat", author_name="Zorblat")
    kept = list(comment.hits.values_list("term", "field", "passage", "revision", "is_slur"))
    assert kept == [
        (term.pk, "body", "zorblat", 1, True),
        (term.pk, "body", "z0rblat", 1, True),
        (term.pk, "name", "Zorblat", 1, True),
    ]
    term.refresh_from_db()
    assert term.hits == 3


def test_a_term_that_is_deleted_meanwhile_is_kept_by_its_words() -> None:
    term = factories.term()
    comment = held("so zorblat")
    comment.hits.all().delete()
    hold_suspect_words(comment)
    term.delete()
    record(comment)
    assert [(hit.term, hit.term_text) for hit in comment.hits.all()] == [(None, "zorblat")]


def test_the_stored_text_is_never_altered() -> None:
    factories.term()
    body = "So Z\u200b0ｒｂｌａｔ &#122; **x**"
    comment = held(body)
    assert Comment.objects.get(pk=comment.pk).body_source == body


def test_deleting_a_term_reopens_nothing_and_keeps_the_explanation() -> None:
    term = factories.term(action="reject")
    comment = factories.comment(factories.published(), body_source="so zorblat")
    assert comment.decisions.get().rule == "reject_banned_words"
    assert comment.decisions.get().note == "“zorblat”"
    term.delete()
    comment.refresh_from_db()
    assert comment.is_rejected is True
    assert [(hit.term, hit.term_text) for hit in Hit.objects.all()] == [(None, "zorblat")]
