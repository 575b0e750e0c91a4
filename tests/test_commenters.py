"""What a moderator does about a commenter: with a reason, in one act, and back to what stood."""

import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments.models import (
    Act,
    Comment,
    Commenter,
    DecisionConflict,
    Reason,
    ReasonPurpose,
)
from comments.posting import PostRefused
from comments.sanctions import Waiting, act_on
from tests import factories
from tests.newspaper import words

pytestmark = pytest.mark.django_db
DESK = "/admin/desk/"


@pytest.fixture
def mo() -> Any:
    return factories.moderator(first_name="Mo", last_name="Lindqvist")


@pytest.fixture
def desk(client: Client, mo: Any) -> Client:
    client.force_login(mo)
    return client


@pytest.fixture
def article() -> Article:
    return factories.published()


@pytest.fixture
def writer(article: Article) -> Commenter:
    """With one comment published by a rule, and one held."""
    made = factories.commenter(known=True)
    factories.comment(article, commenter=made)
    factories.comment(article, commenter=made, author_name="Another name")
    return made


def act(desk: Client, writer: Commenter, **typed: Any) -> Any:
    sent = {"seen": writer.standing, "reason": "Advertising.", **typed}
    return desk.post(f"{DESK}commenters/{writer.pk}/act/", sent, follow=True)


def in_two_days() -> str:
    return f"{timezone.now() + datetime.timedelta(days=2):%Y-%m-%dT%H:%M}"


@pytest.mark.parametrize(
    ("typed", "standing"),
    [
        ({"act": "note", "note": "Third time."}, "good"),
        ({"act": "warn"}, "good"),
        ({"act": "watch"}, "watched"),
        ({"act": "mute", "until": "soon"}, "muted"),
        ({"act": "ban"}, "banned"),
    ],
)
def test_an_act_is_done_and_written_down_and_taken_back(
    desk: Client, writer: Commenter, typed: dict[str, str], standing: str
) -> None:
    typed = {name: in_two_days() if value == "soon" else value for name, value in typed.items()}
    before = Commenter.objects.values().get(pk=writer.pk)
    page = words(act(desk, writer, **typed))
    writer.refresh_from_db()
    decision = writer.decisions.get()
    assert writer.standing == standing
    assert (decision.act, decision.moderator.first_name) == (typed["act"], "Mo")
    assert "Mo Lindqvist" in page
    if standing != "good":
        desk.post(f"{DESK}commenters/{writer.pk}/undo/", {"decision": decision.pk})
        assert Commenter.objects.values().get(pk=writer.pk) == before


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"act": ""}, "Choose an act."),
        ({"act": "x"}, "not one of the available choices"),
        ({"act": "ban", "reason": " "}, "choose a reason or write one"),
        ({"act": "note", "note": ""}, "Write the note."),
        ({"act": "mute", "until": ""}, "still to come"),
        ({"act": "mute", "until": "2001-01-01T10:00"}, "still to come"),
        ({"act": "mute", "until": "never"}, "Enter a valid date/time."),
        ({"act": "ban", "reason": "x" * 301}, "at most 300 characters"),
    ],
)
def test_what_will_not_do_is_said_and_kept(
    desk: Client, writer: Commenter, typed: dict[str, str], said: str
) -> None:
    answer = act(desk, writer, **{"note": "Kept note.", **typed})
    assert answer.status_code == 422
    assert said in words(answer)
    assert typed.get("note", "Kept note.") in words(answer)
    assert writer.decisions.count() == 0


def test_a_muting_is_offered_for_a_week_by_the_papers_clock(
    desk: Client, writer: Commenter
) -> None:
    with time_machine.travel(datetime.datetime(2026, 11, 25, 12, 30, tzinfo=datetime.UTC)):
        page = desk.get(f"{DESK}commenters/{writer.pk}/?act=mute").content.decode()
        in_a_week = timezone.localtime() + datetime.timedelta(days=7)
    assert f'name="until" value="{in_a_week:%Y-%m-%dT%H:%M}"' in page


def test_a_usual_reason_stands_for_its_words(desk: Client, writer: Commenter) -> None:
    usual = Reason.objects.offered(ReasonPurpose.COMMENTER)[0]
    act(desk, writer, act="ban", preset=usual.pk, reason="")
    decision = writer.decisions.get()
    assert (decision.preset, decision.reason) == (usual, usual.text)


@pytest.mark.parametrize("waiting", ["hold", "reject", "nonsense"])
@pytest.mark.parametrize("reason", ["Advertising.", "x" * 301])
def test_what_was_begun_for_a_ban_counts_for_no_note(
    desk: Client, writer: Commenter, waiting: str, reason: str
) -> None:
    """The page hides these fields, and what is in them, when a note is chosen."""
    usual = Reason.objects.offered(ReasonPurpose.COMMENTER)[0]
    begun = {"preset": usual.pk, "reason": reason, "waiting": waiting}
    act(desk, writer, act="note", note="Third time.", **begun)
    noted = writer.decisions.get()
    assert (noted.note, noted.reason, noted.preset) == ("Third time.", "", None)
    assert not noted.comment_decisions.exists()


def test_undo_at_the_desk_does_not_reach_behind_a_ban(desk: Client, writer: Commenter) -> None:
    other = factories.comment(writer.comments.first().thread.article)
    desk.post(f"{DESK}decide/", {"seen": f"{other.pk}:1:held", "act": "approve"})
    act(desk, writer, act="ban", back=DESK)
    page = words(desk.get(DESK))
    address = f"{DESK}commenters/{writer.pk}/?back=%2Fadmin%2Fdesk%2F"
    assert f'<a class="button" href="{address}" data-key="u">' in page
    assert 'data-key="u">Undo' not in page


def test_the_page_of_a_commenter_does_not_lead_to_itself(desk: Client, writer: Commenter) -> None:
    page = words(act(desk, writer, act="ban"))
    assert f"{writer} is banned." in page
    assert "To their page…" not in page


def test_what_goes_along_with_an_act_is_counted_before_it_is_done(
    desk: Client, article: Article, writer: Commenter
) -> None:
    read = factories.comment(article, commenter=writer)
    read.see(by=factories.moderator())
    factories.comment(article, commenter=writer, author_name="Another name")
    page = words(desk.get(f"{DESK}commenters/{writer.pk}/?act=ban"))
    assert "Hold it: 1 published by a rule" in page
    assert "Reject it for the same reason: 2 held and 1 published by a rule" in page


def test_where_nothing_waits_an_act_takes_none_along(desk: Client) -> None:
    page = words(desk.get(f"{DESK}commenters/{factories.commenter().pk}/"))
    assert "Reject it for the same reason: none" in page


def test_the_second_moderator_is_told_who_was_first(desk: Client, writer: Commenter) -> None:
    ana = factories.moderator(first_name="Ana", last_name="Ruiz")
    Commenter.objects.get(pk=writer.pk).decide(Act.WATCH, by=ana, reason="Rude.")
    answer = act(desk, writer, act="ban")
    assert answer.status_code == 409
    assert "“Always held” by now by Ana Ruiz" in words(answer)
    assert writer.decisions.count() == 1


@pytest.mark.parametrize(
    ("waiting", "left"),
    [
        (Waiting.LEAVE, {"approved", "held"}),
        (Waiting.HOLD, {"held"}),
        (Waiting.REJECT, {"rejected"}),
    ],
)
def test_what_waits_goes_with_a_ban_and_comes_back_with_it(
    mo: Any, writer: Commenter, waiting: Waiting, left: set[str]
) -> None:
    before = list(Comment.objects.order_by("pk").values())
    decision, not_done = act_on(writer, Act.BAN, by=mo, reason="Advertising.", waiting=waiting)
    pks = [row["id"] for row in before if row["commenter_id"] == writer.pk][1:]
    assert set(Comment.objects.filter(pk__in=pks).values_list("status", flat=True)) == left
    assert not_done == []
    writer.undo(decision, by=mo)
    assert list(Comment.objects.order_by("pk").values()) == before


def test_what_was_read_before_stays_where_it_is(mo: Any, writer: Commenter) -> None:
    read = writer.comments.earliest("posted_at")
    act_on(writer, Act.BAN, by=mo, reason="Advertising.", waiting=Waiting.REJECT)
    read.refresh_from_db()
    assert read.is_approved is True


def test_a_ban_that_is_refused_takes_no_comment_along(mo: Any, writer: Commenter) -> None:
    stale = Commenter.objects.get(pk=writer.pk)
    writer.decide(Act.WATCH, by=mo, reason="Rude.")
    with pytest.raises(DecisionConflict):
        act_on(stale, Act.BAN, by=mo, reason="Advertising.", waiting=Waiting.REJECT)
    assert Comment.objects.rejected().count() == 0


def test_a_muting_ends_by_the_clock(desk: Client, article: Article, writer: Commenter) -> None:
    act(desk, writer, act="mute", until=in_two_days())
    writer.refresh_from_db()
    with pytest.raises(PostRefused):
        factories.comment(article, commenter=writer)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=3)):
        assert factories.comment(article, commenter=writer).pk is not None


def test_undo_is_for_the_last_act_alone(desk: Client, mo: Any, writer: Commenter) -> None:
    first = writer.decide(Act.WATCH, by=mo, reason="Rude.")
    writer.decide(Act.BAN, by=mo, reason="Advertising.")
    address = f"{DESK}commenters/{writer.pk}/undo/"
    page = words(desk.post(address, {"decision": first.pk}, follow=True))
    assert "Decide anew instead" in page
    writer.refresh_from_db()
    assert writer.is_banned is True


def test_whoever_takes_a_ban_back_is_told_what_stays_rejected(desk: Client, mo: Any) -> None:
    own_story = factories.published(factories.author(name="Mo Lindqvist"), headline="The ferry")
    writer, other = factories.commenter(name="Nora"), factories.moderator()
    comment = factories.comment(own_story, commenter=writer)
    ban, _ = act_on(writer, Act.BAN, by=other, reason="Rude.", waiting=Waiting.REJECT)
    address = f"{DESK}commenters/{writer.pk}/undo/"
    page = words(desk.post(address, {"decision": ban.pk}, follow=True))
    assert "Nora is as before: in good standing." in page
    assert "Not put back: Nora on “The ferry”: You wrote this article as Mo Lindqvist." in page
    comment.refresh_from_db()
    assert comment.is_rejected is True


@pytest.mark.parametrize("junk", ["", "x", "0", "²", "9" * 30])
def test_undoing_what_is_no_act_is_not_found(desk: Client, writer: Commenter, junk: str) -> None:
    address = f"{DESK}commenters/{writer.pk}/undo/"
    assert desk.post(address, {"decision": junk}).status_code == 404


def test_the_page_of_a_commenter_shows_record_log_and_comments(
    desk: Client, mo: Any, writer: Commenter
) -> None:
    writer.decide(Act.WARN, by=mo, reason="Be kind.", note="Said on the phone too.")
    page = words(desk.get(f"{DESK}commenters/{writer.pk}/"))
    for shown in ("2 published", "1 held", "Be kind.", "Said on the phone too."):
        assert shown in page, shown
    assert writer.comments.earliest("pk").body_source in page
