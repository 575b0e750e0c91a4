"""The calendar of the paper, and what goes out today."""

import datetime
import zoneinfo
from typing import Any

import pytest
import time_machine
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from articles.planning import CHECKED, month_around, period_asked, week_around
from tests import factories
from tests.test_editing import ADD, address, retyped, typed

pytestmark = pytest.mark.django_db
CALENDAR = "/admin/articles/article/calendar/"
TODAY = "/admin/articles/article/today/"
# A Tuesday.
NOON = datetime.datetime(2026, 5, 5, 12, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
MAY_5 = NOON.date()


@pytest.fixture(autouse=True)
def _noon() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def editor() -> User:
    return factories.editor()


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


def planned(day: datetime.date = MAY_5, **fields: Any) -> Article:
    return factories.draft(planned_for=day, **fields)


def scheduled(at: datetime.datetime, **fields: Any) -> Article:
    article = factories.draft(**fields)
    article.publish(by=factories.editor(), at=at)
    return article


def on_day(desk: Client, day: datetime.date, asked: str = "") -> list[str]:
    """The headlines that stand on a day of the calendar."""
    shown = desk.get(f"{CALENDAR}?day={day}{asked}").context["days"]
    return [article.headline for one in shown if one.date == day for article in one.articles]


# The day of an article


def test_the_day_is_set_in_the_form(desk: Client) -> None:
    desk.post(ADD, typed(factories.author(), planned_for="2026-05-09", _continue="Save"))
    article = Article.objects.get()
    assert article.planned_for == datetime.date(2026, 5, 9)


@pytest.mark.parametrize("bad", ["yesterday", "2026-02-30", "0001-01-01", "9999-12-31"])
def test_a_day_of_no_calendar_is_told_at_the_field(desk: Client, bad: str) -> None:
    answer = desk.post(ADD, typed(factories.author(), planned_for=bad, _continue="Save"))
    assert "planned_for" in answer.context["adminform"].form.errors
    assert bad in answer.content.decode()


def test_a_reporter_plans_a_draft(client: Client) -> None:
    reporter = factories.user("Reporter")
    client.force_login(reporter)
    article = factories.draft(created_by=reporter)
    client.post(address(article), retyped(article, planned_for="2026-05-09", _continue="Save"))
    article.refresh_from_db()
    assert article.planned_for == datetime.date(2026, 5, 9)


def test_a_day_that_is_planned_is_no_version_of_a_live_article(desk: Client) -> None:
    article = factories.published()
    desk.post(address(article), retyped(article, planned_for="2026-05-09", _continue="Save"))
    article.refresh_from_db()
    assert article.planned_for == datetime.date(2026, 5, 9)
    assert (article.publications.count(), article.modified_at) == (1, None)


def test_readers_never_see_the_day_that_was_planned(client: Client) -> None:
    article = factories.published(planned_for=datetime.date(2031, 7, 19))
    page = client.get(article.get_absolute_url()).content.decode()
    assert "2031" not in page


@pytest.mark.parametrize("hour", [0, 23])
def test_the_query_word_and_the_property_agree_on_the_papers_own_clock(hour: int) -> None:
    with timezone.override("Pacific/Auckland"):
        at = datetime.datetime(2026, 5, 9, hour, 30, tzinfo=zoneinfo.ZoneInfo("Pacific/Auckland"))
        dated, free = scheduled(at), planned(datetime.date(2026, 5, 9))
        other = planned(datetime.date(2026, 5, 10))
        found = Article.objects.on_days(datetime.date(2026, 5, 9), datetime.date(2026, 5, 9))
        assert set(found) == {dated, free}
        for article in (dated, free, other):
            assert (article in found) is (article.calendar_day == datetime.date(2026, 5, 9))


def test_its_hour_counts_before_the_day_it_was_meant_for() -> None:
    article = planned(MAY_5, publish_at=NOON + 48 * HOUR)
    assert article.calendar_day == datetime.date(2026, 5, 7)
    assert not Article.objects.on_days(MAY_5, MAY_5).exists()


# The calendar


def test_the_calendar_shows_what_has_an_hour_and_what_is_meant_for_a_day(desk: Client) -> None:
    planned(headline="Planned")
    scheduled(NOON + 2 * HOUR, headline="Scheduled")
    factories.published(headline="Published")
    factories.draft(headline="Neither")
    assert on_day(desk, MAY_5) == ["Published", "Scheduled", "Planned"]


def test_a_line_says_hour_standing_section_and_byline(desk: Client) -> None:
    section = factories.section(name="Harbour")
    article = scheduled(NOON + 2 * HOUR, section=section)
    page = desk.get(CALENDAR).content.decode()
    for said in ("14:00", "Scheduled</span>", "Harbour", article.bylines.get().author.name):
        assert said in page
    assert address(article) in page


def test_a_month_is_made_of_whole_weeks_and_leads_to_the_months_beside() -> None:
    may = month_around(MAY_5)
    assert (may.first, may.last) == (datetime.date(2026, 4, 27), datetime.date(2026, 5, 31))
    assert may.days[0] in may.outside
    assert MAY_5 not in may.outside
    assert (may.previous, may.next) == (datetime.date(2026, 4, 1), datetime.date(2026, 6, 1))
    assert month_around(datetime.date(2026, 12, 31)).next == datetime.date(2027, 1, 1)


def test_a_week_begins_on_monday() -> None:
    week = week_around(MAY_5)
    assert (week.first, week.last) == (datetime.date(2026, 5, 4), datetime.date(2026, 5, 10))
    assert (week.previous, week.next) == (datetime.date(2026, 4, 27), datetime.date(2026, 5, 11))


@pytest.mark.parametrize("name", ["month", "week"])
def test_from_each_period_one_comes_to_the_next_and_back(name: str) -> None:
    period = period_asked(name, "2024-01-01")
    for _ in range(60):
        following = period_asked(name, str(period.next))
        assert following.first <= period.last + datetime.timedelta(days=1)
        assert period_asked(name, str(following.previous)) == period
        period = following


@pytest.mark.parametrize(
    "asked",
    ["day=x", "day=0001-01-01", "day=9999-12-31", "view=year", "section=x&author=y", "author=999"],
)
def test_what_no_link_asks_breaks_nothing(desk: Client, asked: str) -> None:
    assert desk.get(f"{CALENDAR}?{asked}").status_code == 200


def test_the_calendar_is_leafed_through_by_links_that_keep_the_choice(desk: Client) -> None:
    section = factories.section()
    ways = desk.get(f"{CALENDAR}?view=week&day=2026-05-05&section={section.pk}").context["ways"]
    assert ways["next"] == f"?view=week&day=2026-05-11&section={section.pk}"
    assert ways["today"] == f"?view=week&section={section.pk}"
    assert ways["month"] == f"?view=month&day=2026-05-05&section={section.pk}"


def test_the_calendar_of_one_section_or_author(desk: Client) -> None:
    section, author = factories.section(), factories.author()
    planned(headline="Of the section", section=section)
    factories.draft(author, headline="Of the author", planned_for=MAY_5)
    assert on_day(desk, MAY_5, f"&section={section.pk}") == ["Of the section"]
    assert on_day(desk, MAY_5, f"&author={author.pk}") == ["Of the author"]


def test_an_author_stays_chosen_where_they_have_nothing(desk: Client) -> None:
    author = factories.author(name="Ana Ruiz")
    planned(headline="Of somebody else")
    page = desk.get(f"{CALENDAR}?day=2026-05-05&author={author.pk}")
    assert f'<option value="{author.pk}" selected>Ana Ruiz' in page.content.decode()
    assert page.context["is_empty"] is True


def test_the_calendar_asks_as_much_for_many_as_for_few(desk: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            desk.get(CALENDAR)
        return len(queries)

    planned()
    asked()
    few = asked()
    for number in range(12):
        planned(MAY_5 + datetime.timedelta(days=number % 5))
        factories.published()
    assert asked() == few <= 12


def test_more_than_a_page_can_show_is_said(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articles.admin.planning.MOST", 2)
    for _ in range(3):
        planned()
    page = desk.get(CALENDAR)
    assert len(on_day(desk, MAY_5)) == 2
    assert "There are more: the first 2 are shown." in page.content.decode()


# What goes out today


def plan(desk: Client) -> Any:
    return desk.get(TODAY).context["plan"]


def test_what_goes_out_today_stands_by_what_is_to_be_done(desk: Client) -> None:
    at_two, at_one = scheduled(NOON + 2 * HOUR), scheduled(NOON + HOUR)
    out = factories.published()
    late = planned()
    scheduled(NOON + 30 * HOUR)
    planned(MAY_5 - datetime.timedelta(days=1))
    found = plan(desk)
    assert found.scheduled == [at_one, at_two]
    assert found.published == [out]
    assert [one.article for one in found.not_ready] == [late]


def test_what_is_in_the_way_stands_beside_what_is_late(desk: Client) -> None:
    planned(body_source="")
    assert "The article has no text." in desk.get(TODAY).content.decode()


def test_what_is_ready_and_not_let_go_is_said_to_wait(desk: Client) -> None:
    planned()
    assert "Nothing is in the way" in desk.get(TODAY).content.decode()


def test_what_was_meant_for_a_day_that_has_passed_is_overdue(desk: Client) -> None:
    day = datetime.timedelta(days=1)
    old, last = planned(MAY_5 - 9 * day), planned(MAY_5 - day)
    with time_machine.travel(NOON - 3 * day, tick=False):
        missed = factories.draft(publish_at=NOON - 2 * day)
        gone = factories.published(planned_for=MAY_5 - 3 * day)
        back = factories.published(planned_for=MAY_5 - 3 * day)
        back.withdraw(by=factories.editor(), reason="It was too early.")
        back.return_to_draft(by=factories.editor())
    planned(MAY_5)
    found = plan(desk).overdue
    assert found == [last, missed, old]
    assert gone not in found
    assert "4 May 2026" in desk.get(TODAY).content.decode()


def test_the_overdue_are_bounded_and_cost_as_much_as_few(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            desk.get(TODAY)
        return len(queries)

    monkeypatch.setattr("articles.planning.MOST_OVERDUE", 3)
    planned(MAY_5 - datetime.timedelta(days=1))
    asked()
    one = asked()
    for _ in range(5):
        planned(MAY_5 - datetime.timedelta(days=2))
    assert asked() == one
    assert len(plan(desk).overdue) == 3


def test_what_was_taken_away_is_late_for_nothing(desk: Client) -> None:
    article = factories.published(planned_for=MAY_5)
    article.withdraw(by=factories.editor(), reason="It was too early.")
    found = plan(desk)
    assert (found.published, found.not_ready, found.scheduled) == ([], [], [])


def test_the_first_of_tomorrow_are_five_in_the_order_of_their_hours(desk: Client) -> None:
    free = planned(MAY_5 + datetime.timedelta(days=1))
    ordered = [scheduled(NOON + (20 - number) * HOUR) for number in range(5)][::-1]
    assert plan(desk).tomorrow == ordered
    ordered[0].withdraw(by=factories.editor(), reason="It was too early.")
    assert plan(desk).tomorrow == [*ordered[1:], free]


def test_however_much_is_late_the_checks_are_asked_of_ten(desk: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            desk.get(TODAY)
        return len(queries)

    for _ in range(CHECKED):
        planned()
    asked()
    ten = asked()
    for _ in range(7):
        planned()
    found = plan(desk)
    assert (len(found.not_ready), len(found.further)) == (10, 7)
    assert asked() == ten <= 150


# Who sees it


@pytest.mark.parametrize("page", [CALENDAR, TODAY])
@pytest.mark.parametrize(
    ("role", "status"),
    [("", 302), ("Reporter", 200), ("Editor", 200), ("Publisher", 200), ("Moderator", 200)],
)
def test_whoever_sees_the_list_of_articles_sees_the_calendar(
    client: Client, page: str, role: str, status: int
) -> None:
    client.force_login(factories.user(role))
    assert client.get(page).status_code == status


@pytest.mark.parametrize("page", [CALENDAR, TODAY])
def test_who_may_see_no_article_sees_no_calendar(client: Client, page: str) -> None:
    client.force_login(factories.user(is_staff=True))
    assert client.get(page).status_code == 403


@pytest.mark.parametrize("page", [CALENDAR, TODAY])
def test_what_the_list_hides_from_somebody_the_calendar_hides_too(
    desk: Client, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for article in (planned(), factories.published(), scheduled(NOON + HOUR)):
        Article.objects.filter(pk=article.pk).update(headline="Hidden from you")
    assert "Hidden from you" in desk.get(page).content.decode()
    articles = type(admin.site._registry[Article])
    seen = articles.get_queryset
    monkeypatch.setattr(articles, "get_queryset", lambda self, request: seen(self, request).none())
    assert "Hidden from you" not in desk.get(page).content.decode()


def test_the_list_and_the_first_page_of_the_desk_lead_there(desk: Client) -> None:
    for page in ("/admin/", "/admin/articles/article/"):
        shown = desk.get(page).content.decode()
        assert CALENDAR in shown, page
        assert TODAY in shown, page
