"""What was taken from readers keeps the headline and the address that they know it by."""

import datetime
import json
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Correction
from articles.publishing import PublishingConflict
from comments import letters, mailing
from comments.exporting import export
from comments.models import Act, Appeal, Comment, Commenter, Letter, LetterKind
from comments.reporting import report
from tests import factories
from tests.newspaper import quiet
from tests.test_editing import address, retyped
from tests.test_structured import data

pytestmark = pytest.mark.django_db

KNOWN, TYPED = "Ferry at night", "Mayor under arrest"
LATER = datetime.timedelta(hours=2)


def published() -> Article:
    return factories.published(headline=KNOWN)


def rewritten(article: Article, **fields: Any) -> Article:
    """Withdrawn, and saved since with words that no reader has had."""
    editor, client = factories.editor(), quiet()
    article.refresh_from_db()
    article.withdraw(by=editor, reason="Under review")
    client.force_login(editor)
    sent = retyped(article, headline=TYPED, **fields, _continue="Save")
    assert client.post(address(article), sent).status_code == 302
    article.refresh_from_db()
    assert article.headline == TYPED
    return article


def retracted(**fields: Any) -> Article:
    article = rewritten(published(), **fields)
    article.retract(by=factories.editor(), reason="None of it happened.")
    return article


def moderator(who: str) -> Client:
    client = quiet()
    client.force_login(factories.user(who))
    return client


def read(client: Client, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200, where
    return answer.content.decode()


# The word


@pytest.mark.parametrize(
    ("stands", "known"),
    [
        *(("draft", TYPED), ("scheduled", TYPED), ("published", TYPED), ("withdrawn", KNOWN)),
        *(("a draft again", KNOWN), ("retracted", KNOWN), ("published again", TYPED)),
    ],
)
def test_readers_know_a_piece_by_what_they_have_or_last_had(stands: str, known: str) -> None:
    editor = factories.editor()
    article = factories.draft(headline=TYPED)
    if stands == "scheduled":
        article.publish(by=editor, at=timezone.now() + LATER)
    elif stands == "published":
        article.publish(by=editor)
    elif stands != "draft":
        article = rewritten(published())
    if stands == "a draft again":
        article.return_to_draft(by=editor)
    elif stands == "retracted":
        article.retract(by=editor, reason="None of it happened.")
    elif stands == "published again":
        article.publish(by=editor)
    assert article.headline_for_readers == known
    assert article.was_taken_away is (known == KNOWN)
    assert Article.objects.taken_away().exists() is article.was_taken_away


# What is retracted


@pytest.mark.parametrize("where", ["its address", "/corrections/", "/corrections/feed.rss"])
def test_a_retraction_makes_no_headline_public(client: Client, where: str) -> None:
    article = retracted()
    page = read(client, article.get_absolute_url() if where == "its address" else where)
    assert KNOWN in page
    assert TYPED not in page


def test_machines_read_of_a_retracted_piece_what_readers_had(client: Client) -> None:
    told = data(read(client, retracted(kind="satire").get_absolute_url()))
    assert told["headline"] == KNOWN
    assert told["@type"] == ["NewsArticle", "ReportageNewsArticle"]


@pytest.mark.parametrize("where", ["/corrections/", "/corrections/feed.rss"])
def test_five_retracted_pieces_ask_as_much_as_one(client: Client, where: str) -> None:
    retracted()
    with CaptureQueriesContext(connection) as few:
        read(client, where)
    for _ in range(4):
        retracted()
    with CaptureQueriesContext(connection) as many:
        read(client, where)
    assert Correction.objects.count() == 5
    assert len(many) == len(few)


# The address


def test_the_address_stays_while_readers_do_not_have_the_piece(client: Client) -> None:
    client.force_login(factories.editor())
    known = published().slug
    article = rewritten(Article.objects.get(), slug="mayor-under-arrest")
    assert article.slug == known
    page = read(client, address(article))
    assert 'name="slug"' not in page
    assert "Readers know this address; change it once they have the piece again." in page


def test_no_verb_changes_the_address_of_what_readers_do_not_have() -> None:
    article = rewritten(published())
    with pytest.raises(PublishingConflict, match="Readers know this address"):
        article.readdress("mayor-under-arrest", by=factories.editor())
    assert Article.objects.get().slug == article.slug


def test_once_readers_have_it_again_the_address_is_changed_as_ever(client: Client) -> None:
    client.force_login(factories.editor())
    article = rewritten(published())
    article.publish(by=factories.editor())
    client.post(address(article), retyped(article, slug="mayor-under-arrest", _continue="Save"))
    assert Article.objects.get().slug == "mayor-under-arrest"


# Who has commented, or reported


def test_the_file_of_what_is_kept_names_the_piece_as_readers_knew_it() -> None:
    nora = factories.reader()
    factories.approved(published(), commenter=nora)
    rewritten(Article.objects.get(), slug="mayor-under-arrest")
    [comment] = export(nora)["comments"]
    assert comment["article"] == KNOWN
    assert "mayor" not in json.dumps(comment, default=str).lower()


def test_the_file_asks_as_much_for_five_pieces_that_are_gone_as_for_one() -> None:
    nora = factories.reader()

    def gone() -> None:
        factories.approved(article := published(), commenter=nora)
        rewritten(article)

    gone()
    with CaptureQueriesContext(connection) as few:
        export(nora)
    for _ in range(4):
        gone()
    with CaptureQueriesContext(connection) as many:
        assert {each["article"] for each in export(nora)["comments"]} == {KNOWN}
    assert len(many) == len(few)


def waiting_for_its_address(article: Article) -> Comment:
    guest = Commenter.objects.create(name="Gus", email="gus@mail.example")
    comment = factories.comment(article, commenter=guest)
    letters.please_confirm(comment)
    return comment


def confirming_page(client: Client) -> str:
    letter = Letter.objects.get(kind=LetterKind.CONFIRM)
    return read(client, mailing._place(letter))


def test_a_guest_is_asked_for_the_address_under_the_headline_they_knew() -> None:
    waiting_for_its_address(published())
    rewritten(Article.objects.get())
    with time_machine.travel(timezone.now() + LATER):
        mailing.send_due()
    [letter] = mail.outbox
    assert KNOWN in letter.body
    assert TYPED not in letter.body


def test_who_confirms_reads_the_headline_they_knew_and_no_link_to_what_is_gone(
    client: Client,
) -> None:
    waiting_for_its_address(published())
    assert f'<a href="{Article.objects.get().get_absolute_url()}"><cite>' in confirming_page(client)
    rewritten(Article.objects.get())
    page = confirming_page(client)
    assert f"On <cite>{KNOWN}</cite>" in page
    assert TYPED not in page


@pytest.mark.parametrize("method", ["get", "post"])
def test_there_is_no_other_letter_for_a_receipt_that_is_gone(client: Client, method: str) -> None:
    comment = waiting_for_its_address(published())
    again = f"/comments/again/{comment.receipt}/"
    assert getattr(client, method)(again).status_code == 302
    rewritten(Article.objects.get())
    assert getattr(client, method)(again).status_code == 404


def test_who_reported_is_told_under_the_headline_they_knew() -> None:
    comment = factories.approved(published())
    report(comment, reason="attack", reporter=factories.commenter())
    rewritten(Article.objects.get())
    comment = Comment.objects.get(pk=comment.pk)
    comment.reject(by=factories.moderator(), reason="Rude.")
    told = Letter.objects.get(kind=LetterKind.REPORT)
    assert told.words["headline"] == KNOWN


# Moderators, who may see no withdrawn piece


def moderated() -> Comment:
    """Under a piece that is rewritten: held, reported, and rejected and appealed."""
    article = published()
    factories.comment(article)
    report(factories.approved(article), reason="attack")
    rejected = factories.comment(article, commenter=factories.reader())
    Appeal.open(rejected.reject(by=factories.moderator(), reason="Rude."), text="It is not.")
    ban = rejected.commenter.decide(Act.BAN, by=factories.moderator(), reason="Rude.")
    Appeal.open(ban, text="No.")
    rewritten(article)
    return rejected


LISTS = (
    *(f"/admin/desk/{queue}/" for queue in ("held", "reported", "appealed", "rejected", "new")),
    *(f"/admin/comments/{row}/" for row in ("comment", "case", "appeal", "letter")),
)


def test_moderators_read_the_headline_that_readers_knew() -> None:
    rejected = moderated()
    appeal = Appeal.objects.get(decision__comment=rejected)
    client = moderator("Chief moderator")
    pages = [
        *LISTS,
        f"/admin/desk/appeals/{appeal.pk}/",
        f"/admin/desk/comments/{rejected.pk}/",
        f"/admin/desk/commenters/{rejected.commenter.pk}/",
        f"/admin/desk/held/?story={rejected.thread.article_id}",
        f"/admin/comments/comment/{rejected.pk}/change/",
        f"/admin/comments/appeal/{appeal.pk}/change/",
    ]
    told = {where: read(client, where) for where in pages}
    assert [where for where, page in told.items() if TYPED in page] == []
    assert [where for where, page in told.items() if KNOWN not in page] == []


@pytest.mark.parametrize(
    ("where", "row"),
    [
        ("/admin/desk/held/", '<article class="desk-card"'),
        ("/admin/comments/comment/", '<div class="comment-card">'),
        ("/admin/comments/case/", 'class="field-comment'),
    ],
)
def test_a_search_finds_by_the_headline_that_readers_knew_and_by_no_other(
    where: str, row: str
) -> None:
    moderated()
    client = moderator("Moderator")
    assert row in read(client, f"{where}?q=ferry+NIGHT")
    assert row not in read(client, f"{where}?q=mayor")
    Article.objects.get().publish(by=factories.editor())
    assert row in read(client, f"{where}?q=mayor")


def test_lists_of_moderators_ask_as_much_for_four_pieces_that_are_gone_as_for_one() -> None:
    client = moderator("Chief moderator")
    moderated()

    def asked() -> dict[str, int]:
        counted = {}
        for where in LISTS:
            with CaptureQueriesContext(connection) as queries:
                read(client, where)
            counted[where] = len(queries)
        return counted

    few = asked()
    for _ in range(3):
        moderated()
    assert asked() == few
