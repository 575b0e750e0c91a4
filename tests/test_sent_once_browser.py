"""A double click does what one click does."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from articles.models.note import Note
from tests import factories
from tests.visitors import visitors

pytestmark = [
    pytest.mark.browser,
    pytest.mark.each_database,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    factories.editor(username="ana", first_name="Ana", last_name="Ruiz")
    with visitors(browser, live_server.url) as arrive:
        yield arrive("ana", script=True)


def twice(desk: Page, button: str) -> None:
    with desk.expect_navigation():
        desk.click(button, click_count=2, delay=10)
    desk.wait_for_load_state("networkidle")


def write(desk: Page) -> None:
    """A new story."""
    section = factories.section()
    desk.goto("/admin/articles/article/add/")
    desk.select_option("[name=section]", str(section.pk))
    desk.fill("[name=headline]", "Bench painted")
    twice(desk, "[name=_review]")
    assert "In review" in desk.inner_text(".article-standing")
    assert Article.objects.count() == 1


def move(desk: Page) -> None:
    """Another step of it."""
    article = factories.draft()
    desk.goto(f"/admin/articles/article/{article.pk}/change/")
    twice(desk, "[name=_publish]")
    assert "is published" in desk.inner_text(".messagelist")
    assert desk.locator(".errornote").count() == 0


def note(desk: Page) -> None:
    article = factories.draft()
    desk.goto(f"/admin/articles/article/{article.pk}/notes/")
    desk.fill("[name=text]", "Check the name.")
    twice(desk, "[value='Write it']")
    assert Note.objects.count() == 1


@pytest.mark.parametrize("act", [write, move, note], ids=lambda act: act.__name__)
def test_a_double_click_does_what_one_click_does(desk: Page, act: Callable[[Page], None]) -> None:
    act(desk)


def test_back_to_a_form_that_was_sent_lets_send_it_again(desk: Page) -> None:
    article = factories.draft()
    where = f"/admin/articles/article/{article.pk}/notes/"
    desk.goto(where)
    for text in ("First.", "Second."):
        desk.fill("[name=text]", text)
        twice(desk, "[value='Write it']")
        desk.go_back()
    assert [each.text for each in Note.objects.order_by("pk")] == ["First.", "Second."]
