"""Subjects and series: what else there is about the same, and the part before and after."""

import datetime
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.further import RELATED, related
from articles.models import Article, Tag
from tests import factories
from tests.newspaper import superuser
from tests.test_corrections import html

pytestmark = pytest.mark.django_db


@pytest.fixture
def ferries() -> Tag:
    return Tag.objects.create(name="Ferries", slug="ferries", description="All that floats.")


@pytest.fixture
def series() -> Tag:
    return Tag.objects.create(name="A year at sea", slug="a-year-at-sea", is_series=True)


def about(*tags: Tag, days_ago: int = 1, **fields: object) -> Article:
    at = timezone.now() - datetime.timedelta(days=days_ago)
    made = factories.published(at=at, **fields)  # type: ignore[arg-type]
    made.tags.set(tags)
    return made


def headlines(page: str) -> list[str]:
    return re.findall(r'class="teaser-headline"[^>]*><a[^>]*>(.*?)</a>', page)


def test_the_page_of_a_subject_has_the_newest_first(client: Client, ferries: Tag) -> None:
    stories = [about(ferries, days_ago=days) for days in (1, 2, 3)]
    page = html(client, "/tags/ferries/")
    assert headlines(page) == [story.headline for story in stories]
    assert "All that floats." in page


def test_the_page_of_a_series_has_the_first_part_first(client: Client, series: Tag) -> None:
    stories = [about(series, days_ago=days) for days in (3, 2, 1)]
    assert headlines(html(client, "/series/a-year-at-sea/")) == [one.headline for one in stories]


def test_each_is_led_to_at_the_address_of_the_other(
    client: Client, ferries: Tag, series: Tag
) -> None:
    about(ferries, series)
    led = [
        client.get(path).headers["Location"]
        for path in ("/series/ferries/", "/tags/a-year-at-sea/")
    ]
    assert led == ["/tags/ferries/", "/series/a-year-at-sea/"]


def test_an_article_leads_to_what_it_is_filed_under(client: Client, ferries: Tag) -> None:
    page = html(client, about(ferries).get_absolute_url())
    assert '<a href="/tags/ferries/"><bdi>Ferries</bdi></a>' in page


def test_a_subject_of_which_readers_have_nothing_has_no_page(client: Client, ferries: Tag) -> None:
    factories.draft().tags.add(ferries)
    about(ferries).withdraw(by=factories.editor(), reason="Wrong.")
    about(ferries).retract(by=factories.editor(), reason="Made up.")
    assert client.get("/tags/ferries/").status_code == 404


def test_a_part_leads_to_the_one_before_and_the_one_after(client: Client, series: Tag) -> None:
    first, second, third = (about(series, days_ago=days) for days in (3, 2, 1))
    page = html(client, second.get_absolute_url())
    assert f'<a rel="prev" href="{first.get_absolute_url()}">' in page
    assert f'<a rel="next" href="{third.get_absolute_url()}">' in page
    assert 'rel="prev"' not in html(client, first.get_absolute_url()).partition("<main")[2]


def test_parts_of_one_moment_follow_each_other(client: Client, series: Tag) -> None:
    at = timezone.now() - datetime.timedelta(hours=1)
    first, second, third = (factories.published(at=at) for _ in range(3))
    for part in (first, second, third):
        part.tags.add(series)
    page = html(client, second.get_absolute_url())
    assert f'<a rel="prev" href="{first.get_absolute_url()}">' in page
    assert f'<a rel="next" href="{third.get_absolute_url()}">' in page


def test_a_hidden_part_is_passed_over(client: Client, series: Tag) -> None:
    first, second, third = (about(series, days_ago=days) for days in (3, 2, 1))
    second.withdraw(by=factories.editor(), reason="Wrong.")
    page = html(client, first.get_absolute_url())
    assert f'<a rel="next" href="{third.get_absolute_url()}">' in page


def test_what_shares_most_is_read_on_first(ferries: Tag) -> None:
    islands = Tag.objects.create(name="Islands", slug="islands")
    story = about(ferries, islands)
    both, one = about(ferries, islands, days_ago=9), about(ferries, days_ago=2)
    in_section = about(section=story.section, days_ago=5)
    about()
    assert related(story) == [both, one, in_section]


def test_nobody_is_led_to_what_readers_do_not_have_or_to_the_same_again(ferries: Tag) -> None:
    story = about(ferries)
    factories.draft(section=story.section).tags.add(ferries)
    about(ferries).withdraw(by=factories.editor(), reason="Wrong.")
    assert related(story) == []


def test_there_is_only_so_much_to_read_on(ferries: Tag) -> None:
    story = about(ferries)
    for _ in range(RELATED + 2):
        about(ferries, section=story.section)
    assert len(set(related(story))) == len(related(story)) == RELATED


def test_opinion_is_labelled_where_it_is_only_linked(client: Client, ferries: Tag) -> None:
    about(ferries, kind="opinion")
    page = html(client, about(ferries).get_absolute_url())
    assert '<span class="label label--opinion">Opinion</span>' in page.partition("Read on")[2]


def test_many_of_the_same_subject_ask_as_much_as_few(
    client: Client, ferries: Tag, series: Tag
) -> None:
    story = about(ferries, series)
    pages = [story.get_absolute_url(), "/tags/ferries/", "/series/a-year-at-sea/"]

    def asked() -> list[int]:
        counts = []
        for page in pages:
            with CaptureQueriesContext(connection) as caught:
                html(client, page)
            counts.append(len(caught))
        return counts

    for _ in range(RELATED):
        about(ferries, series)
    few = asked()
    for _ in range(6):
        about(ferries, series)
    assert asked() == few


def test_an_editor_makes_a_subject_a_series(ferries: Tag) -> None:
    desk = superuser()
    typed = {"name": "Ferries", "slug": "ferries", "description": "", "is_series": "on"}
    desk.post(f"/admin/articles/tag/{ferries.pk}/change/", typed)
    ferries.refresh_from_db()
    assert ferries.is_series is True
