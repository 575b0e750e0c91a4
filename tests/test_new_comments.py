"""What is new in a discussion: asked for cheaply, marked since the last visit, offered calmly."""

from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from comments.models import Comment
from comments.pages.news import MOST_COUNTED
from tests import factories


def asked(client: Client, article: Article, after: object) -> dict[str, object]:
    answer = client.get(f"{article.comment_url}newer.json?after={after}")
    assert answer.status_code == 200
    told: dict[str, object] = answer.json()
    return told


@pytest.mark.django_db
def test_an_open_page_is_told_how_many_came_and_where_the_first_is(client: Client) -> None:
    article = factories.published()
    comments = [factories.approved(article) for _ in range(3)]
    assert asked(client, article, 1) == {"newer": 2, "first": f"/comments/{comments[1].pk}/"}
    assert asked(client, article, 3) == {"newer": 0, "first": ""}


@pytest.mark.django_db
def test_what_readers_do_not_see_is_not_counted(client: Client) -> None:
    article = factories.published()
    factories.comment(article)
    factories.approved(article).reject(by=factories.moderator(), reason="Rude.")
    assert asked(client, article, 0)["newer"] == 0


@pytest.mark.django_db
def test_of_a_hidden_discussion_nothing_is_told(client: Client) -> None:
    article = factories.published()
    factories.approved(article)
    article.thread.hide(by=factories.moderator(), reason="Out of hand.")
    assert asked(client, article, 0) == {"newer": 0, "first": ""}


@pytest.mark.django_db
@pytest.mark.parametrize("after", ["", "x", "-1", "9" * 40, "1%00"])
def test_whatever_is_asked_is_answered(client: Client, after: str) -> None:
    article = factories.published()
    factories.approved(article)
    assert asked(client, article, after)["newer"] in {0, 1}


@pytest.mark.django_db
def test_one_answer_serves_everybody_and_never_counts_far(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comments.pages.news.MOST_COUNTED", 2)
    article = factories.published()
    for _ in range(3):
        factories.approved(article)
    answer = client.get(f"{article.comment_url}newer.json?after=0")
    assert answer.headers["Cache-Control"] == "public, max-age=15"
    assert not answer.cookies
    assert answer.json()["newer"] == 2 < MOST_COUNTED


@pytest.mark.django_db
def test_a_discussion_of_what_readers_do_not_have_is_not_found(client: Client) -> None:
    article = factories.published()
    article.withdraw(by=factories.editor(), reason="Wrong.")
    assert client.get(f"{article.comment_url}newer.json").status_code == 404


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    context = browser.new_context(base_url=live_server.url)
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def marked(page: Page) -> list[str]:
    found = page.locator(".comment--new").all()
    return [str(comment.get_attribute("data-number")) for comment in found]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_what_came_since_the_last_visit_is_marked_and_led_to(page: Page) -> None:
    article = factories.published()
    factories.approved(article)
    page.goto(article.get_absolute_url())
    assert marked(page) == []

    new = factories.approved(article)
    page.goto(article.get_absolute_url())

    assert marked(page) == ["2"]
    page.get_by_role("link", name="1 new comment on this page since your last visit").click()
    assert page.url.endswith(f"#comment-{new.pk}")
    page.goto(article.get_absolute_url())
    assert marked(page) == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_what_comes_while_the_page_lies_open_is_offered_and_nothing_moves(page: Page) -> None:
    article = factories.published()
    factories.approved(article)
    page.goto(article.get_absolute_url())
    where = "document.querySelector('.comment').getBoundingClientRect().top"
    before = page.evaluate(where)
    made: list[Comment] = [factories.approved(article) for _ in range(3)]

    page.evaluate("dispatchEvent(new Event('focus'))")

    offer = page.get_by_role("link", name="3 new comments")
    offer.wait_for()
    assert page.evaluate(where) == before
    assert page.locator(".comment").count() == 1
    offer.click()
    page.locator(f"#comment-{made[-1].pk}").wait_for()
    assert page.url.endswith(f"#comment-{made[0].pk}")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_browser_that_keeps_nothing_reads_as_well(browser: Browser, page: Page) -> None:
    article = factories.published()
    factories.approved(article)
    page.add_init_script("Storage.prototype.setItem = () => { throw new Error('full') }")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(article.get_absolute_url())
    page.reload()
    assert (errors, marked(page)) == ([], [])
