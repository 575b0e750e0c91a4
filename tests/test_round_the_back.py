"""Ways round a moderator's eyes and round a guard, each closed."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments.erasing import erase
from comments.models import (
    Act,
    Appeal,
    Case,
    Comment,
    DecisionConflict,
    Letter,
    LetterKind,
)
from comments.reporting import ReportRefused, report
from comments.rewriting import RewriteRefused, rewrite
from tests import factories

pytestmark = pytest.mark.django_db

CALM = "The people gather beside the water."
RUDE = "Something that nobody has read."


@pytest.fixture
def mo() -> User:
    return factories.moderator(first_name="Mo", last_name="Lindqvist")


@pytest.fixture
def article() -> Article:
    return factories.published()


@pytest.fixture
def held(article: Article, mo: User) -> Comment:
    """One that a moderator took back."""
    comment = factories.approved(article, by=mo, body_source=CALM)
    comment.hold(by=mo, reason="Let me think.")
    return comment


def again(comment: Comment) -> Comment:
    return Comment.objects.get(pk=comment.pk)


# Texts that nobody has read


def test_undoing_a_hold_does_not_publish_a_text_that_was_written_since(
    held: Comment, mo: User
) -> None:
    hold = held.decisions.all()[0]
    rewrite(held, RUDE, seen=1)
    with pytest.raises(DecisionConflict, match="rewritten since"):
        again(held).undo(hold, by=mo)
    assert again(held).is_held is True


def test_undoing_an_act_leaves_what_was_rewritten_since(article: Article, mo: User) -> None:
    comment = factories.approved(article, by=mo, body_source=CALM)
    act = comment.commenter.decide(Act.WATCH, by=mo, reason="Baits.")
    comment.hold(by=mo, part_of=act)
    rewrite(comment, RUDE, seen=1)
    comment.commenter.undo(act, by=mo)
    assert again(comment).is_held is True


def test_what_is_appealed_is_not_rewritten(held: Comment) -> None:
    Appeal.open(held.decisions.all()[0], text="Why?")
    with pytest.raises(RewriteRefused, match="appealed"):
        rewrite(held, RUDE, seen=1)


def test_small_changes_do_not_add_up_to_another_text(article: Article, mo: User) -> None:
    comment = factories.approved(article, by=mo, body_source="The boat was late today again")
    steps = [
        "The boar was late today again",
        "The boar was hate today again",
        "The boar wan hate today again",
        "The boar wan hate toddy again",
    ]
    for number, text in enumerate(steps, start=1):
        comment = rewrite(again(comment), text, seen=number)
    assert comment.is_held is True
    assert comment.held_by_rule == "hold_changed_after_approval"


def test_the_desk_decides_on_the_text_that_was_seen(article: Article, mo: User) -> None:
    comment = factories.comment(article, body_source=CALM)
    Comment.objects.filter(pk=comment.pk).update(held_by_rule="")
    rewrite(comment, RUDE, seen=1)
    desk = Client()
    desk.force_login(mo)
    sent = {"act": "approve", "seen": f"{comment.pk}:1:held"}
    answer = desk.post("/admin/desk/decide/", sent, follow=True)
    assert "It was rewritten since you read it." in answer.content.decode()
    assert again(comment).is_held is True


# Judges


def test_an_interested_moderator_does_not_uphold_an_appeal(mo: User) -> None:
    article = factories.published(factories.author(name="Mo Lindqvist"))
    comment = factories.approved(article)
    appeal = Appeal.open(comment.reject(by=factories.moderator(), reason="Rude."), text="No.")
    with pytest.raises(DecisionConflict, match="You wrote this article"):
        appeal.uphold(by=mo, answer="It stands.")
    assert Appeal.objects.get().is_open is True


def test_who_first_rejected_does_not_judge_what_a_colleague_put_back(
    article: Article, mo: User
) -> None:
    other = factories.moderator()
    comment = factories.approved(article)
    comment.reject(by=mo, reason="Rude.")
    approval = comment.approve(by=other)
    restored = comment.undo(approval, by=other)
    appeal = Appeal.open(restored, text="No.")
    with pytest.raises(DecisionConflict, match="another moderator decides"):
        appeal.uphold(by=mo, answer="It stands.")


# Accounts


def test_a_mailbox_alone_sets_no_password(client: Client) -> None:
    factories.user("Chief moderator", email="chief@lantern.example")
    typed = {"email": "chief@lantern.example"}
    for address in ("reset/", "set/", "change/", "reset/key/1-x/"):
        assert client.post(f"/accounts/password/{address}", typed).status_code == 404
    assert mail.outbox == []


# Cases


def test_withdrawing_a_reported_comment_ends_its_case_without_a_judgement(
    article: Article,
) -> None:
    comment, reporter = factories.approved(article), factories.commenter()
    report(comment, reason="spam", reporter=reporter)
    comment.withdraw()
    case = Case.objects.get()
    assert (case.is_moot, case.closed_by) == (True, None)
    with pytest.raises(ReportRefused):
        report(comment, reason="attack")


def test_nobody_says_that_a_moderator_judged_what_was_withdrawn(
    client: Client, article: Article
) -> None:
    comment = factories.approved(article)
    made = report(comment, reason="spam", email="bo@mail.example")
    comment.withdraw()
    page = client.get(made.receipt_url).content.decode()
    assert "It was withdrawn on" in page
    assert "A moderator read it" not in page
    letter = Letter.objects.get(kind=LetterKind.REPORT)
    assert "moderator" not in letter.words["text"]
    client.force_login(factories.moderator())
    record = client.get(f"/admin/comments/case/{made.case_id}/change/").content.decode()
    assert "Withdrawn by who wrote it" in record
    assert "by a rule" not in record


def test_a_case_that_is_dismissed_stands_in_the_log_of_the_comment(
    article: Article, mo: User
) -> None:
    comment = factories.approved(article)
    report(comment, reason="spam").case.dismiss(by=mo, note="Fair.")
    last = comment.decisions.all()[0]
    assert (last.rule, last.moderator, last.note) == ("kept", mo, "Fair.")


def test_erasing_drops_the_appeal_and_judges_no_case(article: Article, mo: User) -> None:
    comment = factories.approved(article)
    theirs = factories.approved(article, commenter=comment.commenter)
    report(theirs, reason="spam")
    Appeal.open(comment.reject(by=mo, reason="Rude."), text="No.")
    erase(comment.commenter)
    assert Appeal.objects.get().status == "dropped"
    assert Case.objects.get().is_moot is True


# Letters


def letters_of(kind: LetterKind) -> list[Any]:
    return list(Letter.objects.waiting().filter(kind=kind))


def test_a_reply_is_told_when_its_publication_can_no_longer_be_taken_back(
    article: Article, mo: User
) -> None:
    first = factories.approved(article)
    reply = factories.comment(article, parent=first)
    approval = reply.approve(by=mo)
    (letter,) = letters_of(LetterKind.REPLY)
    assert letter.due_at > timezone.now() + datetime.timedelta(seconds=20)
    Letter.objects.cancel()
    again(reply).undo(approval, by=mo)
    again(reply).approve(by=mo)
    assert letters_of(LetterKind.REPLY) == [letter]


def test_what_is_featured_again_is_told_after_all(article: Article, mo: User) -> None:
    comment = factories.approved(article)
    comment.feature(by=mo)
    comment.unfeature(by=mo)
    comment.feature(by=mo)
    assert len(letters_of(LetterKind.FEATURED)) == 1


def test_an_undone_rejection_leaves_the_letter_of_the_approval(article: Article, mo: User) -> None:
    comment = factories.comment(article)
    approval = comment.approve(by=mo)
    comment.undo(comment.reject(by=mo, reason="A slip."), by=mo)
    assert [letter.decision for letter in letters_of(LetterKind.DECISION)] == [approval]


@pytest.mark.parametrize("act", [Act.WARN, Act.WATCH, Act.BAN])
def test_who_is_warned_watched_or_banned_reads_why(act: Act, mo: User) -> None:
    commenter = factories.commenter()
    decision = commenter.decide(act, by=mo, reason="Baits others.")
    (letter,) = letters_of(LetterKind.STANDING)
    assert letter.words["text"] == "Baits others."
    if act is not Act.WARN:
        commenter.undo(decision, by=mo)
        assert letters_of(LetterKind.STANDING) == []


def test_taking_a_published_comment_back_gives_a_reason(article: Article, mo: User) -> None:
    comment = factories.approved(article)
    assert comment.hold(by=mo).reason == "A moderator took it back to read it again."
