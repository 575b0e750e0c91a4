"""A pending version in a browser: written, reviewed and put in force while the old stays up."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from articles.pending import begin
from tests import factories
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
def article() -> Article:
    """In the paper, by a reporter."""
    factories.editor(username="gwen")
    tomas = factories.user("Reporter", username="tomas")
    return factories.published(factories.author(user=tomas), headline="Ferry to run all night")


def form_of(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/change/"


def test_a_pending_version_is_reviewed_while_the_old_stays_up(
    someone: Someone, article: Article
) -> None:
    reader = someone()
    reporter = someone("tomas")
    reporter.goto(form_of(article))
    reporter.click("[value='Begin a pending version']")
    version = reporter.url
    reporter.fill("[name=headline]", "Ferry to stop at night")
    reporter.click("[value='Send to review']")
    assert "was sent to review" in reporter.inner_text(".messagelist")

    reader.goto(article.get_absolute_url())
    assert reader.inner_text("h1") == "Ferry to run all night"

    editor = someone("gwen", width=1280, script=True)
    editor.goto(version)
    editor.click("[value=Approve]")
    editor.click("text=Put in force…")
    assert editor.inner_text(".sides ins >> nth=0") == "stop"
    reader.reload()
    assert reader.inner_text("h1") == "Ferry to run all night"
    editor.check("text=Material: readers are told")
    editor.fill("[name=note]", "It stops at night.")
    editor.click("[value='Put in force']")
    assert "is what readers have now" in editor.inner_text(".messagelist")

    reader.reload()
    assert reader.inner_text("h1") == "Ferry to stop at night"


def test_the_pages_of_a_version_bar_nobody_and_fit(someone: Someone, article: Article) -> None:
    page = someone("gwen", script=True)
    pending = begin(article, by=factories.editor())
    article.headline = "Ferry to wait at night"
    article.save()
    article.revise(by=factories.editor())
    Article.objects.filter(pk=pending.pk).update(headline="Ferry to stop at night")
    addresses = (
        form_of(pending),
        form_of(article),
        f"/admin/articles/article/{pending.pk}/adopt/",
        f"/admin/articles/article/{pending.pk}/discard-version/",
    )
    assert objections_at(page, addresses) == []
