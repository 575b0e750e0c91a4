"""The statement of reasons: every restriction has one, on a page for whoever has its address."""

import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from comments import mailing
from comments.erasing import erase
from comments.grounds import RULES
from comments.models import (
    Act,
    Appeal,
    Comment,
    CommentStatus,
    Decision,
    Ground,
    HouseRules,
    Letter,
    LetterKind,
    Reason,
)
from comments.reporting import report
from comments.rewriting import rewrite
from comments.screening import CHECKS
from comments.statement import restriction_at
from tests import factories
from tests.newspaper import typed_comment

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment() -> Comment:
    return factories.approved(factories.published(), body_source="What the *ferryman* said.")


def rejected(comment: Comment, **why: Any) -> Decision:
    return comment.reject(by=factories.moderator(), **{"reason": "Attacks a person.", **why})


def read(client: Client, decision: object) -> str:
    response = client.get(decision.statement_url)  # type: ignore[attr-defined]
    assert response.status_code == 200
    return response.content.decode()


def test_it_says_what_why_by_whom_when_and_how_to_appeal(client: Client, comment: Comment) -> None:
    decision = rejected(comment, note="Canary note.")
    page = read(client, decision)
    until = timezone.localtime(decision.decided_at + datetime.timedelta(days=30))
    for words in (
        "Why your comment was taken down",
        "<em>ferryman</em>",
        "Attacks a person.",
        "A moderator of this newsroom.",
        "No rule proposed it.",
        f"{timezone.localtime(decision.decided_at):%-d %B %Y, %H:%M}",
        f"{until:%-d %B %Y, %H:%M}",
        "Send appeal",
        "right to go to a court",
    ):
        assert words in page, words
    assert "Canary note." not in page


def test_it_names_no_moderator(client: Client, comment: Comment) -> None:
    moderator = factories.moderator(first_name="Mo", last_name="Lindqvist", username="mo.l")
    page = read(client, comment.reject(by=moderator, reason="Rude."))
    assert "Lindqvist" not in page
    assert "mo.l" not in page


def test_a_rule_is_explained_and_called_a_rule(client: Client) -> None:
    article = factories.published()
    sent = client.post(article.comment_url, typed_comment(homepage="https://spam.example"))
    decision = Decision.objects.get()
    page = read(client, decision)
    assert "Why your comment was not published" in page
    assert "A rule of this site, by itself. No person has decided." in page
    assert "Comments are written by people, not by machines." in page
    assert decision.statement_url in client.get(sent.headers["Location"]).content.decode()


def test_a_person_who_followed_a_rule_says_so(client: Client) -> None:
    held = factories.comment(factories.published())
    page = read(client, rejected(held))
    assert "A rule of this site put it before a moderator" in page
    assert RULES["hold_unknown_commenter"].words in page


def test_a_report_is_named_as_what_led_to_it(client: Client, comment: Comment) -> None:
    report(comment, reason="illegal", text="It names the witness.", name="Nora Quill")
    page = read(client, rejected(comment))
    assert "Readers reported it" in page
    assert "against the law" in page
    assert "Nora Quill" not in page


def test_the_category_is_that_of_the_chosen_reason(client: Client, comment: Comment) -> None:
    preset = Reason.objects.get(label="Private matters")
    decision = comment.reject(by=factories.moderator(), reason="Tells her address.", preset=preset)
    page = read(client, decision)
    assert Ground.DATA.label.lower() in page
    assert preset.text in page


def test_what_machines_send_is_of_the_category_of_inauthentic_accounts(client: Client) -> None:
    client.post(factories.published().comment_url, typed_comment(homepage="https://x.example"))
    assert "scams and fraud" in read(client, Decision.objects.get())


@pytest.mark.parametrize(
    ("is_slur", "category"),
    [(True, "illegal or harmful speech"), (False, "other breach of the comment policy")],
)
def test_a_banned_word_is_of_the_category_of_a_slur_when_it_is_one(
    client: Client, is_slur: bool, category: str
) -> None:
    factories.term("zorblat", action="reject", is_slur=is_slur)
    comment = factories.comment(factories.published(), body_source="You zorblat.")
    assert category in read(client, comment.decisions.get())


def test_what_is_held_to_be_read_is_accused_of_nothing(client: Client) -> None:
    held = [RULES[check.__name__].ground for check in CHECKS if check.__name__.startswith("hold")]
    assert set(held) == {Ground.OTHER}


def test_the_category_outlives_the_words_of_who_was_erased(client: Client) -> None:
    factories.term("zorblat", action="reject", is_slur=True)
    comment = factories.comment(factories.published(), body_source="You zorblat.")
    erase(comment.commenter)
    assert "illegal or harmful speech" in read(client, comment.decisions.get())


def test_taking_a_comment_back_to_read_it_has_a_statement_too(
    client: Client, comment: Comment
) -> None:
    page = read(client, comment.hold(by=factories.moderator(), reason="A reader asked."))
    assert "Why your comment is being read again" in page


@pytest.mark.parametrize(
    ("act", "title"),
    [
        (Act.WATCH, "Why your comments are read before they appear"),
        (Act.MUTE, "Why you cannot comment for a while"),
        (Act.BAN, "Why you cannot comment here any more"),
    ],
)
def test_a_restriction_of_the_commenter_has_the_same_page(
    client: Client, act: Act, title: str
) -> None:
    until = timezone.now() + datetime.timedelta(days=3)
    decision = factories.commenter().decide(
        act,
        by=factories.moderator(),
        reason="Advertises again and again.",
        until=until if act is Act.MUTE else None,
    )
    page = read(client, decision)
    assert title in page
    assert "Advertises again and again." in page
    assert "Send appeal" in page
    assert (f"{timezone.localtime(until):%-d %B %Y, %H:%M}" in page) is (act is Act.MUTE)


@pytest.mark.parametrize("act", [Act.NOTE, Act.WARN, Act.RESTORE])
def test_what_takes_nothing_away_has_no_statement(client: Client, act: Act) -> None:
    decision = factories.commenter().decide(act, by=factories.moderator(), reason="So.")
    assert client.get(decision.statement_url).status_code == 404


def test_an_approval_has_no_statement(client: Client, comment: Comment) -> None:
    decision = comment.decisions.first()
    assert decision.is_restriction is False
    assert client.get(decision.statement_url).status_code == 404


def test_an_address_cannot_be_made_up(client: Client, comment: Comment) -> None:
    address = rejected(comment).statement_url
    assert client.get(address.replace("comment-", "comment-1")).status_code == 404
    named, _, signature = address.partition(":")
    assert client.get(f"{named}:{signature.swapcase()}").status_code == 404
    assert client.get(address.replace("comment-", "commenter-")).status_code == 404


def test_nobody_else_hears_of_the_address(client: Client, comment: Comment) -> None:
    response = client.get(rejected(comment).statement_url)
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response.headers["Cache-Control"]
    assert '<meta name="robots" content="noindex, nofollow">' in response.content.decode()


def test_what_was_put_right_says_that_it_is_over(client: Client, comment: Comment) -> None:
    decision = rejected(comment)
    comment.approve(by=factories.moderator())
    page = read(client, decision)
    assert "This is over." in page
    assert "Send appeal" not in page


def test_what_another_decision_has_overtaken_leads_to_that_one(
    client: Client, comment: Comment
) -> None:
    first = comment.hold(by=factories.moderator(), reason="A reader asked.")
    second = rejected(comment)
    page = read(client, first)
    assert "This is over." in page
    assert f'<a href="{second.statement_url}">Another decision</a> holds' in page
    assert "until a moderator has read it again" not in page
    assert "Send appeal" not in page


def test_an_act_that_another_has_overtaken_leads_to_that_one(client: Client) -> None:
    commenter, by = factories.commenter(), factories.moderator()
    watch = commenter.decide(Act.WATCH, by=by, reason="Rude.")
    ban = commenter.decide(Act.BAN, by=by, reason="Ruder.")
    assert f'<a href="{ban.statement_url}">Another decision</a> holds' in read(client, watch)


@pytest.mark.parametrize("ends", ["withdrawn", "held again"])
def test_a_decision_that_is_over_does_not_promise_that_readers_see_the_comment(
    client: Client, ends: str
) -> None:
    comment, by = factories.comment(factories.published()), factories.moderator()
    if ends == "withdrawn":
        comment.approve(by=by)
        decision = comment.hold(by=by)
        comment.withdraw()
    else:
        decision = rejected(comment)
        comment.undo(decision, by=by)
    page = read(client, decision)
    said = "The comment was withdrawn." if ends == "withdrawn" else "waits for a moderator."
    assert "This is over." in page
    assert said in page
    assert "Readers see your comment" not in page


def test_the_way_to_the_reasons_is_there_again_when_the_next_decision_was_a_slip(
    client: Client, comment: Comment
) -> None:
    by = factories.moderator()
    decision = comment.hold(by=by)
    comment.undo(rejected(comment), by=by)
    assert decision.statement_url in client.get(comment.receipt_url).content.decode()


def test_a_lapsed_muting_is_over(client: Client) -> None:
    commenter = factories.commenter()
    soon = timezone.now() + datetime.timedelta(hours=1)
    decision = commenter.decide(Act.MUTE, by=factories.moderator(), reason="Rude.", until=soon)
    with time_machine.travel(soon, tick=False):
        assert "This is over." in read(client, decision)


def test_the_text_that_was_decided_on_is_quoted_when_it_was_rewritten_since(
    client: Client, comment: Comment
) -> None:
    decision = comment.hold(by=factories.moderator(), reason="Is that so?")
    rewrite(comment, "Mended.", seen=1)
    page = read(client, decision)
    assert "<em>ferryman</em>" in page
    assert "Mended." not in page
    assert "It was rewritten since." in page


def test_whoever_judges_an_appeal_reads_the_text_that_was_decided_on(
    client: Client, comment: Comment
) -> None:
    decision = comment.hold(by=factories.moderator(), reason="Is that so?")
    rewrite(comment, "Mended.", seen=1)
    appeal = Appeal.open(decision, text="It is.")
    client.force_login(factories.moderator())
    page = client.get(f"/admin/comments/appeal/{appeal.pk}/change/").content.decode()
    assert "<em>ferryman</em>" in page
    assert "Mended." in page


def test_a_text_that_was_erased_is_quoted_nowhere(client: Client, comment: Comment) -> None:
    decision = rejected(comment)
    erase(comment.commenter)
    page = read(client, decision)
    assert "ferryman" not in page
    assert "was erased, so it is not quoted" in page


def test_a_rejection_that_is_put_back_keeps_its_reason(client: Client, comment: Comment) -> None:
    rejected(comment)
    approval = comment.approve(by=factories.moderator())
    again = comment.undo(approval, by=factories.moderator())
    assert "Attacks a person." in read(client, again)


@pytest.mark.parametrize("times", [1, 2])
def test_of_a_rejection_that_is_put_back_all_pages_say_the_same(
    client: Client, comment: Comment, times: int
) -> None:
    HouseRules.objects.create(pk=1, public_log=True, undo_seconds=0)
    usual = Reason.objects.create(text="Advertising.", ground=Ground.SCAMS)
    rejected(comment, reason="Advertising. A ferry.", preset=usual)
    for _ in range(times):
        approval = comment.approve(by=factories.moderator())
        Letter.objects.all().delete()
        again = comment.undo(approval, by=factories.moderator())
    entry = client.get("/comments/log/").context["log"].entries[0]
    assert entry.decision == again
    assert (entry.reason, entry.category) == ("Advertising.", Ground.SCAMS.label)
    statement = read(client, again)
    letter = mailing.compose([Letter.objects.get(kind=LetterKind.DECISION)])
    for said in (statement, client.get(comment.receipt_url).content.decode(), letter.body):
        assert "Advertising. A ferry." in said
    assert Ground.SCAMS.label.lower() in statement


def test_a_letter_that_something_is_published_again_has_no_reason(comment: Comment) -> None:
    HouseRules.objects.create(pk=1, undo_seconds=0)
    rejected(comment)
    comment.approve(by=factories.moderator())
    slip = rejected(comment, reason="A slip.")
    Letter.objects.all().delete()
    comment.undo(slip, by=factories.moderator())
    letter = mailing.compose([Letter.objects.get(kind=LetterKind.DECISION)])
    assert "The reason:" not in letter.body


def test_a_withdrawn_article_is_not_named(client: Client, comment: Comment) -> None:
    decision = rejected(comment)
    comment.thread.article.withdraw(by=factories.editor(), reason="Two facts are wrong.")
    assert comment.thread.article.headline not in read(client, decision)


def test_every_check_of_screening_is_explained_to_readers() -> None:
    assert {check.__name__ for check in CHECKS} - RULES.keys() == set()


@pytest.mark.parametrize(
    ("before", "to", "said"),
    [
        ("approved", "held", ("being read again", "was taken back, to be read", "looked at again")),
        ("approved", "rejected", ("was taken down", "was taken down", "was taken down")),
        ("held", "rejected", ("was not published", "was not published", "was not published")),
    ],
)
def test_statement_log_letter_and_receipt_say_the_same_of_a_decision(
    client: Client, before: str, to: str, said: tuple[str, str, str]
) -> None:
    HouseRules.objects.create(pk=1, public_log=True, undo_seconds=0)
    comment, by = factories.comment(factories.published()), factories.moderator()
    if before == "approved":
        comment.approve(by=by)
    Letter.objects.all().delete()
    decision = comment.decide(CommentStatus(to), by=by, reason="So.")
    in_statement, in_log, in_letter = said
    letter = mailing.compose([Letter.objects.get(kind=LetterKind.DECISION)])
    assert in_statement in read(client, decision)
    assert f"A comment {in_log}" in client.get("/comments/log/").content.decode()
    assert in_letter in letter.subject
    assert "taken back, and a person reads" in letter.body or in_letter in letter.body
    if to == "rejected":
        receipt = client.get(comment.receipt_url).content.decode()
        assert f"Your comment {in_statement}" in receipt


def test_the_word_for_restrictions_agrees_with_the_property(comment: Comment) -> None:
    moderator = factories.moderator()
    comment.hold(by=moderator)
    comment.approve(by=moderator)
    rejected(comment)
    comment.hold(by=moderator)
    for decision in Decision.objects.all():
        is_found = Decision.objects.restrictions().filter(pk=decision.pk).exists()
        assert is_found is decision.is_restriction
        assert (restriction_at(decision.statement_url.split("/")[-2]) is not None) is is_found


def test_the_word_for_restrictions_of_commenters_agrees_with_the_property() -> None:
    commenter, moderator = factories.commenter(), factories.moderator()
    commenter.decide(Act.NOTE, by=moderator, note="New.")
    commenter.decide(Act.BAN, by=moderator, reason="Rude.")
    restored = commenter.decide(Act.RESTORE, by=moderator)
    commenter.undo(restored, by=moderator)
    decisions = commenter.decisions.all()
    agree = [
        decisions.restrictions().filter(pk=one.pk).exists() is one.is_restriction
        for one in decisions
    ]
    assert agree == [True] * 4
    assert decisions[0].is_restriction is True


def test_whoever_may_not_comment_finds_the_way_to_the_reasons(client: Client) -> None:
    article = factories.published()
    client.post(article.comment_url, typed_comment())
    commenter = Comment.objects.get().commenter
    ban = commenter.decide(Act.BAN, by=factories.moderator(), reason="Advertises.")
    page = client.post(article.comment_url, typed_comment(body="Once more.")).content.decode()
    assert ban.statement_url in page
    assert "Once more." in page


def test_an_appeal_without_the_forms_token_is_given_back(comment: Comment) -> None:
    address = f"{rejected(comment).statement_url}appeal/"
    response = Client(enforce_csrf_checks=True).post(address, {"text": "Keep every word."})
    assert response.status_code == 403
    assert "Keep every word." in response.content.decode()
