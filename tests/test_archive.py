"""The archive by year, month and day: what came out when, at a cost that does not grow."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from tests import factories
from tests.test_corrections import html

pytestmark = pytest.mark.django_db


def published_on(year: int, month: int, day: int, hour: int = 12) -> Article:
    zone = timezone.get_current_timezone()
    return factories.published(at=datetime.datetime(year, month, day, hour, tzinfo=zone))


def status(client: Client, address: str) -> int:
    return client.get(address).status_code


def test_the_archive_leads_from_years_to_months_to_days_to_stories(client: Client) -> None:
    story = published_on(2024, 2, 29)
    published_on(2026, 1, 5)
    assert 'href="/2024/"' in html(client, "/archive/")
    assert 'href="/2024/02/"' in html(client, "/2024/")
    assert 'href="/2024/02/29/"' in html(client, "/2024/02/")
    assert story.get_absolute_url() in html(client, "/2024/02/29/")


def test_every_page_leads_there(client: Client) -> None:
    factories.published()
    assert 'href="/archive/"' in html(client, "/")


def test_months_and_days_say_how_much_is_in_them(client: Client) -> None:
    for hour in (9, 10, 11):
        published_on(2025, 3, 14, hour=hour)
    assert "3 articles" in html(client, "/2025/")
    assert '3<span class="visually-hidden"> articles</span>' in html(client, "/2025/03/")


def test_a_day_is_the_papers_own(client: Client, settings: object) -> None:
    settings.TIME_ZONE = "Pacific/Auckland"  # type: ignore[attr-defined]
    at = datetime.datetime(2025, 12, 31, 12, tzinfo=datetime.UTC)
    with timezone.override("Pacific/Auckland"):
        story = factories.published(at=at)
        assert story.get_absolute_url().startswith("/2026/01/01/")
        assert story.headline in html(client, "/2026/01/01/")
        assert status(client, "/2025/12/31/") == 404


def test_each_page_leads_to_the_next_on_which_something_came_out(client: Client) -> None:
    for day in ((2023, 5, 1), (2025, 6, 7), (2026, 8, 9)):
        published_on(*day)
    assert [
        html(client, path).count(f'href="{link}"')
        for path, link in (
            ("/2025/", "/2023/"),
            ("/2025/06/", "/2026/08/"),
            ("/2025/06/07/", "/2023/05/01/"),
            ("/2025/06/07/", "/2026/08/09/"),
        )
    ] == [1, 1, 1, 1]


def test_a_year_in_between_in_which_nothing_came_out_says_so(client: Client) -> None:
    published_on(2023, 5, 1)
    published_on(2025, 5, 1)
    assert 'href="/2024/"' in html(client, "/archive/")
    assert "Nothing that we published this year" in html(client, "/2024/")


@pytest.mark.parametrize(
    "path",
    [
        "/2022/",
        "/2025/07/",
        "/2025/06/08/",
        "/2025/13/",
        "/2025/02/30/",
        "/0000/",
        "/0001/01/01/",
        "/9999/12/31/",
        "/1899/",
    ],
)
def test_where_there_is_nothing_there_is_no_page(client: Client, path: str) -> None:
    published_on(2025, 6, 7)
    assert status(client, path) == 404


def test_what_readers_do_not_have_is_in_no_archive(client: Client) -> None:
    published_on(2025, 6, 7).withdraw(by=factories.editor(), reason="Wrong.")
    published_on(2025, 6, 8).retract(by=factories.editor(), reason="Made up.")
    factories.draft().publish(
        by=factories.editor(), at=timezone.now() + datetime.timedelta(hours=1)
    )
    day = timezone.localtime(timezone.now() + datetime.timedelta(hours=1))
    paths = ("/2025/", "/2025/06/", "/2025/06/07/", "/2025/06/08/", f"/{day:%Y/%m/%d}/")
    assert [status(client, path) for path in paths] == [404] * 5
    assert 'href="/2025/"' not in html(client, "/archive/")


def test_a_calendar_begins_its_weeks_as_the_language_does(client: Client, settings: object) -> None:
    published_on(2025, 6, 7)
    begins = {}
    for language in ("en-gb", "en-us"):
        settings.LANGUAGE_CODE = language  # type: ignore[attr-defined]
        begins[language] = html(client, "/2025/06/").partition('<abbr title="')[2][:6]
    assert begins == {"en-gb": "Monday", "en-us": "Sunday"}


@pytest.mark.parametrize("path", ["/archive/", "/2025/", "/2025/06/", "/2025/06/07/"])
def test_many_stories_ask_as_much_as_few(client: Client, path: str) -> None:
    for year in (2024, 2026):
        published_on(year, 6, 7)

    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            html(client, path)
        return len(caught)

    published_on(2025, 6, 7)
    few = asked()
    for hour in range(8):
        published_on(2025, 6, 7, hour=hour)
    assert asked() == few
