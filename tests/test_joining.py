"""Two commenters turn out to be one person: what was decided about either holds for that person."""

import copy
import datetime
import itertools
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from comments.confirming import own
from comments.exporting import export
from comments.joining import join
from comments.models import (
    Act,
    Appeal,
    Commenter,
    CommenterDecision,
    DecisionConflict,
    MuteRefused,
    RecommendationRefused,
    Standing,
)
from comments.models.mute import mute, stop_muting
from comments.models.recommendation import recommend, stop_recommending
from comments.models.standing import newest_acts
from comments.posting import PostRefused
from comments.reporting import report
from comments.rewriting import RewriteRefused, rewrite
from comments.sanctions import Waiting, act_on
from tests import factories
from tests.newspaper import typed_comment

pytestmark = pytest.mark.django_db

RESTRICTIONS = [Act.WATCH, Act.MUTE, Act.BAN]


def in_days(days: int) -> datetime.datetime:
    return timezone.now() + datetime.timedelta(days=days)


def act(on: Commenter, what: Act, reason: str = "Shouts.", **how: Any) -> CommenterDecision:
    if what is Act.MUTE:
        how = {"until": in_days(1), **how}
    return on.decide(what, by=factories.moderator(), reason=reason, **how)


def claimed(guest: Commenter, by: Commenter | None = None) -> Commenter:
    """An account confirms the address of a guest, and they are one."""
    account = by or Commenter.objects.create(user=factories.user(), name="Nora Quill")
    own(account, guest.email)
    guest.refresh_from_db()
    account.refresh_from_db()
    return account


def standing(of: Commenter) -> tuple[Any, ...]:
    of.refresh_from_db()
    return of.standing, of.standing_until, of.standing_reason


@pytest.mark.parametrize("what", RESTRICTIONS)
def test_nobody_gets_rid_of_a_restriction_by_claiming(what: Act) -> None:
    guest = factories.commenter()
    act(guest, what)
    before = standing(guest)
    assert standing(claimed(guest)) == before


@pytest.mark.parametrize("what", RESTRICTIONS)
def test_the_restriction_of_a_guest_is_that_of_the_account(what: Act) -> None:
    guest = factories.commenter()
    decision = act(guest, what)
    assert claimed(guest).restriction == decision


def test_who_claims_a_ban_reads_its_statement_at_the_form(client: Client) -> None:
    guest, article = factories.commenter(), factories.published()
    decision = act(guest, Act.BAN, "Threats.")
    account = claimed(guest)
    client.force_login(User.objects.get(commenter=account))
    page = client.post(article.comment_url, typed_comment()).content.decode()
    assert decision.statement_url in page


def test_a_statement_says_that_it_holds_until_it_is_taken_from_the_person(client: Client) -> None:
    guest = factories.commenter()
    decision = act(guest, Act.BAN)
    account = claimed(guest)
    assert "This is over" not in client.get(decision.statement_url).content.decode()
    act(account, Act.RESTORE)
    assert "This is over" in client.get(decision.statement_url).content.decode()


@pytest.mark.parametrize(("first", "second"), list(itertools.product(RESTRICTIONS, repeat=2)))
def test_undoing_an_act_on_either_leaves_what_was_settled_for_the_other(
    first: Act, second: Act
) -> None:
    guest, account = factories.commenter(), factories.commenter(user=factories.user())
    on_guest = act(guest, first, "As a guest.")
    act(account, second, "As an account.")
    of_account = standing(account)
    join(guest, into=account)
    account.refresh_from_db()
    account.undo(on_guest, by=factories.moderator())
    assert standing(account) == of_account


def test_undoing_the_act_on_the_account_leaves_what_was_settled_for_the_guest() -> None:
    guest, account = factories.commenter(), factories.commenter(user=factories.user())
    act(guest, Act.WATCH)
    of_guest = standing(guest)
    ban = act(account, Act.BAN, "Threats.")
    join(guest, into=account)
    account.refresh_from_db()
    account.undo(ban, by=factories.moderator())
    assert standing(account) == of_guest


def test_an_undoing_after_joining_is_taken_back_exactly() -> None:
    guest = factories.commenter()
    act(guest, Act.MUTE, until=in_days(3))
    ban = act(guest, Act.BAN, "Threats.")
    account = claimed(guest)
    banned = standing(account)
    undoing, _ = account.undo(ban, by=factories.moderator())
    assert standing(account)[0] == Standing.MUTED
    account.undo(undoing, by=factories.moderator())
    assert standing(account) == banned


def test_an_act_on_the_person_overtakes_what_was_settled_before() -> None:
    guest = factories.commenter()
    ban = act(guest, Act.BAN)
    account = claimed(guest)
    watch = act(account, Act.WATCH)
    assert newest_acts(account) == [watch]
    with pytest.raises(DecisionConflict, match="decided on again since"):
        account.undo(ban, by=factories.moderator())
    account.undo(watch, by=factories.moderator())
    assert account.is_banned


def test_what_was_rejected_with_a_ban_comes_back_after_joining() -> None:
    guest, moderator = factories.commenter(), factories.moderator()
    comment = factories.comment(factories.published(), commenter=guest)
    ban, _ = act_on(guest, Act.BAN, by=moderator, reason="Threats.", waiting=Waiting.REJECT)
    claimed(guest).undo(ban, by=moderator)
    comment.refresh_from_db()
    assert comment.is_held


def test_an_appeal_is_not_lost_by_claiming() -> None:
    guest = factories.commenter()
    appeal = Appeal.open(act(guest, Act.BAN), text="It was a quotation.")
    account = claimed(guest)
    appeal = Appeal.objects.get(pk=appeal.pk)
    assert appeal.commenter == account
    assert appeal.is_newest
    appeal.overturn(by=factories.moderator())
    assert standing(account) == ("good", None, "")


def test_an_appeal_after_an_act_on_the_person_does_not_lift_that_one() -> None:
    guest = factories.commenter()
    appeal = Appeal.open(act(guest, Act.WATCH), text="It was a quotation.")
    account = claimed(guest)
    act(account, Act.BAN)
    with pytest.raises(DecisionConflict, match="decided on again since"):
        appeal.overturn(by=factories.moderator())
    assert standing(account)[0] == Standing.BANNED


def test_two_joinings_in_a_row_lose_nothing() -> None:
    stranger, guest = factories.commenter(email=""), factories.commenter()
    ban = act(stranger, Act.BAN)
    join(stranger, into=guest)
    account = claimed(guest)
    stranger.refresh_from_db()
    assert stranger.themselves == account
    assert list(account.acts) == [ban]
    account.undo(ban, by=factories.moderator())
    assert standing(account)[0] == Standing.GOOD


def test_always_held_outlives_a_muting_that_had_hidden_it() -> None:
    guest, account = factories.commenter(), factories.commenter(user=factories.user())
    act(guest, Act.WATCH)
    act(account, Act.MUTE, until=in_days(1))
    join(guest, into=account)
    account.refresh_from_db()
    assert (account.is_muted, account.is_watched) == (True, False)
    with time_machine.travel(in_days(2), tick=False):
        assert (account.is_muted, account.is_watched) == (False, True)


def test_a_lapsed_muting_alone_holds_nothing() -> None:
    reader = factories.commenter()
    act(reader, Act.MUTE)
    with time_machine.travel(in_days(2), tick=False):
        assert (reader.is_watched, reader.restriction) == (False, None)


def test_nobody_is_decided_on_as_who_they_are_no_more() -> None:
    guest = factories.commenter()
    as_seen = Commenter.objects.get(pk=guest.pk)
    account = claimed(guest)
    with pytest.raises(DecisionConflict, match="meanwhile"):
        act(as_seen, Act.BAN)
    assert not account.acts.exists()


def test_nothing_is_posted_as_who_one_is_no_more() -> None:
    guest, article = factories.commenter(), factories.published()
    in_flight = Commenter.objects.get(pk=guest.pk)
    claimed(guest)
    with pytest.raises(PostRefused, match="once more"):
        factories.comment(article, commenter=in_flight)


def test_nothing_is_rewritten_while_it_changes_hands() -> None:
    guest = factories.commenter()
    comment = factories.comment(factories.published(), commenter=guest)
    claimed(guest)
    with pytest.raises(RewriteRefused, match="try again"):
        rewrite(comment, "Another text.", seen=1)


@pytest.fixture
def in_flight() -> Commenter:
    """A guest as an act of theirs has read them, who turned out to have an account since."""
    guest = factories.commenter()
    read = Commenter.objects.get(pk=guest.pk)
    claimed(guest)
    return read


def account_of(in_flight: Commenter) -> Commenter:
    return Commenter.objects.get(pk=in_flight.pk).themselves


def test_nobody_recommends_their_own_by_who_they_are_no_more(in_flight: Commenter) -> None:
    own_one = factories.approved(factories.published(), commenter=account_of(in_flight))
    with pytest.raises(RecommendationRefused, match="their own"):
        recommend(own_one, by=in_flight)
    own_one.refresh_from_db()
    assert own_one.recommended_count == 0


def test_nobody_recommends_what_turned_out_to_be_their_own() -> None:
    guest = factories.commenter()
    as_seen = factories.approved(factories.published(), commenter=guest)
    with pytest.raises(RecommendationRefused, match="their own"):
        recommend(as_seen, by=claimed(guest))


def test_a_word_given_on_the_way_is_the_accounts_and_can_be_taken_back(
    in_flight: Commenter,
) -> None:
    comment, account = factories.approved(factories.published()), account_of(in_flight)
    read = copy.copy(in_flight)
    recommend(comment, by=in_flight)
    assert account.recommendations.get().comment == comment
    stop_recommending(comment, by=read)
    assert comment.recommended_count == 0


def test_a_muting_on_the_way_is_the_accounts_and_can_be_ended(in_flight: Commenter) -> None:
    comment, account = factories.approved(factories.published()), account_of(in_flight)
    read = copy.copy(in_flight)
    mute(comment, by=in_flight)
    assert account.mutes.get().muted == comment.commenter
    stop_muting(comment, by=read)
    assert not account.mutes.exists()


def test_nobody_mutes_who_they_turned_out_to_be(in_flight: Commenter) -> None:
    own_one = factories.approved(factories.published(), commenter=account_of(in_flight))
    with pytest.raises(MuteRefused, match="themselves"):
        mute(own_one, by=in_flight)


def test_a_report_on_the_way_is_the_accounts(in_flight: Commenter) -> None:
    comment = factories.approved(factories.published())
    made = report(comment, reason="attack", reporter=in_flight)
    assert made.reporter == account_of(in_flight)


def test_notes_and_log_of_the_guest_are_read_with_the_account(client: Client) -> None:
    guest = factories.commenter()
    factories.comment(factories.published(), commenter=guest)
    act(guest, Act.NOTE, note="Wrote to us by hand.")
    act(guest, Act.WARN, "Be kind to the captain.")
    account = claimed(guest)
    client.force_login(factories.moderator())
    for pk in (account.pk, guest.pk):
        page = client.get(f"/admin/desk/commenters/{pk}/").content.decode()
        assert "Be kind to the captain." in page
    queue = client.get("/admin/desk/held/").content.decode()
    assert "Wrote to us by hand." in queue


def test_an_act_on_the_guest_is_undone_from_the_accounts_page(client: Client) -> None:
    guest = factories.commenter()
    ban = act(guest, Act.BAN)
    account = claimed(guest)
    client.force_login(factories.moderator())
    page = client.get(f"/admin/desk/commenters/{account.pk}/").content.decode()
    assert f'name="decision" value="{ban.pk}"' in page
    client.post(f"/admin/desk/commenters/{account.pk}/undo/", {"decision": str(ban.pk)})
    assert standing(account)[0] == Standing.GOOD


def test_acts_on_all_that_one_was_are_taken_along() -> None:
    guest = factories.commenter()
    act(guest, Act.WARN, "Be kind to the captain.")
    acts = export(claimed(guest))["acts"]
    assert [told["reason"] for told in acts] == ["Be kind to the captain."]


def test_a_standing_that_is_put_back_keeps_its_own_reason_on_its_page(client: Client) -> None:
    reader = factories.commenter()
    act(reader, Act.WATCH, "Baits others.")
    undoing, _ = reader.undo(act(reader, Act.BAN, "Threats."), by=factories.moderator())
    act(reader, Act.MUTE, "Shouts.")
    assert "Baits others." in client.get(undoing.statement_url).content.decode()
