"""The front page put in order by hand: by keyboard, by dragging, and without JavaScript."""

from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Arrangement, Article, Section
from tests import factories
from tests.looks import objections_at
from tests.test_arrangement import ADD, HOUR, stories
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
def many() -> list[Article]:
    """The newest first; three of them placed."""
    editor = factories.editor(username="gwen", first_name="Gwen")
    made = stories(5, section=factories.section(name="Town"))
    factories.published(
        section=factories.section(name="Sport", position=1), at=timezone.now() - 9 * HOUR
    )
    factories.arrangement(*made[:3], by=editor)
    return made


def held(page: Page) -> list[str]:
    """What stands in each place, from the lead on."""
    shown = page.locator("[data-places] > [data-name]").all()
    return [each.get_attribute("data-name") or "" for each in shown]


def names(articles: list[Article]) -> list[str]:
    return [article.headline for article in articles]


def put_in_force(page: Page) -> list[str]:
    page.click("text=Put in force")
    page.wait_for_url("**/change/")
    assert "is in force" in page.inner_text(".messagelist")
    slots = Arrangement.objects.begun()[0].slots.select_related("article")
    return [slot.article.headline for slot in slots]


def test_ordering_the_front_page_by_keyboard(someone: Someone, many: list[Article]) -> None:
    editor = someone("gwen", width=1280, script=True)
    editor.goto(ADD)
    first, second, third, fourth = names(many[:4])
    editor.get_by_label(f"Move: {third}", exact=True).focus()
    editor.keyboard.press("ArrowUp")
    assert held(editor) == [first, third, second]
    assert editor.inner_text("[data-told]") == f"{third}: Second 1."
    editor.keyboard.press("ArrowUp")
    editor.keyboard.press("ArrowUp")
    assert held(editor) == [third, first, second]
    assert editor.inner_text("[data-told]") == f"{third}: Lead."
    editor.keyboard.press("End")
    assert editor.locator("[data-places] > :last-child").get_attribute("data-name") == third
    editor.keyboard.press("Home")
    # The focus has stayed on what was moved; its buttons follow.
    editor.keyboard.press("Tab")
    editor.keyboard.press("Enter")
    assert held(editor) == [first, third, second]
    editor.get_by_label(f"Place: {fourth}", exact=True).press("Enter")
    editor.get_by_label(f"To lead: {fourth}", exact=True).press("Enter")
    assert held(editor) == [fourth, first, third, second]
    editor.get_by_label(f"Take off: {first}", exact=True).press("Enter")
    editor.get_by_label("Move: Sport", exact=True).press("Home")
    assert editor.inner_text("[data-told]") == "Sport: section 1 of 2."
    editor.get_by_label("Town", exact=True).press("Space")
    assert put_in_force(editor) == [fourth, third, second]

    reader = someone()
    reader.goto("/")
    assert reader.inner_text("h2 >> nth=0") == fourth
    sections = dict(Section.objects.values_list("name", "pk"))
    rivers = Arrangement.objects.begun()[0].rivers
    assert rivers == [[sections["Sport"], True], [sections["Town"], False]]


def test_the_focus_stays_with_what_is_moved_by_its_buttons(
    someone: Someone, many: list[Article]
) -> None:
    editor = someone("gwen", width=1280, script=True)
    editor.goto(ADD)
    first, second, third, _ = names(many[:4])

    def press(act: str, what: str, then: str) -> None:
        editor.get_by_label(f"{act}: {what}", exact=True).press("Enter")
        expect(editor.get_by_label(f"{then}: {what}", exact=True)).to_be_focused()

    press("Down", first, then="Down")
    press("Up", first, then="Move")
    press("To lead", third, then="Move")
    press("Take off", second, then="Move")
    press("Place", second, then="Move")
    editor.keyboard.press("ArrowUp")
    expect(editor.get_by_label(f"Move: {second}", exact=True)).to_be_focused()


def test_ordering_the_front_page_by_dragging(someone: Someone, many: list[Article]) -> None:
    editor = someone("gwen", width=1280, script=True)
    editor.goto(ADD)
    first, second, third, fourth = names(many[:4])

    def drag(what: str, to: str) -> None:
        handle = editor.get_by_label(f"Move: {what}", exact=True)
        handle.scroll_into_view_if_needed()
        handle.hover()
        editor.mouse.down()
        editor.locator(to).hover()
        editor.mouse.up()
        expect(handle).to_be_focused()

    drag(third, "[data-places] > :nth-child(1)")
    assert held(editor) == [third, first, second]
    drag(fourth, "[data-places] > :nth-child(2)")
    assert held(editor) == [third, fourth, first, second]
    drag(second, "[data-shelf]")
    assert held(editor) == [third, fourth, first]
    assert put_in_force(editor) == [third, fourth, first]


def test_what_was_arranged_is_not_left_behind_unasked(
    someone: Someone, many: list[Article]
) -> None:
    editor = someone("gwen", width=1280, script=True)
    editor.goto(ADD)
    editor.get_by_label(f"Down: {many[0]}", exact=True).click()
    with editor.expect_popup() as preview:
        editor.click("button:has-text('Preview')")
    assert preview.value.inner_text("h2 >> nth=0") == str(many[1])
    editor.wait_for_timeout(100)
    asked = asked_on_leaving(editor)
    editor.click("text=Leave it")
    editor.wait_for_url("**/arrangement/")
    assert asked == ["beforeunload"]


def test_moves_are_not_left_behind_unasked_after_something_was_sought(
    someone: Someone, many: list[Article]
) -> None:
    editor = someone("gwen", width=1280, script=True)
    editor.goto(ADD)
    editor.get_by_label(f"Down: {many[0]}", exact=True).click()
    editor.fill("[name=find]", "ferry")
    editor.press("[name=find]", "Enter")
    editor.wait_for_selector("#found")
    assert held(editor)[:2] == names([many[1], many[0]])
    asked = asked_on_leaving(editor)
    editor.click("text=Leave it")
    editor.wait_for_url("**/arrangement/")
    assert asked == ["beforeunload"]


def test_the_front_page_is_arranged_on_a_phone_without_javascript(
    someone: Someone, many: list[Article]
) -> None:
    old = factories.published(headline="A whale in the estuary", at=timezone.now() - 99 * HOUR)
    editor = someone("gwen")
    editor.goto(ADD)
    editor.fill("[name=notice]", "Storm: no ferry tonight.")
    editor.fill("[name=find]", "whale")
    editor.press("[name=find]", "Enter")
    assert "1 found for “whale”" in editor.inner_text("body")
    assert editor.inner_text(".place--found .place-headline") == str(old)
    expect(editor.get_by_label("Find a story")).to_be_focused()
    expect(editor.get_by_label("Find a story")).to_have_accessible_description(
        "1 found for “whale”."
    )
    editor.select_option(f"[name=place_{old.pk}]", "Lead")
    editor.select_option(f"[name=place_{many[0].pk}]", "Second 3")
    assert put_in_force(editor) == [str(old), str(many[1]), str(many[2]), str(many[0])]

    reader = someone()
    reader.goto("/")
    assert reader.inner_text(".front-notice") == "Storm: no ferry tonight."
    assert reader.inner_text("h2 >> nth=0") == "A whale in the estuary"


def test_of_two_editors_at_once_the_second_loses_nothing(
    someone: Someone, many: list[Article]
) -> None:
    gwen, ana = someone("gwen"), factories.editor(first_name="Ana", last_name="Ruiz")
    gwen.goto(ADD)
    factories.arrangement(many[4], by=ana, notice="Hers.")
    gwen.fill("[name=notice]", "Mine.")
    gwen.click("text=Put in force")
    assert "Somebody else arranged the front page meanwhile" in gwen.inner_text("[role=alert]")
    assert "Ana Ruiz" in gwen.inner_text(".case")
    assert str(many[4]) in gwen.inner_text(".case")
    assert gwen.input_value("[name=notice]") == "Mine."
    put_in_force(gwen)
    assert Arrangement.objects.begun()[0].notice == "Mine."


def test_the_pages_of_the_front_page_bar_nobody_and_fit(
    someone: Someone, many: list[Article]
) -> None:
    many[4].announce(by=factories.editor(), until=timezone.now() + HOUR)
    waiting = factories.arrangement(many[0], at=timezone.now() + HOUR, notice="Storm.")
    page = someone("gwen", script=True)
    breaking = f"/admin/articles/article/{many[4].pk}/breaking/"
    one = f"/admin/articles/arrangement/{waiting.pk}"
    addresses = (
        ADD,
        "/admin/articles/arrangement/",
        f"{one}/change/",
        f"{one}/cancel/",
        breaking,
        "/",
    )
    assert objections_at(page, addresses) == []
