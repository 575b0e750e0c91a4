"""Commenting through the form, without JavaScript."""

import uuid
from unittest import mock

import pytest
from django.test import Client

from articles import markdown
from articles.models import Article
from comments.models import Comment
from tests import factories
from tests.newspaper import confirm_address, typed_comment

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return factories.published()


def test_a_held_comment_is_acknowledged_as_held(client: Client, article: Article) -> None:
    response = client.post(article.comment_url, typed_comment(), follow=True)
    assert "Look in your mail" in response.content.decode()
    confirm_address(client)
    page = client.get(Comment.objects.get().receipt_url).content.decode()
    assert "held" in page.lower()
    assert "I was on that ferry." in page
    assert Comment.objects.get().held_because in page


def test_a_known_commenter_lands_on_the_published_comment(client: Client, article: Article) -> None:
    client.post(article.comment_url, typed_comment())
    confirm_address(client)
    Comment.objects.get().approve(by=factories.moderator())
    response = client.post(article.comment_url, typed_comment(body="And I am back."), follow=True)
    new = Comment.objects.get(body_source="And I am back.")
    assert new.number == 2
    assert response.redirect_chain[-1][0] == f"{article.get_absolute_url()}#comment-{new.pk}"


def test_a_text_is_cleaned_once_on_its_way_in(
    client: Client, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It holds up everybody who posts in the meantime."""
    read = mock.Mock(wraps=markdown.as_html)
    monkeypatch.setattr(markdown, "as_html", read)
    client.post(article.comment_url, typed_comment(body="Once is enough."))
    read.assert_called_once_with("Once is enough.")


def test_the_browser_is_known_again_by_name(client: Client, article: Article) -> None:
    client.post(article.comment_url, typed_comment(author_name="Nora Quill"))
    assert 'value="Nora Quill"' in client.get(article.comment_url).content.decode()


def test_a_key_that_was_tampered_with_is_nobodys(client: Client, article: Article) -> None:
    client.cookies["commenter"] = f"{uuid.uuid4()}:forged"
    assert client.get(article.comment_url).status_code == 200
    assert client.post(article.comment_url, typed_comment()).status_code == 302


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"author_name": ""}, "Write your name."),
        ({"author_name": "Nora\u202egnp.exe"}, "direction of writing"),
        ({"author_name": "\u200b"}, "visible character"),
        ({"author_name": "The Editor"}, "newsroom’s own"),
        ({"email": ""}, "Write your e-mail address"),
        ({"email": "nora"}, "valid email"),
        ({"email": "nora@mail.example\nBcc: all@mail.example"}, "valid email"),
        ({"body": ""}, "Write something first"),
        ({"body": "x" * 5_001}, "At most 5,000 characters: this text has 5,001."),
        ({"body": "***"}, "Nothing of this can be shown"),
        ({"body": "a\x00b"}, "Null characters"),
        ({"parent": "999"}, "no longer there"),
    ],
)
def test_a_refused_comment_is_still_in_the_form_with_the_reason(
    client: Client, article: Article, wrong: dict[str, str], message: str
) -> None:
    sent = typed_comment(**wrong)
    response = client.post(article.comment_url, sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert message in page
    assert sent["body"][:4_000] in page
    assert not Comment.objects.exists()


def test_line_breaks_count_as_one_character(client: Client, article: Article) -> None:
    body = "x" * 4_998 + "\r\n" + "y"
    assert client.post(article.comment_url, typed_comment(body=body)).status_code == 302
    assert Comment.objects.get().body_source == "x" * 4_998 + "\ny"


def test_what_was_typed_survives_a_thread_that_closed_meanwhile(
    client: Client, article: Article
) -> None:
    article.thread.close(by=factories.moderator(), reason="The inquest has begun.")
    response = client.post(article.comment_url, typed_comment())
    page = response.content.decode()
    assert response.status_code == 409
    assert "The inquest has begun." in page
    assert "I was on that ferry." in page


def test_the_form_of_a_closed_thread_is_the_reason(client: Client, article: Article) -> None:
    article.thread.close(by=factories.moderator(), reason="The inquest has begun.")
    page = client.get(article.comment_url).content.decode()
    assert "The inquest has begun." in page
    assert "<textarea" not in page


def test_a_reply_says_whom_it_answers(client: Client, article: Article) -> None:
    parent = factories.approved(article, author_name="Ingrid")
    form = client.get(parent.reply_url).content.decode()
    assert "Ingrid" in form
    client.post(article.comment_url, typed_comment(parent=parent.pk))
    assert Comment.objects.held().get().parent == parent


@pytest.mark.parametrize("asked", ["x", "-1", "0", "9" * 30, "²", "%00"])
def test_an_odd_reply_address_is_the_form_of_a_comment(
    client: Client, article: Article, asked: str
) -> None:
    assert client.get(f"{article.comment_url}?parent={asked}").status_code == 200


def test_the_fragment_is_the_form_alone(client: Client, article: Article) -> None:
    fragment = client.get(f"{article.comment_url}?fragment=1").content.decode()
    assert "<textarea" in fragment
    assert "<html" not in fragment


def test_the_form_is_never_cached(client: Client, article: Article) -> None:
    assert "no-store" in client.get(article.comment_url).headers["Cache-Control"]


def test_a_double_click_is_one_comment_and_one_answer(client: Client, article: Article) -> None:
    sent = typed_comment()
    first, second = (client.post(article.comment_url, sent) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Comment.objects.count() == 1


def test_fields_that_are_not_in_the_form_are_ignored(client: Client, article: Article) -> None:
    forged = {"status": "approved", "number": "1", "from_newsroom": "on", "commenter": "1"}
    client.post(article.comment_url, typed_comment(**forged))
    comment = Comment.objects.get()
    assert (comment.status, comment.number, comment.from_newsroom) == ("held", None, False)


def test_a_comment_without_the_forms_token_is_refused_and_given_back(article: Article) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(article.comment_url, typed_comment(body="Keep every word of this."))
    assert response.status_code == 403
    assert "Keep every word of this." in response.content.decode()
    assert not Comment.objects.exists()


def test_staff_answer_as_the_newsroom(client: Client, article: Article) -> None:
    client.force_login(factories.moderator(first_name="Mo", last_name="Lindqvist"))
    typed = typed_comment()
    del typed["author_name"]
    client.post(article.comment_url, typed)
    assert Comment.objects.approved().get().from_newsroom is True


@pytest.mark.parametrize("refused", [True, False])
def test_staff_are_asked_for_no_name_and_told_theirs(
    client: Client, article: Article, refused: bool
) -> None:
    client.force_login(factories.moderator(first_name="Mo", last_name="Lindqvist"))
    send = client.post if refused else client.get
    page = send(article.comment_url, typed_comment(body="") if refused else {}).content.decode()
    own = 'You write as <bdi>Mo Lindqvist</bdi>, <span dir="auto">Moderator</span>.'
    assert own in page
    assert 'name="author_name"' not in page


def test_a_reply_to_what_was_taken_back_can_be_sent_again_by_itself(
    client: Client, article: Article
) -> None:
    parent = factories.approved(article)
    parent.hold(by=factories.moderator())
    response = client.post(article.comment_url, typed_comment(parent=parent.pk))
    assert "stands on its own" in response.content.decode()
    assert response.context["form"]["parent"].value() == ""


def test_staff_do_not_sign_with_another_name(client: Client, article: Article) -> None:
    client.force_login(factories.moderator(first_name="Mo", last_name="Lindqvist"))
    client.post(article.comment_url, typed_comment(author_name="The Publisher"))
    assert Comment.objects.get().author_name == "Mo Lindqvist"


def test_staff_with_a_very_long_name_can_answer(client: Client, article: Article) -> None:
    client.force_login(factories.moderator(first_name="M\u202eo" * 40, last_name="L" * 60))
    client.post(article.comment_url, typed_comment())
    name = Comment.objects.get().author_name
    assert (len(name), "\u202e" in name) == (80, False)


def test_a_repeated_submission_gives_nobody_the_key_of_staff(
    client: Client, article: Article
) -> None:
    sent = typed_comment()
    client.force_login(factories.moderator())
    client.post(article.comment_url, sent)
    stranger = Client()
    stranger.post(article.comment_url, sent)
    assert "commenter" not in stranger.cookies


def test_a_receipt_tells_nothing_of_an_article_that_is_not_public(
    client: Client, article: Article
) -> None:
    receipt = client.post(article.comment_url, typed_comment()).headers["Location"]
    article.withdraw(by=factories.editor(), reason="Two facts are wrong.")
    assert client.get(receipt).status_code == 404


def test_markdown_is_a_small_subset(client: Client, article: Article) -> None:
    body = "It was *late*.\n\n> Was it?\n\n[link](https://example.com) <b>raw</b>"
    factories.approved(article, body_source=body)
    page = client.get(article.get_absolute_url()).content.decode()
    assert "<em>late</em>" in page
    assert "<blockquote>" in page
    assert 'rel="nofollow ugc noopener"' in page
    assert "<b>raw</b>" not in page
