"""A correction appears everywhere, a piece is retracted by phone, and axe looks at both."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, ConsoleMessage, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from tests import factories
from tests.looks import objections_at

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def article() -> Article:
    made = factories.published(headline="Ferry to run all night")
    factories.approved(made, body_source="I was on that ferry.")
    return made


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A window, which fails the test when the browser complains of a page for readers."""
    context = browser.new_context(base_url=live_server.url, reduced_motion="reduce")
    context.set_default_timeout(15_000)
    window = context.new_page()
    complaints: list[str] = []

    def hear(said: ConsoleMessage) -> None:
        if said.type == "error" and "/admin/" not in window.url:
            complaints.append(said.text)

    window.on("console", hear)
    yield window
    context.close()
    assert complaints == []


def sign_in(page: Page, user: User) -> None:
    page.goto("/admin/")
    page.get_by_label("Username").fill(user.username)
    page.get_by_label("Password").fill("pw")
    page.get_by_role("button", name="Log in").click()


def test_a_correction_appears_everywhere(page: Page, article: Article) -> None:
    sign_in(page, factories.editor())
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    added = page.locator("#corrections-0")
    added.get_by_label("What it said").fill("The ferry runs all night.")
    added.get_by_label("What is right").fill("It runs until two.")
    added.get_by_label("Place").select_option("top")
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()

    page.goto(article.get_absolute_url())
    expect(page.locator(".corrections--top")).to_contain_text("It runs until two.")
    told = page.locator("script[type='application/ld+json']").text_content()
    assert "It runs until two." in str(told)
    expect(page.locator(".comment")).to_contain_text("Posted before the correction of")
    page.goto("/corrections/")
    expect(page.get_by_text("The article said: “The ferry runs all night.”")).to_be_visible()
    assert "It runs until two." in page.request.get("/corrections/feed.rss").text()


def test_an_editor_retracts_by_phone_without_javascript(
    browser: Browser, live_server: LiveServer, article: Article
) -> None:
    context = browser.new_context(
        base_url=live_server.url,
        java_script_enabled=False,
        viewport={"width": 390, "height": 844},
    )
    phone = context.new_page()
    sign_in(phone, factories.editor())
    phone.goto(f"/admin/articles/article/{article.pk}/change/")
    phone.get_by_role("link", name="Retract…").click()
    phone.get_by_label("Notice to readers").fill("None of it happened.")
    phone.get_by_role("button", name="Retract for good").click()
    phone.get_by_role("link", name="Read the notice on the site").click()
    expect(phone.get_by_text("None of it happened.")).to_be_visible()
    expect(phone.get_by_text("The ferry left at dawn.")).to_have_count(0)
    context.close()


def test_axe_finds_nothing_on_the_pages_for_it(page: Page, article: Article) -> None:
    factories.correction(article, corrects=factories.correction(article))
    report = factories.error_report(article)
    gone = factories.retracted()
    sign_in(page, factories.editor())
    addresses = (
        f"/admin/articles/article/{article.pk}/change/",
        f"/admin/articles/article/{article.pk}/retract/",
        f"/admin/articles/article/{gone.pk}/change/",
        f"/admin/articles/errorreport/{report.pk}/change/",
    )
    assert objections_at(page, addresses) == []
