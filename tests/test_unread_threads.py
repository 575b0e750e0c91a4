"""Under a story that readers do not have: what the desk offers, what those concerned are told."""

import re
from typing import Any

import pytest
from django.test import Client

from articles.models import Article
from comments.models import Appeal, Comment
from comments.reporting import report
from tests import factories

pytestmark = pytest.mark.django_db
UNSEEN = "they see none of this article’s comments"
GONE = "Readers see none of the comments on that article at present."


def withdrawn(article: Article) -> None:
    article.withdraw(by=factories.editor(), reason="A source has lied.")


def retracted(article: Article) -> None:
    article.retract(by=factories.editor(), reason="None of it happened.")


@pytest.fixture(params=[withdrawn, retracted], ids=lambda take: take.__name__)
def take_away(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.user("Chief moderator"))
    return client


def card(desk: Client, comment: Comment) -> str:
    return desk.get(f"/admin/desk/comments/{comment.pk}/").content.decode()


def test_a_card_leads_to_no_page_that_is_not_there(desk: Client, take_away: Any) -> None:
    comment = factories.approved(factories.published())
    article = comment.thread.article
    assert article.get_absolute_url() in card(desk, comment)
    assert ">Answer</a>" in card(desk, comment)
    take_away(article)
    page = card(desk, comment)
    followed = set(re.findall(r'href="(/(?!admin|static)[^"#]*)', page))
    assert {address for address in followed if desk.get(address).status_code != 200} == set()
    assert ">Answer</a>" not in page
    assert "Readers do not have the article" in page


def test_who_reported_has_the_answer(client: Client, take_away: Any) -> None:
    comment = factories.approved(factories.published())
    made = report(comment, reason="attack")
    article = comment.thread.article
    take_away(article)
    made.case.dismiss(by=factories.moderator())
    page = client.get(made.receipt_url)
    assert page.status_code == 200
    told = page.content.decode()
    assert "The comment stays" in told
    assert GONE in told
    assert article.headline not in told
    assert article.get_absolute_url() not in told


def test_an_appeal_that_is_overturned_promises_no_reader(desk: Client, take_away: Any) -> None:
    comment = factories.approved(factories.published())
    decision = comment.reject(by=factories.moderator(), reason="Rude.")
    appeal = Appeal.open(decision, text="It is not.")
    take_away(comment.thread.article)
    sent = {"verdict": "overturn", "answer": "You were right."}
    told = desk.post(f"/admin/desk/appeals/{appeal.pk}/decide/", sent, follow=True)
    assert "Decision overturned." in told.content.decode()
    assert UNSEEN in told.content.decode()
    statement = Client().get(decision.statement_url).content.decode()
    assert "Your comment stands. Readers see none" in statement
    assert "Readers see your comment" not in statement
