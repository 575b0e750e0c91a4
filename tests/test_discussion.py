"""The discussion: posting, screening, numbers, closing."""

import itertools
import uuid

import pytest
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from comments.models import (
    Comment,
    Commenter,
    CommentStatus,
    Decision,
    DecisionConflict,
    HouseRules,
    Thread,
)
from comments.models.comment_status import MOVES
from comments.posting import ReplyRefused, ThreadClosed
from tests import factories

pytestmark = pytest.mark.django_db


def test_every_article_has_a_thread() -> None:
    assert factories.draft().thread.is_open is True


def test_the_first_comment_of_somebody_is_held_with_the_reason() -> None:
    comment = factories.comment(factories.published())
    assert comment.is_held is True
    assert comment.held_because == "None of your comments is published yet."


def test_a_known_commenter_is_published_at_once() -> None:
    article = factories.published()
    comment = factories.comment(article, commenter=factories.commenter(known=True))
    assert comment.is_approved is True
    assert comment.decisions.get().rule == "nothing_objected"


def test_after_a_rejection_a_commenter_is_read_first_again() -> None:
    article, known = factories.published(), factories.commenter(known=True)
    rude = factories.comment(article, commenter=known, author_name=known.name)
    rude.reject(by=factories.moderator(), reason="Rude.")
    again = factories.comment(article, commenter=known, author_name=known.name)
    assert again.held_because == "Your last comment was rejected."


def test_a_known_commenter_under_another_name_is_held() -> None:
    known = factories.commenter(known=True)
    comment = factories.comment(factories.published(), commenter=known, author_name="The Editor")
    assert comment.held_because.startswith("You wrote under another name before")


def test_a_known_commenter_waits_in_a_premoderated_thread() -> None:
    article = factories.published()
    article.thread.premoderate(by=factories.moderator())
    comment = factories.comment(article, commenter=factories.commenter(known=True))
    assert comment.is_held is True


def test_many_links_are_held() -> None:
    links = " ".join(f"https://example.com/{n}" for n in range(HouseRules.now().most_links + 1))
    comment = factories.comment(
        factories.published(), commenter=factories.commenter(known=True), body_source=links
    )
    assert comment.held_because.startswith("It has 3 links")


def test_the_same_text_again_is_held() -> None:
    article, known = factories.published(), factories.commenter(known=True)
    factories.comment(article, commenter=known, body_source="Buy boats.")
    again = factories.comment(article, commenter=known, body_source="Buy boats.")
    assert again.held_because == "The same text was posted before."


def test_the_newsroom_answers_at_once_even_where_others_wait() -> None:
    article = factories.published()
    article.thread.premoderate(by=factories.moderator())
    assert factories.comment(article, from_newsroom=True).is_approved is True


def test_numbers_are_given_in_the_order_of_publication() -> None:
    article = factories.published()
    first, second, third = (factories.comment(article) for _ in range(3))
    for comment in (third, first):
        comment.approve(by=factories.moderator())
    assert (third.number, first.number, second.number) == (1, 2, None)


def test_a_number_is_never_used_again() -> None:
    article, moderator = factories.published(), factories.moderator()
    first = factories.approved(article)
    first.reject(by=moderator, reason="Off the subject.")
    assert factories.approved(article).number == 2
    first.approve(by=moderator)
    assert first.number == 1


def test_replies_stand_under_what_they_answer() -> None:
    article = factories.published()
    first, second = factories.approved(article), factories.approved(article)
    reply = factories.approved(article, parent=first)
    deeper = factories.approved(article, parent=reply)
    assert list(Comment.objects.on_page()) == [first, reply, deeper, second]
    assert [c.depth for c in Comment.objects.on_page()] == [0, 1, 2, 0]


def test_a_very_deep_thread_keeps_its_order_and_a_bounded_path() -> None:
    article = factories.published()
    parent = None
    for _ in range(60):
        parent = factories.approved(article, parent=parent, from_newsroom=True)
    shown = list(Comment.objects.on_page())
    assert [comment.number for comment in shown] == list(range(1, 61))
    assert max(len(comment.path) for comment in shown) == 280


def test_a_removed_comment_with_replies_leaves_a_stub_and_without_them_nothing() -> None:
    article, moderator = factories.published(), factories.moderator()
    answered, lonely = factories.approved(article), factories.approved(article)
    reply = factories.approved(article, parent=answered)
    for comment in (answered, lonely):
        comment.reject(by=moderator, reason="Off the subject.")
    assert list(Comment.objects.on_page()) == [answered, reply]


@pytest.mark.parametrize("status", [CommentStatus.HELD, CommentStatus.REJECTED])
def test_nobody_answers_what_readers_cannot_see(status: CommentStatus) -> None:
    article = factories.published()
    hidden = factories.comment(article)
    if status == CommentStatus.REJECTED:
        hidden.reject(by=factories.moderator(), reason="Rude.")
    with pytest.raises(ReplyRefused):
        factories.comment(article, parent=hidden)


def test_nobody_answers_a_comment_of_another_article() -> None:
    elsewhere = factories.approved(factories.published())
    with pytest.raises(ReplyRefused):
        factories.comment(factories.published(), parent=elsewhere)


def test_a_closed_thread_takes_nothing_and_says_why() -> None:
    article = factories.published()
    article.thread.close(by=factories.moderator(), reason="It is midnight.")
    with pytest.raises(ThreadClosed, match="It is midnight"):
        factories.comment(article)
    assert not Comment.objects.exists()
    assert not Commenter.objects.exists()


def test_an_article_that_is_not_public_takes_no_comment() -> None:
    with pytest.raises(ThreadClosed):
        factories.comment(factories.draft())


def test_one_submission_is_one_comment() -> None:
    article, submission = factories.published(), uuid.uuid4()
    first = factories.comment(article, submission=submission)
    assert factories.comment(article, submission=submission) == first
    assert Comment.objects.count() == 1


def test_closing_needs_a_reason() -> None:
    thread = factories.published().thread
    with pytest.raises(DecisionConflict, match="reason"):
        thread.close(by=factories.moderator(), reason="  ")
    with pytest.raises(IntegrityError):
        Thread.objects.filter(pk=thread.pk).update(mode="closed", reason="")


def test_every_change_of_a_thread_is_written_down() -> None:
    thread, moderator = factories.published().thread, factories.moderator()
    thread.close(by=moderator, reason="Night.")
    thread.open(by=moderator, reason="Morning.")
    log = [(d.from_mode, d.to_mode, d.reason, d.moderator) for d in thread.decisions.order_by("pk")]
    assert log == [
        ("open", "closed", "Night.", moderator),
        ("closed", "open", "Morning.", moderator),
    ]


@pytest.mark.parametrize(("was", "to"), list(itertools.product(CommentStatus, CommentStatus)))
def test_every_pair_of_the_table_of_moves(was: CommentStatus, to: CommentStatus) -> None:
    comment, moderator = factories.comment(factories.published()), factories.moderator()

    def decide(to: CommentStatus) -> Decision:
        """Only who wrote it withdraws it."""
        if to is CommentStatus.WITHDRAWN:
            return comment.withdraw()
        return comment.decide(to, by=moderator, reason="So.")

    if was != CommentStatus.HELD:
        decide(was)
    decisions = comment.decisions.count()
    if to in MOVES[was]:
        decision = decide(to)
        assert (decision.from_status, decision.to_status, comment.status) == (was, to, to)
        assert comment.decisions.count() == decisions + 1
    else:
        with pytest.raises(DecisionConflict):
            decide(to)
        assert comment.decisions.count() == decisions
    comment.refresh_from_db()
    assert comment.status == (to if to in MOVES[was] else was)


def test_the_second_of_two_hurried_moderators_is_told() -> None:
    comment = factories.comment(factories.published())
    stale = Comment.objects.get(pk=comment.pk)
    comment.approve(by=factories.moderator())
    with pytest.raises(DecisionConflict, match="meanwhile"):
        stale.reject(by=factories.moderator(), reason="Rude.")
    assert comment.decisions.count() == 1


@pytest.mark.parametrize("second", ["see", "feature"])
def test_of_two_who_read_a_new_comment_at_once_the_second_is_told(second: str) -> None:
    """Two rows in the log could not be taken back one by one."""
    writer = factories.commenter(known=True)
    comment = factories.comment(factories.published(), commenter=writer)
    as_read = Comment.objects.get(pk=comment.pk)
    by = factories.moderator()
    seen = comment.see(by=by)
    with pytest.raises(DecisionConflict, match="somebody else meanwhile"):
        getattr(as_read, second)(by=factories.moderator())
    comment.undo(seen, by=by)
    assert comment.is_new is True


def test_rejecting_needs_a_reason_by_either_verb() -> None:
    comment = factories.comment(factories.published())
    with pytest.raises(DecisionConflict, match="needs a reason"):
        comment.reject(by=factories.moderator(), reason=" ")
    with pytest.raises(DecisionConflict, match="needs a reason"):
        comment.decide(CommentStatus.REJECTED, by=factories.moderator())
    assert Comment.objects.get().is_held is True


def test_a_comment_that_is_taken_back_is_held_for_the_reason_given() -> None:
    comment = factories.approved(factories.published())
    comment.hold(by=factories.moderator(), reason="Names a child.")
    assert Comment.objects.get().held_because == "Names a child."


def test_the_counts_of_a_thread_are_those_of_its_comments() -> None:
    article, moderator = factories.published(), factories.moderator()
    comments = [factories.comment(article) for _ in range(4)]
    comments[0].approve(by=moderator)
    comments[1].reject(by=moderator, reason="Rude.")
    comments[2].approve(by=moderator)
    comments[2].hold(by=moderator, reason="Look again.")
    thread = Thread.objects.get(article=article)
    assert thread.approved_count == thread.comments.approved().count() == 1
    assert thread.held_count == thread.comments.held().count() == 2


def test_a_permalink_leads_to_the_right_page_of_a_long_thread(client: Client) -> None:
    article = factories.published()
    comments = [factories.approved(article, from_newsroom=True) for _ in range(101)]
    last = client.get(comments[-1].get_absolute_url())
    assert last.headers["Location"] == (
        f"{article.get_absolute_url()}?page=3#comment-{comments[-1].pk}"
    )
    page = client.get(last.headers["Location"]).content.decode()
    assert f'id="comment-{comments[-1].pk}"' in page
    assert f'id="comment-{comments[0].pk}"' not in page


def test_a_comment_that_readers_cannot_see_has_no_permalink(client: Client) -> None:
    held = factories.comment(factories.published())
    assert client.get(held.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("closes", "answered", "said"),
    [(True, True, True), (True, False, False), (False, True, False)],
)
def test_a_closed_thread_says_so_above_its_comments_and_leads_to_the_reason(
    client: Client, closes: bool, answered: bool, said: bool
) -> None:
    article = factories.published()
    if answered:
        factories.approved(article)
    if closes:
        article.thread.close(by=factories.moderator(), reason="The inquest has begun.")
    page = client.get(article.get_absolute_url()).content.decode()
    assert ('<a href="#thread-closed">Closed to new comments</a>' in page) is said
    assert ('id="thread-closed"' in page) is closes


def test_what_is_on_a_page_is_so_by_query_and_by_property() -> None:
    article = factories.published()
    answered, bare = factories.approved(article), factories.approved(article)
    factories.approved(article, parent=answered)
    for comment in (answered, bare):
        comment.reject(by=factories.moderator(), reason="Rude.")
    factories.comment(article)
    on_page = set(Comment.objects.on_page())
    for comment in Comment.objects.all():
        assert comment.is_on_page is (comment in on_page)


def test_a_comment_is_backdated_only_when_it_is_told_so() -> None:
    before = timezone.now()
    assert factories.comment(factories.published()).posted_at >= before
