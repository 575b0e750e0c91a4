"""Setting a thread on a phone without JavaScript, and what axe says of the pages for it."""

import datetime
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from comments.models import Reason, ReasonPurpose, SectionRules
from tests import factories
from tests.looks import objections_at

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def article() -> Article:
    made = factories.published(headline="Ferry to run all night")
    SectionRules.objects.create(section=made.section, closes_after=30, premoderates_after=20)
    Reason.objects.create(
        purpose=ReasonPurpose.CLOSE, label="Vote", text="The polls are open.", position=1
    )
    factories.approved(made, body_source="I was on that ferry.")
    return made


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    context = browser.new_context(
        base_url=live_server.url,
        java_script_enabled=False,
        viewport={"width": 390, "height": 844},
    )
    context.set_default_timeout(15_000)
    yield context
    context.close()


def sign_in(page: Page, user: User) -> None:
    page.goto("/admin/")
    page.get_by_label("Username").fill(user.username)
    page.get_by_label("Password").fill("pw")
    page.get_by_role("button", name="Log in").click()


def test_a_moderator_closes_a_thread_for_the_night_on_a_phone_without_javascript(
    phone: BrowserContext, article: Article
) -> None:
    moderator, reader = phone.new_page(), phone.new_page()
    sign_in(moderator, factories.moderator())
    morning = timezone.localtime() + datetime.timedelta(hours=9)
    moderator.goto("/admin/comments/thread/")
    moderator.get_by_role("link", name="Open or close…").click()
    moderator.get_by_label("Closed").check()
    moderator.get_by_label("The polls are open.").check()
    moderator.get_by_label("Until").fill(f"{morning:%Y-%m-%dT%H:%M}")
    moderator.get_by_role("button", name="Set").click()
    expect(moderator.locator(".messagelist .success")).to_contain_text(
        f"are closed until {morning:%A %H:%M} (by hand)."
    )
    reader.goto(article.get_absolute_url())
    closed = reader.locator(".thread-closed")
    expect(closed).to_contain_text("The polls are open.")
    expect(closed).to_contain_text(f"Comments open again on {morning:%A} at {morning:%H:%M}.")
    expect(reader.get_by_text("I was on that ferry.")).to_be_visible()


def test_axe_finds_nothing_where_threads_are_set(
    browser: Browser, live_server: LiveServer, article: Article
) -> None:
    context = browser.new_context(base_url=live_server.url, reduced_motion="reduce")
    page = context.new_page()
    sign_in(page, factories.editor(is_superuser=True))
    addresses = (
        "/admin/comments/thread/",
        f"/admin/comments/thread/modes/?thread={article.thread.pk}",
        "/admin/comments/openinghours/",
        f"/admin/comments/sectionrules/{article.section.comment_rules.pk}/change/",
    )
    found = objections_at(page, addresses)
    context.close()
    assert found == []


def test_on_a_phone_the_longest_headline_is_read_whole_in_the_list_of_threads(
    phone: BrowserContext,
) -> None:
    factories.published(headline="Donaudampfschiff" * 9)
    page = phone.new_page()
    sign_in(page, factories.moderator())
    page.goto("/admin/comments/thread/")
    headline = page.get_by_role("link", name="Donaudampfschiff")
    assert headline.evaluate("it => it.getBoundingClientRect().right <= innerWidth")


def test_where_a_reason_is_wanting_the_head_of_the_page_leads_to_its_field(
    phone: BrowserContext, article: Article
) -> None:
    page = phone.new_page()
    sign_in(page, factories.moderator())
    page.goto(f"/admin/comments/thread/modes/?thread={article.thread.pk}")
    page.get_by_label("Closed").check()
    page.get_by_role("button", name="Set").click()
    page.get_by_role("link", name="Reason, shown to readers").click()
    expect(page.get_by_label("Reason, shown to readers")).to_be_in_viewport()
    expect(page.get_by_label("Reason, shown to readers")).to_have_attribute("aria-invalid", "true")
