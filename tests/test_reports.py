"""Readers report a comment: a case, its weight, and what they are told."""

import datetime

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments.mailing import compose
from comments.models import (
    Case,
    Comment,
    Commenter,
    CommentStatus,
    DecisionConflict,
    HouseRules,
    Letter,
    LetterKind,
    Report,
)
from comments.models.case import MOST_PRESSING_FIRST
from comments.models.report import trust_in
from comments.reporting import AlreadyLookedAt, ReportRefused, report
from comments.telling import call_off, tell_reporters
from tests import factories
from tests.newspaper import typed_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment() -> Comment:
    return factories.approved(factories.published())


def rewrite(comment: Comment) -> Comment:
    Comment.objects.filter(pk=comment.pk).update(revision=comment.revision + 1)
    comment.refresh_from_db()
    return comment


def told_by(case: Case) -> list[str]:
    """Where the letters about its end go."""
    letters = Letter.objects.filter(effect__startswith=f"report:{case.pk}:")
    return list(letters.order_by("pk").values_list("address", flat=True))


def upheld_by(reporter: Commenter) -> None:
    """A report of theirs that a moderator agreed with."""
    other = factories.approved(factories.published())
    report(other, reason="spam", reporter=reporter)
    other.refresh_from_db()
    other.reject(by=factories.moderator(), reason="Advertising.")


def test_nobody_reports_under_a_name_of_staff(client: Client, comment: Comment) -> None:
    mina = factories.moderator(first_name="Mina", last_name="Corrow")
    signed = typed_report(name="Mina Corrow")

    refused = client.post(comment.report_url, signed)
    client.force_login(mina)
    taken = client.post(comment.report_url, signed)

    assert (refused.status_code, taken.status_code) == (422, 302)
    assert "signs with that name" in refused.content.decode()


@pytest.mark.parametrize("turned", ["\u202d", "\u202e"])
def test_a_report_reads_as_it_was_typed(client: Client, comment: Comment, turned: str) -> None:
    answer = client.post(comment.report_url, typed_report(text=f"He {turned}told a lie."))

    assert answer.status_code == 422
    assert not Report.objects.exists()


def test_a_report_opens_a_case_and_the_next_joins_it(comment: Comment) -> None:
    first = report(comment, reason="attack")
    second = report(comment, reason="hate", reporter=factories.commenter())
    assert first.case == second.case == Case.objects.get()
    assert second.case.reason_counts == {"attack": 1, "hate": 1}
    assert Comment.objects.reported().get() == comment


def test_a_rejection_upholds_the_case_in_the_same_breath(comment: Comment) -> None:
    case, moderator = report(comment, reason="attack").case, factories.moderator()
    comment.reject(by=moderator, reason="Attacks a person.")
    case.refresh_from_db()
    assert (case.outcome, case.closed_by) == ("upheld", moderator)
    assert case.decision == comment.decisions.first()
    assert not Comment.objects.reported().exists()


def test_keeping_the_comment_dismisses_the_case(comment: Comment) -> None:
    case, moderator = report(comment, reason="attack").case, factories.moderator()
    case.dismiss(by=moderator, note="Rough, but to the point.")
    case.refresh_from_db()
    assert (case.outcome, case.closed_by, case.revision) == ("dismissed", moderator, 1)
    comment.refresh_from_db()
    assert comment.is_approved is True
    assert comment.seen_at is not None


def test_a_comment_taken_back_to_be_read_keeps_its_case(comment: Comment) -> None:
    case, moderator = report(comment, reason="attack").case, factories.moderator()
    comment.hold(by=moderator)
    case.refresh_from_db()
    assert case.is_open is True
    comment.approve(by=moderator)
    case.refresh_from_db()
    assert case.outcome == "dismissed"


def test_undoing_the_rejection_opens_the_case_again(comment: Comment) -> None:
    case, moderator = report(comment, reason="attack").case, factories.moderator()
    decision = comment.reject(by=moderator, reason="Attacks a person.")
    comment.undo(decision, by=moderator)
    case.refresh_from_db()
    assert (case.is_open, case.outcome, case.decision) == (True, "", None)
    assert Comment.objects.reported().get() == comment


def test_a_rule_that_rejects_closes_the_case_and_one_that_approves_does_not(
    comment: Comment,
) -> None:
    case = report(comment, reason="spam").case
    comment.decide(CommentStatus.HELD, by=None, rule="hold_many_links")
    comment.decide(CommentStatus.APPROVED, by=None, rule="nothing_objected")
    case.refresh_from_db()
    assert case.is_open is True
    comment.decide(CommentStatus.REJECTED, by=None, rule="reject_filled_trap", reason="A machine.")
    case.refresh_from_db()
    assert (case.outcome, case.closed_by) == ("upheld", None)


def test_repetition_opens_nothing_and_is_answered_kindly(comment: Comment) -> None:
    report(comment, reason="attack").case.dismiss(by=factories.moderator())
    with pytest.raises(AlreadyLookedAt, match="Thank you"):
        report(comment, reason="attack", reporter=factories.commenter())
    assert Case.objects.count() == 1
    assert Report.objects.count() == 1


@pytest.mark.parametrize("what", ["a new reason", "an edit", "a notice", "a second notice"])
def test_an_approved_comment_is_looked_at_again_for(comment: Comment, what: str) -> None:
    first = "illegal" if what == "a second notice" else "attack"
    report(comment, reason=first, text="Section 5.").case.dismiss(by=factories.moderator())
    if what == "an edit":
        rewrite(comment)
    reason = {"a new reason": "hate", "an edit": "attack"}.get(what, "illegal")
    again = report(comment, reason=reason, text="Section 5.")
    assert again.case.is_open is True
    assert Case.objects.count() == 2


@pytest.mark.parametrize("status", ["held", "rejected"])
def test_what_readers_do_not_see_cannot_be_reported(comment: Comment, status: str) -> None:
    comment.decide(CommentStatus(status), by=factories.moderator(), reason="Rude.")
    with pytest.raises(ReportRefused, match="not shown"):
        report(comment, reason="attack")
    assert not Case.objects.exists()


def test_a_hidden_thread_does_not_show_at_the_form_of_a_report(
    client: Client, comment: Comment
) -> None:
    comment.thread.hide(by=factories.moderator(), reason="A court has asked for it.")
    assert client.get(comment.report_url).status_code == 404


def test_a_reporter_counts_once_a_case(comment: Comment) -> None:
    reporter = factories.commenter()
    report(comment, reason="attack", reporter=reporter)
    case = report(comment, reason="hate", reporter=reporter).case
    assert (case.weight, case.report_count) == (0.5, 2)
    again = report(comment, reason="hate", reporter=reporter)
    assert again.case.report_count == 2


def test_readers_of_one_network_without_a_name_count_once_and_all_are_heard(
    comment: Comment,
) -> None:
    for words in ("One.", "Two."):
        case = report(comment, reason="attack", text=words, from_address="203.0.113.0/24").case
    assert (case.weight, [told.text for told in case.shown_reports]) == (0.5, ["One.", "Two."])


def test_the_word_of_who_was_right_weighs_more(comment: Comment) -> None:
    right, wrong = factories.commenter(), factories.commenter()
    upheld_by(right)
    upheld_by(right)
    report(factories.approved(factories.published()), reason="spam", reporter=wrong).case.dismiss(
        by=factories.moderator()
    )
    assert (trust_in(right), trust_in(None), trust_in(wrong)) == (0.75, 0.5, 1 / 3)


def test_notices_under_the_law_come_first_then_weight(comment: Comment) -> None:
    article = comment.thread.article
    light, heavy, notice = (factories.approved(article) for _ in range(3))
    report(light, reason="spam")
    report(heavy, reason="spam")
    report(heavy, reason="spam", reporter=factories.commenter())
    report(notice, reason="illegal", text="Section 5.")
    pressing = [case.comment for case in Case.objects.open().order_by(*MOST_PRESSING_FIRST)]
    assert pressing == [notice, heavy, light]


def test_a_moderator_does_not_dismiss_a_report_they_were_not_shown(comment: Comment) -> None:
    case = report(comment, reason="spam").case
    report(comment, reason="illegal", text="Section 5.")
    with pytest.raises(DecisionConflict, match="Another report"):
        case.dismiss(by=factories.moderator(), seen=1)
    case.refresh_from_db()
    assert case.is_open is True


def test_the_second_of_two_hurried_moderators_is_told_that_the_case_is_closed(
    comment: Comment,
) -> None:
    case = report(comment, reason="spam").case
    stale = Case.objects.get(pk=case.pk)
    case.dismiss(by=factories.moderator())
    with pytest.raises(DecisionConflict, match="closed by somebody else"):
        stale.dismiss(by=factories.moderator(), seen=1)


def test_reports_of_one_reader_and_of_one_network_have_a_limit_in_the_hour() -> None:
    HouseRules.objects.create(pk=1, reports_per_hour=2, reports_from_address=3)
    reporter, article = factories.commenter(), factories.published()
    comments = [factories.approved(article) for _ in range(4)]
    for one in comments[:2]:
        report(one, reason="spam", reporter=reporter, from_address="203.0.113.0/24")
    with pytest.raises(ReportRefused, match="within the hour"):
        report(comments[2], reason="spam", reporter=reporter)
    report(comments[2], reason="spam", from_address="203.0.113.0/24")
    with pytest.raises(ReportRefused, match="within the hour"):
        report(comments[3], reason="spam", from_address="203.0.113.0/24")
    later = datetime.datetime.now(tz=datetime.UTC) + datetime.timedelta(minutes=61)
    with time_machine.travel(later):
        report(comments[3], reason="spam", reporter=reporter, from_address="203.0.113.0/24")


def test_reporters_with_an_address_are_told_once_each(comment: Comment) -> None:
    confirmed = factories.commenter(email="nora@example.com")
    Commenter.objects.filter(pk=confirmed.pk).update(email_confirmed_at=comment.posted_at)
    confirmed.refresh_from_db()
    unsure = factories.commenter(email="unsure@example.com", email_confirmed_at=None)
    report(comment, reason="attack", reporter=confirmed)
    report(comment, reason="hate", email="Bo@example.com")
    report(comment, reason="spam", email="bo@example.com")
    report(comment, reason="spam", reporter=unsure)
    case = report(comment, reason="spam").case
    case.dismiss(by=factories.moderator())
    assert told_by(case) == ["nora@example.com", "Bo@example.com"]


def test_staff_who_report_are_told_and_no_account_where_it_has_proven_nothing(
    comment: Comment,
) -> None:
    mo = factories.moderator(email="mo@paper.example")
    staff = factories.commenter(user=mo, email="", email_confirmed_at=None)
    account = factories.commenter(
        user=factories.user(), email="typed@example.com", email_confirmed_at=None
    )
    for reporter in (staff, account):
        case = report(comment, reason="spam", reporter=reporter).case
    case.dismiss(by=factories.moderator())
    assert told_by(case) == ["mo@paper.example"]


def test_many_reporters_are_told_in_as_many_queries_as_two(comment: Comment) -> None:
    asked = []
    for many in (2, 6):
        other = factories.approved(comment.thread.article)
        for number in range(many):
            address = f"reader{number}@example.com"
            known = factories.commenter(email=f"own{many}{address}") if number % 2 else None
            report(other, reason="spam", reporter=known, email=f"{many}{address}")
        case = Case.objects.get(comment=other)
        with CaptureQueriesContext(connection) as queries:
            case.dismiss(by=factories.moderator())
        assert len(told_by(case)) == many
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_a_reporter_who_was_told_of_too_much_is_left_out_alone(comment: Comment) -> None:
    for number in range(3):
        Letter.objects.create(kind="report", effect=f"{number}", address="a+1@mail.example")
    for address in ("A@mail.example", "b@mail.example"):
        case = report(comment, reason="spam", email=address).case
    case.dismiss(by=factories.moderator())
    assert told_by(case) == ["b@mail.example"]


def test_reporters_are_told_after_all_of_what_was_decided_again(comment: Comment) -> None:
    case = report(comment, reason="spam", email="nora@example.com").case
    case.dismiss(by=factories.moderator())
    call_off(case)
    to_nora = Letter.objects.waiting().filter(address="nora@example.com")
    assert to_nora.count() == 0
    tell_reporters(case)
    assert to_nora.count() == 1


# The pages


def test_a_reader_reports_without_an_account_and_reads_the_outcome(
    client: Client, comment: Comment
) -> None:
    article = client.get(comment.thread.article.get_absolute_url()).content.decode()
    assert f'href="{comment.report_url}"' in article
    response = client.post(comment.report_url, typed_report(text="Look at line two."))
    receipt = response.headers["Location"]
    assert "A moderator will read it" in client.get(receipt).content.decode()
    comment.reject(by=factories.moderator(), reason="Attacks a person.")
    page = client.get(receipt)
    assert "The comment was taken away" in page.content.decode()
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page.headers["Cache-Control"]


def test_the_outcome_of_a_dismissal_is_told_too(client: Client, comment: Comment) -> None:
    receipt = client.post(comment.report_url, typed_report()).headers["Location"]
    Case.objects.get().dismiss(by=factories.moderator())
    assert "The comment stays" in client.get(receipt).content.decode()


def test_what_was_withdrawn_is_said_to_be_gone_and_judged_by_nobody(
    client: Client, comment: Comment
) -> None:
    receipt = client.post(comment.report_url, typed_report(email="bo@mail.example"))["Location"]
    comment.withdraw()
    page = client.get(receipt).content.decode()
    assert "The comment is gone" in page
    assert "moderator" not in page
    assert "moderator" not in letter_about_it().body
    client.force_login(factories.moderator())
    record = client.get(f"/admin/comments/case/{Case.objects.get().pk}/change/").content.decode()
    assert "Withdrawn by who wrote it" in record
    assert "by a rule" not in record


def test_a_rule_that_took_the_comment_away_is_called_a_rule(
    client: Client, comment: Comment
) -> None:
    receipt = client.post(comment.report_url, typed_report())["Location"]
    comment.decide(CommentStatus.REJECTED, by=None, rule="reject_banned_words", reason="A word.")
    page = client.get(receipt).content.decode()
    assert "A rule of this site took it away" in page
    assert "A moderator agreed" not in page


def test_who_gave_notice_under_the_law_reads_what_was_decided_and_how_to_go_on(
    client: Client, comment: Comment
) -> None:
    notice = typed_report(reason="illegal", text="It is a threat.")
    receipt = client.post(comment.report_url, notice)["Location"]
    Case.objects.get().dismiss(by=factories.moderator())
    page = client.get(receipt).content.decode()
    assert "keeps to our comment policy" not in page
    assert "A person decided" in page
    assert f'<a href="{comment.report_url}">send another notice</a>' in page
    again = client.post(comment.report_url, typed_report(reason="illegal", text="See § 241."))
    assert again["Location"] != receipt
    assert Case.objects.open().count() == 1


def letter_about_it() -> EmailMessage:
    return compose([Letter.objects.get(kind=LetterKind.REPORT)])


def test_a_notice_with_an_address_is_confirmed_at_once(comment: Comment) -> None:
    report(comment, reason="illegal", text="Buy my tea.", email="bo@mail.example")
    assert Letter.objects.due().filter(kind=LetterKind.REPORT).count() == 1
    letter = letter_about_it()
    assert letter.subject == f"Your notice has arrived: “{comment.thread.article}”"
    assert f"You reported comment #{comment.number} under" in letter.body
    assert Report.objects.get().receipt_url in letter.body
    assert "tea" not in letter.body


def test_any_other_report_is_confirmed_by_its_page_alone(comment: Comment) -> None:
    report(comment, reason="spam", email="bo@mail.example")
    report(comment, reason="illegal", text="It is.")
    assert not Letter.objects.filter(kind=LetterKind.REPORT).exists()


def test_notices_with_somebody_elses_address_do_not_flood_it(comment: Comment) -> None:
    for _ in range(5):
        report(comment, reason="illegal", text="It is.", email="bo@mail.example")
    assert Letter.objects.filter(kind=LetterKind.REPORT).count() == 3


def test_the_letter_about_a_report_names_comment_story_and_outcome(comment: Comment) -> None:
    case = report(comment, reason="spam", email="bo@mail.example").case
    case.dismiss(by=factories.moderator())
    letter = letter_about_it()
    assert letter.subject == f"The comment you reported stays: “{comment.thread.article}”"
    assert f"You reported comment #{comment.number} under" in letter.body
    assert "A moderator has read it, and it stays." in letter.body


def test_a_closed_thread_still_takes_reports(client: Client, comment: Comment) -> None:
    comment.thread.close(by=factories.moderator(), reason="Late.")
    page = client.get(comment.thread.article.get_absolute_url()).content.decode()
    assert comment.report_url in page
    assert client.post(comment.report_url, typed_report()).status_code == 302


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"reason": ""}, "Choose what is wrong"),
        ({"reason": "rude"}, "Select a valid choice"),
        ({"reason": "illegal", "text": ""}, "Say which words are against the law"),
        ({"email": "nobody"}, "valid email"),
        ({"text": "x" * 2_001}, "At most 2,000 characters"),
        ({"name": "\u202eN"}, "direction of writing"),
        ({"homepage": "https://spam.example"}, "machines fill it"),
    ],
)
def test_a_refused_report_is_still_in_the_form_with_the_reason(
    client: Client, comment: Comment, wrong: dict[str, str], message: str
) -> None:
    sent = typed_report(**({"text": "Look at line two."} | wrong))
    response = client.post(comment.report_url, sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert message in page
    assert sent["text"][:1_000] in page
    assert not Report.objects.exists()


def test_a_double_click_is_one_report(client: Client, comment: Comment) -> None:
    sent = typed_report()
    first, second = (client.post(comment.report_url, sent) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Report.objects.count() == 1


def test_the_receipt_of_another_report_opens_nobodys_page(client: Client, comment: Comment) -> None:
    sent = typed_report()
    first = client.post(comment.report_url, sent).headers["Location"]
    other = factories.approved(comment.thread.article)
    assert client.post(other.report_url, sent).headers["Location"] != first


def test_a_repetition_is_thanked_on_a_page_of_its_own(client: Client, comment: Comment) -> None:
    client.post(comment.report_url, typed_report())
    Case.objects.get().dismiss(by=factories.moderator())
    response = client.post(comment.report_url, typed_report())
    assert response.status_code == 200
    assert "A moderator has looked at this comment already" in response.content.decode()


def test_a_comment_that_was_never_published_has_no_page_to_report_it(client: Client) -> None:
    held = factories.comment(factories.published())
    assert client.get(held.report_url).status_code == 404


def test_a_comment_that_was_taken_down_says_so(client: Client, comment: Comment) -> None:
    comment.reject(by=factories.moderator(), reason="Rude.")
    response = client.get(comment.report_url)
    assert response.status_code == 410
    assert "not shown any more" in response.content.decode()


def test_too_many_reports_are_refused_at_the_form_with_the_text_kept(
    client: Client, comment: Comment
) -> None:
    HouseRules.objects.create(pk=1, reports_from_address=1)
    client.post(comment.report_url, typed_report())
    response = client.post(comment.report_url, typed_report(reason="hate", text="Line two."))
    assert response.status_code == 409
    assert "Line two." in response.content.decode()


# The moderators' side


def keeping(comment: Comment, *, reports: int) -> dict[str, str]:
    """What the desk sends when a moderator lets a comment stay that so many have reported."""
    return {"act": "dismiss", "seen": f"{comment.pk}:1:approved:{reports}"}


def test_the_record_of_a_case_has_what_was_reported(client: Client, comment: Comment) -> None:
    report(comment, reason="illegal", text="It names the witness.", name="Nora Quill")
    report(comment, reason="spam")
    client.force_login(factories.moderator())
    page = client.get(f"/admin/comments/case/{Case.objects.get().pk}/change/").content.decode()
    for words in ("Notice under the law", "It names the witness.", "Nora Quill", comment.body):
        assert words in page


def test_a_stale_page_does_not_dismiss(client: Client, comment: Comment) -> None:
    case = report(comment, reason="spam").case
    report(comment, reason="attack")
    client.force_login(factories.moderator())
    told = client.post("/admin/desk/decide/", keeping(comment, reports=1), follow=True)
    assert "Another report" in told.content.decode()
    assert Case.objects.open().get() == case


@pytest.mark.parametrize("role", ["Reporter", "Editor"])
def test_only_moderators_close_cases(client: Client, comment: Comment, role: str) -> None:
    report(comment, reason="spam")
    client.force_login(factories.user(role))
    assert client.post("/admin/desk/decide/", keeping(comment, reports=1)).status_code == 403
    assert Case.objects.open().exists()


def test_a_case_is_not_closed_by_following_a_link(client: Client, comment: Comment) -> None:
    report(comment, reason="spam")
    client.force_login(factories.moderator())
    assert client.get("/admin/desk/decide/", keeping(comment, reports=1)).status_code == 405
    assert Case.objects.open().exists()


def test_who_is_known_to_have_reported_a_comment_is_told_at_the_form(comment: Comment) -> None:
    reader, stranger = Client(), Client()
    reader.force_login(factories.user())
    receipt = reader.post(comment.report_url, typed_report()).headers["Location"]
    said = f"You reported this comment already, as “{Report.objects.get().get_reason_display()}”"
    page = reader.get(comment.report_url).content.decode()
    assert said in page
    assert f'<a href="{receipt}">what became of it</a>' in page
    assert "already" not in stranger.get(comment.report_url).content.decode()


def test_a_report_that_was_decided_on_is_no_hindrance_to_another(comment: Comment) -> None:
    reader = Client()
    reader.force_login(factories.user())
    reader.post(comment.report_url, typed_report())
    Case.objects.get().dismiss(by=factories.moderator())
    assert "reported this comment" not in reader.get(comment.report_url).content.decode()


@pytest.mark.parametrize("given", [True, False])
def test_the_receipt_of_a_report_shows_who_signed_it_and_where_the_answer_goes(
    client: Client, comment: Comment, given: bool
) -> None:
    signed = {"name": "Bo Ek", "email": "booker@mail.example"} if given else {}
    page = client.post(comment.report_url, typed_report(**signed), follow=True).content.decode()
    assert ("<dt>Your name</dt><dd><bdi>Bo Ek</bdi></dd>" in page) is given
    assert ("<dt>Your address</dt><dd><bdi>b…r@mail.example</bdi></dd>" in page) is given
    assert "booker@mail.example" not in page
