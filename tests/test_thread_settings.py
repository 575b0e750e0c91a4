"""The pages on which threads, hours and sections are settled."""

import datetime
import html
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import (
    Beat,
    HouseRules,
    OpeningHours,
    Reason,
    SectionRules,
    Thread,
    ThreadMode,
    opening,
)
from comments.models.opening import DAYS
from comments.models.reason import ReasonPurpose
from tests import factories
from tests.newspaper import words
from tests.untouched import untouched

pytestmark = pytest.mark.django_db
LIST = "/admin/comments/thread/"
MODES = f"{LIST}modes/"
HOURS = "/admin/comments/openinghours/1/change/"
RULES = "/admin/comments/sectionrules/"
NOW = datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC)
NO_HOURS = dict.fromkeys(DAYS, "")


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.moderator())
    return client


@pytest.fixture
def chief(client: Client) -> Client:
    client.force_login(factories.user("Chief moderator"))
    return client


@pytest.fixture
def usual() -> Reason:
    return Reason.objects.create(
        purpose=ReasonPurpose.CLOSE, label="Vote", text="The polls are open.", position=1
    )


@pytest.fixture
def thread() -> Thread:
    return factories.published().thread


def typed_hours(**fields: str) -> dict[str, str]:
    return NO_HOURS | {"outside_hours": "closed", "holidays": "", **fields}


def typed_rules(thread: Thread, **fields: str) -> dict[str, str]:
    dates = {"closes_after": "", "premoderates_after": ""}
    return (
        NO_HOURS
        | dates
        | {
            "section": str(thread.article.section_id),
            "mode": "open",
            "reason": "",
            **fields,
        }
    )


# The mode of a thread


def test_a_usual_reason_is_one_press_away(desk: Client, thread: Thread, usual: Reason) -> None:
    assert usual.text in words(desk.get(f"{MODES}?thread={thread.pk}"))
    desk.post(MODES, {"thread": f"{thread.pk}:open", "mode": "closed", "preset": usual.pk})
    thread.refresh_from_db()
    assert (thread.is_closed, thread.reason) == (True, usual.text)


def test_a_reason_that_is_no_longer_offered_is_not_taken(
    desk: Client, thread: Thread, usual: Reason
) -> None:
    Reason.objects.filter(pk=usual.pk).update(is_offered=False)
    sent = {"thread": f"{thread.pk}:open", "mode": "closed", "preset": usual.pk}
    assert desk.post(MODES, sent).status_code == 200
    assert Thread.objects.get().is_open is True


def test_of_a_usual_reason_and_own_words_none_is_lost(
    desk: Client, thread: Thread, usual: Reason
) -> None:
    sent = {"mode": "closed", "preset": usual.pk, "reason": "The inquest has begun."}
    page = words(desk.post(f"{MODES}?thread={thread.pk}", sent))
    assert "write your own, not both" in page
    assert 'value="The inquest has begun."' in page
    assert Thread.objects.get().is_open is True


@pytest.mark.parametrize("left", ["As it was.", ""])
def test_a_usual_reason_takes_the_place_of_the_words_that_stood_there(
    desk: Client, thread: Thread, usual: Reason, left: str
) -> None:
    thread.close(by=factories.moderator(), reason="As it was.")
    sent = {"mode": "closed", "preset": usual.pk, "reason": left, "initial-reason": "As it was."}
    desk.post(f"{MODES}?thread={thread.pk}", sent)
    assert Thread.objects.get().reason == usual.text


@pytest.mark.parametrize("mode", ["closed", "hidden"])
def test_closing_and_hiding_ask_for_the_reason(desk: Client, thread: Thread, mode: str) -> None:
    page = words(desk.post(f"{MODES}?thread={thread.pk}", {"mode": mode, "reason": ""}))
    assert "Readers see why a thread is closed" in page
    assert Thread.objects.get().is_open is True


def test_a_thread_is_closed_until_a_moment_and_opens_by_itself(
    desk: Client, thread: Thread
) -> None:
    until = timezone.localtime() + datetime.timedelta(hours=8)
    sent = {"mode": "closed", "reason": "Night.", "until": f"{until:%Y-%m-%dT%H:%M}"}
    desk.post(f"{MODES}?thread={thread.pk}", sent)
    assert Thread.objects.get().is_closed is True
    with time_machine.travel(until, tick=False):
        assert Thread.objects.get().is_open is True


@pytest.mark.parametrize(
    ("until", "said"),
    [("2020-01-01T10:00", "This has passed."), ("tomorrow", "Enter a valid date/time.")],
)
def test_an_end_that_cannot_be_is_refused_and_kept(
    desk: Client, thread: Thread, until: str, said: str
) -> None:
    sent = {"mode": "closed", "reason": "Night.", "until": until}
    page = words(desk.post(f"{MODES}?thread={thread.pk}", sent))
    assert said in page
    assert f'value="{until}"' in page
    assert Thread.objects.get().is_open is True


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/Chicago", "UTC"])
@pytest.mark.parametrize(
    "until", ["9999-12-31T23:59", "9999-12-31T23:59+00:00", "0001-01-01T00:00"]
)
def test_an_end_that_no_clock_can_show_is_refused(
    desk: Client, thread: Thread, until: str, zone: str
) -> None:
    with timezone.override(zone):
        sent = {"mode": "closed", "reason": "Night.", "until": until}
        page = desk.post(f"{MODES}?thread={thread.pk}", sent)
    assert "Choose a year from 1990 to 2999." in words(page)
    assert Thread.objects.get().is_open is True


def test_what_was_asked_of_many_is_read_although_one_of_them_is_gone(
    desk: Client, thread: Thread
) -> None:
    gone = factories.published().thread
    typed = for_all(thread, gone, change=["slow_seconds"], slow_seconds="60")
    gone.article.thread.delete()
    told = words(desk.post(MODES, typed, follow=True))
    assert "Dates and pace were set for 1 of 2 threads." in told
    assert Thread.objects.get().slow_seconds == 60


def test_opening_what_a_rule_keeps_closed_is_told(desk: Client, thread: Thread) -> None:
    thread.settle(by=factories.editor(), closes_at=timezone.now())
    page = words(desk.post(MODES, {"thread": f"{thread.pk}:open", "mode": "open"}, follow=True))
    assert "are closed (closing date)." in page
    assert 'class="warning"' in page


def test_threads_are_hidden_in_bulk(desk: Client) -> None:
    threads = [factories.published().thread for _ in range(2)]
    ticked = {"action": "hide_selected", "_selected_action": [t.pk for t in threads]}
    assert desk.post(LIST, ticked).context["form"]["mode"].value() == "hidden"
    chosen = [f"{thread.pk}:open" for thread in threads]
    desk.post(MODES, {"thread": chosen, "mode": "hidden", "reason": "Not for readers."})
    assert Thread.objects.hidden().count() == 2


def test_more_threads_than_one_press_sets_are_counted_and_left(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comments.admin.thread.MOST_AT_ONCE", 2)
    for _ in range(3):
        factories.published()
    ticked = {"action": "close_selected", "select_across": "1", "_selected_action": "1"}
    page = desk.post(LIST, ticked)
    assert "These are the first 2 of 3: the others stay as they are." in words(page)
    named = [f"{thread.pk}:open" for thread in page.context["threads"]]
    typed = {"thread": named, "chosen_in_all": page.context["chosen_in_all"], "mode": "closed"}
    asked_again = words(desk.post(MODES, typed | {"reason": ""}))
    assert "These are the first 2 of 3: the others stay as they are." in asked_again
    assert 'name="chosen_in_all" value="3"' in asked_again
    told = words(desk.post(MODES, typed | {"reason": "Vote."}, follow=True))
    assert "“Closed” was set for 2 of 2 threads." in told
    assert "3 were chosen: 1 of them stays as it is." in told
    assert Thread.objects.closed().count() == 2


def test_a_form_that_names_more_threads_than_one_press_sets_is_told(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comments.admin.thread.MOST_AT_ONCE", 1)
    named = [f"{factories.published().thread.pk}:open" for _ in range(3)]
    typed = {"thread": named, "mode": "closed", "reason": "Vote."}
    told = words(desk.post(MODES, typed, follow=True))
    assert "3 were chosen: 2 of them stay as they are." in told
    assert Thread.objects.closed().count() == 1


def test_a_thread_that_is_gone_is_no_cut_on_the_page(desk: Client, thread: Thread) -> None:
    page = words(desk.get(f"{MODES}?thread={thread.pk}&thread={thread.pk + 1000}"))
    assert "These are the first" not in page


def test_all_that_were_chosen_and_set_leave_nothing_to_tell(desk: Client, thread: Thread) -> None:
    named = [f"{thread.pk}:open", f"{factories.published().thread.pk}:open"]
    typed = {"thread": named, "chosen_in_all": "2", "mode": "closed", "reason": "Vote."}
    assert "were chosen" not in words(desk.post(MODES, typed, follow=True))


def test_one_press_sets_as_many_threads_as_its_page_names(desk: Client) -> None:
    """The form of all of them is not refused for its length."""
    from comments.admin.thread import MOST_AT_ONCE

    named = [f"{number}:open" for number in range(1, MOST_AT_ONCE + 1)]
    typed = {"thread": named, "mode": "open", "reason": "", "back": "/admin/"}
    assert desk.post(MODES, typed).status_code == 302


def test_of_many_threads_only_those_that_are_not_as_wanted_are_named(
    desk: Client, thread: Thread
) -> None:
    gone, stale = factories.published().thread, factories.published(headline="Stale").thread
    thread.settle(by=factories.editor(), closes_at=timezone.now())
    named = [f"{thread.pk}:open", f"{gone.pk}:open", f"{stale.pk}:closed"]
    told = words(desk.post(MODES, {"thread": named, "mode": "open"}, follow=True))
    assert "“Open” was set for 2 of 3 threads." in told
    assert f"{thread} are closed (closing date)." in html.unescape(told)
    assert "“Stale”" in told
    assert f"{gone} are" not in html.unescape(told)


# Its dates and its pace


def typed_terms(**fields: str) -> dict[str, str]:
    """As a browser sends them: what was shown goes along."""
    shown = {
        "initial-closes_at": "",
        "initial-premoderates_at": "",
        "initial-follows_section": "True",
        "initial-slow_seconds": "",
    }
    typed = {"closes_at": "", "premoderates_at": "", "follows_section": "on", "slow_seconds": ""}
    return shown | typed | fields


def test_an_editor_settles_dates_and_pace_of_an_article(client: Client, thread: Thread) -> None:
    client.force_login(factories.editor())
    client.get(f"/admin/articles/article/{thread.article_id}/change/")
    typed = typed_terms(closes_at="2026-12-03T18:00", slow_seconds="60")
    with time_machine.travel(NOW, tick=False):
        client.force_login(factories.editor())
        page = words(client.post(f"{MODES}?thread={thread.pk}", typed, follow=True))
    thread.refresh_from_db()
    assert thread.slow_seconds == 60
    assert thread.closes_at == datetime.datetime(2026, 12, 3, 18, tzinfo=datetime.UTC)
    assert "are open until 3 December 2026, 18:00." in page


@pytest.mark.parametrize("many", [False, True])
def test_comments_do_not_close_on_a_day_that_has_passed(
    desk: Client, thread: Thread, many: bool
) -> None:
    typed = typed_terms(closes_at="2020-01-01T10:00")
    if many:
        other = factories.published().thread
        typed = for_all(thread, other, change=["closes_at"], closes_at="2020-01-01T10:00")
    page = words(desk.post(f"{MODES}?thread={thread.pk}", typed))
    assert "This has passed. To close comments now, choose “Closed” above" in page
    assert 'value="2020-01-01T10:00"' in page
    assert not Thread.objects.filter(closes_at__isnull=False).exists()


def test_a_closing_date_that_has_come_true_is_left_where_it_stands(client: Client) -> None:
    with time_machine.travel(NOW - datetime.timedelta(days=1), tick=False):
        thread = factories.published().thread
        thread.settle(by=factories.editor(), closes_at=NOW)
    typed = typed_terms(closes_at="2026-11-25T12:00", slow_seconds="60")
    typed |= {"initial-closes_at": "2026-11-25 12:00:00", "thread": str(thread.pk)}
    with time_machine.travel(NOW + datetime.timedelta(days=1), tick=False):
        client.force_login(factories.moderator())
        client.post(MODES, typed)
    thread.refresh_from_db()
    assert (thread.closes_at, thread.slow_seconds) == (NOW, 60)


def test_a_field_left_alone_overwrites_nothing(desk: Client, thread: Thread) -> None:
    """Another editor has set the date since the page was opened."""
    closes = timezone.now() + datetime.timedelta(days=3)
    thread.settle(by=factories.editor(), closes_at=closes)
    desk.post(f"{MODES}?thread={thread.pk}", typed_terms(slow_seconds="60"))
    thread.refresh_from_db()
    assert (thread.closes_at, thread.slow_seconds) == (closes, 60)


def test_a_date_is_taken_away_again(desk: Client, thread: Thread) -> None:
    thread.settle(by=factories.editor(), closes_at=NOW, follows_section=False)
    page = desk.get(f"{MODES}?thread={thread.pk}")
    shown = page.context["terms_form"]
    typed = {f"initial-{name}": shown[name].initial for name in shown.fields}
    typed |= {"initial-closes_at": "2026-11-25 12:00:00", "closes_at": "", "slow_seconds": ""}
    typed = {name: "" if value is None else value for name, value in typed.items()}
    desk.post(f"{MODES}?thread={thread.pk}", typed | {"premoderates_at": ""})
    assert Thread.objects.get().closes_at is None


def for_all(*threads: Thread, change: list[str], **fields: str) -> dict[str, Any]:
    typed = {"all-change": change, "all-reason": "Election night", "all-follows_section": "on"}
    typed |= {"initial-all-follows_section": "True"}
    typed |= {f"all-{name}": value for name, value in fields.items()}
    return typed | {"thread": [thread.pk for thread in threads]}


def test_dates_and_pace_are_set_for_many_at_once(desk: Client) -> None:
    threads = [factories.published().thread for _ in range(3)]
    page = desk.get(f"{MODES}?{'&'.join(f'thread={thread.pk}' for thread in threads)}")
    assert "Dates and pace of all 3" in page.content.decode()
    typed = for_all(*threads, change=["slow_seconds", "closes_at"], slow_seconds="60")
    told = words(desk.post(MODES, typed | {"all-closes_at": "2999-12-03T18:00"}, follow=True))
    assert "Dates and pace were set for 3 of 3 threads." in told
    for thread in Thread.objects.all():
        assert thread.slow_seconds == 60
        assert thread.closes_at == datetime.datetime(2999, 12, 3, 18, tzinfo=datetime.UTC)
        assert thread.decisions.get().reason == "Election night"


def test_one_press_keeps_both_the_mode_and_the_dates(desk: Client, thread: Thread) -> None:
    typed = typed_terms(slow_seconds="60") | {"mode": "closed", "reason": "The polls are open."}
    desk.post(f"{MODES}?thread={thread.pk}", typed)
    thread.refresh_from_db()
    assert (thread.is_closed, thread.slow_seconds) == (True, 60)


def test_one_press_keeps_both_halves_for_many(desk: Client, thread: Thread) -> None:
    typed = for_all(thread, factories.published().thread, change=["slow_seconds"])
    desk.post(MODES, typed | {"all-slow_seconds": "60", "mode": "closed", "reason": "Vote."})
    kept = Thread.objects.values_list("mode", "reason", "slow_seconds")
    assert list(kept) == [("closed", "Vote.", 60)] * 2


def test_a_mistake_in_one_half_sets_neither_and_keeps_what_was_typed(
    desk: Client, thread: Thread
) -> None:
    typed = typed_terms(slow_seconds="60") | {"mode": "closed", "reason": ""}
    page = words(desk.post(f"{MODES}?thread={thread.pk}", typed))
    assert 'name="slow_seconds" value="60"' in page
    assert not thread.decisions.exists()


def test_dates_alone_leave_the_mode_and_its_reason(desk: Client, thread: Thread) -> None:
    thread.close(by=factories.moderator(), reason="The inquest has begun.")
    typed = typed_terms(slow_seconds="60") | {"mode": "", "reason": "The inquest has begun."}
    typed |= {"initial-reason": "The inquest has begun."}
    desk.post(f"{MODES}?thread={thread.pk}", typed)
    thread.refresh_from_db()
    assert (thread.is_closed, thread.slow_seconds) == (True, 60)
    assert thread.reason == "The inquest has begun."


def test_a_thread_that_is_closed_for_a_time_gets_a_pace_alone(desk: Client, thread: Thread) -> None:
    until = timezone.now() + datetime.timedelta(hours=8, seconds=7)
    thread.set_mode(ThreadMode.CLOSED, by=factories.moderator(), reason="Night.", until=until)
    form = desk.get(f"{MODES}?thread={thread.pk}").context["form"]
    shown = f"{timezone.localtime(until):%Y-%m-%dT%H:%M}"
    typed = typed_terms(slow_seconds="60") | {"mode": "", "reason": "Night.", "until": shown}
    hidden = f"{timezone.localtime(form['until'].initial):%Y-%m-%d %H:%M:%S}"
    typed |= {"initial-reason": "Night.", "initial-until": hidden}
    desk.post(f"{MODES}?thread={thread.pk}", typed)
    thread.refresh_from_db()
    assert (thread.mode_until, thread.slow_seconds) == (until, 60)


def test_why_a_thread_was_closed_is_no_reason_to_open_it(desk: Client, thread: Thread) -> None:
    thread.close(by=factories.moderator(), reason="The inquest has begun.")
    asked = desk.get(f"{MODES}?thread={thread.pk}&mode=open").content.decode()
    assert "The inquest has begun." not in asked
    typed = {"mode": "open", "reason": "The inquest has begun."}
    typed |= {"initial-reason": "The inquest has begun."}
    desk.post(MODES, {"thread": f"{thread.pk}:closed", **typed})
    thread.refresh_from_db()
    assert (thread.mode, thread.reason) == ("open", "")


def as_shown(desk: Client, thread: Thread, **typed: str) -> dict[str, str]:
    """What a browser sends from the page of a thread, with what is typed there."""
    form = desk.get(f"{MODES}?thread={thread.pk}").context["form"]
    until = timezone.localtime(form["until"].initial)
    shown = {"mode": "", "reason": thread.reason, "initial-reason": thread.reason}
    shown |= {"until": f"{until:%Y-%m-%dT%H:%M}", "initial-until": f"{until:%Y-%m-%d %H:%M:%S}"}
    return {"thread": f"{thread.pk}:{thread.mode}", **shown, **typed}


@pytest.fixture
def until_morning(thread: Thread) -> Thread:
    """Closed by hand for some hours."""
    until = (timezone.now() + datetime.timedelta(hours=8)).replace(second=0, microsecond=0)
    thread.close(by=factories.moderator(), reason="Night.", until=until)
    return thread


@pytest.mark.parametrize("to", ["open", "premoderated"])
def test_until_when_a_thread_was_closed_is_not_until_when_it_is_open(
    desk: Client, until_morning: Thread, to: str
) -> None:
    desk.post(MODES, as_shown(desk, until_morning, mode=to))
    now = Thread.objects.get()
    assert (now.mode, now.reason, now.mode_until) == (to, "", None)


@pytest.mark.parametrize("to", ["closed", "hidden"])
def test_a_thread_that_stays_shut_stays_so_until_the_same_moment(
    desk: Client, until_morning: Thread, to: str
) -> None:
    desk.post(MODES, as_shown(desk, until_morning, mode=to))
    now = Thread.objects.get()
    assert (now.mode, now.reason, now.mode_until) == (to, "Night.", until_morning.mode_until)


def test_an_open_thread_that_is_set_open_again_keeps_its_end(desk: Client, thread: Thread) -> None:
    until = (timezone.now() + datetime.timedelta(hours=8)).replace(second=0, microsecond=0)
    thread.open(by=factories.moderator(), until=until)
    desk.post(MODES, as_shown(desk, thread, mode="open"))
    assert Thread.objects.get().mode_until == until


def test_the_end_of_a_closing_is_taken_away_and_the_mode_left(
    desk: Client, until_morning: Thread
) -> None:
    desk.post(MODES, as_shown(desk, until_morning, until="") | typed_terms(slow_seconds="60"))
    now = Thread.objects.get()
    assert (now.mode, now.reason, now.mode_until) == ("closed", "Night.", None)
    assert now.slow_seconds == 60


def test_a_closed_thread_is_given_another_reason(desk: Client, until_morning: Thread) -> None:
    desk.post(MODES, as_shown(desk, until_morning, reason="The polls are open."))
    now = Thread.objects.get()
    assert (now.reason, now.mode_until) == ("The polls are open.", until_morning.mode_until)


def test_a_closed_thread_is_not_left_without_a_reason(desk: Client, until_morning: Thread) -> None:
    page = words(desk.post(MODES, as_shown(desk, until_morning, reason="")))
    assert "Readers see why a thread is closed" in page
    assert Thread.objects.get().reason == "Night."


def test_a_reason_for_an_open_thread_is_not_taken_for_a_closing(
    desk: Client, thread: Thread
) -> None:
    until = timezone.now() + datetime.timedelta(hours=8)
    thread.open(by=factories.moderator(), until=until)
    page = words(desk.post(MODES, as_shown(desk, thread, reason="Vote.")))
    assert "Choose what comments are" in page


@pytest.mark.parametrize("asked", ["", "ajar"])
def test_a_mode_that_is_none_ticks_none(desk: Client, thread: Thread, asked: str) -> None:
    page = words(desk.get(f"{MODES}?thread={thread.pk}&mode={asked}"))
    assert '<input type="radio" name="mode" value="" id="id_mode_0" checked>' in page


def test_a_reason_without_a_mode_is_not_lost_without_a_word(desk: Client, thread: Thread) -> None:
    page = words(desk.post(f"{MODES}?thread={thread.pk}", {"mode": "", "reason": "Vote."}))
    assert "Choose what comments are" in page
    assert 'value="Vote."' in page


def test_a_date_for_many_that_is_not_ticked_is_not_lost_without_a_word(
    desk: Client, thread: Thread
) -> None:
    typed = for_all(thread, factories.published().thread, change=[], slow_seconds="60")
    assert "Tick what shall be set." in words(desk.post(MODES, typed))


@pytest.mark.parametrize(
    ("came_from", "leads_to"),
    [
        ("/admin/articles/article/7/change/", "/admin/articles/article/7/change/"),
        ("/admin/comments/thread/?state=open", "/admin/comments/thread/?state=open"),
        ("//elsewhere.example/admin/", LIST),
        ("/search/", LIST),
    ],
)
def test_setting_leads_back_to_where_one_came_from(
    desk: Client, thread: Thread, came_from: str, leads_to: str
) -> None:
    page = desk.get(
        f"{MODES}?thread={thread.pk}", headers={"referer": f"http://testserver{came_from}"}
    )
    sent = {"thread": f"{thread.pk}:open", "mode": "premoderated", "back": page.context["back"]}
    assert desk.post(MODES, sent)["Location"] == leads_to


@pytest.mark.parametrize("way", ["from the list", "by its address"])
def test_the_page_of_many_threads_costs_none_of_them_a_query(desk: Client, way: str) -> None:
    def ask() -> int:
        chosen = Thread.objects.values_list("pk", flat=True)
        with CaptureQueriesContext(connection) as asked:
            if way == "from the list":
                page = desk.post(LIST, {"action": "close_selected", "_selected_action": chosen})
            else:
                page = desk.get(MODES, {"thread": chosen})
        assert len(page.context["threads"]) == len(chosen)
        return len(asked)

    for _ in range(2):
        factories.published()
    few = ask()
    for _ in range(6):
        factories.published()
    assert ask() == few


def test_what_is_not_ticked_stays_as_each_thread_has_it(desk: Client, thread: Thread) -> None:
    thread.settle(by=factories.editor(), closes_at=NOW, follows_section=False)
    desk.post(MODES, for_all(thread, factories.published().thread, change=["premoderates_at"]))
    thread.refresh_from_db()
    assert (thread.closes_at, thread.follows_section) == (NOW, False)


def test_what_was_so_before_is_not_said_to_be_set(desk: Client, thread: Thread) -> None:
    thread.settle(by=factories.editor(), slow_seconds=60)
    typed = for_all(thread, factories.published().thread, change=["slow_seconds"])
    told = words(desk.post(MODES, typed | {"all-slow_seconds": "60"}, follow=True))
    assert "set for 1 of 2 threads." in told


def test_the_head_of_the_page_leads_to_each_field_that_lacks_something(
    desk: Client, thread: Thread
) -> None:
    typed = {"thread": [f"{each}:open" for each in (thread.pk, factories.published().thread.pk)]}
    sent = typed | {"mode": "closed", "reason": "", "all-change": "closes_at", "all-reason": ""}
    page = words(desk.post(MODES, sent))
    head = page[page.index("Nothing was set yet.") : page.index("Comments are:")]
    for field, says in (("id_reason", "write the reason"), ("id_all-reason", "Write why")):
        assert f'<a href="#{field}">' in head
        assert f'id="{field}"' in page
        assert says in head
    assert "Nothing was set yet." not in words(desk.get(f"{MODES}?thread={thread.pk}"))


@pytest.mark.parametrize("left_out", ["all-change", "all-reason"])
def test_many_are_set_with_a_choice_and_a_reason(
    desk: Client, thread: Thread, left_out: str
) -> None:
    typed = for_all(thread, factories.published().thread, change=["slow_seconds"])
    answer = desk.post(MODES, typed | {left_out: ""})
    assert left_out.removeprefix("all-") in answer.context["terms_form"].errors
    assert not thread.decisions.exists()


def test_one_that_cannot_be_set_is_named_and_stops_no_other(client: Client) -> None:
    moderator = factories.moderator()
    own = factories.published(factories.author(user=moderator), headline="The ferry")
    other = factories.published()
    client.force_login(moderator)
    typed = for_all(own.thread, other.thread, change=["slow_seconds"], slow_seconds="60")
    told = words(client.post(MODES, typed, follow=True))
    assert "set for 1 of 2 threads." in told
    assert "The ferry" in told
    assert Thread.objects.get(slow_seconds=60) == other.thread


def test_many_are_set_within_the_beat_alone(desk: Client, thread: Thread) -> None:
    moderator = factories.moderator()
    Beat.objects.create(moderator=moderator).sections.add(factories.section())
    desk.force_login(moderator)
    desk.post(MODES, for_all(thread, change=["slow_seconds"], slow_seconds="60"))
    assert not Thread.objects.filter(slow_seconds=60).exists()


def test_a_pace_that_cannot_be_is_refused_at_the_field(desk: Client, thread: Thread) -> None:
    for wrong in ("-1", "999999", "9" * 30, "fast"):
        answer = desk.post(f"{MODES}?thread={thread.pk}", typed_terms(slow_seconds=wrong))
        assert answer.context["terms_form"].errors["slow_seconds"]
        assert f'value="{wrong}"' in answer.content.decode()
    assert not thread.decisions.exists()


def test_settling_is_never_a_get_and_never_for_a_reporter(client: Client, thread: Thread) -> None:
    client.force_login(factories.moderator())
    client.get(f"{MODES}?thread={thread.pk}&closes_at=2020-01-01&slow_seconds=60")
    told = words(client.post(f"{MODES}?thread=9999999", typed_terms(), follow=True))
    assert "There is no thread here that you can set." in told
    assert not thread.decisions.exists()
    client.force_login(factories.user("Reporter"))
    assert client.post(f"{MODES}?thread={thread.pk}", typed_terms()).status_code == 403


# The list


@pytest.mark.parametrize(
    ("state", "shown"),
    [("open", "Plain"), ("premoderated", "Read first"), ("closed", "Old"), ("hidden", "Gone")],
)
def test_the_list_is_filtered_by_what_a_thread_is_now(desk: Client, state: str, shown: str) -> None:
    by = factories.moderator()
    kinds = {name: factories.published(headline=name) for name in ("Plain", "Read first", "Old")}
    kinds["Gone"] = factories.published(headline="Gone")
    kinds["Read first"].thread.premoderate(by=by)
    kinds["Old"].thread.settle(by=by, closes_at=timezone.now())
    kinds["Gone"].thread.hide(by=by, reason="Not for readers.")
    page = desk.get(f"{LIST}?state={state}").content.decode()
    listed = {name for name in kinds if f">{name}</a>" in page}
    assert listed == ({"Old", "Gone"} if state == "closed" else {shown})


def test_the_list_says_until_when_and_what_readers_are_told(desk: Client) -> None:
    thread = factories.published().thread
    SectionRules.objects.create(section=thread.article.section, mode="closed", reason="Not here.")
    page = words(desk.get(LIST))
    assert "Closed (its section)" in page
    assert "Not here." in page


# The opening hours


def test_the_chief_writes_a_week_on_one_page(chief: Client, thread: Thread) -> None:
    assert words(chief.get("/admin/comments/openinghours/")).count("Opening hours") > 0
    typed = typed_hours(monday="8-12:30, 18 to 2", holidays="2026-12-25 Christmas Day")
    assert chief.post(HOURS, typed).status_code == 302
    hours = OpeningHours.objects.get()
    assert (hours.monday, hours.holidays) == (
        "08:00–12:30, 18:00–02:00",
        "2026-12-25 Christmas Day",
    )
    with time_machine.travel(NOW, tick=False):
        sentence = Thread.objects.get().state.sentence
    assert sentence == "Closed until Monday 08:00 (opening hours)"


def test_hours_and_the_other_house_rules_do_not_overwrite_one_another(chief: Client) -> None:
    HouseRules.objects.create(pk=1, most_links=7)
    chief.post(HOURS, typed_hours(monday="8-12"))
    assert (HouseRules.now().most_links, HouseRules.now().monday) == (7, "08:00–12:00")


def test_two_chiefs_who_write_the_week_at_once_lose_no_day(chief: Client) -> None:
    page = untouched(chief.get(HOURS))
    assert (
        chief.post(HOURS, page | {"outside_hours": "closed", "tuesday": "8-12"}).status_code == 302
    )
    assert chief.post(HOURS, page | {"monday": "9-13"}).status_code == 302
    hours = OpeningHours.now()
    assert (hours.outside_hours, hours.monday, hours.tuesday) == (
        *("closed", "09:00–13:00", "08:00–12:00"),
    )


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("tuesday", "8–12, noon", "“noon” is not read"),
        ("sunday", "9–25", "25:00 is not on a clock"),
        ("holidays", "Christmas", "“Christmas” is not read"),
        ("holidays", "2026-02-30 Never", "no calendar has that day"),
        ("monday", "8–9, " * 30, "at most 100 characters"),
    ],
)
def test_hours_that_cannot_be_are_said_at_the_field_and_kept(
    chief: Client, field: str, typed: str, said: str
) -> None:
    answer = chief.post(HOURS, typed_hours(**{field: typed}))
    errors = answer.context["adminform"].form.errors
    assert list(errors) == [field]
    assert said in str(errors[field])
    assert typed.strip() in answer.content.decode()
    assert not HouseRules.objects.exists()


@pytest.mark.parametrize("role", ["Moderator", "Editor"])
def test_moderators_and_editors_read_hours_and_rules_and_change_none(
    client: Client, thread: Thread, role: str
) -> None:
    HouseRules.objects.create(pk=1, monday="8-12")
    rules = SectionRules.objects.create(section=thread.article.section, closes_after=14)
    client.force_login(factories.user(role))
    assert "08:00–12:00" in words(client.get(HOURS))
    assert client.get(f"{RULES}{rules.pk}/change/").status_code == 200
    assert client.post(HOURS, typed_hours()).status_code == 403
    assert client.post(f"{RULES}{rules.pk}/change/", typed_rules(thread)).status_code == 403
    assert client.get(f"{RULES}add/").status_code == 403


# The rules of a section


def test_all_threads_of_a_section_are_closed_at_once(chief: Client, thread: Thread) -> None:
    by_hand = factories.published(section=thread.article.section).thread
    by_hand.open(by=factories.moderator())
    elsewhere = factories.published().thread
    typed = typed_rules(thread, mode="closed", reason="We take no comments here.")
    assert chief.post(f"{RULES}add/", typed).status_code == 302
    assert set(Thread.objects.closed()) == {thread}
    assert set(Thread.objects.open()) == {by_hand, elsewhere}


def test_a_section_is_not_closed_without_a_reason(chief: Client, thread: Thread) -> None:
    answer = chief.post(f"{RULES}add/", typed_rules(thread, mode="closed"))
    assert "write the reason" in str(answer.context["adminform"].form.errors["reason"])
    assert not SectionRules.objects.exists()


def test_a_stale_page_of_a_section_opens_nothing_that_was_closed_meanwhile(
    chief: Client, thread: Thread
) -> None:
    rules = SectionRules.objects.create(section=thread.article.section)
    address = f"{RULES}{rules.pk}/change/"
    page = untouched(chief.get(address))
    chief.post(address, page | {"mode": "closed", "reason": "We take no comments here."})
    assert chief.post(address, page | {"closes_after": "14"}).status_code == 302
    rules.refresh_from_db()
    assert (rules.mode, rules.reason, rules.closes_after) == (
        *("closed", "We take no comments here.", 14),
    )


def test_a_section_has_its_rules_once(chief: Client, thread: Thread) -> None:
    SectionRules.objects.create(section=thread.article.section)
    answer = chief.post(f"{RULES}add/", typed_rules(thread))
    assert answer.context["adminform"].form.errors["section"]


def test_a_section_can_have_hours_of_its_own(chief: Client, thread: Thread) -> None:
    chief.post(HOURS, typed_hours(**dict.fromkeys(DAYS, "8-22")))
    chief.post(f"{RULES}add/", typed_rules(thread, has_own_hours="on", wednesday="18-20"))
    with time_machine.travel(NOW, tick=False):
        assert thread.is_closed is True
        assert factories.published().thread.is_open is True
    with time_machine.travel(NOW + datetime.timedelta(hours=7), tick=False):
        assert Thread.objects.get(pk=thread.pk).mode == ThreadMode.OPEN
        assert Thread.objects.get(pk=thread.pk).is_open is True


@pytest.mark.parametrize("days", ["-1", "9" * 10, "3651", "soon"])
def test_days_that_cannot_be_are_refused_at_the_field(
    chief: Client, thread: Thread, days: str
) -> None:
    answer = chief.post(f"{RULES}add/", typed_rules(thread, closes_after=days))
    assert answer.context["adminform"].form.errors["closes_after"]


def test_hours_and_rules_of_sections_wait_for_what_is_on_its_way(
    chief: Client, thread: Thread, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[bool] = []
    monkeypatch.setattr(opening, "lock_for_settling", lambda: waited.append(True))
    chief.post(HOURS, typed_hours())
    chief.post(f"{RULES}add/", typed_rules(thread, mode="closed", reason="No comments here."))
    assert thread.is_closed
    assert waited == [True, True]
