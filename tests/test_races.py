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
from django.db import connection, transaction
from django.test import Client

from articles.models import Article
from articles.publishing import PublishingConflict
from comments.confirming import own
from comments.erasing import ERASED_BECAUSE, erase
from comments.models import (
    Act,
    Appeal,
    AppealRefused,
    Case,
    Comment,
    Commenter,
    Decision,
    DecisionConflict,
    HouseRules,
    Recommendation,
    RecommendationRefused,
    Thread,
    recommendation,
)
from comments.models.recommendation import recommend, stop_recommending
from comments.posting import PostRefused, ThreadClosed, post
from comments.reporting import ReportRefused, report
from comments.rewriting import rewrite
from comments.sanctions import Waiting, act_on
from tests import factories
from tests.newspaper import typed_comment
from tests.untouched import untouched

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

HOUR = datetime.timedelta(hours=1, minutes=1)
POSTERS = 8
ROUNDS = 100 if connection.vendor == "postgresql" else 5
POSTS_EACH = 12
NO_LIMITS: dict[str, Any] = {"flood_comments": 0, "flood_from_address": 0}


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


def pause_and_look(threads: list[Thread], after: float) -> set[int]:
    """What is committed at the moment the pause is confirmed."""
    time.sleep(after)
    HouseRules(pk=1, paused=True, pause_message="Back at noon.").settle()
    return set(Comment.objects.filter(thread__in=threads).values_list("pk", flat=True))


def test_nothing_gets_in_anywhere_after_a_confirmed_pause() -> None:
    accepted, refused = 0, 0
    for round_number in range(max(5, ROUNDS // 4)):
        HouseRules(pk=1).settle()
        threads = [factories.published().thread for _ in range(2)]
        answers = at_once(
            partial(pause_and_look, threads, after=round_number % 10 / 1000),
            *[partial(post_until_closed, threads[number % 2]) for number in range(POSTERS)],
        )
        at_pause, posted = answers[0], sum(answers[1:])
        comments = Comment.objects.filter(thread__in=threads)
        assert set(comments.values_list("pk", flat=True)) == at_pause
        assert comments.count() == posted
        accepted += posted
        refused += POSTERS * POSTS_EACH - posted
    # Both happened, or the rounds have shown nothing.
    assert accepted > 0
    assert refused > 0


def brake_and_look(thread: Thread, after: float) -> set[int]:
    """What is published at the moment the brake is confirmed."""
    time.sleep(after)
    HouseRules(pk=1, brake_held=1, **NO_LIMITS).settle()
    return set(Comment.objects.filter(thread=thread).approved().values_list("pk", flat=True))


def post_many(thread: Thread, writer: int) -> None:
    for _ in range(POSTS_EACH):
        known = Commenter.objects.get(pk=writer)
        factories.comment(thread.article, commenter=known, body_source=f"On it: {uuid.uuid4()}")


def test_nothing_is_published_unread_after_the_brake_is_on() -> None:
    elsewhere = factories.published()
    for _ in range(2):
        factories.comment(elsewhere)
    writers = [factories.commenter(known=True).pk for _ in range(POSTERS)]
    published, held = 0, 0
    for round_number in range(max(5, ROUNDS // 10)):
        HouseRules(pk=1, **NO_LIMITS).settle()
        thread = factories.published().thread
        at_brake, *_ = at_once(
            partial(brake_and_look, thread, after=round_number % 10 / 1000),
            *[partial(post_many, thread, writer) for writer in writers],
        )
        comments = Comment.objects.filter(thread=thread)
        assert set(comments.approved().values_list("pk", flat=True)) == at_brake
        published += len(at_brake)
        held += comments.held().count()
    # Both happened, or the rounds have shown nothing.
    assert published > 0
    assert held > 0


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


def test_fifty_sendings_of_one_form_are_one_comment_and_one_answer() -> None:
    """Through the whole site, as fifty impatient clicks of one new browser come in."""
    article = factories.published()
    sendings = 50 if connection.vendor == "postgresql" else 10
    secret = Client().get(article.comment_url).cookies["csrftoken"].value
    sent = typed_comment(csrfmiddlewaretoken=secret)

    def send() -> tuple[int, str]:
        browser = Client(enforce_csrf_checks=True)
        browser.cookies["csrftoken"] = secret
        response = browser.post(article.comment_url, sent)
        return response.status_code, response.headers.get("Location", "")

    answers = at_once(*[send] * sendings)
    comment = Comment.objects.get()
    assert set(answers) == {(302, comment.receipt_url)}
    assert Commenter.objects.count() == 1
    assert Thread.objects.get(article=article).held_count == 1


def test_of_readers_who_recommend_and_think_again_at_once_each_counts_once() -> None:
    comment = factories.approved(factories.published())
    readers = [factories.commenter() for _ in range(4)]

    def waver(reader: Commenter) -> None:
        for number in range(ROUNDS // 5 + 1):
            (stop_recommending if number % 2 else recommend)(comment, by=reader)
        recommend(comment, by=reader)

    # Two windows of each reader.
    at_once(*(partial(waver, reader) for reader in readers * 2))
    for reader in readers:
        recommend(comment, by=reader)
    comment.refresh_from_db()
    assert comment.recommended_count == comment.recommendations.count() == len(readers)


def test_a_text_sent_twice_at_once_is_one_version() -> None:
    article = factories.published()
    for number in range(max(5, ROUNDS // 5)):
        comment = factories.comment(article)

        def change(text: str = f"Changed {number}", comment: Comment = comment) -> int:
            return rewrite(comment, text, seen=1).revision

        assert at_once(change, change, change) == [2, 2, 2]
        assert comment.revisions.count() == 2


def test_of_a_moderator_and_a_writer_at_once_nobody_overrules_the_other_unseen() -> None:
    """A comment is approved as it was read, or the moderator is told."""
    article, moderator = factories.published(), factories.moderator()
    for number in range(max(5, ROUNDS // 5)):
        pk = factories.comment(article).pk
        both_have_read = threading.Barrier(2)

        def approve(pk: int = pk, both: Any = both_have_read) -> str:
            comment = Comment.objects.get(pk=pk)
            both.wait()
            try:
                comment.approve(by=moderator)
            except DecisionConflict:
                return "told"
            return "approved"

        def change(pk: int = pk, both: Any = both_have_read, text: str = f"New {number}") -> None:
            comment = Comment.objects.get(pk=pk)
            both.wait()
            rewrite(comment, text, seen=1)

        answer, _ = at_once(approve, change)
        comment = Comment.objects.get(pk=pk)
        assert comment.is_held is True
        assert comment.revision == 2
        assert comment.decisions.count() == (0 if answer == "told" else 2)


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


def test_a_limit_holds_against_many_posts_at_once() -> None:
    """Counted in the database: more workers do not multiply it."""
    HouseRules(pk=1, flood_comments=3).save()
    articles = [factories.published() for _ in range(8)]
    for _ in range(max(3, ROUNDS // 10)):
        reader = Commenter.objects.create(name="Reader")

        def hurry(article: Article, pk: int = reader.pk) -> bool:
            try:
                factories.comment(article, commenter=Commenter.objects.get(pk=pk))
            except PostRefused:
                return False
            return True

        assert sum(at_once(*[partial(hurry, article) for article in articles])) == 3
        assert reader.comments.count() == 3


def test_a_network_has_one_limit_however_many_write_from_it_at_once() -> None:
    HouseRules(pk=1, flood_from_address=3).save()
    articles = [factories.published() for _ in range(8)]
    for number in range(max(3, ROUNDS // 10)):
        network = f"203.0.{number}.0/24"

        def hurry(article: Article, network: str = network) -> bool:
            try:
                factories.comment(article, from_address=network)
            except PostRefused:
                return False
            return True

        assert sum(at_once(*[partial(hurry, article) for article in articles])) == 3


def test_a_network_recommends_so_much_however_much_comes_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(recommendation, "MOST_FROM_NETWORK", 3)
    article = factories.published()
    comments = [factories.approved(article) for _ in range(8)]
    for number in range(max(3, ROUNDS // 10)):

        def hurry(comment: Comment, network: str = f"203.0.{number}.0/24") -> bool:
            try:
                recommend(comment, by=Commenter(), from_address=network)
            except RecommendationRefused:
                return False
            return True

        assert sum(at_once(*[partial(hurry, comment) for comment in comments])) == 3


def post_until_banned(threads: list[Thread], writer: int) -> int:
    posted = 0
    for number in range(POSTS_EACH):
        try:
            post(
                threads[number % len(threads)],
                commenter=Commenter.objects.get(pk=writer),
                author_name="Reader",
                body_source=f"Let me in {uuid.uuid4()}",
            )
        except PostRefused:
            break
        posted += 1
    return posted


def ban_and_look(writer: int, by: Any, after: float) -> dict[int, str]:
    """What is committed at the moment the ban is confirmed, with where it stands."""
    time.sleep(after)
    act_on(
        Commenter.objects.get(pk=writer),
        Act.BAN,
        by=by,
        reason="Advertising.",
        waiting=Waiting.REJECT,
    )
    return dict(Comment.objects.filter(commenter=writer).values_list("pk", "status"))


def test_nothing_of_a_banned_commenter_gets_in_and_all_that_waits_goes() -> None:
    HouseRules.objects.create(pk=1, flood_comments=0, flood_from_address=0, repeat_hours=0)
    moderator, accepted, refused = factories.moderator(), 0, 0
    threads = [factories.published(by=moderator).thread for _ in range(3)]
    for round_number in range(ROUNDS):
        writer = Commenter.objects.create(name="Reader").pk
        answers = at_once(
            partial(ban_and_look, writer, moderator, after=round_number % 10 / 1000),
            *[partial(post_until_banned, threads, writer)] * POSTERS,
        )
        at_ban, posted = answers[0], sum(answers[1:])
        comments = Comment.objects.filter(commenter=writer)
        assert set(comments.values_list("pk", flat=True)) == set(at_ban)
        assert set(at_ban.values()) <= {"rejected"}
        assert comments.count() == posted
        accepted += posted
        refused += POSTERS * POSTS_EACH - posted
    # Both happened, or the rounds have shown nothing.
    assert accepted > 0
    assert refused > 0


@transaction.atomic
def claim(account: int, address: str) -> None:
    own(Commenter.objects.get(pk=account), address)


def test_a_guest_who_is_banned_while_they_are_claimed_does_not_slip_out() -> None:
    moderator = factories.moderator()
    threads = [factories.published(by=moderator).thread for _ in range(2)]
    for number in range(max(5, ROUNDS // 4)):
        guest = factories.commenter(email=f"n{number}@mail.example")
        account = Commenter.objects.create(user=factories.user(), name="Nora")
        as_seen = Commenter.objects.get(pk=guest.pk)

        def ban(seen: Commenter = as_seen) -> bool:
            try:
                seen.decide(Act.BAN, by=moderator, reason="Threats.")
            except DecisionConflict:
                return False
            return True

        was_banned, *_ = at_once(
            ban,
            partial(claim, account.pk, guest.email),
            partial(post_until_banned, threads, guest.pk),
        )
        guest.refresh_from_db()
        account.refresh_from_db()
        assert guest.themselves == account
        assert account.is_banned is was_banned
        assert not guest.comments.exists()


def test_bans_of_two_commenters_in_the_same_threads_wait_for_each_other() -> None:
    moderator = factories.moderator()
    articles = [factories.published(by=moderator) for _ in range(4)]
    for _ in range(max(3, ROUNDS // 5)):
        writers = [Commenter.objects.create(name="Reader").pk for _ in range(2)]
        for article in articles:
            for writer in writers:
                factories.comment(article, commenter=Commenter.objects.get(pk=writer))
        at_once(*[partial(ban_and_look, writer, moderator, after=0) for writer in writers])
        assert Comment.objects.filter(commenter__in=writers).rejected().count() == 8


def test_of_two_moderators_who_undo_and_decide_at_once_one_is_told() -> None:
    article = factories.published()
    one, other = factories.moderator(), factories.moderator()
    for _ in range(max(5, ROUNDS // 5)):
        comment = factories.comment(article)
        decision = comment.approve(by=one)

        def undo(pk: int = comment.pk, taken: Decision = decision) -> str:
            try:
                Comment.objects.get(pk=pk).undo(taken, by=one)
            except DecisionConflict:
                return "told"
            return "undone"

        def reject(pk: int = comment.pk) -> str:
            stale = Comment.objects.get(pk=pk)
            if not stale.is_approved:
                return "late"
            try:
                stale.reject(by=other, reason="Rude.")
            except DecisionConflict:
                return "told"
            return "rejected"

        answers = at_once(undo, undo, reject)
        assert len({"undone", "rejected"} & set(answers)) == 1, answers
        assert answers.count("undone") <= 1
        assert Decision.objects.filter(comment=comment).count() == 2


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


@pytest.mark.parametrize("limit", ["reports_per_hour", "reports_from_address"])
def test_reports_have_one_limit_however_many_come_at_once(limit: str) -> None:
    HouseRules(pk=1, **{limit: 3}).save()
    article = factories.published()
    comments = [factories.approved(article) for _ in range(8)]
    for number in range(max(3, ROUNDS // 10)):
        reader = factories.commenter() if limit == "reports_per_hour" else None

        def hurry(comment: Comment, number: int = number, by: Any = reader) -> bool:
            try:
                report(comment, reason="spam", reporter=by, from_address=f"203.0.{number}.0/24")
            except ReportRefused:
                return False
            return True

        assert sum(at_once(*[partial(hurry, comment) for comment in comments])) == 3


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

        def hurry(decide: Callable[[Appeal], Any], pk: int = appeal.pk) -> str:
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


def test_of_an_appeal_and_a_decision_at_once_the_later_one_is_refused() -> None:
    """Else nobody could decide on a comment that readers see, until its appeal is answered."""
    article = factories.published()
    first, other = factories.moderator(), factories.moderator()
    for _ in range(ROUNDS):
        rejection = factories.approved(article).reject(by=first, reason="Rude.")

        def object_to(pk: int = rejection.pk) -> bool:
            try:
                Appeal.open(Decision.objects.get(pk=pk), text="No.")
            except AppealRefused:
                return False
            return True

        def approve(pk: int = rejection.comment_id) -> bool:
            try:
                Comment.objects.get(pk=pk).approve(by=other)
            except DecisionConflict:
                return False
            return True

        was_appealed, was_approved = at_once(object_to, approve)
        assert was_appealed is not was_approved


def appeal_of(commenter: Commenter, against: str, article: Article, by: Any) -> Appeal:
    comment = factories.approved(article, commenter=commenter)
    if against == "a ban":
        ban = commenter.decide(Act.BAN, by=by, reason="Rude.")
        comment.reject(by=by, reason="Rude.", part_of=ban)
        return Appeal.open(ban, text="No.")
    return Appeal.open(comment.reject(by=by, reason="Rude."), text="No.")


@pytest.mark.parametrize("answer", ["overturn", "ask"])
@pytest.mark.parametrize("against", ["a rejection", "a ban"])
def test_of_an_answer_and_the_erasure_of_who_appealed_neither_fails(
    answer: str, against: str
) -> None:
    """Each waits for the other's locks in the same order."""
    article = factories.published()
    first, other = factories.moderator(), factories.moderator()
    for _ in range(max(5, ROUNDS // 4)):
        commenter = factories.commenter()
        appeal = appeal_of(commenter, against, article, first)

        def hurry(pk: int = appeal.pk) -> bool:
            found = Appeal.objects.get(pk=pk)
            try:
                if answer == "ask":
                    found.ask("Which book?", by=other)
                else:
                    found.overturn(by=other)
            except DecisionConflict:
                return False
            return True

        at_once(hurry, partial(erase, commenter))
        appeal.refresh_from_db()
        assert appeal.is_open is False
        assert not commenter.comments.approved().exists()
        assert not appeal.messages.exclude(text=ERASED_BECAUSE).exists()


def test_of_two_who_recommended_each_other_both_are_erased_at_once() -> None:
    """Each takes a word off the other's comment while their own is withdrawn."""
    for _ in range(max(5, ROUNDS // 4)):
        both = [factories.approved(factories.published()) for _ in range(2)]
        recommend(both[0], by=both[1].commenter)
        recommend(both[1], by=both[0].commenter)
        at_once(*(partial(erase, comment.commenter) for comment in both))
        assert not Recommendation.objects.exists()
        for comment in both:
            comment.refresh_from_db()
            assert (comment.recommended_count, comment.is_withdrawn) == (0, True)


def test_chiefs_who_settle_the_rules_at_once_overwrite_nothing_of_each_other() -> None:
    chiefs = [Client(), Client()]
    for chief in chiefs:
        chief.force_login(factories.user("Chief moderator"))

    def save(chief: Client, address: str, **typed: str) -> Callable[[], Any]:
        """From a page that is opened at once, and sent later."""
        return partial(chief.post, address, untouched(chief.get(address)) | typed)

    for number in range(1, ROUNDS // 5 + 1):
        hours = f"08:00–{number % 10 + 10}:00"
        at_once(
            save(chiefs[0], "/admin/comments/houserules/", most_links=str(number)),
            save(chiefs[1], "/admin/comments/openinghours/", monday=hours),
        )
        assert (HouseRules.now().most_links, HouseRules.now().monday) == (number, hours)
