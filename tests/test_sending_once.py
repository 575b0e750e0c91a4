"""One form of one browser is one comment; nobody else can repeat it, send it before or fill it."""

from typing import Any

import pytest
from django.test import Client

from articles.models import Article
from comments.models import Comment
from tests import factories
from tests.newspaper import typed_comment

pytestmark = pytest.mark.django_db

SUBMISSION = "6a2f41a3-c54c-4dd2-8f0b-6d1f8a6e9a11"


@pytest.fixture
def article() -> Article:
    return factories.published()


class Browser(Client):
    """One that has been given the form, and sends the token that came with it."""

    def __init__(self, article: Article) -> None:
        super().__init__(enforce_csrf_checks=True)
        self.article = article
        self.get(article.comment_url)

    def send(self, **typed: str) -> Any:
        token = self.cookies["csrftoken"].value
        sent = typed_comment(self.article, **{"submission": SUBMISSION, **typed})
        return self.post(self.article.comment_url, sent | {"csrfmiddlewaretoken": token})


@pytest.fixture
def nora(article: Article) -> Browser:
    return Browser(article)


@pytest.fixture
def stranger(article: Article) -> Browser:
    return Browser(article)


def test_a_guest_who_sends_twice_has_written_once(nora: Browser) -> None:
    first, second = nora.send(), nora.send()

    assert first.headers["Location"] == second.headers["Location"]
    assert Comment.objects.count() == 1


def test_a_guest_whose_first_answer_was_lost_gets_the_key_with_the_second(nora: Browser) -> None:
    nora.send()
    nora.cookies.pop("commenter")

    nora.send()

    comment = Comment.objects.get()
    assert nora.get(comment.edit_url).status_code == 200


def test_a_stranger_who_repeats_a_submission_gets_neither_key_nor_receipt(
    nora: Browser, stranger: Browser
) -> None:
    receipt = nora.send(body="For the moderators alone.").headers["Location"]

    answer = stranger.send(body="Let me see.")

    comment = Comment.objects.get(body_source="For the moderators alone.")
    assert answer.headers["Location"] != receipt
    assert stranger.get(comment.edit_url).status_code == 404


def test_a_stranger_who_sends_a_submission_first_loses_nobody_a_comment(
    nora: Browser, stranger: Browser
) -> None:
    stranger.send(body="Mine comes first.")

    nora.send(body="What I really saw.")

    theirs, own = Comment.objects.order_by("pk")
    assert own.body_source == "What I really saw."
    assert nora.get(own.edit_url).status_code == 200
    assert nora.get(theirs.edit_url).status_code == 404


def without_a_token(address: str, client: Client | None = None, **typed: str) -> str:
    """The page for what another site has a browser send."""
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies if client else strict.cookies
    response = strict.post(address, typed_comment(**typed))
    assert response.status_code == 403
    return str(response.content.decode())


def test_words_that_came_without_a_token_stand_in_no_form_of_an_editor(article: Article) -> None:
    editor = Client()
    editor.force_login(factories.editor())

    page = without_a_token(article.comment_url, editor, body="We made this story up. Sorry.")

    assert "readonly" in page
    assert "We made this story up. Sorry." in page
    assert 'name="body"' not in page


def test_words_that_came_without_a_token_change_no_comment(nora: Browser) -> None:
    nora.send()

    page = without_a_token(Comment.objects.get().edit_url, nora, body="I take it all back.")

    assert "I take it all back." in page
    assert 'name="body"' not in page


def test_from_what_was_not_sent_one_comes_to_an_empty_form_of_the_same_reply(
    article: Article,
) -> None:
    parent = factories.approved(article)

    page = without_a_token(article.comment_url, parent=str(parent.pk))

    assert f'href="{article.comment_url}?parent={parent.pk}"' in page
