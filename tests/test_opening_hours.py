"""Opening hours: how they are written, when they are open, and what readers are told."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db.models import Value
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from articles.models import Article
from comments.hours import Timetable, read_holidays, read_hours, write_hours
from comments.models import HouseRules, OpeningHours
from comments.models.opening import DAYS
from comments.posting import ThreadClosed
from tests import factories
from tests.newspaper import typed_comment

MADRID = ZoneInfo("Europe/Madrid")
EVERY_DAY = dict.fromkeys(DAYS, "08:00–22:00")
EVENINGS = dict.fromkeys(DAYS, "20:00–02:00")


def at(text: str, zone: ZoneInfo = MADRID, fold: int = 0) -> datetime.datetime:
    """A moment by the clock on the wall: “2026-03-29 01:30”."""
    return datetime.datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold)


def timetable(*holidays: str, zone: Any = MADRID, **days: str) -> Timetable:
    week = tuple(read_hours(days.get(day, "")) for day in DAYS)
    return Timetable(week, read_holidays("\n".join(f"{day} Holiday" for day in holidays)), zone)


# How they are written


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("08:00–12:30, 18:00–02:00", "08:00–12:30, 18:00–02:00"),
        ("18 to 2, 8-12:30", "08:00–12:30, 18:00–02:00"),
        ("8:00 - 24:00", "08:00–24:00"),
        ("22:00–24:00", "22:00–24:00"),
        ("All day", "00:00–24:00"),
        ("00:00–24:00", "00:00–24:00"),
        (" , ", ""),
        ("", ""),
    ],
)
def test_hours_are_kept_in_one_spelling(typed: str, kept: str) -> None:
    assert write_hours(read_hours(typed)) == kept
    assert read_hours(kept) == read_hours(typed)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("morning", "“morning” is not read"),
        ("08:00", "“08:00” is not read"),
        ("08:00–08:00", "at the same time"),
        ("25:00–26:00", "25:00 is not on a clock"),
        ("08:60–10:00", "08:60 is not on a clock"),
        ("24:30–10", "24:30 is not on a clock"),
        ("٣–٤", "is not read"),
        ("08:00–10:00;12:00–14:00", "is not read"),
    ],
)
def test_hours_that_cannot_be_are_refused_with_the_part_that_is_wrong(
    typed: str, said: str
) -> None:
    with pytest.raises(ValidationError, match=said):
        read_hours(typed)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Christmas Day", "is not read"),
        ("2026-02-29 Leap", "no calendar has that day"),
        ("2026-12-25", "is not read"),
    ],
)
def test_a_holiday_is_a_date_and_a_name(typed: str, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        read_holidays(typed)


# When they are open


@pytest.mark.parametrize(
    ("now", "is_open", "until"),
    [
        ("2026-11-23 07:59", False, "2026-11-23 08:00"),
        ("2026-11-23 08:00", True, "2026-11-23 22:00"),
        ("2026-11-23 22:00", False, "2026-11-24 08:00"),
    ],
)
def test_they_open_at_the_minute_and_close_at_the_minute(
    now: str, is_open: bool, until: str
) -> None:
    assert timetable(**EVERY_DAY).stretch(at(now)) == (is_open, at(until))


@pytest.mark.parametrize(
    ("now", "is_open", "until"),
    [
        ("2026-11-23 23:30", True, "2026-11-24 02:00"),
        ("2026-11-24 01:59", True, "2026-11-24 02:00"),
        ("2026-11-24 02:00", False, "2026-11-24 20:00"),
        # The shift of 31 December works into the year that follows.
        ("2026-12-31 23:59", True, "2027-01-01 02:00"),
        # Leap day: of 28 February, of the 29th, of 1 March.
        ("2028-02-29 01:00", True, "2028-02-29 02:00"),
        ("2028-02-29 12:00", False, "2028-02-29 20:00"),
        ("2028-03-01 00:30", True, "2028-03-01 02:00"),
    ],
)
def test_a_shift_over_midnight_belongs_to_the_evening(now: str, is_open: bool, until: str) -> None:
    assert timetable(**EVENINGS).stretch(at(now)) == (is_open, at(until))


@pytest.mark.parametrize(
    ("now", "is_open", "until"),
    [
        # Spring: at 02:00 it is 03:00. The shift until 03:30 is an hour shorter.
        ("2026-03-29 01:59", True, "2026-03-29 03:30"),
        ("2026-03-29 03:29", True, "2026-03-29 03:30"),
        ("2026-03-29 03:30", False, "2026-03-29 23:00"),
        # Autumn: at 03:00 it is 02:00 again. It is an hour longer.
        ("2026-10-25 02:30", True, "2026-10-25 03:30"),
        ("2026-10-25 03:30", False, "2026-10-25 23:00"),
    ],
)
def test_hours_are_those_of_the_clock_on_the_wall(now: str, is_open: bool, until: str) -> None:
    nights = timetable(**dict.fromkeys(DAYS, "23:00–03:30"))
    assert nights.stretch(at(now)) == (is_open, at(until))


def test_the_night_of_spring_is_an_hour_shorter_and_that_of_autumn_an_hour_longer() -> None:
    nights = timetable(**dict.fromkeys(DAYS, "23:00–03:30"))
    lengths = {}
    for evening in ("2026-03-27 23:00", "2026-03-28 23:00", "2026-10-24 23:00"):
        opens = at(evening).astimezone(datetime.UTC)
        _, closes = nights.stretch(opens)
        assert closes is not None
        lengths[evening] = (closes - opens).total_seconds() / 3600
    assert list(lengths.values()) == [4.5, 3.5, 5.5]


def test_an_hour_that_autumn_shows_twice_closes_at_the_first() -> None:
    early = timetable(sunday="00:00–02:30")
    assert early.is_open(at("2026-10-25 02:29")) is True
    assert early.is_open(at("2026-10-25 02:30")) is False
    assert early.is_open(at("2026-10-25 02:29", fold=1)) is False


def test_a_shift_inside_the_hour_that_spring_skips_never_closes_before_it_opens() -> None:
    short = timetable(sunday="02:30–03:15")
    assert short.stretch(at("2026-03-29 03:05")) == (False, at("2026-04-05 02:30"))


def test_a_holiday_takes_the_whole_of_its_day() -> None:
    hours = timetable("2026-12-25", **EVENINGS)
    # The shift of the evening before ends at midnight, that of the holiday does not begin.
    assert hours.stretch(at("2026-12-24 23:00")) == (True, at("2026-12-25 00:00"))
    assert hours.stretch(at("2026-12-25 00:30")) == (False, at("2026-12-26 20:00"))
    assert hours.is_open(at("2026-12-26 01:00")) is False


def test_a_holiday_in_the_middle_of_hours_without_end() -> None:
    always = timetable("2026-12-25", **dict.fromkeys(DAYS, "all day"))
    assert always.stretch(at("2026-12-01 12:00")) == (True, at("2026-12-25 00:00"))
    assert always.stretch(at("2026-12-25 12:00")) == (False, at("2026-12-26 00:00"))
    assert always.stretch(at("2026-12-26 00:00")) == (True, None)


def test_a_holiday_on_leap_day() -> None:
    hours = timetable("2028-02-29", **EVERY_DAY)
    assert hours.stretch(at("2028-02-28 23:00")) == (False, at("2028-03-01 08:00"))


def test_a_row_of_holidays_on_the_only_day_of_the_week() -> None:
    mondays = timetable("2026-11-30", "2026-12-07", "2026-12-14", monday="10:00–12:00")
    assert mondays.stretch(at("2026-11-24 12:00")) == (False, at("2026-12-21 10:00"))


def test_a_week_without_hours_never_opens() -> None:
    assert timetable("2026-12-25").stretch(at("2026-11-24 12:00")) == (False, None)


def test_spans_that_touch_or_overlap_are_one() -> None:
    hours = timetable(monday="08:00–12:00, 12:00–14:00, 13:00–15:00", tuesday="09:00–10:00")
    assert hours.stretch(at("2026-11-23 08:30")) == (True, at("2026-11-23 15:00"))


ZONES = st.sampled_from(
    ["UTC", "Europe/Madrid", "America/Santiago", "Australia/Lord_Howe", "Asia/Kathmandu"]
).map(ZoneInfo)
MINUTES = st.integers(0, 24 * 4).map(lambda quarter: f"{quarter // 4:02}:{quarter % 4 * 15:02}")
SPANS = st.tuples(MINUTES, MINUTES).filter(
    lambda span: span[0] != span[1] and span[0] != "24:00" and span[1] != "00:00"
)
HOURS = st.lists(SPANS.map("–".join), max_size=3).map(", ".join)
WEEKS = st.fixed_dictionaries(dict.fromkeys(DAYS, HOURS))
MOMENTS = st.datetimes(
    datetime.datetime(2026, 1, 1),  # noqa: DTZ001 -- hypothesis puts the zone to it
    datetime.datetime(2028, 12, 31),  # noqa: DTZ001
    timezones=st.just(datetime.UTC),
)
HOLIDAYS = st.lists(
    st.dates(datetime.date(2026, 1, 1), datetime.date(2028, 12, 31)).map(str), max_size=5
)


@given(zone=ZONES, week=WEEKS, moment=MOMENTS, holidays=HOLIDAYS)
def test_what_is_said_to_hold_until_a_moment_holds_until_then_and_no_longer(
    zone: ZoneInfo, week: dict[str, str], moment: datetime.datetime, holidays: list[str]
) -> None:
    hours = timetable(*holidays, zone=zone, **week)
    is_open, until = hours.stretch(moment)
    if until is None:
        far = moment + datetime.timedelta(days=200)
        assert hours.is_open(far) is is_open or holidays
        return
    assert until > moment
    just_before = until - datetime.timedelta(microseconds=1)
    halfway = moment + (until - moment) / 2
    assert hours.is_open(halfway) is hours.is_open(just_before) is is_open
    assert hours.is_open(until) is not is_open


@given(week=WEEKS, moment=MOMENTS)
def test_hours_are_the_wall_clock_where_it_is_never_put_forward_or_back(
    week: dict[str, str], moment: datetime.datetime
) -> None:
    """Against the simplest reading of the sign on the door, minute by minute."""
    minute = moment.hour * 60 + moment.minute
    today = read_hours(week[DAYS[moment.weekday()]])
    yesterday = read_hours(week[DAYS[moment.weekday() - 1]])
    on_the_sign = any(opens <= minute < closes for opens, closes in today) or any(
        minute < closes - 24 * 60 for _, closes in yesterday
    )
    assert timetable(zone=ZoneInfo("UTC"), **week).is_open(moment) is on_the_sign


# What readers are told


@pytest.fixture
def in_madrid(settings: Settings) -> None:
    settings.TIME_ZONE = "Europe/Madrid"


@pytest.fixture
def article(db: None, in_madrid: None) -> Article:
    published = at("2026-11-02 10:00")
    with time_machine.travel(published, tick=False):
        return factories.published(at=published)


def keep_hours(outside: str, **settled: str) -> None:
    rules = HouseRules.now()
    for name, value in {"outside_hours": outside, **settled}.items():
        setattr(rules, name, value)
    rules.full_clean()
    rules.save()


def seen_at(moment: str, client: Client, address: str) -> str:
    with time_machine.travel(at(moment), tick=False):
        return " ".join(client.get(address).content.decode().split())


def test_readers_are_told_when_comments_open_again(client: Client, article: Article) -> None:
    keep_hours("closed", monday="8-22")
    page = seen_at("2026-11-25 12:00", client, article.get_absolute_url())
    assert "Comments are closed." in page
    assert "Nobody is here to moderate at this hour." in page
    assert "Comments open again on Monday at 08:00." in page
    assert "Write a comment" not in page
    page = seen_at("2026-11-30 08:00", client, article.get_absolute_url())
    assert "Comments are closed." not in page
    assert "Write a comment" in page


def test_the_form_of_a_closed_hour_says_when_it_opens_and_keeps_what_was_typed(
    client: Client, article: Article
) -> None:
    keep_hours("closed", **EVENINGS)
    with time_machine.travel(at("2026-11-25 02:00"), tick=False):
        answer = client.post(article.comment_url, typed_comment(body="I was on that ferry."))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Comments open again on Wednesday at 20:00." in page
    assert "I was on that ferry." in page


def test_a_holiday_is_called_by_its_name(client: Client, article: Article) -> None:
    keep_hours("closed", holidays="2026-12-25 Christmas Day", **EVERY_DAY)
    page = seen_at("2026-12-25 12:00", client, article.get_absolute_url())
    assert "It is Christmas Day." in page
    assert "Comments open again on Saturday at 08:00." in page


def test_a_far_reopening_is_told_with_its_date(client: Client, article: Article) -> None:
    holidays = "\n".join(f"2026-12-{day} Winter break" for day in range(20, 32))
    keep_hours("closed", holidays=holidays, **EVERY_DAY)
    page = seen_at("2026-12-20 12:00", client, article.get_absolute_url())
    assert "Comments open again on 1 January 2027 at 08:00." in page


def test_a_week_without_hours_promises_nothing(client: Client, article: Article) -> None:
    keep_hours("closed")
    page = seen_at("2026-11-25 12:00", client, article.get_absolute_url())
    assert "Comments are closed." in page
    assert "open again" not in page


def test_outside_the_hours_comments_can_be_held_instead(client: Client, article: Article) -> None:
    keep_hours("premoderated", **EVERY_DAY)
    known = factories.commenter(known=True)
    with time_machine.travel(at("2026-11-25 23:00"), tick=False):
        assert factories.comment(article, commenter=known).is_held is True
    page = seen_at("2026-11-25 23:00", client, article.get_absolute_url())
    assert "Comments are read by a moderator before they appear." in page
    with time_machine.travel(at("2026-11-26 08:00"), tick=False):
        assert factories.comment(article, commenter=known).is_approved is True


@pytest.mark.parametrize(
    ("moment", "takes"),
    [
        ("2026-03-29 01:59", True),  # the last minute before the clocks go forward
        ("2026-03-29 03:29", True),
        ("2026-03-29 03:30", False),
        ("2026-10-25 02:59", True),
        ("2026-10-25 03:30", False),
        ("2026-12-24 23:59", True),
        ("2026-12-25 00:00", False),  # the holiday in the middle of the shift
        ("2026-12-25 23:30", False),
        ("2026-12-26 23:30", True),
    ],
)
def test_a_comment_gets_in_while_somebody_is_there(
    article: Article, moment: str, takes: bool
) -> None:
    keep_hours("closed", holidays="2026-12-25 Christmas Day", **dict.fromkeys(DAYS, "23:00–03:30"))
    article.publish_at = at("2026-01-01 10:00")
    article.save()
    with time_machine.travel(at(moment), tick=False):
        if takes:
            assert factories.comment(article).pk
        else:
            with pytest.raises(ThreadClosed, match=r"Nobody is here|Christmas"):
                factories.comment(article)


def test_hours_that_stand_in_the_table_and_cannot_be_read_open_nothing(
    client: Client, article: Article
) -> None:
    keep_hours("closed", **EVERY_DAY)
    # The fields let nothing of that kind through: only a hand in the database does.
    HouseRules.objects.update(wednesday=Value("nonsense"), holidays=Value("nonsense"))
    page = seen_at("2026-11-25 12:00", client, article.get_absolute_url())
    assert "Comments open again on Thursday at 08:00." in page


def test_the_page_of_the_hours_is_a_page_of_the_house_rules(db: None) -> None:
    keep_hours("closed", monday="8-22")
    assert OpeningHours.objects.get().monday == "08:00–22:00"
