"""Taking back one's own comment."""

import pytest
from django.test import Client

from articles.models import Article
from comments.models import Comment, DecisionConflict
from comments.models.comment_status import DECIDABLE, CommentStatus
from tests import factories
from tests.readers import written

pytestmark = pytest.mark.django_db

WORDS = "Words I regret."


@pytest.fixture
def article() -> Article:
    return factories.published()


@pytest.fixture
def comment(client: Client, article: Article) -> Comment:
    found = written(client, article, body=WORDS)
    found.approve(by=factories.moderator())
    return found


def html(address: str) -> str:
    return Client().get(address, follow=True).content.decode()


def test_withdrawing_asks_first_and_changes_nothing_by_asking(
    client: Client, comment: Comment
) -> None:
    page = client.get(comment.withdraw_url).content.decode()
    comment.refresh_from_db()
    assert comment.is_approved is True
    assert "Withdraw this comment?" in page
    assert WORDS in page


def test_a_withdrawn_comment_is_gone_and_who_did_it_is_in_the_log(
    client: Client, comment: Comment, article: Article
) -> None:
    answer = client.post(comment.withdraw_url, follow=True).content.decode()
    assert "Your comment is withdrawn" in answer
    decision = comment.decisions.first()
    assert (decision.to_status, decision.rule) == ("withdrawn", "withdrawn_by_commenter")
    assert decision.is_automated is True
    assert f"comment-{comment.pk}" not in html(article.get_absolute_url())
    article.thread.refresh_from_db()
    assert article.thread.approved_count == 0


def test_where_replies_hang_on_it_a_stub_stays(
    client: Client, comment: Comment, article: Article
) -> None:
    factories.approved(article, parent=comment)
    client.post(comment.withdraw_url)
    page = html(article.get_absolute_url())
    assert "Withdrawn by who wrote it." in page
    assert f'id="comment-{comment.pk}"' in page


def test_the_text_of_a_withdrawn_comment_is_nowhere_public(
    client: Client, comment: Comment, article: Article
) -> None:
    reply = factories.approved(article, parent=comment)
    client.post(comment.withdraw_url)
    for address in (
        *(article.get_absolute_url(), article.comment_url, f"{article.comment_url}mine.json"),
        *(comment.replies_url, comment.get_absolute_url(), comment.receipt_url),
        *(reply.get_absolute_url(), reply.reply_url, comment.reply_url, comment.recommend_url),
    ):
        assert WORDS not in html(address), address


def test_a_held_comment_can_be_withdrawn_too(client: Client, article: Article) -> None:
    held = written(client, article)
    client.post(held.withdraw_url)
    held.refresh_from_db()
    assert held.is_withdrawn is True


def test_withdrawing_twice_is_withdrawing_once(client: Client, comment: Comment) -> None:
    answers = {client.post(comment.withdraw_url).headers["Location"] for _ in range(2)}
    assert len(answers) == 1
    assert comment.decisions.filter(to_status="withdrawn").count() == 1


def test_one_can_withdraw_in_a_closed_thread(
    client: Client, comment: Comment, article: Article
) -> None:
    article.thread.close(by=factories.moderator(), reason="It is late.")
    client.post(comment.withdraw_url)
    comment.refresh_from_db()
    assert comment.is_withdrawn is True


def test_nobody_else_withdraws_it(comment: Comment) -> None:
    assert Client().post(comment.withdraw_url).status_code == 404
    comment.refresh_from_db()
    assert comment.is_approved is True


def test_a_rejected_comment_is_not_withdrawn_out_of_the_record(
    client: Client, comment: Comment
) -> None:
    comment.reject(by=factories.moderator(), reason="Rude.")
    client.post(comment.withdraw_url)
    comment.refresh_from_db()
    assert comment.is_rejected is True


@pytest.mark.parametrize("to", sorted(DECIDABLE))
def test_no_moderator_brings_back_what_was_withdrawn(comment: Comment, to: CommentStatus) -> None:
    comment.withdraw()
    with pytest.raises(DecisionConflict):
        comment.decide(to, by=factories.moderator(), reason="Again.")


def test_no_moderator_withdraws_for_a_reader(admin_client: Client, comment: Comment) -> None:
    sent = {"act": "withdraw", "seen": f"{comment.pk}:1:approved"}
    admin_client.post("/admin/desk/decide/", sent)
    with pytest.raises(DecisionConflict, match="only who wrote it"):
        comment.decide(CommentStatus.WITHDRAWN, by=factories.moderator())
    comment.refresh_from_db()
    assert comment.is_approved is True


def test_withdrawing_makes_nobody_known_or_unknown(comment: Comment, article: Article) -> None:
    reader = comment.commenter
    second = factories.comment(article, commenter=reader)
    assert second.is_approved is True
    second.withdraw()
    assert reader.is_known is True
    comment.withdraw()
    assert reader.is_known is False
