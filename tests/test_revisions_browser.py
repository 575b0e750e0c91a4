"""Versions and revisions in a browser: what changed for readers, and the way back at the desk."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from articles.models import Article, Change, PreviewLink
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
    """Readers have had it in two versions."""
    editor = factories.editor(username="gwen")
    made = factories.published(by=editor, headline="Ferry to run all night")
    made.headline = "Ferry to stop at night"
    made.save()
    made.revise(by=editor, change=Change.MATERIAL, note="It stops at night.")
    return made


def test_an_editor_restores_a_revision_on_a_phone_without_javascript(
    someone: Someone, article: Article
) -> None:
    editor = someone("gwen")
    editor.goto(f"/admin/articles/article/{article.pk}/change/")
    editor.click("text=Revisions")
    editor.click("text=Compare")
    assert editor.inner_text(".sides ins >> nth=0") == "stop"
    editor.click("text=Restore…")
    editor.click("[type=submit][value=Restore]")
    assert "is this change minor, or material?" in editor.inner_text("body")
    editor.check("text=Material: readers are told")
    editor.fill("[name=note]", "It runs all night after all.")
    editor.click("[type=submit][value=Restore]")
    assert "is as it was in revision 1" in editor.inner_text("body")

    reader = someone()
    reader.goto(article.get_absolute_url())
    assert reader.inner_text("h1") == "Ferry to run all night"
    reader.click("text=What changed")
    assert "It runs all night after all." in reader.inner_text(".versions")
    reader.click("text=Show what changed")
    assert "run" in reader.inner_text(".difference ins >> nth=0")


def test_back_after_a_refused_restore_is_the_question_anew(
    someone: Someone, article: Article
) -> None:
    editor = someone("gwen", script=True)
    editor.goto(f"/admin/articles/article/{article.pk}/revisions/1/restore/")
    editor.click("[type=submit][value=Restore]")
    editor.wait_for_selector("text=is this change minor, or material?")
    editor.check("[name=change][value=minor]")
    editor.click("[type=submit][value=Restore]")
    editor.wait_for_url("**/change/")
    answer = editor.go_back()
    assert answer is not None
    assert (answer.request.method, answer.status) == ("GET", 200)
    assert editor.inner_text("h1") == "Restore revision 1"


def test_a_page_that_has_made_a_preview_link_makes_none_when_it_is_reloaded(
    someone: Someone, article: Article
) -> None:
    editor = someone("gwen", script=True)
    editor.goto(f"/admin/articles/article/{article.pk}/links/")
    editor.fill("[name=purpose]", "for the lawyer")
    editor.click("text=Make a link")
    editor.wait_for_selector("#made-address")
    editor.reload()
    assert not editor.locator("#made-address").count()
    assert PreviewLink.objects.count() == 1


def test_the_pages_of_versions_bar_nobody_and_fit(someone: Someone, article: Article) -> None:
    page = someone("gwen", script=True)
    addresses = (
        f"{article.versions_url}?from=1&to=2",
        f"/admin/articles/article/{article.pk}/revisions/?from=1&to=2",
        f"/admin/articles/article/{article.pk}/revisions/1/restore/",
        f"/admin/articles/article/{article.pk}/change/",
    )
    assert objections_at(page, addresses) == []
