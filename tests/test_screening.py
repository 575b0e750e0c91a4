"""The policy on one page: which check decides, in which order, by which thresholds."""

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments import screening
from comments.models import Act, Comment, Commenter, HouseRules, opening
from comments.moments import in_full
from comments.posting import PostRefused
from comments.screening import CHECKS, Arrival, Settled, Verdict
from tests import factories
from tests.newspaper import typed_comment
from tests.untouched import untouched

pytestmark = pytest.mark.django_db


def settle(**rules: Any) -> HouseRules:
    settled = HouseRules.now()
    for name, value in rules.items():
        setattr(settled, name, value)
    settled.save()
    return settled


@pytest.fixture
def article() -> Article:
    return factories.published()


@pytest.fixture
def known() -> Commenter:
    return factories.commenter(known=True)


def decide(commenter: Commenter, act: Act, **how: Any) -> None:
    commenter.decide(act, by=factories.moderator(), **{"reason": "Shouts.", **how})


# Who writes


def test_a_banned_commenter_is_told_why_and_nothing_is_kept(
    article: Article, known: Commenter
) -> None:
    decide(known, Act.BAN, reason="Advertises again and again.")
    with pytest.raises(PostRefused, match="Advertises again and again"):
        factories.comment(article, commenter=known)
    assert not article.thread.comments.exists()
    article.thread.refresh_from_db()
    assert article.thread.held_count == 0


def test_a_muted_commenter_may_write_again_when_the_time_has_come(
    article: Article, known: Commenter
) -> None:
    until = timezone.now() + datetime.timedelta(hours=1)
    decide(known, Act.MUTE, until=until)
    with pytest.raises(PostRefused, match=rf"You can comment again on {in_full(until)}\. "):
        factories.comment(article, commenter=known)
    Commenter.objects.filter(pk=known.pk).update(standing_until=timezone.now())
    assert factories.comment(article, commenter=known).is_approved is True


def test_a_watched_commenter_is_always_held(article: Article, known: Commenter) -> None:
    decide(known, Act.WATCH)
    comment = factories.comment(article, commenter=known)
    assert comment.held_by_rule == "hold_watched_commenter"
    assert comment.held_because == "Everything you write is read before it appears."


def test_who_is_banned_or_muted_at_this_moment_is_refused(known: Commenter) -> None:
    now = timezone.now()
    muted, passed, banned = (factories.commenter() for _ in range(3))
    decide(muted, Act.MUTE, until=now + datetime.timedelta(days=1))
    decide(passed, Act.MUTE, until=now + datetime.timedelta(days=1))
    Commenter.objects.filter(pk=passed.pk).update(standing_until=now)
    decide(banned, Act.BAN)
    assert {one for one in Commenter.objects.all() if one.is_refused} == {muted, banned}


# How it came


def test_a_filled_trap_rejects_with_a_decision_that_can_be_appealed(article: Article) -> None:
    comment = factories.comment(article, arrival=Arrival(seconds=60, trap_was_filled=True))
    assert comment.is_rejected is True
    assert comment.decisions.get().is_automated is True
    assert comment.decisions.get().is_restriction is True
    assert "machines" in comment.decisions.get().reason


def test_the_form_has_the_trap_and_the_note_of_its_opening(
    client: Client, article: Article, known: Commenter
) -> None:
    page = client.get(article.comment_url).content.decode()
    assert 'name="homepage"' in page
    assert 'name="opened"' in page
    client.post(article.comment_url, typed_comment(homepage="https://example.com/"))
    assert Comment.objects.get(thread=article.thread).is_rejected is True


@pytest.mark.parametrize(
    ("seconds", "rule"), [(0, "hold_hasty_form"), (2.9, "hold_hasty_form"), (3, ""), (None, "")]
)
def test_a_form_sent_faster_than_a_person_writes_is_held(
    article: Article, known: Commenter, seconds: float | None, rule: str
) -> None:
    comment = factories.comment(article, commenter=known, arrival=Arrival(seconds=seconds))
    assert comment.held_by_rule == rule


@pytest.mark.parametrize("opened", ["", "made up", "MTc2NDA2MDAwMA:1vN:forged"])
def test_a_note_of_opening_that_is_not_ours_counts_as_hasty(
    client: Client, article: Article, opened: str
) -> None:
    client.post(article.comment_url, typed_comment(opened=opened))
    assert Comment.objects.get(thread=article.thread).held_by_rule == "hold_hasty_form"


# How much


def test_the_sixth_comment_in_five_minutes_waits_whatever_the_thread(known: Commenter) -> None:
    settle(flood_comments=5)
    for _ in range(4):  # and the one that made them known
        factories.comment(factories.published(), commenter=known)
    with pytest.raises(PostRefused, match="At most 5 comments in 5 minutes"):
        factories.comment(factories.published(), commenter=known)


def test_a_flood_is_over_when_its_minutes_are(known: Commenter, article: Article) -> None:
    settle(flood_comments=1)
    earlier = timezone.now() - datetime.timedelta(minutes=6)
    known.comments.update(posted_at=earlier)
    assert factories.comment(article, commenter=known).is_approved is True


def test_many_names_from_one_network_are_one_flood(article: Article) -> None:
    settle(flood_from_address=3)
    for _ in range(3):
        factories.comment(article, from_address="203.0.113.0/24")
    with pytest.raises(PostRefused, match="from your network"):
        factories.comment(article, from_address="203.0.113.0/24")
    assert factories.comment(article, from_address="198.51.100.0/24").is_held is True


@pytest.mark.parametrize("arrival", [Arrival(seconds=0), Arrival(seconds=60, trap_was_filled=True)])
def test_an_empty_note_or_a_filled_trap_is_no_way_round_the_limits(
    article: Article, arrival: Arrival
) -> None:
    settle(flood_comments=2, flood_from_address=3)
    reader, network = factories.commenter(), "203.0.113.0/24"
    for _ in range(2):
        factories.comment(article, commenter=reader, from_address=network, arrival=arrival)
    with pytest.raises(PostRefused, match="At most 2 comments"):
        factories.comment(article, commenter=reader, from_address=network, arrival=arrival)
    factories.comment(article, from_address=network, arrival=arrival)
    with pytest.raises(PostRefused, match="from your network"):
        factories.comment(article, from_address=network, arrival=arrival)
    assert article.thread.comments.count() == 3


@pytest.mark.parametrize("name", ["hold_repeated_text", "hold_hasty_form", "hold_many_links"])
def test_in_whatever_order_what_is_held_is_within_the_limits(
    article: Article, known: Commenter, name: str
) -> None:
    names = [check.__name__ for check in CHECKS if check.__name__ != name]
    settle(screening_order=[name, *names], slow_seconds=60, flood_comments=3, repeat_hours=24)
    how = {"arrival": Arrival(seconds=0), "body_source": "See https://example.com/ " * 3}
    known.comments.update(posted_at=timezone.now() - datetime.timedelta(hours=1))
    factories.comment(article, **how)
    assert factories.comment(article, commenter=known, **how).held_by_rule == name
    with pytest.raises(PostRefused, match="One comment in 60 seconds"):
        factories.comment(article, commenter=known, **how)


def test_a_limit_that_is_switched_off_refuses_nothing(article: Article) -> None:
    settle(flood_comments=1, screening_off=["refuse_flood"])
    reader = factories.commenter()
    for _ in range(3):
        factories.comment(article, commenter=reader, arrival=Arrival(seconds=0))
    assert article.thread.comments.count() == 3


def test_what_was_refused_stays_in_the_form_with_the_reason(
    client: Client, article: Article
) -> None:
    settle(flood_comments=1)
    client.post(article.comment_url, typed_comment())
    answer = client.post(article.comment_url, typed_comment(body="One more thought."))
    assert answer.status_code == 422
    assert "At most 1 comments" in answer.content.decode()
    assert "One more thought." in answer.content.decode()


def test_slow_mode_says_how_long_to_wait(article: Article, known: Commenter) -> None:
    settle(slow_seconds=120)
    known.comments.update(posted_at=timezone.now() - datetime.timedelta(seconds=30))
    with pytest.raises(PostRefused, match=r"One comment in 2 minutes here\. Yours can go in 90"):
        factories.comment(article, commenter=known)


def test_a_thread_can_be_slower_than_the_house_and_counts_for_itself(
    article: Article, known: Commenter
) -> None:
    article.thread.slow_seconds = 60
    article.thread.save()
    factories.comment(article, commenter=known)
    with pytest.raises(PostRefused, match="One comment in 60 seconds"):
        factories.comment(article, commenter=known)
    assert factories.comment(factories.published(), commenter=known).is_approved is True


# What it says


def test_a_first_timers_only_link_is_the_reason(article: Article) -> None:
    comment = factories.comment(article, body_source="See https://example.com/")
    assert comment.held_because == "It has a link, and none of your comments is published yet."


def test_a_link_after_a_rejection_is_not_said_to_be_in_a_first_comment(
    article: Article, known: Commenter
) -> None:
    factories.comment(article, commenter=known).reject(by=factories.moderator(), reason="Rude.")
    comment = factories.comment(article, commenter=known, body_source="See https://example.com/")
    assert comment.held_because == "It has a link, and your last comment was rejected."


def test_a_known_commenter_may_link(article: Article, known: Commenter) -> None:
    text = "See https://example.com/ and https://example.org/"
    assert factories.comment(article, commenter=known, body_source=text).is_approved is True


def test_a_share_of_rejections_is_held_though_the_last_was_good(
    article: Article, known: Commenter
) -> None:
    settle(rejected_percent=50, rejected_at_least=2, flood_comments=0)
    by = factories.moderator()
    for _ in range(2):
        comment = factories.comment(article, commenter=known)
        comment.reject(by=by, reason="Rude.")
    factories.comment(article, commenter=known).approve(by=by)
    comment = factories.comment(article, commenter=known)
    assert comment.held_because == "2 of your 4 comments in 30 days were rejected."


def test_what_was_rejected_long_ago_is_history_no_more(article: Article, known: Commenter) -> None:
    by, long_ago = factories.moderator(), timezone.now() - datetime.timedelta(days=31)
    for _ in range(3):
        comment = factories.comment(article, commenter=known)
        comment.reject(by=by, reason="Rude.")
        Comment.objects.filter(pk=comment.pk).update(posted_at=long_ago)
    assert factories.comment(article, commenter=known).is_approved is True


# The order


def test_the_first_verdict_wins(article: Article) -> None:
    article.thread.premoderate(by=factories.moderator())
    linked = factories.comment(article, body_source="See https://example.com/")
    assert linked.held_by_rule == "hold_many_links"


def test_the_usual_order_goes_from_who_writes_over_how_and_how_much_to_what_it_says() -> None:
    assert [check.__name__ for check in CHECKS] == [
        *("refuse_muted_or_banned", "approve_the_newsroom"),
        *("reject_filled_trap", "hold_hasty_form"),
        *("refuse_flood", "refuse_when_too_soon"),
        "hold_watched_commenter",
        "hold_repeated_text",
        *("reject_banned_words", "hold_suspect_words"),
        "hold_many_links",
        *("hold_changed_name", "hold_unconfirmed_commenter", "hold_unknown_commenter"),
        "hold_for_history",
        "hold_when_thread_is_premoderated",
    ]


def test_the_page_shows_the_checks_in_their_order() -> None:
    page = chief().get("/admin/comments/houserules/").content.decode()
    shown = re.findall(r'name="screening-(\w+)-place" value="(\d+)"', page)
    assert shown == [(check.__name__, str(n)) for n, check in enumerate(CHECKS, start=1)]


def test_the_newsroom_settles_the_order(article: Article) -> None:
    names = [check.__name__ for check in CHECKS]
    settle(screening_order=names[::-1])
    article.thread.premoderate(by=factories.moderator())
    linked = factories.comment(article, body_source="See https://example.com/")
    assert linked.held_by_rule == "hold_when_thread_is_premoderated"


def test_a_check_that_is_switched_off_says_nothing(article: Article) -> None:
    settle(screening_off=["hold_unknown_commenter"])
    assert factories.comment(article).is_approved is True


def test_an_order_with_names_of_no_check_still_has_every_check() -> None:
    rules = HouseRules(screening_order=["hold_many_links", "gone", "hold_repeated_text"])
    settled = Settled.by(rules)
    assert sorted(settled.order) == sorted(check.__name__ for check in CHECKS)
    assert settled.order.index("hold_many_links") < settled.order.index("hold_repeated_text")


@pytest.mark.parametrize("new", CHECKS)
def test_a_check_that_is_new_stands_where_it_usually_does(new: screening.Check) -> None:
    usual = [check.__name__ for check in CHECKS]
    rules = HouseRules(screening_order=[name for name in usual if name != new.__name__])
    assert Settled.by(rules).order == usual


@pytest.mark.parametrize("end", [0, -1])
def test_a_check_that_is_new_does_not_follow_a_neighbour_that_was_moved(end: int) -> None:
    """Slow mode, where the flood before it and the watched behind it stand elsewhere."""
    usual = [check.__name__ for check in CHECKS if check is not screening.refuse_when_too_soon]
    moved = "refuse_flood" if end else "hold_watched_commenter"
    saved = [name for name in usual if name != moved]
    saved.insert(len(saved) if end else 0, moved)
    order = Settled.by(HouseRules(screening_order=saved)).order
    assert [name for name in order if name in saved] == saved
    place = order.index("refuse_when_too_soon")
    assert order.index("hold_hasty_form") < place < order.index("hold_repeated_text")


def test_without_a_settled_order_the_usual_one_holds() -> None:
    assert Settled.by(HouseRules()).checks == list(CHECKS)


def test_a_check_that_fails_holds_the_comment_and_never_publishes_it(
    article: Article, known: Commenter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hold_many_links(it: screening.Screened) -> Verdict | None:
        Comment.objects.raw("no such language")[0]
        return None

    monkeypatch.setitem(screening.CHECK_NAMED, "hold_many_links", hold_many_links)
    comment = factories.comment(article, commenter=known)
    assert comment.is_held is True
    assert comment.held_by_rule == "hold_many_links"
    assert comment.held_because == "A check of this site failed, so a moderator looks at it."


@pytest.mark.parametrize("check", CHECKS)
def test_every_check_says_in_a_line_what_it_looks_for(check: screening.Check) -> None:
    assert (check.__doc__ or "").partition("\n")[0].endswith(".")


# Its page


def chief() -> Client:
    client = Client()
    client.force_login(factories.user("Chief moderator"))
    return client


HOUSE_RULES = "/admin/comments/houserules/"


def typed_rules(client: Client, **changes: Any) -> dict[str, Any]:
    """The form as it is shown, with some of it changed."""
    return untouched(client.get(HOUSE_RULES)) | changes


def test_the_chief_settles_thresholds_and_order_on_one_page(article: Article) -> None:
    client = chief()
    typed = typed_rules(client, most_links="0", **{"screening-hold_many_links-place": "1"})
    del typed["screening-hold_for_history-on"]
    assert client.post(HOUSE_RULES, typed).status_code == 302
    rules = HouseRules.now()
    assert rules.most_links == 0
    assert rules.screening_order[:2] == ["refuse_muted_or_banned", "hold_many_links"]
    assert rules.screening_off == ["hold_for_history"]


def test_saving_the_page_as_it_is_changes_nothing() -> None:
    client = chief()
    client.post(HOUSE_RULES, typed_rules(client))
    saved = HouseRules.objects.get()
    assert Settled.by(saved).checks == list(CHECKS)
    assert saved.most_links == HouseRules().most_links


@pytest.mark.parametrize("place", ["", "first", "-1", "1.5", "٣", "99999"])
def test_a_place_that_is_no_number_is_said_and_kept(place: str) -> None:
    client = chief()
    typed = typed_rules(client, **{"screening-hold_many_links-place": place})
    answer = client.post(HOUSE_RULES, typed)
    page = answer.content.decode()
    assert "“hold many links” needs a whole number as its place." in page
    assert f'value="{place}"' in page
    assert not HouseRules.objects.exists()


def test_a_pause_needs_its_message() -> None:
    client = chief()
    answer = client.post(HOUSE_RULES, typed_rules(client, paused="on"))
    assert "Readers see why comments are paused" in answer.content.decode()
    assert not HouseRules.objects.exists()


def test_a_stale_page_of_the_house_rules_undoes_nothing() -> None:
    """Another chief has paused all comments, and put a check first, since it was opened."""
    client = chief()
    page = typed_rules(client)
    theirs = {
        "paused": "on",
        "pause_message": "Back at noon.",
        "screening-hold_many_links-place": 1,
    }
    assert client.post(HOUSE_RULES, page | theirs).status_code == 302
    assert client.post(HOUSE_RULES, page | {"most_links": "7"}).status_code == 302
    rules = HouseRules.now()
    assert (rules.paused, rules.pause_message, rules.most_links) == (True, "Back at noon.", 7)
    assert "hold_many_links" in rules.screening_order[:2]


def test_a_check_is_switched_off_from_a_stale_page_too() -> None:
    client = chief()
    page = typed_rules(client)
    client.post(HOUSE_RULES, page | {"most_links": "7"})
    del page["screening-hold_for_history-on"]
    client.post(HOUSE_RULES, page)
    assert (HouseRules.now().screening_off, HouseRules.now().most_links) == (
        ["hold_for_history"],
        7,
    )


def test_the_message_of_a_pause_is_not_emptied_from_a_page_that_shows_none() -> None:
    client = chief()
    HouseRules(pk=1, pause_message="Back at noon.").save()
    page = typed_rules(client)
    client.post(HOUSE_RULES, page | {"paused": "on"})
    answer = client.post(HOUSE_RULES, page | {"pause_message": ""})
    assert "Readers see why comments are paused" in answer.content.decode()


def test_what_a_page_had_shown_is_known_after_a_mistake_in_it() -> None:
    client = chief()
    page = typed_rules(client)
    client.post(HOUSE_RULES, page | {"paused": "on", "pause_message": "Back at noon."})
    del page["screening-hold_for_history-on"]
    again = untouched(client.post(HOUSE_RULES, page | {"most_links": "many"}))
    assert client.post(HOUSE_RULES, again | {"most_links": "7"}).status_code == 302
    assert (HouseRules.now().paused, HouseRules.now().screening_off) == (True, ["hold_for_history"])


def test_a_pause_on_the_page_waits_for_what_is_on_its_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waited: list[bool] = []
    monkeypatch.setattr(opening, "lock_for_settling", lambda: waited.append(True))
    client = chief()
    typed = typed_rules(client, paused="on", pause_message="Back at noon.")
    client.post(HOUSE_RULES, typed)
    assert (HouseRules.now().paused, waited) == (True, [True])


# The word list


def test_a_banned_word_rejects_with_a_reason_that_does_not_repeat_it(article: Article) -> None:
    factories.term("zorblat", action="reject")
    comment = factories.comment(article, body_source="You z.0.r.b.l.a.t!")
    decision = comment.decisions.get()
    assert comment.is_rejected is True
    assert decision.rule == "reject_banned_words"
    assert "zorblat" not in decision.reason
    assert "zorblat" in decision.note


def test_a_suspect_word_holds_even_a_known_commenter(article: Article, known: Commenter) -> None:
    factories.term("zorblat", action="hold")
    comment = factories.comment(article, commenter=known, body_source="Zorblat, they say.")
    assert comment.held_by_rule == "hold_suspect_words"
    assert comment.hits.get().passage == "Zorblat"


def test_a_word_that_is_only_marked_stops_nobody(article: Article, known: Commenter) -> None:
    factories.term("zorblat", action="mark")
    comment = factories.comment(article, commenter=known, body_source="Zorblat, they say.")
    assert comment.is_approved is True
    assert comment.hits.count() == 1
