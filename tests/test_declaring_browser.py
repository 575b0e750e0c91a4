"""Declaring in a browser: from the link in a letter, and at the desk, on a phone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from articles.asking import declare_path
from articles.declarants import Declarant
from articles.models import Article, Author, Declaration
from tests import factories, mail_server
from tests.looks import objections_at
from tests.visitors import Someone, visitors

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def someone(browser: Browser, live_server: LiveServer) -> Iterator[Someone]:
    with visitors(browser, live_server.url) as arrive:
        yield arrive


@pytest.fixture
def ana() -> Author:
    user = factories.user("Reporter", email="ana@news.example")
    author = factories.author(name="Ana Ruiz", user=user)
    factories.disclosure(author, entity="the ferry", text="Her brother is its mate.")
    return author


@pytest.fixture
def article(ana: Author) -> Article:
    return factories.draft(ana, has_declared=False, headline="Ferry to run all night")


def test_an_author_declares_from_the_letter_and_the_editor_publishes(
    someone: Someone, article: Article, settings: Settings
) -> None:
    editor = someone(factories.editor().username)
    with mail_server.running(settings) as post:
        editor.goto(f"/admin/articles/article/{article.pk}/declarations/")
        editor.click("text=Ask by e-mail")
        assert "Ana Ruiz was asked at ana@news.example" in editor.inner_text("body")
        ((_, letter),) = post.taken
    link = re.search(r"https://news\.example(/declare/\S+)", str(letter.get_payload()))
    assert link

    author = someone()
    author.goto(link[1])
    author.click(".declaration-form button")
    assert "Nothing was declared yet" in author.inner_text("main")
    author.check("text=Interests that matter here")
    author.check("text=Her brother is its mate.")
    author.fill("[name=statement]", "He was on board that night.")
    author.click(".declaration-form button")
    assert "This is on record" in author.inner_text("main")

    editor.goto(f"/admin/articles/article/{article.pk}/change/")
    editor.click("[name=_publish]")

    reader = someone()
    reader.goto(article.get_absolute_url())
    told = reader.inner_text("#disclosures")
    assert "For this article Ana Ruiz declares: Ownership, the ferry." in told
    assert "He was on board that night." in told


def test_an_editor_writes_down_what_an_author_says_and_answers_a_conflict(
    someone: Someone, article: Article
) -> None:
    editor = someone(factories.editor().username)
    editor.goto(f"/admin/articles/article/{article.pk}/declarations/")
    editor.click("text=It matters: tell readers")
    assert "It matters, and readers are told" in editor.inner_text("#conflicts")
    editor.click("summary")
    editor.check("text=Nothing to declare")
    editor.click("text=Write it down")
    said = Declaration.objects.get()
    assert (said.kind, said.in_person) == ("nothing", False)


def test_the_pages_of_declaring_bar_nobody_and_fit(
    someone: Someone, article: Article, ana: Author
) -> None:
    page = someone(factories.user("Publisher").username, script=True)
    addresses = (
        f"/admin/articles/article/{article.pk}/declarations/",
        "/admin/articles/publishingrules/1/change/",
        declare_path(article, Declarant(ana)),
        f"{ana.disclosures_url}?on=2026-05-03",
    )
    assert objections_at(page, addresses, opened) == []


def opened(page: Page) -> None:
    for summary in page.query_selector_all("main details:not([open]) summary"):
        summary.click()
