"""Letters: each told once, when it is true and still wanted, through a real mail server."""

import datetime
from collections.abc import Iterator
from email.header import decode_header, make_header
from email.message import Message
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from articles.models import Article
from comments import letters, mailing
from comments.exporting import export
from comments.models import (
    Act,
    Comment,
    Commenter,
    DecisionConflict,
    HouseRules,
    Letter,
    LetterKind,
    MailWishes,
    Pace,
    RefusedAddress,
)
from comments.models.mail_wishes import next_post
from comments.screening import Arrival
from tests import factories, mail_server

pytestmark = pytest.mark.django_db

LATER = datetime.timedelta(minutes=1)


@pytest.fixture
def post(settings: Settings) -> Iterator[mail_server.Post]:
    with mail_server.running(settings) as server:
        yield server


@pytest.fixture
def article() -> Article:
    return factories.published(headline="The ferry")


@pytest.fixture
def nora() -> Commenter:
    return factories.commenter(name="Nora", email="nora@mail.example")


def send(after: datetime.timedelta = LATER) -> int:
    with time_machine.travel(timezone.now() + after):
        return mailing.send_due()


def answered(article: Article, to: Commenter, **fields: Any) -> Comment:
    """A published reply to a comment of somebody who has read what was decided on it."""
    first = factories.approved(article, commenter=to)
    Letter.objects.all().delete()
    return factories.approved(article, parent=first, **fields)


def text(letter: Message) -> str:
    return str(letter.get_payload(decode=True).decode())


def subject(letter: Message) -> str:
    return str(make_header(decode_header(letter["Subject"])))


# What is told


def test_who_is_answered_is_told(post: mail_server.Post, article: Article, nora: Commenter) -> None:
    reply = answered(article, nora, author_name="Ingrid", body_source="I was there too.")
    send()
    [to_nora] = [letter for to, letter in post.taken if to == nora.email]
    assert subject(to_nora) == "Ingrid answered you under “The ferry”"
    assert "> I was there too." in text(to_nora)
    assert f"https://news.example/comments/{reply.pk}/" in text(to_nora)


def test_a_reply_is_told_when_it_is_published_and_once(article: Article, nora: Commenter) -> None:
    mo = factories.moderator()
    first = factories.approved(article, commenter=nora)
    reply = factories.comment(article, parent=first)
    told = Letter.objects.filter(kind=LetterKind.REPLY)
    assert not told.exists()
    reply.approve(by=mo)
    reply.hold(by=mo)
    reply.approve(by=mo)
    assert told.get().commenter == nora


def test_nobody_is_told_of_their_own_reply(article: Article, nora: Commenter) -> None:
    answered(article, nora, commenter=nora)
    assert not Letter.objects.filter(kind=LetterKind.REPLY).exists()


def test_a_reply_that_is_gone_again_is_not_told(
    post: mail_server.Post, article: Article, nora: Commenter
) -> None:
    answered(article, nora).reject(by=factories.moderator(), reason="Rude.")
    send()
    assert nora.email not in post.recipients


def test_a_decision_is_told_after_the_time_to_take_it_back(
    post: mail_server.Post, article: Article, nora: Commenter
) -> None:
    factories.comment(article, commenter=nora).reject(by=factories.moderator(), reason="Off topic.")
    assert send(after=datetime.timedelta(seconds=29)) == 0
    assert send(after=datetime.timedelta(seconds=31)) == 1
    assert "The reason: Off topic." in text(post.taken[0][1])


@pytest.mark.parametrize("pace", [Pace.AT_ONCE, Pace.HOURLY])
def test_the_letter_about_a_rejection_says_where_to_appeal_and_until_when(
    post: mail_server.Post, article: Article, nora: Commenter, pace: Pace
) -> None:
    MailWishes.objects.create(commenter=nora, pace=pace)
    factories.approved(article, commenter=nora)
    comment = factories.comment(article, commenter=nora)
    rejection = comment.reject(by=factories.moderator(), reason="Off topic.")
    send(after=datetime.timedelta(hours=2))
    until = rejection.decided_at + datetime.timedelta(days=30)
    told = "".join(text(letter) for _, letter in post.taken)
    assert f"https://news.example{rejection.statement_url}#appeal" in told
    assert told.count(f"{until.day} {until:%B %Y}, ") == 1


def test_a_decision_that_was_taken_back_is_told_to_nobody(
    post: mail_server.Post, article: Article, nora: Commenter
) -> None:
    mo, comment = factories.moderator(), factories.comment(article, commenter=nora)
    comment.undo(comment.reject(by=mo, reason="A slip."), by=mo)
    send()
    assert post.taken == []


def test_taking_back_what_was_told_is_told_too(
    post: mail_server.Post, article: Article, nora: Commenter
) -> None:
    mo, comment = factories.moderator(), factories.approved(article, commenter=nora)
    rejected = comment.reject(by=mo, reason="A slip.")
    send()
    comment.undo(rejected, by=mo)
    send(after=2 * LATER)
    assert [subject(letter).split(":")[0] for _, letter in post.taken] == [
        "Your comment was taken down",
        "Your comment is published",
    ]


def test_what_a_rule_publishes_at_once_is_not_told(article: Article) -> None:
    known = factories.commenter(known=True)
    Letter.objects.all().delete()
    assert factories.comment(article, commenter=known, author_name=known.name).is_approved
    assert not Letter.objects.exists()


def test_what_a_rule_rejects_is_told_as_such(article: Article, nora: Commenter) -> None:
    factories.comment(article, commenter=nora, arrival=Arrival(trap_was_filled=True))
    mail = mailing.compose([Letter.objects.get()])
    assert "decided by a rule and not by a person" in mail.body


def test_a_chosen_comment_is_told_once(article: Article, nora: Commenter) -> None:
    comment = factories.approved(article, commenter=nora)
    assert letters.featured(comment) == letters.featured(comment)


def test_a_decision_that_fails_leaves_no_letter(article: Article, nora: Commenter) -> None:
    comment = factories.comment(article, commenter=nora)
    Comment.objects.filter(pk=comment.pk).update(revision=2)
    with pytest.raises(DecisionConflict):
        comment.approve(by=factories.moderator())
    assert not Letter.objects.exists()


def test_nothing_goes_to_an_address_that_is_not_confirmed(article: Article) -> None:
    stranger = Commenter(name="Nora", email="nora@mail.example")
    comment = factories.comment(article, commenter=stranger)
    comment.reject(by=factories.moderator(), reason="Advertising.")
    assert set(Letter.objects.values_list("kind", flat=True)) == {"confirm"}


def test_a_letter_goes_where_its_reader_is_by_then(
    post: mail_server.Post, article: Article, nora: Commenter
) -> None:
    answered(article, nora)
    Commenter.objects.filter(pk=nora.pk).update(email="nora@new.example")
    send()
    assert "nora@new.example" in post.recipients
    assert "nora@mail.example" not in post.recipients


# Once, whatever happens


def test_a_letter_is_sent_once(post: mail_server.Post, article: Article, nora: Commenter) -> None:
    answered(article, nora)
    for _ in range(3):
        send()
    assert post.recipients.count(nora.email) == 1


def test_of_two_workers_one_gets_a_letter(article: Article, nora: Commenter) -> None:
    answered(article, nora)
    Letter.objects.update(due_at=timezone.now())
    letter = Letter.objects.filter(commenter=nora).get()
    other = Letter.objects.get(pk=letter.pk)
    assert letter.claim(lease=mailing.LEASE) is True
    assert other.claim(lease=mailing.LEASE) is False


def test_a_letter_of_a_worker_that_died_is_sent_when_its_claim_has_run_out(
    post: mail_server.Post, article: Article, nora: Commenter
) -> None:
    answered(article, nora)
    Letter.objects.update(due_at=timezone.now())
    assert Letter.objects.get(commenter=nora).claim(lease=mailing.LEASE)
    send(after=datetime.timedelta(minutes=4))
    assert nora.email not in post.recipients
    send(after=datetime.timedelta(minutes=6))
    assert post.recipients.count(nora.email) == 1


def test_an_address_that_does_not_exist_is_given_up(
    post: mail_server.Post, article: Article, nora: Commenter
) -> None:
    answered(article, nora)
    post.refuses = True
    assert send() == 0
    letter = Letter.objects.get(commenter=nora)
    assert letter.given_up_at is not None
    assert "nobody of that name" in letter.failed_because
    assert nora.email not in letter.failed_because.lower()


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_server_that_dies_is_tried_again_with_the_same_letter(
    post: mail_server.Post, article: Article, nora: Commenter, moment: str
) -> None:
    answered(article, nora)
    Letter.objects.exclude(commenter=nora).delete()
    post.dies = moment
    assert send() == 0
    post.dies = ""
    assert send() == 0  # not at once
    assert send(after=datetime.timedelta(minutes=5)) == 1
    assert len({letter["Message-ID"] for _, letter in post.taken}) == 1


def test_a_server_that_is_away_keeps_the_other_letters_waiting(
    settings: Settings, article: Article, nora: Commenter
) -> None:
    with mail_server.running(settings):
        pass  # its port answers nobody any more
    answered(article, nora, commenter=factories.commenter())
    assert Letter.objects.count() == 2
    assert send() == 0
    assert sorted(Letter.objects.values_list("attempts", flat=True)) == [0, 1]


def test_a_letter_is_tried_less_and_less_often_and_given_up(
    post: mail_server.Post, article: Article, nora: Commenter
) -> None:
    answered(article, nora)
    Letter.objects.exclude(commenter=nora).delete()
    post.dies = "before"
    letter = Letter.objects.get(commenter=nora)
    waits = []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        while letter.given_up_at is None:
            clock.move_to(max(letter.due_at, timezone.now()))
            mailing.send_due()
            letter.refresh_from_db()
            waits.append(letter.due_at - timezone.now())
    assert letter.attempts == len(mailing.PATIENCE) + 1
    assert waits[:-1] == list(mailing.PATIENCE)


def test_one_letter_that_cannot_be_written_stops_no_other(
    post: mail_server.Post, article: Article, nora: Commenter
) -> None:
    for address in ("a@mail.example\n", "b@mail.example"):
        letters.write(LetterKind.APPEAL, None, f"appeal:{address}", address=address)
    assert send() == 1
    assert post.recipients == ["b@mail.example"]


# What stands in it


def test_no_headline_can_add_a_header(
    post: mail_server.Post, article: Article, nora: Commenter
) -> None:
    Article.objects.update(headline="Ferry\r\nBcc: all@mail.example\r\n\r\nFree boats")
    answered(article, nora)
    send()
    [letter] = [letter for to, letter in post.taken if to == nora.email]
    assert letter["Bcc"] is None
    assert subject(letter).endswith("answered you under “Ferry")


def test_no_address_can_add_a_header(post: mail_server.Post) -> None:
    address = "nora@mail.example\nBcc: all@mail.example"
    letters.write(LetterKind.APPEAL, None, "appeal:1", address=address)
    assert send() == 0
    assert post.taken == []


def test_words_of_a_reader_are_marked_as_theirs(article: Article, nora: Commenter) -> None:
    reply = answered(article, nora, body_source="One\nhttps://evil.example/confirm\nThree")
    mail = mailing.compose([Letter.objects.get(comment=reply, kind="reply")])
    assert "> One\n> https://evil.example/confirm\n> Three" in mail.body


def test_words_stand_in_a_letter_as_they_were_written(article: Article, nora: Commenter) -> None:
    reply = answered(article, nora, author_name="D'Arcy & Co", body_source="1 < 2 & 'so on'")
    mail = mailing.compose([Letter.objects.get(comment=reply, kind="reply")])
    assert "D'Arcy & Co answered" in mail.subject
    assert "> 1 < 2 & 'so on'" in mail.body


# Who wants what


def unsubscribe(letter: Message) -> str:
    return str(letter["List-Unsubscribe"]).strip().strip("<>").removeprefix("https://news.example")


def test_a_mail_program_stops_a_kind_with_one_click(
    post: mail_server.Post, article: Article, nora: Commenter
) -> None:
    answered(article, nora)
    send()
    [letter] = [letter for to, letter in post.taken if to == nora.email]
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    program = Client(enforce_csrf_checks=True)
    assert program.post(unsubscribe(letter), {"List-Unsubscribe": "One-Click"}).status_code == 200
    answered(article, nora)
    assert not Letter.objects.filter(commenter=nora, kind=LetterKind.REPLY).exists()
    assert MailWishes.of(nora).decision is True


def test_opening_the_address_stops_nothing(client: Client, article: Article) -> None:
    nora = factories.commenter()
    answered(article, nora)
    address = mailing.wishes_path(Letter.objects.get(commenter=nora))
    assert client.get(address).status_code == 200
    assert MailWishes.of(nora).reply is True


def test_wishes_are_kept(client: Client, article: Article, nora: Commenter) -> None:
    answered(article, nora)
    address = mailing.wishes_path(Letter.objects.get(commenter=nora))
    page = client.post(address, {"reply": "on", "pace": "daily"}).content.decode()
    assert "Your wishes are kept" in page
    wishes = MailWishes.of(nora)
    assert (wishes.reply, wishes.decision, wishes.pace) == (True, False, Pace.DAILY)


def test_an_odd_wish_changes_nothing(client: Client, article: Article, nora: Commenter) -> None:
    answered(article, nora)
    address = mailing.wishes_path(Letter.objects.get(commenter=nora))
    assert client.post(address, {"pace": "never"}).status_code == 422
    assert MailWishes.of(nora).reply is True


def test_a_forged_address_is_nobodys(client: Client) -> None:
    assert client.post("/comments/mail/e30:1:x/").status_code == 404


def test_a_wish_counts_for_a_letter_that_waits(
    post: mail_server.Post, article: Article, nora: Commenter
) -> None:
    answered(article, nora)
    MailWishes.of(nora).stop("reply")
    send()
    assert nora.email not in post.recipients


def test_who_was_named_by_strangers_can_be_left_alone(client: Client, article: Article) -> None:
    stranger = Commenter(name="Nora", email="nora@mail.example")
    factories.comment(article, commenter=stranger)
    address = mailing.wishes_path(Letter.objects.get())
    client.post(address, {"List-Unsubscribe": "One-Click"})
    stranger = Commenter(name="Nora", email="nora@mail.example")
    factories.comment(article, commenter=stranger)
    assert Letter.objects.count() == 1
    client.post(address, {"again": "1"})
    assert not letters.is_refused("nora@mail.example")


def test_who_stopped_all_letters_is_told_so_and_can_have_them_again(
    client: Client, nora: Commenter
) -> None:
    RefusedAddress.objects.create(digest=letters.digest_of(nora.email))
    address = mailing.wishes_path_of(nora)
    assert "All letters to your address are stopped." in client.get(address).content.decode()
    page = client.post(address, {"again": "1"}).content.decode()
    assert "We write to you again." in page
    assert "are stopped" not in page
    assert letters.is_refused(nora.email) is False


def test_the_export_says_that_all_letters_are_stopped(nora: Commenter) -> None:
    RefusedAddress.objects.create(digest=letters.digest_of(nora.email))
    assert export(nora)["mail_wishes"]["all_stopped"] is True


# What was done about a commenter


@pytest.mark.parametrize(
    ("act", "headed"),
    [
        (Act.WARN, "A warning about your comments"),
        (Act.WATCH, "Your comments are read by a moderator first"),
        (Act.MUTE, "You cannot comment until 3 December 2999, 18:00"),
        (Act.BAN, "You cannot comment here any more"),
    ],
)
def test_the_letter_about_an_act_is_headed_by_it_with_the_reason(
    nora: Commenter, act: Act, headed: str
) -> None:
    until = datetime.datetime(2999, 12, 3, 18, tzinfo=datetime.UTC) if act == Act.MUTE else None
    decision = nora.decide(act, by=factories.moderator(), reason="Advertising.", until=until)
    mail = mailing.compose([Letter.objects.get()])
    assert mail.subject == headed
    assert "The reason: Advertising." in mail.body
    assert (decision.statement_url in mail.body) is decision.is_restriction


def test_the_letter_about_a_restored_commenter_says_so(nora: Commenter) -> None:
    nora.decide(Act.BAN, by=factories.moderator(), reason="Advertising.")
    nora.decide(Act.RESTORE, by=factories.moderator(), reason="It was a mistake.")
    mail = mailing.compose([Letter.objects.latest("pk")])
    assert mail.subject == "You can comment as before"


def test_whoever_was_told_of_a_ban_is_told_that_it_is_over(nora: Commenter) -> None:
    mo = factories.moderator()
    ban = nora.decide(Act.BAN, by=mo, reason="Advertising.")
    Letter.objects.update(sent_at=timezone.now())
    nora.undo(ban, by=mo)
    mail = mailing.compose([Letter.objects.latest("pk")])
    assert mail.subject == "You can comment as before"
    assert "The reason" not in mail.body


def test_a_ban_that_is_taken_back_before_its_letter_left_is_told_nobody(nora: Commenter) -> None:
    mo = factories.moderator()
    nora.undo(nora.decide(Act.BAN, by=mo, reason="Advertising."), by=mo)
    assert not Letter.objects.waiting().exists()


# Collected


def collected(nora: Commenter, pace: Pace) -> None:
    MailWishes(commenter=nora, pace=pace).save()


def test_a_digest_is_one_letter_about_everything(
    post: mail_server.Post, article: Article, nora: Commenter
) -> None:
    collected(nora, Pace.HOURLY)
    first = factories.approved(article, commenter=nora)
    for name in ("Ingrid", "Abel"):
        factories.approved(article, parent=first, author_name=name)
    assert send(after=datetime.timedelta(hours=1, minutes=2)) == 3 + 2
    [letter] = [letter for to, letter in post.taken if to == nora.email]
    assert subject(letter) == "The Newsroom: 3 things about your comments"
    assert "Ingrid answered" in text(letter)
    assert "Abel answered" in text(letter)
    assert "Your comment is published" in text(letter)


@pytest.mark.parametrize(
    ("pace", "leaves"),
    [
        (Pace.AT_ONCE, "2026-03-28 09:12"),
        (Pace.HOURLY, "2026-03-28 10:00"),
        (Pace.DAILY, "2026-03-29 06:00"),  # eight o'clock in Madrid, on the day of summer time
    ],
)
def test_a_digest_leaves_at_its_hour(settings: Settings, pace: Pace, leaves: str) -> None:
    settings.TIME_ZONE = "Europe/Madrid"
    moment = datetime.datetime(2026, 3, 28, 9, 12, tzinfo=datetime.UTC)
    left = next_post(pace, moment).astimezone(datetime.UTC)
    assert f"{left:%Y-%m-%d %H:%M}" == leaves


def test_the_time_to_take_back_is_a_setting(article: Article, nora: Commenter) -> None:
    HouseRules(pk=1, undo_seconds=300).save()
    factories.comment(article, commenter=nora).approve(by=factories.moderator())
    assert Letter.objects.get().due_at > timezone.now() + datetime.timedelta(seconds=295)
