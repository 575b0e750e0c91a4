"""Views on the front page: together, apart from the news, and each with a face."""

import re

import pytest
from django.test import Client

from articles import front
from articles.models import Article, Section
from articles.models.plan import SECONDS, Plan
from tests import factories
from tests.test_corrections import html

pytestmark = pytest.mark.django_db


@pytest.fixture
def harbour() -> Section:
    return factories.section(name="Harbour")


@pytest.fixture
def news(harbour: Section) -> list[Article]:
    """What fills the places above the rivers: newer than every opinion."""
    return [factories.published(section=harbour) for _ in range(SECONDS + 1)]


def views(number: int, section: Section) -> list[Article]:
    return [factories.published(kind="opinion", section=section) for _ in range(number)]


def placed(news: list[Article], **fields: object) -> front.Front:
    places = {place: article.pk for place, article in enumerate(news)}
    return front.compose(Plan(places=places, **fields))  # type: ignore[arg-type]


def test_the_newest_opinions_stand_together_and_in_no_river(
    harbour: Section, news: list[Article]
) -> None:
    oldest, *others = views(4, harbour)
    composed = placed(news)
    assert composed.opinions == others[::-1]
    assert [river.articles for river in composed.rivers] == [[oldest]]


def test_a_single_opinion_stands_in_its_section(harbour: Section, news: list[Article]) -> None:
    [single] = views(1, harbour)
    composed = placed(news)
    assert (composed.opinions, composed.rivers[0].articles) == ([], [single])


def test_an_opinion_that_an_editor_has_placed_is_not_there_twice(
    harbour: Section, news: list[Article]
) -> None:
    first, second, third = views(3, harbour)
    composed = placed([*news[:-1], third])
    assert composed.opinions == [second, first]


def test_opinions_of_a_section_that_is_left_out_are_left_out_too(
    harbour: Section, news: list[Article]
) -> None:
    views(2, harbour)
    assert placed(news, rivers=[(harbour.pk, False)]).opinions == []


def test_rivers_stay_full_beside_them(harbour: Section, news: list[Article]) -> None:
    for _ in range(front.RIVER):
        factories.published(section=harbour)
    views(front.MOST_OPINIONS, harbour)
    assert len(placed(news).rivers[0].articles) == front.RIVER


def test_each_has_the_face_and_the_name_of_who_holds_it(
    client: Client, harbour: Section, news: list[Article]
) -> None:
    ana = factories.author(name="Ana Ruiz", photo=factories.photo())
    for _ in range(2):
        factories.published(ana, kind="opinion", section=harbour)
    for _ in news:
        factories.published(section=harbour)
    band = html(client, "/").partition('class="opinions"')[2].partition("</section>")[0]
    assert len(re.findall(r'<img class="opinion-face"', band)) == 2
    assert band.count("<bdi>Ana Ruiz</bdi>") == 2
