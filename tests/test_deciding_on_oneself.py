"""Nobody decides on what they wrote, nor on what was decided about them."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from comments.models import Act, Appeal, Comment, Commenter, CommentStatus, DecisionConflict
from comments.reporting import report
from tests import factories
from tests.newspaper import words

pytestmark = pytest.mark.django_db
DESK = "/admin/desk/"
HTMX = {"HX-Request": "true"}
OWN = "It is your own: a colleague decides."
YOU = "This is you: a colleague decides."


@pytest.fixture
def mo() -> User:
    """A moderator who also comments."""
    return factories.moderator()


@pytest.fixture
def writer(mo: User) -> Commenter:
    return factories.commenter(user=mo)


@pytest.fixture
def own(writer: Commenter) -> Comment:
    return factories.comment(factories.published(), commenter=writer)


@pytest.fixture
def desk(client: Client, mo: User) -> Client:
    client.force_login(mo)
    return client


def seen(comment: Comment) -> str:
    return f"{comment.pk}:{comment.revision}:{comment.status}"


@pytest.mark.parametrize(
    "act", ["approve", "reject", "hold", "feature", "unfeature", "see", "keep"]
)
def test_no_verb_decides_on_ones_own_comment(own: Comment, mo: User, act: str) -> None:
    if act not in ("approve", "reject"):
        own.decide(CommentStatus.APPROVED, by=None, rule="nothing_objected")
    if act == "unfeature":
        own.feature(by=factories.moderator())
    more = {"reason": "Rude."} if act == "reject" else {}
    before = Comment.objects.values().get()
    with pytest.raises(DecisionConflict, match=OWN):
        getattr(own, act)(by=mo, override="Nobody else is here.", **more)
    assert Comment.objects.values().get() == before


def test_what_a_colleague_decided_on_ones_own_comment_is_not_taken_back(
    own: Comment, mo: User
) -> None:
    rejection = own.reject(by=factories.moderator(), reason="Rude.")
    with pytest.raises(DecisionConflict, match=OWN):
        own.undo(rejection, by=mo)
    assert own.is_rejected is True


def test_a_case_about_ones_own_comment_is_closed_by_a_colleague(own: Comment, mo: User) -> None:
    own.approve(by=factories.moderator())
    case = report(own, reason="attack").case
    with pytest.raises(DecisionConflict, match=OWN):
        case.dismiss(by=mo)
    case.dismiss(by=factories.moderator())
    assert case.outcome == "dismissed"


def test_what_the_newsroom_writes_is_still_published_and_withdrawn(
    writer: Commenter,
) -> None:
    article = factories.published()
    comment = factories.comment(article, commenter=writer, from_newsroom=True)
    assert comment.is_approved is True
    comment.withdraw()
    assert comment.is_withdrawn is True


def test_a_moderator_who_comments_decides_on_everybody_else_and_takes_it_back(mo: User) -> None:
    comment = factories.comment(factories.published())
    comment.undo(comment.approve(by=mo), by=mo)
    assert comment.is_held is True


@pytest.mark.parametrize("verdict", ["uphold", "overturn", "ask"])
@pytest.mark.parametrize("about", ["comment", "commenter"])
def test_nobody_answers_an_appeal_of_their_own(
    own: Comment, writer: Commenter, mo: User, verdict: str, about: str
) -> None:
    by = factories.moderator()
    decision: Any = (
        own.reject(by=by, reason="Rude.")
        if about == "comment"
        else writer.decide(Act.BAN, by=by, reason="Rude.")
    )
    appeal = Appeal.open(decision, text="I was not.")
    mo.is_superuser = True
    said = {"text": "Why?"} if verdict == "ask" else {"answer": "So."}
    with pytest.raises(DecisionConflict, match=OWN):
        getattr(appeal, verdict)(by=mo, override="Nobody else is here.", **said)
    appeal.refresh_from_db()
    assert (appeal.is_open, appeal.messages.count()) == (True, 1)


@pytest.mark.parametrize("act", [Act.NOTE, Act.WATCH, Act.BAN, Act.RESTORE])
def test_nobody_acts_on_themselves(writer: Commenter, mo: User, act: Act) -> None:
    with pytest.raises(DecisionConflict, match=YOU):
        writer.decide(act, by=mo, reason="So.", note="So.")
    assert not writer.decisions.exists()


def test_nobody_lifts_their_own_ban(writer: Commenter, mo: User) -> None:
    ban = writer.decide(Act.BAN, by=factories.moderator(), reason="Rude.")
    with pytest.raises(DecisionConflict, match=YOU):
        writer.undo(ban, by=mo)
    writer.refresh_from_db()
    assert writer.is_banned is True


# At the desk


def test_the_card_of_ones_own_comment_offers_nothing_and_says_why(
    desk: Client, own: Comment
) -> None:
    for page in (words(desk.get(DESK)), words(desk.get(f"{DESK}comments/{own.pk}/"))):
        card = page.partition(f'id="card-{own.pk}"')[2].partition("desk-card-aside")[0]
        assert "<strong>It is your own:</strong> a colleague decides." in card
        assert f'{DESK}decide/"' not in card
        assert 'name="seen"' not in card.partition("Close thread…")[0]
        assert "act=ban" not in card


def test_the_thread_above_ones_own_comment_is_closed_without_a_word_of_interest(
    desk: Client, own: Comment
) -> None:
    page = words(desk.get(DESK))
    assert "Close thread…" in page
    assert "in spite of your interest" not in page


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_whatever_is_posted_ones_own_is_left_and_the_others_are_decided(
    desk: Client, own: Comment, headers: dict[str, str]
) -> None:
    other = factories.comment(own.thread.article)
    sent = {"act": "approve", "seen": [seen(own), seen(other)]}
    page = words(desk.post(f"{DESK}decide/", sent, headers=headers))
    assert OWN in page
    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.is_held, other.is_approved) == (True, True)


@pytest.mark.parametrize("about", ["comment", "commenter"])
def test_the_card_of_ones_own_appeal_has_no_form_and_says_why(
    desk: Client, own: Comment, writer: Commenter, about: str
) -> None:
    by = factories.moderator()
    decision: Any = (
        own.reject(by=by, reason="Rude.")
        if about == "comment"
        else writer.decide(Act.BAN, by=by, reason="Rude.")
    )
    appeal = Appeal.open(decision, text="I was not.")
    page = words(desk.get(f"{DESK}appealed/"))
    assert page.count("<strong>It is your own:</strong> a colleague decides.") == 1
    assert 'name="verdict"' not in page
    sent = {"verdict": "overturn", "answer": "I was right."}
    desk.post(f"{DESK}appeals/{appeal.pk}/decide/", sent)
    appeal.refresh_from_db()
    assert appeal.is_open is True


def test_ones_own_page_has_no_acts_and_says_why(desk: Client, own: Comment) -> None:
    ban = own.commenter.decide(Act.BAN, by=factories.moderator(), reason="Rude.")
    address = f"{DESK}commenters/{own.commenter.pk}/"
    page = words(desk.get(address))
    assert "<strong>This is you:</strong> a colleague decides." in page
    assert 'name="act"' not in page
    assert "Undo this" not in page
    refused = desk.post(f"{address}act/", {"act": "restore", "seen": "banned"})
    assert refused.status_code == 409
    assert YOU in words(desk.post(f"{address}undo/", {"decision": ban.pk}, follow=True))
    own.commenter.refresh_from_db()
    assert own.commenter.is_banned is True


def test_a_guest_under_ones_own_address_is_oneself(mo: User) -> None:
    """The address is confirmed: whoever reads its letters is the moderator."""
    User.objects.filter(pk=mo.pk).update(email="mo.l@paper.example")
    mo.refresh_from_db()
    guest = factories.commenter(email="mo.l+spare@paper.example", email_confirmed_at=timezone.now())
    comment = factories.comment(factories.published(), commenter=guest)
    with pytest.raises(DecisionConflict, match=OWN):
        comment.approve(by=mo)
    with pytest.raises(DecisionConflict, match=YOU):
        guest.decide(Act.WATCH, by=mo, reason="No.")
    comment.approve(by=factories.moderator())
    assert comment.is_approved is True
