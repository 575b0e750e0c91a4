"""Two at once: posters against a close, moderators on one comment, two halves of a double click.

The rounds are many where writers really run side by side (PostgreSQL); SQLite lets one in at a
time, and a few rounds show that none is lost or refused there.
"""

import datetime
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from django.db import connection

from articles.models import Article
from articles.publishing import PublishingConflict
from comments.models import Appeal, Case, Comment, Commenter, Decision, DecisionConflict, Thread
from comments.posting import ThreadClosed, post
from comments.reporting import ReportRefused, report
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

HOUR = datetime.timedelta(hours=1, minutes=1)
POSTERS = 8
ROUNDS = 100 if connection.vendor == "postgresql" else 5
POSTS_EACH = 12


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each act answers, each in a thread with a connection of its own."""
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def post_until_closed(thread: Thread) -> int:
    posted = 0
    for _ in range(POSTS_EACH):
        try:
            post(
                thread,
                commenter=Commenter(name="Reader"),
                author_name="Reader",
                body_source=f"Let me in {uuid.uuid4()}",
                from_newsroom=posted % 2 == 0,
            )
        except ThreadClosed:
            break
        posted += 1
    return posted


def close_and_look(thread: Thread, by: Any, after: float) -> set[int]:
    """What is committed at the moment the close is confirmed."""
    time.sleep(after)
    thread.close(by=by, reason="It is late.")
    return set(Comment.objects.filter(thread=thread).values_list("pk", flat=True))


def test_nothing_gets_in_after_a_confirmed_close() -> None:
    moderator, accepted, refused = factories.moderator(), 0, 0
    for round_number in range(ROUNDS):
        thread = factories.published(by=moderator).thread
        answers = at_once(
            partial(close_and_look, thread, moderator, after=round_number % 10 / 1000),
            *[partial(post_until_closed, thread)] * POSTERS,
        )
        at_close, posted = answers[0], sum(answers[1:])
        comments = Comment.objects.filter(thread=thread)
        assert set(comments.values_list("pk", flat=True)) == at_close
        assert comments.count() == posted
        numbers = comments.approved().order_by("number").values_list("number", flat=True)
        assert list(numbers) == list(range(1, len(numbers) + 1))
        accepted += posted
        refused += POSTERS * POSTS_EACH - posted
    # Both happened, or the rounds have shown nothing.
    assert accepted > 0
    assert refused > 0


def test_of_two_moderators_at_once_one_decides_and_the_other_is_told() -> None:
    article = factories.published()
    one, other = factories.moderator(), factories.moderator()
    for _ in range(ROUNDS):
        pk = factories.comment(article).pk
        both_have_read = threading.Barrier(2)

        def hurry(
            decide: Callable[[Comment], Any], pk: int = pk, both: Any = both_have_read
        ) -> str:
            comment = Comment.objects.get(pk=pk)
            both.wait()
            try:
                decide(comment)
            except DecisionConflict:
                return "told"
            return "decided"

        answers = at_once(
            lambda: hurry(lambda comment: comment.approve(by=one)),
            lambda: hurry(lambda comment: comment.reject(by=other, reason="Rude.")),
        )
        assert sorted(answers) == ["decided", "told"]
        assert Decision.objects.filter(comment=pk).count() == 1


def test_both_halves_of_a_double_click_are_answered_with_one_comment() -> None:
    thread = factories.published().thread
    for _ in range(max(5, ROUNDS // 5)):
        submission = uuid.uuid4()

        def submit(key: uuid.UUID = submission) -> int:
            commenter = Commenter(name="Reader")
            return post(
                thread,
                commenter=commenter,
                author_name="Reader",
                body_source=f"Twice {key}",
                submission=key,
            ).pk

        answers = at_once(submit, submit, submit)
        assert len(set(answers)) == 1
        assert Comment.objects.filter(submission=submission).count() == 1
    assert Commenter.objects.count() == Comment.objects.count()


def test_of_two_editors_at_once_one_publishes_and_the_other_is_told() -> None:
    editor = factories.editor()
    for _ in range(max(5, ROUNDS // 5)):
        article = factories.draft()

        def publish(pk: int = article.pk) -> str:
            try:
                Article.objects.get(pk=pk).publish(by=editor)
            except PublishingConflict:
                return "told"
            return "published"

        assert sorted(at_once(publish, publish)) == ["published", "told"]
        assert article.status_changes.count() == 1
        assert article.publications.count() == 1


def test_reports_at_once_open_one_case_and_all_are_heard() -> None:
    article = factories.published()
    reporters = [factories.commenter() for _ in range(4)]
    for _ in range(max(5, ROUNDS // 5)):
        comment = factories.approved(article)
        answers = at_once(
            *[partial(report, comment, reason="spam", reporter=reporter) for reporter in reporters]
        )
        case = Case.objects.get(comment=comment)
        assert {made.case_id for made in answers} == {case.pk}
        assert (case.reports.count(), case.reason_counts) == (4, {"spam": 4})
        assert case.weight == pytest.approx(2)
        # Reports of the next round are in the same hour.
        case.reports.update(made_at=comment.posted_at - HOUR)


def test_a_report_and_a_rejection_at_once_leave_no_open_case_behind() -> None:
    article, moderator = factories.published(), factories.moderator()
    for _ in range(ROUNDS):
        comment = factories.approved(article)

        def send(pk: int = comment.pk) -> bool:
            try:
                report(Comment.objects.get(pk=pk), reason="spam")
            except ReportRefused:
                return False
            return True

        def take_down(pk: int = comment.pk) -> None:
            Comment.objects.get(pk=pk).reject(by=moderator, reason="Rude.")

        was_taken, _ = at_once(send, take_down)
        assert not Case.objects.open().filter(comment=comment).exists()
        assert Case.objects.upheld().filter(comment=comment).exists() is was_taken


def test_of_two_moderators_on_one_appeal_one_decides_and_the_other_is_told() -> None:
    article = factories.published()
    first, one, other = (factories.moderator() for _ in range(3))
    for _ in range(ROUNDS):
        comment = factories.approved(article)
        appeal = Appeal.open(comment.reject(by=first, reason="Rude."), text="No.")

        def hurry(decide: Callable[[Appeal], None], pk: int = appeal.pk) -> str:
            try:
                decide(Appeal.objects.get(pk=pk))
            except DecisionConflict:
                return "told"
            return "decided"

        answers = at_once(
            lambda: hurry(lambda it: it.overturn(by=one)),
            lambda: hurry(lambda it: it.uphold(by=other, answer="It stands.")),
        )
        assert sorted(answers) == ["decided", "told"]
        appeal.refresh_from_db()
        comment.refresh_from_db()
        assert comment.is_approved is appeal.is_overturned
