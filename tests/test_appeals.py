"""Appeals: the exchange, who decides, and what is restored."""

import datetime
import re
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from comments.desk import queues
from comments.joining import join
from comments.models import (
    Act,
    Appeal,
    AppealRefused,
    Beat,
    Comment,
    Commenter,
    CommentStatus,
    Decision,
    DecisionConflict,
    HouseRules,
)
from comments.reporting import report
from tests import factories
from tests.newspaper import typed_comment

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def comment() -> Comment:
    return factories.approved(factories.published())


@pytest.fixture
def decision(comment: Comment) -> Decision:
    return comment.reject(by=factories.moderator(), reason="Attacks a person.")


@pytest.fixture
def appeal(decision: Decision) -> Appeal:
    return Appeal.open(decision, text="It was a quotation.")


def chief() -> User:
    return factories.user("Chief moderator")


def test_a_decision_is_appealed_once(decision: Decision, appeal: Appeal) -> None:
    assert appeal.messages.get().text == "It was a quotation."
    with pytest.raises(AppealRefused, match="already"):
        Appeal.open(decision, text="Again.")
    assert Comment.objects.appealed().get() == decision.comment


def test_an_appeal_sent_twice_is_opened_once(decision: Decision, appeal: Appeal) -> None:
    """Both had read that there was none."""
    assert Appeal.open(decision, text="It was a quotation.") == appeal
    assert appeal.messages.count() == 1


@pytest.mark.parametrize("verdict", ["uphold", "overturn", "publish"])
def test_no_appeal_is_decided_without_what_the_commenter_wrote_last(
    client: Client, appeal: Appeal, verdict: str
) -> None:
    client.force_login(factories.moderator())
    page = client.get("/admin/desk/appealed/").content.decode()
    assert 'name="heard" value="1"' in page
    appeal.write("Here is the proof.")
    sent = {"verdict": verdict, "answer": "It was no quotation.", "heard": "1"}
    answer = client.post(f"/admin/desk/appeals/{appeal.pk}/decide/", sent)
    told = answer.content.decode()
    assert "has written again: read it, then decide." in told
    assert "Here is the proof." in told
    assert "It was no quotation." in told
    assert Appeal.objects.get().is_open is True
    client.post(f"/admin/desk/appeals/{appeal.pk}/decide/", sent | {"heard": "2"})
    assert Appeal.objects.get().is_open is False


def test_a_question_is_answered_and_not_merely_followed(client: Client, appeal: Appeal) -> None:
    address = appeal.appealed.statement_url
    assert "Write once more, if you like" in client.get(address).content.decode()
    appeal.ask("Where did you find it?", by=factories.moderator())
    assert "Your answer to the moderator" in client.get(address).content.decode()


def test_the_time_to_appeal_is_a_rule_of_the_house(decision: Decision) -> None:
    HouseRules.objects.create(pk=1, appeal_days=3)
    end, second = decision.decided_at + datetime.timedelta(days=3), datetime.timedelta(seconds=1)
    with time_machine.travel(end + second), pytest.raises(AppealRefused, match="ended on"):
        Appeal.open(decision, text="Too late.")
    with time_machine.travel(end - second):
        assert Appeal.open(decision, text="In time.").is_open is True


def test_an_approval_cannot_be_appealed(comment: Comment) -> None:
    with pytest.raises(AppealRefused, match="nothing to appeal"):
        Appeal.open(comment.decisions.get(), text="Why?")


def test_what_was_put_right_cannot_be_appealed_any_more(client: Client, comment: Comment) -> None:
    decision = comment.reject(by=factories.moderator(), reason="Rude.")
    comment.approve(by=factories.moderator())
    answer = client.post(f"{decision.statement_url}appeal/", {"text": "Let no one decide."})
    assert answer.status_code == 409
    assert "nothing left to appeal" in answer.content.decode()
    comment.hold(by=factories.moderator())
    assert comment.is_held is True


def test_of_two_decisions_on_a_comment_the_one_that_holds_is_appealed(comment: Comment) -> None:
    by = factories.moderator()
    first, second = comment.hold(by=by), comment.reject(by=by, reason="Rude.")
    with pytest.raises(AppealRefused, match="no longer holds"):
        Appeal.open(first, text="No.")
    assert Appeal.open(second, text="No.").is_open is True


def test_a_decision_is_in_force_again_once_the_next_one_was_taken_back(comment: Comment) -> None:
    by = factories.moderator()
    first = comment.hold(by=by)
    comment.undo(comment.reject(by=by, reason="A slip."), by=by)
    assert comment.restriction == first
    assert Appeal.open(first, text="No.").is_open is True


def test_an_appeal_can_be_granted_whatever_a_rule_has_decided_since(
    client: Client, comment: Comment
) -> None:
    """A second appeal beside it would keep both from being granted."""
    appeal = Appeal.open(comment.hold(by=factories.moderator()), text="No.")
    by_rule = comment.decide(
        CommentStatus.REJECTED, by=None, rule="reject_banned_words", reason="A word."
    )
    page = client.get(by_rule.statement_url).content.decode()
    answer = client.post(f"{by_rule.statement_url}appeal/", {"text": "Nor this."})
    assert "You have appealed on this comment already." in page
    assert "Send appeal" not in page
    assert answer.status_code == 409
    Appeal.objects.get().overturn(by=factories.moderator(), publish=True)
    comment.refresh_from_db()
    assert comment.is_approved is True
    appeal.refresh_from_db()
    assert appeal.is_overturned is True


def test_withdrawing_a_comment_ends_the_appeal_without_a_verdict(
    client: Client, comment: Comment
) -> None:
    appeal = Appeal.open(comment.hold(by=factories.moderator()), text="No.")
    comment.withdraw()
    appeal.refresh_from_db()
    assert appeal.is_dropped is True
    page = client.get(appeal.decision.statement_url).content.decode()
    assert "Nobody decides on this appeal any more." in page
    assert "The decision stands." not in page
    with pytest.raises(DecisionConflict, match="withdrawn or erased meanwhile"):
        appeal.uphold(by=factories.moderator(), answer="It stands.")


def test_whoever_withdraws_is_told_that_their_appeal_ends_with_it(client: Client) -> None:
    client.post(factories.published().comment_url, typed_comment())
    comment = Comment.objects.get()
    assert "Your appeal ends" not in client.get(comment.withdraw_url).content.decode()
    by = factories.moderator()
    Commenter.objects.update(email_confirmed_at=timezone.now())
    comment.refresh_from_db()
    comment.approve(by=by)
    Appeal.open(comment.hold(by=by), text="No.")
    assert "Your appeal ends with it." in client.get(comment.withdraw_url).content.decode()


def test_the_word_for_appealed_comments_agrees_with_the_property(appeal: Appeal) -> None:
    factories.comment(appeal.comment.thread.article)
    for comment in Comment.objects.all():
        is_found = Comment.objects.appealed().filter(pk=comment.pk).exists()
        assert comment.is_appealed is is_found


def test_what_a_later_act_has_overtaken_cannot_be_appealed() -> None:
    commenter, by = factories.commenter(), factories.moderator()
    watch = commenter.decide(Act.WATCH, by=by, reason="Rude.")
    ban = commenter.decide(Act.BAN, by=by, reason="Ruder.")
    with pytest.raises(AppealRefused, match="no longer holds"):
        Appeal.open(watch, text="No.")
    assert Appeal.open(ban, text="No.").is_open is True


def test_a_muting_that_is_over_cannot_be_appealed() -> None:
    soon = timezone.now() + datetime.timedelta(hours=1)
    mute = factories.commenter().decide(
        Act.MUTE, by=factories.moderator(), reason="So.", until=soon
    )
    with time_machine.travel(soon), pytest.raises(AppealRefused, match="no longer holds"):
        Appeal.open(mute, text="No.")


def test_another_moderator_overturns_and_the_comment_stands_as_before(appeal: Appeal) -> None:
    comment, other = appeal.comment, factories.moderator()
    number = comment.number
    appeal.overturn(by=other, answer="You were right.")
    comment.refresh_from_db()
    appeal.refresh_from_db()
    assert (comment.status, comment.number) == ("approved", number)
    assert (appeal.status, appeal.decided_by, appeal.answer) == (
        "overturned",
        other,
        "You were right.",
    )
    undoing = comment.decisions.first()
    assert (undoing.undoes, undoing.moderator) == (appeal.decision, other)
    assert f"On appeal {appeal.pk}." in undoing.note
    assert not Comment.objects.appealed().exists()


def test_overturning_restores_what_was_held_with_its_reason() -> None:
    held = factories.comment(factories.published())
    why = held.held_because
    decision = held.reject(by=factories.moderator(), reason="Rude.")
    Appeal.open(decision, text="No.").overturn(by=factories.moderator())
    held.refresh_from_db()
    assert (held.status, held.held_because) == ("held", why)


def test_overturning_can_publish_what_was_held() -> None:
    held = factories.comment(factories.published())
    decision = held.reject(by=factories.moderator(), reason="Rude.")
    Appeal.open(decision, text="No.").overturn(by=factories.moderator(), publish=True)
    held.refresh_from_db()
    assert (held.status, held.number) == ("approved", 1)


def test_a_rules_decision_may_be_overturned_by_any_moderator() -> None:
    comment = factories.approved(factories.published())
    decision = comment.decide(
        CommentStatus.REJECTED, by=None, rule="reject_filled_trap", reason="So."
    )
    Appeal.open(decision, text="I am no machine.").overturn(by=factories.moderator())
    comment.refresh_from_db()
    assert comment.is_approved is True


@pytest.mark.parametrize("verb", ["uphold", "overturn"])
def test_nobody_judges_their_own_decision(appeal: Appeal, verb: str) -> None:
    judge = appeal.decision.moderator
    with pytest.raises(DecisionConflict, match="another moderator"):
        getattr(appeal, verb)(by=judge, answer="So.", override="I am alone here.")
    appeal.refresh_from_db()
    assert appeal.is_open is True
    appeal.comment.refresh_from_db()
    assert appeal.comment.is_rejected is True


def test_a_chief_who_is_alone_writes_down_why(comment: Comment) -> None:
    alone = chief()
    appeal = Appeal.open(comment.reject(by=alone, reason="Rude."), text="No.")
    with pytest.raises(DecisionConflict, match="write down"):
        appeal.overturn(by=alone)
    appeal.overturn(by=alone, override="Nobody else moderates here.")
    appeal.refresh_from_db()
    assert (appeal.status, appeal.override) == ("overturned", "Nobody else moderates here.")


@pytest.mark.parametrize("publish", [False, True])
def test_a_reason_to_judge_ones_own_decision_is_logged_as_nothing_else(
    comment: Comment, publish: bool
) -> None:
    alone = chief()
    report(comment, reason="attack")
    appeal = Appeal.open(comment.hold(by=alone), text="No.")
    appeal.overturn(by=alone, override="Nobody else moderates here.", publish=publish)
    assert appeal.override == "Nobody else moderates here."
    assert not comment.decisions.exclude(override="").exists()


def test_a_reason_that_no_judge_needed_stands_in_no_log(comment: Comment, appeal: Appeal) -> None:
    appeal.overturn(by=factories.moderator(), override="None.")
    assert appeal.override == ""
    assert not comment.decisions.exclude(override="").exists()


def test_a_reason_to_judge_under_ones_own_story_stands_in_both_logs() -> None:
    author = factories.moderator()
    written = factories.approved(factories.published(factories.author(user=author)))
    appeal = Appeal.open(written.reject(by=factories.moderator(), reason="Rude."), text="No.")
    appeal.overturn(by=author, override="Mo is away.")
    assert (appeal.override, written.decisions.first().override) == ("Mo is away.", "Mo is away.")


@pytest.mark.parametrize("who", ["judge", "author"])
def test_who_may_not_judge_an_appeal_asks_nothing_either(
    client: Client, appeal: Appeal, who: str
) -> None:
    author = factories.moderator(first_name="Ana", last_name="Ruiz")
    article = factories.published(factories.author(name="Ana Ruiz"))
    own = factories.approved(article).reject(by=factories.moderator(), reason="Rude.")
    found = appeal if who == "judge" else Appeal.open(own, text="No.")
    client.force_login(author if who == "author" else User.objects.get(decisions=appeal.decision))
    page = client.post(f"/admin/desk/appeals/{found.pk}/ask/", {"text": "Will you be quiet?"})
    told = "You wrote this article" if who == "author" else "another moderator decides"
    assert told in page.content.decode()
    assert found.messages.count() == 1


def test_a_chief_who_is_alone_asks_with_a_reason_that_is_kept(
    client: Client, comment: Comment
) -> None:
    alone = chief()
    appeal = Appeal.open(comment.reject(by=alone, reason="Rude."), text="No.")
    client.force_login(alone)
    sent = {"text": "Which book?", "override": "Nobody else moderates here."}
    address = f"/admin/desk/appeals/{appeal.pk}/"
    client.post(f"{address}ask/", sent | {"override": ""})
    assert appeal.messages.count() == 1
    client.post(f"{address}ask/", sent)
    assert appeal.messages.last().override == "Nobody else moderates here."
    for page in (address, appeal.decision.statement_url):
        assert "Nobody else moderates here." in client.get(page).content.decode()


def test_the_reason_for_asking_under_ones_own_story_stays_among_moderators(
    client: Client,
) -> None:
    article = factories.published(factories.author(name="Ana Ruiz"))
    decision = factories.approved(article).reject(by=factories.moderator(), reason="Rude.")
    author = factories.moderator(first_name="Ana", last_name="Ruiz")
    appeal = Appeal.open(decision, text="No.")
    appeal.ask("Which book?", by=author, override="Mo is away.")
    assert "Mo is away." not in client.get(decision.statement_url).content.decode()
    client.force_login(factories.moderator())
    page = client.get(f"/admin/desk/appeals/{appeal.pk}/").content.decode()
    assert "In spite of an interest: Mo is away." in page


def test_a_reason_that_nobody_needed_is_not_kept(appeal: Appeal) -> None:
    message = appeal.ask("Which book?", by=factories.moderator(), override="None.")
    assert message.override == ""


def test_upholding_needs_an_answer(appeal: Appeal) -> None:
    with pytest.raises(DecisionConflict, match="why the decision stands"):
        appeal.uphold(by=factories.moderator(), answer=" ")
    appeal.uphold(by=factories.moderator(), answer="The quotation was no quotation.")
    appeal.comment.refresh_from_db()
    assert appeal.comment.is_rejected is True


def test_the_second_of_two_moderators_is_told(appeal: Appeal) -> None:
    stale = Appeal.objects.get(pk=appeal.pk)
    appeal.uphold(by=factories.moderator(), answer="It stands.")
    with pytest.raises(DecisionConflict, match="somebody else meanwhile"):
        stale.overturn(by=factories.moderator())
    appeal.comment.refresh_from_db()
    assert appeal.comment.is_rejected is True


def test_what_was_decided_on_since_is_not_restored_but_can_be_published(appeal: Appeal) -> None:
    comment, other = appeal.comment, factories.moderator()
    comment.decide(CommentStatus.HELD, by=None, rule="held_again")
    with pytest.raises(DecisionConflict, match="decided on again since"):
        Appeal.objects.get(pk=appeal.pk).overturn(by=other)
    appeal.refresh_from_db()
    assert appeal.is_open is True
    appeal.overturn(by=other, publish=True)
    comment.refresh_from_db()
    assert comment.is_approved is True


def test_a_case_that_the_decision_had_closed_ends_with_the_appeal(comment: Comment) -> None:
    case = report(comment, reason="attack").case
    comment.refresh_from_db()
    decision = comment.reject(by=factories.moderator(), reason="Rude.")
    Appeal.open(decision, text="No.").overturn(by=factories.moderator())
    case.refresh_from_db()
    assert case.outcome == "dismissed"
    assert not Comment.objects.reported().exists()


def test_a_ban_is_appealed_and_lifted_with_what_it_took_along() -> None:
    commenter = factories.commenter(known=True)
    written = commenter.comments.get()
    ban = commenter.decide(Act.BAN, by=factories.moderator(), reason="Rude.")
    written.reject(by=ban.moderator, reason="Rude.", part_of=ban)
    Appeal.open(ban, text="It was my brother.").overturn(by=factories.moderator())
    commenter.refresh_from_db()
    written.refresh_from_db()
    assert (commenter.standing, written.status) == ("good", "approved")


def test_a_commenter_who_was_decided_on_since_can_be_restored() -> None:
    commenter = factories.commenter()
    watch = commenter.decide(Act.WATCH, by=factories.moderator(), reason="Rude.")
    appeal = Appeal.open(watch, text="I was not.")
    commenter.decide(Act.BAN, by=factories.moderator(), reason="Ruder.")
    with pytest.raises(DecisionConflict, match="since"):
        Appeal.objects.get(pk=appeal.pk).overturn(by=factories.moderator())
    Appeal.objects.get(pk=appeal.pk).overturn(by=factories.moderator(), publish=True)
    assert Commenter.objects.get(pk=commenter.pk).standing == "good"


def test_the_exchange_has_a_limit_for_the_appellant(appeal: Appeal) -> None:
    appeal.ask("Which book?", by=factories.moderator())
    appeal.write("The third.")
    appeal.write("Page 9.")
    with pytest.raises(AppealRefused, match="all messages"):
        appeal.write("And page 10.")
    assert [message.is_appellants for message in appeal.messages.all()] == [True, False, True, True]


def test_each_question_can_be_answered_however_much_was_written(
    client: Client, appeal: Appeal
) -> None:
    appeal.write("The third.")
    appeal.write("Page 9.")
    address = appeal.appealed.statement_url
    assert "<textarea" not in client.get(address).content.decode()
    for question, words in [("Of which edition?", "The first."), ("Sure?", "Quite.")]:
        appeal.ask(question, by=factories.moderator())
        assert "You have 1 message left." in client.get(address).content.decode()
        client.post(f"{address}appeal/", {"text": words})
        assert appeal.messages.last().text == words
        with pytest.raises(AppealRefused, match="all messages"):
            appeal.write("And page 10.")


def test_a_message_sent_twice_is_kept_once(appeal: Appeal) -> None:
    assert appeal.write("It was a quotation.") == appeal.messages.get()


def test_nothing_is_written_to_an_appeal_that_is_decided(appeal: Appeal) -> None:
    appeal.uphold(by=factories.moderator(), answer="It stands.")
    with pytest.raises(AppealRefused, match="decided"):
        appeal.write("But!")
    with pytest.raises(DecisionConflict, match="decided already"):
        appeal.ask("Hm?", by=factories.moderator())


# The page


def test_an_appeal_is_sent_and_answered_on_the_page_of_the_statement(
    client: Client, decision: Decision
) -> None:
    address = decision.statement_url
    response = client.post(f"{address}appeal/", {"text": "It was a quotation."}, follow=True)
    page = response.content.decode()
    assert "It was a quotation." in page
    assert "A moderator who did not take this decision reads your appeal." in page
    Appeal.objects.get().ask("Of which book?", by=factories.moderator())
    assert "Of which book?" in client.get(address).content.decode()
    client.post(f"{address}appeal/", {"text": "Of his own."})
    Appeal.objects.get().uphold(by=factories.moderator(), answer="We looked it up. It is not.")
    page = client.get(address).content.decode()
    assert "The decision stands." in page
    assert "We looked it up. It is not." in page
    assert "<textarea" not in page


def test_an_empty_appeal_is_not_sent(client: Client, decision: Decision) -> None:
    response = client.post(f"{decision.statement_url}appeal/", {"text": " "})
    assert response.status_code == 422
    assert "Write what you object to." in response.content.decode()
    assert not Appeal.objects.exists()


def test_a_late_appeal_is_refused_with_the_text_kept(client: Client, decision: Decision) -> None:
    with time_machine.travel(timezone.now() + datetime.timedelta(days=31)):
        assert "The time to appeal ended on" in client.get(decision.statement_url).content.decode()
        response = client.post(f"{decision.statement_url}appeal/", {"text": "Too late."})
    page = response.content.decode()
    assert response.status_code == 409
    assert page.count("The time to appeal ended on") == 1
    assert "Too late." in page


@pytest.mark.parametrize(("typed", "days"), [("", 0), ("Too late.", 31)])
def test_that_an_appeal_was_not_sent_is_said_on_top(
    client: Client, decision: Decision, typed: str, days: int
) -> None:
    with time_machine.travel(timezone.now() + datetime.timedelta(days=days)):
        answer = client.post(f"{decision.statement_url}appeal/", {"text": typed})
    page = answer.content.decode()
    assert page.count('role="alert"') == 1
    assert page.index("</h1>") < page.index("Your appeal was not sent.") < page.index("<dl")
    assert "<title>Not sent" in page


def test_an_appeal_is_not_opened_by_following_a_link(client: Client, decision: Decision) -> None:
    opened = client.get(f"{decision.statement_url}appeal/")
    assert opened["Location"] == f"{decision.statement_url}#appeal"
    assert not Appeal.objects.exists()


# The moderators' side


def test_a_moderator_reads_and_decides_an_appeal(client: Client, appeal: Appeal) -> None:
    client.force_login(factories.moderator())
    address = f"/admin/desk/appeals/{appeal.pk}/"
    page = client.get(address).content.decode()
    for words in ("It was a quotation.", "Attacks a person.", appeal.comment.body):
        assert words in page
    client.post(f"{address}ask/", {"text": "Of which book?"})
    refused = client.post(f"{address}decide/", {"verdict": "uphold", "answer": ""})
    assert "why the decision stands" in refused.content.decode()
    told = client.post(
        f"{address}decide/", {"verdict": "overturn", "answer": "You were right."}, follow=True
    )
    assert f"Decision overturned. {appeal.commenter} can read your answer." in told.content.decode()
    appeal.refresh_from_db()
    assert appeal.is_overturned is True
    assert appeal.messages.count() == 2


def test_the_judge_of_the_first_instance_has_no_buttons(client: Client, appeal: Appeal) -> None:
    client.force_login(User.objects.get(decisions=appeal.decision))
    page = client.get(f"/admin/desk/appeals/{appeal.pk}/").content.decode()
    assert "another moderator decides" in page
    assert 'name="verdict"' not in page
    sent = {"verdict": "uphold", "answer": "It stands, I say."}
    told = client.post(f"/admin/desk/appeals/{appeal.pk}/decide/", sent).content.decode()
    assert "another moderator decides" in told
    appeal.refresh_from_db()
    assert appeal.is_open is True


def test_a_conflict_keeps_the_answer_that_was_typed(client: Client, appeal: Appeal) -> None:
    appeal.comment.decide(CommentStatus.HELD, by=None, rule="held_again")
    client.force_login(factories.moderator())
    sent = {"verdict": "overturn", "answer": "You were right, of course."}
    page = client.post(f"/admin/desk/appeals/{appeal.pk}/decide/", sent).content.decode()
    assert "decided on again since" in page
    assert "You were right, of course." in page
    assert "Overturn and publish" in page


@pytest.mark.parametrize("act", ["decide", "ask"])
@pytest.mark.parametrize("role", ["Reporter", "Editor"])
def test_only_moderators_answer_appeals(
    client: Client, appeal: Appeal, act: str, role: str
) -> None:
    client.force_login(factories.user(role))
    sent = {"verdict": "uphold", "answer": "No.", "text": "No."}
    assert client.post(f"/admin/desk/appeals/{appeal.pk}/{act}/", sent).status_code == 403
    appeal.refresh_from_db()
    assert (appeal.is_open, appeal.messages.count()) == (True, 1)


@pytest.mark.parametrize("act", ["approve", "hold"])
def test_what_is_appealed_is_decided_by_answering_the_appeal(act: str) -> None:
    """Otherwise whoever took the decision would grant the appeal against it."""
    by = factories.moderator()
    comment = factories.approved(factories.published())
    Appeal.open(comment.reject(by=by, reason="Rude."), text="I was not.")
    with pytest.raises(DecisionConflict, match="answer the appeal"):
        getattr(comment, act)(by=by)
    comment.refresh_from_db()
    assert comment.is_rejected is True


def test_an_answered_appeal_leaves_the_comment_to_moderators_again() -> None:
    comment = factories.approved(factories.published())
    appeal = Appeal.open(comment.reject(by=factories.moderator(), reason="Rude."), text="No.")
    appeal.uphold(by=factories.moderator(), answer="It stands.")
    comment.approve(by=factories.moderator())
    assert comment.is_approved is True


# At the desk


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.moderator())
    return client


@pytest.fixture
def banned() -> Appeal:
    """An appeal against a ban that took a comment along."""
    commenter = factories.commenter(known=True, name="Nora Quill")
    by = factories.moderator(first_name="Ana", last_name="Ruiz")
    ban = commenter.decide(Act.BAN, by=by, reason="Baits others.", note="Third time.")
    commenter.comments.get().reject(by=by, reason="Baits others.", part_of=ban)
    return Appeal.open(ban, text="It was my brother.")


def test_an_appeal_about_a_commenter_stands_at_the_desk_with_what_it_is_judged_by(
    desk: Client, banned: Appeal, appeal: Appeal
) -> None:
    answer = desk.get("/admin/desk/appealed/")
    page = " ".join(answer.content.decode().split())
    # The one that waits longest first, whatever it is against.
    assert [card.appeal for card in answer.context["cards"]] == [banned, appeal]
    for words in (
        *("It was my brother.", "Ban, by Ana Ruiz", "Baits others.", "Third time.", "Nora Quill"),
        *("1 of their comments went along", banned.commenter.comments.get().body_source),
        "2</span>",
    ):
        assert words in page, words


def test_whatever_is_appealed_the_card_has_the_commenters_record(
    desk: Client, banned: Appeal
) -> None:
    rejected = banned.commenter.comments.get().decisions.latest("pk")
    Appeal.open(rejected, text="Nor was that me.")
    page = " ".join(desk.get("/admin/desk/appealed/").content.decode().split())
    record = '0 published, <strong class="desk-bad">1 rejected</strong>.'
    note = '<p class="desk-note" dir="auto">Third time. <span class="desk-quiet">Ana Ruiz</span>'
    for words in (record, '<li dir="auto">Baits others.</li>', note):
        assert page.count(words) == 2, words


def test_a_commenters_appeal_is_answered_at_the_desk_and_undoes_what_the_act_did(
    desk: Client, banned: Appeal
) -> None:
    sent = {"verdict": "overturn", "answer": "You were right.", "back": "/admin/desk/appealed/"}
    told = desk.post(f"/admin/desk/appeals/{banned.pk}/decide/", sent, follow=True)
    assert "Decision overturned. Nora Quill can read your answer." in told.content.decode()
    assert "Nobody has appealed." in told.content.decode()
    commenter = Commenter.objects.get(pk=banned.commenter.pk)
    assert (commenter.standing, commenter.comments.get().status) == ("good", "approved")


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_whoever_lifts_a_ban_is_told_which_comment_has_an_appeal_of_its_own(
    desk: Client, banned: Appeal, headers: dict[str, str]
) -> None:
    comment = banned.commenter.comments.get()
    Appeal.open(comment.decisions.all()[0], text="This too.")
    sent = {"verdict": "overturn", "answer": "You were right.", "back": "/admin/desk/appealed/"}
    address = f"/admin/desk/appeals/{banned.pk}/decide/"
    told = desk.post(address, sent, headers=headers, follow=True).content.decode()
    assert "can read your answer." in told
    assert f"Not put back: {comment} is appealed: answer the appeal instead." in told
    banned.commenter.refresh_from_db()
    assert banned.commenter.standing == "good"


@pytest.mark.parametrize("about", ["comment", "commenter"])
@pytest.mark.parametrize("times", [1, 2])
def test_whose_decision_stands_again_does_not_judge_it(
    client: Client, comment: Comment, about: str, times: int
) -> None:
    by = factories.moderator()
    taken: Any = (
        comment.reject(by=by, reason="Rude.")
        if about == "comment"
        else comment.commenter.decide(Act.BAN, by=by, reason="Rude.")
    )
    for _ in range(2 * times):
        taken = _taken_back(taken)
    appeal = Appeal.open(taken, text="I was not.")
    assert appeal.is_own_of(by) is True
    assert appeal.is_own_of(factories.moderator()) is False
    client.force_login(by)
    page = client.get("/admin/desk/appealed/").content.decode()
    assert "another moderator decides" in page
    with pytest.raises(DecisionConflict, match="another moderator"):
        appeal.uphold(by=by, answer="It stands.")


def test_whose_ban_stands_again_does_not_judge_it_whoever_else_acted_meanwhile() -> None:
    """The reader was known by another name as well, and somebody else had muted that one."""
    until = timezone.now() + datetime.timedelta(days=9)
    kay, guest = factories.commenter(user=factories.user()), factories.commenter()
    by, other = factories.moderator(), factories.moderator()
    ban = kay.decide(Act.BAN, by=by, reason="Threats.")
    guest.decide(Act.MUTE, by=other, reason="Noise.", until=until)
    join(guest, into=kay)
    appeal = Appeal.open(_taken_back(_taken_back(ban)), text="I made none.")
    assert (appeal.is_own_of(by), appeal.is_own_of(other)) == (True, False)


def _taken_back(taken: Any) -> Any:
    """By a colleague."""
    by = factories.moderator()
    if isinstance(taken, Decision):
        return taken.comment.undo(taken, by=by)
    commenter = Commenter.objects.get(pk=taken.commenter_id)
    undoing, _ = commenter.undo(taken, by=by)
    return undoing


def test_who_banned_has_no_buttons_at_the_desk(client: Client, banned: Appeal) -> None:
    client.force_login(User.objects.get(commenter_decisions=banned.commenter_decision))
    page = client.get("/admin/desk/appealed/").content.decode()
    assert "another moderator decides" in page
    assert 'name="verdict"' not in page


def test_an_open_page_loses_the_card_that_was_answered(desk: Client, banned: Appeal) -> None:
    address, htmx = f"/admin/desk/appeals/{banned.pk}/decide/", {"HX-Request": "true"}
    sent = {"verdict": "uphold", "answer": "", "queue": "appealed"}
    page = desk.post(address, sent, headers=htmx).content.decode()
    assert f'id="card-appeal-{banned.pk}"' in page
    assert "why the decision stands" in page
    page = desk.post(address, sent | {"answer": "It stands."}, headers=htmx).content.decode()
    assert f'<div id="card-appeal-{banned.pk}" hx-swap-oob="delete">' in page
    assert "0 left." in page
    assert "An answered appeal is not taken back." in page


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_the_second_of_two_judges_reads_that_a_colleague_was_faster(
    desk: Client, banned: Appeal, headers: dict[str, str]
) -> None:
    banned.uphold(by=factories.moderator(), answer="It stands.")
    sent = {"verdict": "overturn", "answer": "You were right.", "queue": "appealed"}
    answer = desk.post(f"/admin/desk/appeals/{banned.pk}/decide/", sent, headers=headers)
    page = answer.content.decode()
    assert "was decided by somebody else meanwhile" in page
    assert "It stands." in page
    assert 'name="verdict"' not in page


def test_filters_say_that_they_keep_the_appeals_about_commenters_away(
    desk: Client, banned: Appeal, appeal: Appeal
) -> None:
    section = appeal.comment.thread.article.section.slug
    page = desk.get(f"/admin/desk/appealed/?section={section}").content.decode()
    assert f'id="card-{appeal.comment.pk}"' in page
    assert f'id="card-appeal-{banned.pk}"' not in page
    assert "1 appeal about commenters outside" in page


def test_a_moderator_of_some_sections_does_not_meet_appeals_about_commenters(
    client: Client, banned: Appeal, appeal: Appeal
) -> None:
    umpire = factories.moderator()
    Beat.objects.create(moderator=umpire).sections.add(appeal.comment.thread.article.section)
    client.force_login(umpire)
    assert client.get(f"/admin/desk/appeals/{banned.pk}/").status_code == 404
    page = client.get("/admin/desk/appealed/").content.decode()
    assert f'id="card-{appeal.comment.pk}"' in page
    assert "It was my brother." not in page


def test_appeals_are_leafed_through_without_losing_any(
    desk: Client, banned: Appeal, appeal: Appeal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queues, "PER_PAGE", 1)
    first = desk.get("/admin/desk/appealed/")
    second = desk.get(f"/admin/desk/appealed/{first.context['next']}")
    found = [card.appeal for page in (first, second) for card in page.context["cards"]]
    assert (found, second.context["next"]) == ([banned, appeal], "")


def test_closing_a_thread_draws_each_appeal_in_it_anew(desk: Client, appeal: Appeal) -> None:
    thread, by = appeal.comment.thread, factories.moderator()
    comment = factories.approved(thread.article)
    other = Appeal.open(comment.reject(by=by, reason="Rude."), text="No.")
    sent = {
        **{"thread": f"{thread.pk}:open", "act": "close", "reason": "Night."},
        **{"shown": [f"{one.comment.pk}:1:rejected" for one in (appeal, other)]},
        "queue": "appealed",
    }
    told = desk.post("/admin/desk/close/", sent, headers=HTMX).content.decode()
    drawn = re.findall(r'id="(card-[^"]+)"', told)
    assert sorted(drawn) == sorted(f"card-{one.comment.pk}" for one in (appeal, other))


def test_an_appeal_answered_in_another_queue_leaves_the_comment_that_is_still_there(
    desk: Client, comment: Comment
) -> None:
    factories.comment(comment.thread.article)
    found = Appeal.open(comment.hold(by=factories.moderator(), reason="To be read."), text="No.")
    sent = {"verdict": "uphold", "answer": "It stands.", "queue": "held"}
    told = desk.post(f"/admin/desk/appeals/{found.pk}/decide/", sent, headers=HTMX).content.decode()
    assert re.search(rf'<article [^>]*id="card-{comment.pk}"', told)
    assert 'hx-swap-oob="delete"' not in told
    assert "2 left." in told


def test_an_appeal_answered_in_another_queue_takes_away_what_left_it(
    desk: Client, comment: Comment
) -> None:
    factories.comment(comment.thread.article)
    found = Appeal.open(comment.hold(by=factories.moderator(), reason="To be read."), text="No.")
    sent = {"verdict": "overturn", "answer": "You were right.", "queue": "held"}
    told = desk.post(f"/admin/desk/appeals/{found.pk}/decide/", sent, headers=HTMX).content.decode()
    assert f'<div id="card-{comment.pk}" hx-swap-oob="delete">' in told
    assert "1 left." in told


@pytest.mark.parametrize("which", ["appeal", "banned"])
def test_the_page_of_an_appeal_keeps_it_with_its_answer(
    desk: Client, request: pytest.FixtureRequest, which: str
) -> None:
    found = request.getfixturevalue(which)
    sent = {"verdict": "uphold", "answer": "It stands, as we said."}
    told = desk.post(f"/admin/desk/appeals/{found.pk}/decide/", sent, headers=HTMX).content.decode()
    assert "It stands, as we said." in told
    assert 'hx-swap-oob="delete"' not in told


def test_what_is_taken_back_on_appeal_is_a_decision_and_a_slip_is_none() -> None:
    comment, judge = factories.approved(factories.published()), factories.moderator()
    slip = comment.reject(by=judge, reason="Rude.")
    comment.undo(slip, by=judge)
    comment.refresh_from_db()
    decision = comment.reject(by=factories.moderator(), reason="Rude.")
    Appeal.open(decision, text="No.").overturn(by=judge)
    undoing = Decision.objects.filter(comment=comment).exclude(undoes=None)
    assert [one.is_taking_back for one in undoing] == [False, True]
