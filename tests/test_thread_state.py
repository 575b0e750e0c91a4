"""What a thread is now: the order of the rules, when the answer ends, and the same in a query."""

import dataclasses
import datetime
import itertools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Article, Section
from comments import state
from comments.models import (
    Comment,
    DecisionConflict,
    HouseRules,
    SectionRules,
    Thread,
    ThreadMode,
)
from comments.models.opening import DAYS
from comments.models.thread_mode import TAKES_NO_COMMENTS
from comments.posting import ThreadClosed
from comments.standing_orders import StandingOrders
from comments.state import RULES, Situation, State, state_of
from comments.state_query import COUNTERPARTS
from tests import factories

# A Wednesday.
NOW = datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
PAST, TO_COME = NOW - HOUR, NOW + HOUR
SHUT_NOW = ("13:00–14:00",) * 7

Change = dict[str, Any]

# What makes each rule speak: of the thread, of the section, of the standing orders.
RETRACTED = Article(headline="Ferry", status="retracted", publish_at=PAST)
MAKES_IT_SPEAK: dict[state.Rule, tuple[Change, Change, Change]] = {
    state.hidden_by_retraction: ({"article": RETRACTED}, {}, {}),
    state.hidden_by_switch: ({"mode": "hidden", "reason": "Hidden."}, {}, {}),
    state.closed_by_switch: ({}, {"mode": "closed", "reason": "Never here."}, {}),
    state.paused_everywhere: ({}, {}, {"paused": True, "pause_message": "Paused."}),
    state.set_for_a_time: ({"mode": "open", "mode_set_at": PAST, "mode_until": TO_COME}, {}, {}),
    state.past_its_closing_date: ({"closes_at": PAST}, {}, {}),
    state.closed_outside_hours: ({}, {}, {"outside_hours": "closed", "week": SHUT_NOW}),
    state.premoderated_by_switch: ({"mode": "premoderated"}, {}, {}),
    state.premoderated_by_age: ({"premoderates_at": PAST}, {}, {}),
    state.premoderated_outside_hours: ({}, {}, {"outside_hours": "premoderated", "week": SHUT_NOW}),
    state.premoderated_by_backlog: ({}, {}, {"brake_held": 5, "held": 6}),
}


def case(
    thread: Change | None = None,
    rules: Change | None = None,
    orders: Change | None = None,
    at: datetime.datetime = NOW,
    published: datetime.datetime | None = NOW - datetime.timedelta(days=10),
) -> Situation:
    article = Article(headline="Ferry", publish_at=published)
    return Situation(
        thread=Thread(**{"article": article} | (thread or {})),
        orders=StandingOrders(**orders or {}),
        rules=SectionRules(**rules or {}),
        at=at,
    )


def asked(**change: Any) -> State:
    return state_of(case(**change))


# The table


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_alone_decides(rule: state.Rule) -> None:
    thread, rules, orders = MAKES_IT_SPEAK[rule]
    assert asked(thread=thread, rules=rules, orders=orders).rule == rule.__name__


def both_can_speak(one: state.Rule, other: state.Rule) -> bool:
    """A switch is in one position, and hours are set to one thing."""
    if state.closed_by_switch in (one, other):
        # Its section closes it here, which says nothing of a thread that is set by hand.
        return not any("mode" in MAKES_IT_SPEAK[rule][0] for rule in (one, other))
    return not any(
        set(mine) & set(theirs) - {"week"}
        for mine, theirs in zip(MAKES_IT_SPEAK[one], MAKES_IT_SPEAK[other], strict=True)
    )


PAIRS = [pair for pair in itertools.combinations(RULES, 2) if both_can_speak(*pair)]


@pytest.mark.parametrize(("stronger", "weaker"), PAIRS)
def test_of_two_rules_the_one_that_stands_first_decides(
    stronger: state.Rule, weaker: state.Rule
) -> None:
    thread, rules, orders = (
        mine | theirs
        for mine, theirs in zip(MAKES_IT_SPEAK[weaker], MAKES_IT_SPEAK[stronger], strict=True)
    )
    assert asked(thread=thread, rules=rules, orders=orders).rule == stronger.__name__


def test_the_manual_has_the_rules_in_their_order() -> None:
    manual = (Path(settings.BASE_DIR) / "docs" / "moderating.md").read_text()
    rows = re.findall(r"^\| \d+ \| ([a-z ]+?) \|", manual, re.MULTILINE)
    assert rows == [rule.__name__.replace("_", " ") for rule in RULES]


def test_a_thread_that_no_rule_speaks_of_is_open() -> None:
    plain = asked()
    assert (plain.mode, plain.rule, plain.until, plain.sentence) == ("open", "", None, "Open")


# What moderators and readers are told

EVENING = datetime.datetime(2026, 11, 25, 18, tzinfo=datetime.UTC)
NIGHT = {"outside_hours": "closed", "week": ("08:00–11:00", "", "", "", "", "", "")}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"orders": NIGHT}, "Closed until Monday 08:00 (opening hours)"),
        ({"thread": {"mode": "closed", "reason": "Night."}}, "Closed (by hand)"),
        (
            {"thread": {"mode": "closed", "reason": "Night.", "mode_until": EVENING}},
            "Closed until Wednesday 18:00 (by hand)",
        ),
        # It is closed by one rule after the other: the last one says until when.
        (
            {
                "thread": {"mode": "closed", "reason": "Night.", "mode_until": EVENING},
                "orders": NIGHT,
            },
            "Closed until Monday 08:00 (by hand)",
        ),
        ({"thread": {"closes_at": EVENING}}, "Open until Wednesday 18:00"),
        ({"thread": {"closes_at": PAST}}, "Closed (closing date)"),
        (
            {"thread": {"closes_at": NOW + datetime.timedelta(days=30)}},
            "Open until 25 December 2026, 12:00",
        ),
        ({"rules": {"premoderates_after": 3}}, "Premoderated (age)"),
        ({"rules": {"mode": "hidden", "reason": "Never."}}, "Hidden (its section)"),
        ({"orders": {"paused": True, "pause_message": "No."}}, "Closed (all comments are paused)"),
        ({"orders": {"brake_held": 5, "held": 6}}, "Premoderated (backlog)"),
    ],
)
def test_a_moderator_reads_it_as_a_sentence(change: Change, sentence: str) -> None:
    assert asked(**change).sentence == sentence


def test_readers_are_promised_no_hour_at_which_another_rule_keeps_it_closed() -> None:
    closed = asked(
        thread={"closes_at": NOW + datetime.timedelta(days=2)},
        orders={"outside_hours": "closed", "week": ("08:00–11:00", "", "", "", "", "", "")},
    )
    assert closed.rule == "closed_outside_hours"
    assert (closed.reopens_at, closed.reopening) == (None, "")


def test_a_thread_that_becomes_premoderated_takes_comments_again() -> None:
    closed = asked(thread={"premoderates_at": PAST}, orders=NIGHT)
    assert closed.reopening == "Comments open again on Monday at 08:00."


# Dates


def test_a_closing_date_counts_from_publication() -> None:
    two_weeks = {"closes_after": 14}
    ends = NOW + datetime.timedelta(days=4)
    assert asked(rules=two_weeks).until == ends
    assert asked(rules=two_weeks, at=ends - datetime.timedelta(microseconds=1)).is_open is True
    assert asked(rules=two_weeks, at=ends).rule == "past_its_closing_date"


def test_a_publication_to_come_has_its_closing_date_after_it() -> None:
    published = NOW + datetime.timedelta(days=3)
    soon = asked(rules={"closes_after": 14}, published=published)
    assert (soon.is_open, soon.until) == (True, published + datetime.timedelta(days=14))


def test_what_has_no_publication_has_no_closing_date() -> None:
    assert asked(rules={"closes_after": 0}, published=None).until is None


def test_a_thread_of_its_own_dates_is_stronger_than_its_section() -> None:
    section = {"closes_after": 1, "premoderates_after": 1}
    assert asked(rules=section).is_closed is True
    assert asked(rules=section, thread={"follows_section": False}).is_open is True
    later = asked(rules=section, thread={"closes_at": TO_COME, "premoderates_at": TO_COME})
    assert (later.is_open, later.until) == (True, TO_COME)


# Opening by hand


def test_opening_for_a_time_is_stronger_than_dates_hours_age_and_backlog() -> None:
    by_hand = {"mode": "open", "mode_set_at": PAST, "mode_until": TO_COME}
    opened = asked(
        thread=by_hand | {"closes_at": PAST, "premoderates_at": PAST},
        rules={"mode": "closed", "reason": "Never."},
        orders=NIGHT | {"brake_held": 5, "held": 6},
    )
    assert (opened.sentence, opened.until) == ("Open until Wednesday 13:00 (by hand)", TO_COME)


def test_opening_without_an_end_leaves_dates_and_hours_to_the_rules() -> None:
    by_hand = {"mode": "open", "mode_set_at": PAST}
    assert asked(thread=by_hand, rules={"mode": "closed", "reason": "Never."}).is_open is True
    assert asked(thread=by_hand | {"closes_at": PAST}).is_closed is True
    assert asked(thread=by_hand, orders=NIGHT).is_closed is True


def test_no_opening_by_hand_is_stronger_than_the_pause() -> None:
    by_hand = {"mode": "open", "mode_set_at": PAST, "mode_until": TO_COME}
    assert asked(thread=by_hand, orders={"paused": True, "pause_message": "No."}).is_closed is True


def test_when_the_time_is_over_the_rules_decide_again() -> None:
    by_hand = {"mode": "hidden", "reason": "Hm.", "mode_set_at": PAST, "mode_until": TO_COME}
    assert asked(thread=by_hand).is_hidden is True
    assert asked(thread=by_hand, at=TO_COME).is_open is True
    section = {"mode": "premoderated"}
    assert asked(thread=by_hand, rules=section, at=TO_COME).is_premoderated is True


# Until when the answer holds

MOMENTS = st.integers(-300, 300).map(lambda hours: NOW + hours * HOUR / 2)
MAYBE = st.one_of(st.none(), MOMENTS)
THREADS = st.fixed_dictionaries(
    {
        "mode": st.sampled_from(ThreadMode.values),
        "reason": st.just("So."),
        "mode_set_at": MAYBE,
        "mode_until": MAYBE,
        "closes_at": MAYBE,
        "premoderates_at": MAYBE,
        "follows_section": st.booleans(),
    }
)
DAYS_OR_NONE = st.one_of(st.none(), st.integers(0, 20))
SECTIONS = st.fixed_dictionaries(
    {
        "mode": st.sampled_from(ThreadMode.values),
        "reason": st.just("So it is here."),
        "closes_after": DAYS_OR_NONE,
        "premoderates_after": DAYS_OR_NONE,
        "has_own_hours": st.booleans(),
        "monday": st.sampled_from(["", "22:00–04:00"]),
        "friday": st.sampled_from(["", "00:00–24:00"]),
    }
)
DAY = st.sampled_from(["", "08:00–12:00, 14:00–23:00", "20:00–02:00", "00:00–24:00"])
ORDERS = st.fixed_dictionaries(
    {
        "paused": st.booleans(),
        "outside_hours": st.sampled_from(["open", "premoderated", "closed"]),
        "week": st.tuples(*[DAY] * 7),
        "holidays": st.sampled_from(["", "2026-11-25 A\n2026-11-26 A\n2026-11-28 B"]),
        "brake_held": st.integers(0, 2),
        "held": st.integers(0, 3),
        "brake_hours": st.integers(0, 72),
        "held_since": MAYBE,
    }
)


def answer(of: State) -> tuple[str, str, str]:
    return of.mode, of.rule, of.reason


@given(thread=THREADS, rules=SECTIONS, orders=ORDERS)
def test_the_answer_holds_until_the_moment_it_names(
    thread: Change, rules: Change, orders: Change
) -> None:
    before = case(thread, rules, orders)
    now = state_of(before)
    ends = now.until or NOW + datetime.timedelta(days=40)
    assert ends > NOW
    for moment in (NOW + (ends - NOW) / 3, ends - datetime.timedelta(microseconds=1)):
        assert answer(state_of(dataclasses.replace(before, at=moment))) == answer(now)
    if now.until:
        then = state_of(dataclasses.replace(before, at=ends))
        assert answer(then) != answer(now)


@given(thread=THREADS, rules=SECTIONS, orders=ORDERS)
def test_a_promised_hour_is_one_at_which_comments_are_taken(
    thread: Change, rules: Change, orders: Change
) -> None:
    before = case(thread, rules, orders)
    now = state_of(before)
    if now.lasts_until is None:
        return
    just_before = now.lasts_until - datetime.timedelta(microseconds=1)
    assert state_of(dataclasses.replace(before, at=just_before)).mode == now.mode
    then = state_of(dataclasses.replace(before, at=now.lasts_until))
    assert then.mode != now.mode
    assert (now.reopens_at is not None) is (now.is_closed and not then.is_closed)


# In the database


def test_every_rule_has_its_counterpart_in_the_query() -> None:
    assert list(COUNTERPARTS) == list(RULES)


@pytest.fixture
def many(db: None) -> list[Thread]:
    """Threads of every kind in three sections, which have rules of their own, shared or none."""
    plain, ruled, shut = (factories.section() for _ in range(3))
    SectionRules.objects.create(
        section=ruled,
        mode="premoderated",
        closes_after=14,
        premoderates_after=7,
        has_own_hours=True,
        wednesday="11:00–13:00",
    )
    SectionRules.objects.create(section=shut, mode="hidden", reason="Never here.")
    with time_machine.travel(NOW, tick=False):
        return [
            kind
            for section in (plain, ruled, shut)
            for days in (1, 10, 20)
            for kind in _kinds(section, NOW - datetime.timedelta(days=days))
        ]


def _kinds(section: Section, published: datetime.datetime) -> list[Thread]:
    changes: list[Change] = [
        {},
        *({"mode": mode, "reason": "So.", "mode_set_at": PAST} for mode in ThreadMode.values),
        *(
            {"mode": mode, "reason": "So.", "mode_set_at": PAST, "mode_until": until}
            for mode in ThreadMode.values
            for until in (PAST, NOW, TO_COME)
        ),
        *({"closes_at": moment} for moment in (PAST, NOW, TO_COME)),
        *({"premoderates_at": moment} for moment in (PAST, NOW, TO_COME)),
        {"follows_section": False},
        {"follows_section": False, "closes_at": PAST},
    ]
    story = factories.published(section=section, at=published)
    stories = [story, *factories.alike(story, len(changes) - 1)]
    threads = [one.thread for one in stories]
    for thread, change in zip(threads, changes, strict=True):
        Thread.objects.filter(pk=thread.pk).update(**change)
    return threads


HOUSES: list[Change] = [
    {},
    {"paused": True, "pause_message": "Paused."},
    *(
        {"outside_hours": outside, "wednesday": hours}
        for outside in ("closed", "premoderated")
        for hours in ("13:00–14:00", "11:00–13:00")
    ),
    {"brake_held": 1},
    {"brake_held": 2},
    {"brake_hours": 1},
    {"brake_hours": 3},
]


def settle(**settled: Any) -> None:
    rules = HouseRules.now()
    for name, value in settled.items():
        setattr(rules, name, value)
    rules.full_clean()
    rules.save()


def test_the_query_words_agree_with_the_properties(many: list[Thread]) -> None:
    for hours in (0, 2):
        with time_machine.travel(NOW - hours * HOUR, tick=False):
            factories.comment(factories.published(at=PAST - 24 * HOUR))
    seen = set()
    words: dict[str, tuple[Any, Callable[[Thread], bool]]] = {
        "open": (Thread.objects.open, lambda thread: thread.is_open),
        "premoderated": (Thread.objects.premoderated, lambda thread: thread.is_premoderated),
        "closed": (Thread.objects.closed, lambda thread: thread.is_closed),
        "hidden": (Thread.objects.hidden, lambda thread: thread.is_hidden),
    }
    for house in HOUSES:
        HouseRules.objects.all().delete()
        settle(**house)
        with time_machine.travel(NOW, tick=False):
            threads = list(Thread.objects.with_state())
            for name, (word, is_so) in words.items():
                found = set(word().values_list("pk", flat=True))
                assert found == {t.pk for t in threads if is_so(t)}, (house, name)
                seen.add((name, bool(found)))
    assert {(name, True) for name in words} <= seen


@pytest.mark.django_db
def test_the_state_read_alone_is_that_read_with_others(django_assert_num_queries: Any) -> None:
    settle(paused=True, pause_message="Paused.", brake_held=1, brake_hours=1)
    for _ in range(3):
        factories.published()
    alone = [thread.state.sentence for thread in Thread.objects.order_by("pk")]
    with django_assert_num_queries(1):
        together = [thread.state.sentence for thread in Thread.objects.with_state().order_by("pk")]
    assert alone == together == ["Closed (all comments are paused)"] * 3


@pytest.mark.django_db
def test_an_article_asks_no_more_for_all_rules_at_once(client: Client) -> None:
    article = factories.published()
    SectionRules.objects.create(section=article.section, closes_after=30, has_own_hours=True)
    factories.approved(article)

    def queries() -> int:
        client.get(article.get_absolute_url())
        with CaptureQueriesContext(connection) as asked:
            client.get(article.get_absolute_url())
        return len(asked)

    plain = queries()
    settle(
        outside_hours="premoderated",
        holidays="2026-12-25 Christmas Day",
        brake_held=100,
        brake_hours=24,
        **dict.fromkeys(DAYS, "08:00–22:00"),
    )
    assert queries() == plain


# The backlog


@pytest.mark.django_db
def test_the_brake_holds_while_more_wait_than_moderators_can_cope_with() -> None:
    article, known = factories.published(), factories.commenter(known=True)
    settle(brake_held=2)
    waiting = [factories.comment(factories.published()) for _ in range(2)]
    assert factories.comment(article, commenter=known).is_approved is True
    waiting.append(factories.comment(factories.published()))
    assert factories.comment(article, commenter=known).is_held is True
    assert article.thread.state.sentence == "Premoderated (backlog)"
    for comment in Comment.objects.held():
        comment.approve(by=factories.moderator())
    assert article.thread.is_open is True


@pytest.mark.django_db
def test_the_brake_holds_while_one_has_waited_too_long() -> None:
    settle(brake_hours=6)
    article = factories.published()
    waiting = factories.comment(article)
    assert article.thread.is_open is True
    with time_machine.travel(waiting.posted_at + 6 * HOUR, tick=False):
        assert article.thread.is_premoderated is True
        waiting.approve(by=factories.moderator())
        assert article.thread.is_open is True


@pytest.mark.django_db
def test_the_moment_at_which_the_brake_comes_is_known_beforehand() -> None:
    settle(brake_hours=6)
    waiting = factories.comment(factories.published())
    thread = Thread.objects.get(pk=waiting.thread_id)
    assert thread.state.until == waiting.posted_at + 6 * HOUR


# In the pages of readers


@pytest.mark.django_db
def test_the_pause_is_told_with_its_message(client: Client) -> None:
    article = factories.published()
    settle(paused=True, pause_message="Back after the election.")
    for address in (article.get_absolute_url(), article.comment_url):
        page = client.get(address).content.decode()
        assert "Comments are closed." in page
        assert "Back after the election." in page
    with pytest.raises(ThreadClosed, match="Back after the election"):
        factories.comment(article)


@pytest.mark.django_db
def test_hidden_comments_are_neither_shown_nor_taken(client: Client) -> None:
    article = factories.published()
    comment = factories.approved(article, body_source="Canary words.")
    article.thread.hide(by=factories.moderator(), reason="The family has asked for it.")
    page = client.get(article.get_absolute_url()).content.decode()
    assert "Comments on this article are not shown." in page
    assert "The family has asked for it." in page
    for absent in ("Canary words.", "Write a comment", "1 comment", "Comments are closed"):
        assert absent not in page
    assert client.get(comment.get_absolute_url()).status_code == 404
    form = client.get(article.comment_url).content.decode()
    assert "Comments on this article are not shown." in form
    assert "<textarea" not in form
    with pytest.raises(ThreadClosed, match="The family"):
        factories.comment(article)


@pytest.mark.django_db
def test_a_thread_past_its_date_says_until_when_it_was_open(client: Client) -> None:
    article = factories.published(at=datetime.datetime(2026, 11, 3, 9, 30, tzinfo=datetime.UTC))
    SectionRules.objects.create(section=article.section, closes_after=7)
    with time_machine.travel(NOW, tick=False):
        page = client.get(article.get_absolute_url()).content.decode()
    assert "Comments on this article were open until 10 November 2026, 09:30." in page
    assert "open again" not in page


# What the database keeps


@pytest.mark.django_db
@pytest.mark.parametrize("mode", TAKES_NO_COMMENTS)
def test_nothing_closes_without_a_reason(mode: ThreadMode) -> None:
    thread = factories.published().thread
    with pytest.raises(DecisionConflict, match="reason"):
        thread.set_mode(mode, by=factories.moderator())
    with pytest.raises(IntegrityError), transaction.atomic():
        Thread.objects.filter(pk=thread.pk).update(mode=mode, reason="")
    with pytest.raises(IntegrityError), transaction.atomic():
        SectionRules.objects.create(section=thread.article.section, mode=mode)


@pytest.mark.django_db
def test_no_time_that_has_passed_is_set() -> None:
    thread = factories.published().thread
    with pytest.raises(DecisionConflict, match="has passed"):
        thread.open(by=factories.editor(), until=timezone.now() - HOUR)
    assert not thread.decisions.exists()


@pytest.mark.django_db
def test_what_is_settled_for_a_thread_is_written_down_once() -> None:
    thread, editor = factories.published().thread, factories.editor()
    thread.settle(by=editor, closes_at=TO_COME, slow_seconds=60, follows_section=True)
    thread.settle(by=editor, closes_at=TO_COME)
    decision = thread.decisions.get()
    assert str(decision) == "closes: 25 November 2026, 13:00; seconds between comments: 60"
    assert (decision.from_mode, decision.to_mode) == ("open", "open")


@pytest.mark.django_db
def test_a_mode_for_a_time_is_written_down_with_its_end() -> None:
    thread = factories.published().thread
    with time_machine.travel(NOW, tick=False):
        thread.close(by=factories.moderator(), reason="Night.", until=TO_COME)
    assert str(thread.decisions.get()) == "open → closed, until 25 November 2026, 13:00"
