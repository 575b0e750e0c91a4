"""The front of a section: what came out last leads, and nothing stands on it twice."""

import re

import pytest
from django.test import Client

from articles.views import PER_PAGE, SECTION_TOP
from tests import factories
from tests.test_corrections import html

pytestmark = pytest.mark.django_db


def headlines(page: str) -> list[str]:
    return re.findall(r'class="teaser-headline"[^>]*><a[^>]*>(.*?)</a>', page)


@pytest.mark.parametrize("number", [1, 2, SECTION_TOP, SECTION_TOP + 1, PER_PAGE])
def test_each_story_stands_there_once_the_newest_first(client: Client, number: int) -> None:
    section = factories.section()
    stories = [factories.published(section=section) for _ in range(number)]
    page = html(client, section.get_absolute_url())
    assert headlines(page) == [story.headline for story in reversed(stories)]
    lead = page.partition("teaser--lead")[2].partition("</article>")[0]
    assert headlines(lead) == [stories[-1].headline]


def test_further_pages_are_plain_lists(client: Client) -> None:
    section = factories.section()
    stories = [factories.published(section=section) for _ in range(PER_PAGE + 2)]
    page = html(client, f"{section.get_absolute_url()}?page=2")
    assert headlines(page) == [stories[1].headline, stories[0].headline]
    assert "teaser--lead" not in page


def test_a_section_without_stories_says_so(client: Client) -> None:
    page = html(client, factories.section().get_absolute_url())
    assert "Nothing is published in this section yet." in page
