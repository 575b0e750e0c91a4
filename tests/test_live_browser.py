"""A live story in a browser: written from a phone, and read while it goes on."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from tests import factories
from tests.looks import objections_at
from tests.visitors import Someone, asked_on_leaving, visitors

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def someone(browser: Browser, live_server: LiveServer) -> Iterator[Someone]:
    with visitors(browser, live_server.url) as arrive:
        yield arrive


@pytest.fixture
def story() -> Article:
    editor = factories.editor(username="gwen")
    made = factories.published(by=editor, headline="The ferry, hour by hour")
    made.open_coverage(by=editor)
    made.tell("It left.", by=editor)
    return made


def test_an_update_is_sent_from_the_keyboard_and_an_open_page_offers_it(
    someone: Someone, story: Article
) -> None:
    reader, editor = someone(script=True), someone("gwen", script=True)
    reader.goto(story.get_absolute_url())
    editor.goto(f"/admin/articles/article/{story.pk}/live/")
    editor.fill("[name=text]", "It came back.")
    editor.press("[name=text]", "Control+Enter")
    editor.wait_for_selector("text=Sent: readers have it.")

    reader.evaluate("dispatchEvent(new Event('focus'))")
    reader.wait_for_selector("text=1 new update")
    assert "It came back." not in reader.inner_text("body")
    reader.click("text=1 new update")
    assert reader.inner_text(".update >> nth=0").endswith("It came back.")


def test_an_open_page_says_that_updates_cannot_be_reached_until_they_can(
    someone: Someone, story: Article
) -> None:
    reader = someone(script=True)
    reader.goto(story.get_absolute_url())
    more = reader.locator("[data-live-more]")
    reader.route("**/live/?after=*", lambda route: route.abort())
    said = []
    for _ in range(3):
        with reader.expect_event("requestfailed"):
            reader.evaluate("dispatchEvent(new Event('focus'))")
        said.append(more.inner_text())
    assert said[:2] == ["Look for new updates"] * 2
    expect(more).to_have_text("Updates cannot be reached: load the page again")
    reader.unroute("**/live/?after=*")
    reader.evaluate("dispatchEvent(new Event('focus'))")
    expect(more).to_have_text("Look for new updates")


def test_an_update_is_written_and_read_without_javascript(someone: Someone, story: Article) -> None:
    reader, editor = someone(), someone("gwen")
    reader.goto(story.get_absolute_url())
    editor.goto(f"/admin/articles/article/{story.pk}/live/")
    editor.fill("[name=text]", "It came back.")
    editor.click("[name=_send]")
    editor.wait_for_selector("text=Sent: readers have it.")
    reader.click("text=Look for new updates")
    assert "It came back." in reader.inner_text(".update >> nth=0")


def test_an_update_is_corrected_and_made_a_key_moment(someone: Someone, story: Article) -> None:
    reader, editor = someone(), someone("gwen", script=True)
    editor.goto(f"/admin/articles/article/{story.pk}/live/")
    editor.click("text=Update 1")
    editor.fill("[name=headline]", "Away")
    editor.fill("[name=text] >> nth=0", "It left at last.")
    editor.get_by_label("Key moment").check()
    editor.click("text=Change it")
    editor.wait_for_selector("text=Update 1 is changed.")
    editor.get_by_role("link", name="Update 1", exact=True).click()
    expect(editor.get_by_label("Key moment")).to_be_checked()
    reader.goto(story.get_absolute_url())
    update = reader.inner_text(".update >> nth=0")
    assert "Key moment" in update
    assert "changed" in update
    assert update.endswith("It left at last.")
    assert "Away" in reader.inner_text(".key-moments")


def test_an_update_being_written_is_not_left_behind_unasked(
    someone: Someone, story: Article
) -> None:
    editor = someone("gwen", script=True)
    editor.goto(f"/admin/articles/article/{story.pk}/live/")
    asked = asked_on_leaving(editor, stays=True)
    editor.fill("[name=text]", "It came")
    # Each of these would take the page away.
    for leaves in ("text=Read it on the site", "text=Update 1"):
        with editor.expect_event("dialog"):
            editor.click(leaves, no_wait_after=True)
    assert asked == ["beforeunload"] * 2
    assert editor.input_value("[name=text]") == "It came"
    editor.click("[name=_send]")
    editor.wait_for_selector("text=Sent: readers have it.")
    assert len(asked) == 2


@pytest.mark.parametrize("script", [True, False])
def test_what_is_typed_survives_the_end_of_coverage(
    someone: Someone, story: Article, script: bool
) -> None:
    editor = someone("gwen", script=script)
    editor.goto(f"/admin/articles/article/{story.pk}/live/")
    asked = asked_on_leaving(editor)
    editor.fill("[name=text]", "It came back.")
    story.end_coverage(by=factories.editor())
    editor.click("[name=_send]")
    editor.click("[name=_open]")
    expect(editor.locator("[name=text]")).to_have_value("It came back.")
    editor.click("[name=_send]")
    editor.wait_for_selector("text=Sent: readers have it.")
    assert asked == []


def test_what_came_back_unsent_is_asked_about_too(someone: Someone, story: Article) -> None:
    editor = someone("gwen", script=True)
    editor.goto(f"/admin/articles/article/{story.pk}/live/")
    editor.fill("[name=headline]", "It came")
    editor.click("[name=_send]")
    editor.wait_for_selector(".errorlist")
    asked = asked_on_leaving(editor)
    editor.click("text=Update 1")
    editor.wait_for_url("**/live/1/")
    assert asked == ["beforeunload"]


def test_the_pages_of_a_live_story_bar_nobody_and_fit(someone: Someone, story: Article) -> None:
    editor = factories.editor()
    story.tell("x" * 300, by=editor, headline="Away", is_key=True).correct("So.", by=editor)
    story.tell("It sank.", by=editor).withdraw(by=editor, reason="It did not.")
    page = someone("gwen", script=True)
    desk = f"/admin/articles/article/{story.pk}/live/"
    addresses = (story.get_absolute_url(), desk, f"{desk}2/")
    assert objections_at(page, addresses) == []
