"""Every text has a limit: in its form with a message, and in the database whoever writes to it."""

import datetime
import re
import uuid
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.db.models import Value
from django.test import Client

from articles.models import Article, Policy, PrintedLanguage, PrintedWord
from articles.models.editing_lock import beat
from articles.models.preview_link import make_link
from articles.plaintext import AtMost
from articles.safe_html import BODY_LIMIT, COMMENT_LIMIT
from comments.models import (
    Act,
    Appeal,
    Comment,
    HouseRules,
    Letter,
    Mute,
    Reason,
    Revision,
    SectionRules,
    Thread,
)
from comments.reporting import report
from comments.words.checks import record
from tests import factories
from tests.newspaper import (
    Newspaper,
    Words,
    errors,
    quiet,
    superuser,
    typed_article,
    typed_author,
    typed_comment,
    typed_policy,
)

pytestmark = pytest.mark.django_db

OURS = [
    model
    for label in ("articles", "comments")
    for model in apps.get_app_config(label).get_models()
    if not model._meta.proxy
]
LIMITS = [
    (model, constraint)
    for model in OURS
    for constraint in model._meta.constraints
    if isinstance(constraint, AtMost)
]
# Two bytes, four bytes, and two code points that are one to the eye.
CHARACTERS = ("é", "😀", "e\u0301")


@pytest.fixture
def desk() -> Client:
    return superuser()


def repeated(characters: str, length: int) -> str:
    """Exactly so many code points."""
    return (characters * length)[:length]


# In the database


def mute_of(comment: Comment) -> Mute:
    reader = factories.commenter()
    return reader.mutes.create(muted=comment.commenter, name=comment.author_name)


def version_of(comment: Comment) -> Revision:
    written = {"body_source": comment.body_source, "written_at": comment.posted_at}
    return comment.revisions.create(number=1, **written)


@pytest.fixture
def rows() -> dict[type[models.Model], models.Model]:
    """One row of every model that holds text."""
    paper = Newspaper(lambda field, limit: "Nora" if "comment" in field else "Words")
    Article.objects.get(pk=paper.article.pk).withdraw(by=factories.editor(), reason="A mistake.")
    paper.article.readdress("another", by=factories.editor())
    rows: list[Any] = [
        *(paper.policy.present, paper.article.old_addresses.get()),
        *words_on(paper),
        *(paper.section, paper.tag, paper.photo, paper.author, paper.policy, paper.article),
        *(paper.approved, paper.approved.commenter, paper.rejected.decisions.get()),
        *(mute_of(paper.approved), version_of(paper.approved)),
        *(paper.author.managers.get(), paper.author.disclosures.get(), paper.article.thread),
        *(paper.article.bylines.get(), paper.article.corrections.get()),
        *(paper.article.status_changes.first(), paper.article.thread.decisions.get()),
        *(factories.term("nora"), record(Comment.objects.get(pk=paper.approved.pk))[0]),
        *(Letter.objects.first(), Reason.objects.first(), HouseRules.objects.create(pk=1)),
        SectionRules.objects.create(section=paper.section),
        *(PrintedLanguage.objects.first(), PrintedWord.objects.first()),
        *complaints(paper),
    ]
    return {type(row): row for row in rows}


def words_on(paper: Newspaper) -> list[Any]:
    """What is declared for an article, asked about it and said of it in the newsroom."""
    editor, interest = factories.editor(), paper.author.disclosures.get()
    said = paper.article.declarations.get()
    about = {"author": paper.author, "address": "ana@news.example", "asked_by": editor}
    asked = paper.article.declaration_requests.create(**about)
    told = {"disclosure": interest, "is_relevant": True, "passage": "It says so."}
    answer = paper.article.conflict_answers.create(answered_by=editor, **told)
    let_by = factories.draft(has_declared=False)
    let_by.publish(by=factories.user("Publisher"), in_spite="A storm is coming.")
    note = let_by.notes.create(text="Who says so?", passage="It says so.", written_by=editor)
    day = datetime.timedelta(days=1)
    let_by.open_coverage(by=editor)
    told_first = let_by.tell("It begins.", by=editor)
    update = told_first.withdraw(by=editor, reason="It did not.")
    arrangement = factories.arrangement(let_by)
    lock = beat(let_by, by=editor, window="a window")
    link, _ = make_link(let_by, by=editor, purpose="for the lawyer", lasts=day)
    visit = link.visits.create(was_shown=True, network="203.0.113.0/24", browser="Firefox")
    return [
        *(said, asked, answer, let_by.overrides.get(), paper.article.publication),
        *(note, link, visit, update, arrangement, lock),
    ]


def complaints(paper: Newspaper) -> list[Any]:
    """What readers object to, and what is decided about it and about them."""
    error = factories.error_report(factories.published())
    reported = report(factories.approved(error.article), reason="spam")
    appeal = Appeal.open(paper.rejected.decisions.get(), text="No.")
    ban = factories.commenter().decide(Act.BAN, by=factories.moderator(), reason="Rude.")
    return [
        *(error, reported, reported.case, appeal, appeal.messages.get()),
        ban,
    ]


@pytest.mark.parametrize("characters", CHARACTERS)
def test_the_database_takes_a_text_at_its_limit_and_none_beyond(
    rows: dict[type[models.Model], models.Model], characters: str
) -> None:
    """Through no form and no model: as a script, or a colleague at the database, would write it."""
    wrong = []
    for model, constraint in LIMITS:
        row: Any = models.QuerySet(model).filter(pk=rows[model].pk)
        for length in (constraint.limit, constraint.limit + 1, constraint.limit * 10):
            text = repeated(characters, length)
            try:
                with transaction.atomic():
                    row.update(**{constraint.field: Value(text)})
                taken = row.values_list(constraint.field, flat=True).get() == text
            except DatabaseError:
                taken = False
            if taken is not (length == constraint.limit):
                wrong.append(f"{model.__name__}.{constraint.field} with {length}: taken is {taken}")
    assert wrong == []


@pytest.mark.parametrize("model", OURS)
def test_every_text_that_has_a_limit_has_it_in_the_database(model: type[models.Model]) -> None:
    """SQLite keeps no `max_length`. What is chosen from a list has a constraint of its own."""
    kept = {c.field: c.limit for c in model._meta.constraints if isinstance(c, AtMost)}
    limited = {
        field.name: field.max_length
        for field in model._meta.get_fields()
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.FileField)
        and field.max_length
        # A list that grows with Django is in no constraint.
        and (not field.choices or field.name in kept)
    }
    # Written by code alone, from short lists of its own.
    own_words = (
        *("ppoi", "rule", "from_status", "to_status", "from_mode", "to_mode"),
        *(
            "act",
            "from_standing",
            "to_standing",
            "from_reason",
            "to_reason",
            "held_by_rule",
            "was_held_because",
            "was_held_by_rule",
        ),
        *("from_address", "asked_from", "digest", "ground"),
    )
    for own in set(own_words) - set(kept):
        limited.pop(own, None)
    assert kept == limited


# In the forms


def whole(characters: str) -> Words:
    return lambda field, limit: repeated(characters, limit)


def test_every_field_takes_a_text_of_its_whole_length() -> None:
    for characters in CHARACTERS:
        with transaction.atomic():
            paper = Newspaper(whole(characters))
            stored = {
                "article.headline": paper.article.headline,
                "article.standfirst": paper.article.standfirst,
                "author.bio": paper.author.bio,
                "disclosure.text": paper.author.disclosures.get().text,
                "photo.caption": paper.photo.caption,
                "correction.text": paper.article.corrections.get().text,
                "decision.note": paper.rejected.decisions.get().note,
                "comment.author_name.0": paper.approved.author_name,
                "thread.reason": Thread.objects.get().reason,
            }
            assert {name: paper.written[name] for name in stored} == stored
            transaction.set_rollback(True)


NOT_IN_ONE_LINE = {"bidi": "a\u202eb", "blank": "\u3164", "lines": "one\ntwo"}
BROKEN = {"nul": "a\x00b", "control": "a\x07b"}

Field = tuple[str, str, int]
ONE_LINE: tuple[Field, ...] = (
    ("section", "name", 60),
    ("tag", "name", 60),
    ("photo", "credit", 200),
    ("author", "name", 120),
    ("author", "title", 120),
    ("author", "copyright_line", 200),
    ("author", "managers-0-name", 120),
    ("author", "managers-0-role", 120),
    ("author", "disclosures-0-entity", 200),
    ("disclosure", "entity", 200),
    ("policy", "title", 120),
    ("article", "kicker", 60),
    ("article", "headline", 200),
    ("article", "dateline", 100),
    ("article", "bylines-0-role", 60),
)
LINES: tuple[Field, ...] = (
    ("section", "description", 200),
    ("photo", "alt", 300),
    ("photo", "caption", 500),
    ("author", "bio", 2000),
    ("author", "disclosures-0-text", 2000),
    ("disclosure", "text", 2000),
    ("article", "standfirst", 500),
)


def ordinary(form: str) -> dict[str, Any]:
    """What is typed when nothing is wrong; “kept” stands in one of the fields."""
    author = factories.author()
    manager = {"name": "Ana", "role": "", "since": "2020-01-01", "until": ""}
    disclosure = {"kind": "gift", "entity": "", "text": "A pen.", "valid_from": "2020-01-01"}
    forms: dict[str, Callable[[], dict[str, Any]]] = {
        "section": lambda: {"name": "A", "description": "kept", "slug": "a", "position": "0"},
        "tag": lambda: {"name": "A", "slug": "kept"},
        "photo": lambda: {"alt": "", "caption": "kept", "credit": "", "ppoi": "0.5x0.5"},
        "author": lambda: (
            typed_author(kind="group", slug="kept")
            | {"managers-TOTAL_FORMS": "1", "disclosures-TOTAL_FORMS": "1"}
            | {f"managers-0-{name}": value for name, value in manager.items()}
            | {f"disclosures-0-{name}": value for name, value in disclosure.items()}
        ),
        "disclosure": lambda: disclosure | {"author": str(author.pk), "valid_to": "2099-12-30"},
        "policy": lambda: typed_policy(slug="kept"),
        "article": lambda: (
            typed_article(factories.section(), slug="kept")
            | {"bylines-TOTAL_FORMS": "1", "bylines-0-author": str(author.pk)}
            | {"bylines-0-role": "", "bylines-0-position": "0"}
        ),
    }
    return forms[form]()


def errors_of(answer: Any, field: str) -> list[str]:
    """What is said beside a field, in the form itself or in one of those within it."""
    if "-" not in field:
        return list(answer.context["adminform"].form.errors.get(field, []))
    prefix, number, name = field.split("-")
    for inline in answer.context["inline_admin_formsets"]:
        if inline.formset.prefix == prefix:
            return list(inline.formset.forms[int(number)].errors.get(name, []))
    return []


def as_typed(page: str) -> set[str]:
    """What stands in the fields of a page."""
    values = re.findall(r'value="([^"]*)"', page)
    areas = re.findall(r"<textarea[^>]*>\r?\n?(.*?)</textarea>", page, re.DOTALL)
    return {unescape(value).replace("\r\n", "\n") for value in values + areas}


def refusal(desk: Client, form: str, field: str, text: str) -> str:
    """What is wrong with the answer to a text that must be refused."""
    typed = ordinary(form) | {field: text}
    answer = desk.post(f"/admin/articles/{form}/add/", typed)
    if answer.status_code != 200:
        return f"{field}: {answer.status_code}"
    if not errors_of(answer, field):
        return f"{field}: nothing is said about {text[:20]!r}"
    lost = {text, "kept"} & set(typed.values()) - as_typed(answer.content.decode())
    return f"{field}: lost {str(lost)[:60]}" if lost else ""


@pytest.mark.parametrize(("form", "field", "limit"), [*ONE_LINE, *LINES])
def test_what_a_field_refuses_is_said_beside_it_and_everything_typed_is_kept(
    desk: Client, form: str, field: str, limit: int
) -> None:
    refused = [*BROKEN.values(), repeated("é", limit + 1), repeated("x", limit * 10)]
    if (form, field, limit) in ONE_LINE:
        refused += NOT_IN_ONE_LINE.values()
    wrong = [refusal(desk, form, field, text) for text in refused]
    assert [problem for problem in wrong if problem] == []


@pytest.mark.parametrize("characters", CHARACTERS)
def test_a_comment_is_stored_whole_or_refused(characters: str) -> None:
    article = factories.published()
    for length, status in ((COMMENT_LIMIT, 302), (COMMENT_LIMIT + 1, 422), (50_000, 422)):
        body = repeated(characters, length)
        answer = quiet().post(article.comment_url, typed_comment(body=body))
        assert answer.status_code == status
        if status == 422:
            assert body in as_typed(answer.content.decode())
            assert "5,000" in answer.content.decode().replace("5000", "5,000")
    assert [c.body_source for c in article.thread.comments.all()] == [repeated(characters, 5_000)]


def test_a_line_break_in_a_comment_counts_as_one_character() -> None:
    article = factories.published()
    body = "\r\n".join("x" * 2_500)
    assert quiet().post(article.comment_url, typed_comment(body=body)).status_code == 302
    assert article.thread.comments.get().body_source == body.replace("\r\n", "\n")


@pytest.mark.parametrize("form", ["policy", "article"])
def test_a_body_is_stored_whole_or_refused(desk: Client, form: str) -> None:
    tags = len("<p></p>")
    for length, status in ((BODY_LIMIT, 302), (BODY_LIMIT + 1, 200), (BODY_LIMIT * 10, 200)):
        body = f"<p>{repeated('x', length - tags)}</p>"
        typed = ordinary(form) | {"body_source": body}
        answer = desk.post(f"/admin/articles/{form}/add/", typed)
        assert answer.status_code == status, errors(answer)
        if status == 200:
            assert "100,000" in str(errors_of(answer, "body_source"))
            assert {body, "kept"} <= as_typed(answer.content.decode())
    stored = Policy.objects.get() if form == "policy" else Article.objects.get()
    assert len(stored.body_source) == len(stored.body) == BODY_LIMIT


@pytest.mark.parametrize(
    "tall",
    [
        *("a" + "\u0301" * 3_000, "a" + "\u0301\u200d" * 300),
        "*a" + "\u0301" * 8 + "*" + "\u0301" * 8,  # the stars are not seen
    ],
)
def test_marks_that_climb_over_the_page_are_refused_beside_the_field(tall: str) -> None:
    article = factories.published()
    comment = factories.approved(article)
    answer = quiet().post(article.comment_url, typed_comment(body=tall))
    assert answer.status_code == 422
    assert "accents or marks on one letter" in answer.content.decode()
    assert list(Comment.objects.all()) == [comment]


def test_reports_and_errors_climb_over_no_page_either() -> None:
    article = factories.published()
    tall = "a" + "\u0301" * 300
    report_url = factories.approved(article).report_url
    for address, typed in (
        (report_url, {"reason": "spam", "text": tall}),
        (article.error_url, {"problem": tall, "submission": str(uuid.uuid4())}),
    ):
        answer = quiet().post(address, typed)
        assert answer.status_code == 422, address
        assert "accents or marks on one letter" in answer.content.decode(), address
