"""A moderator at the desk with a real browser: by keyboard, without JavaScript, on a phone."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from comments.desk import queues
from comments.models import (
    Act,
    Appeal,
    Claim,
    Comment,
    Commenter,
    HouseRules,
    Reason,
    ReasonPurpose,
)
from comments.reporting import report
from tests import factories
from tests.lacking import go_without
from tests.looks import objections_in_place

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

DESK = "/admin/desk/"
PHONE = {"width": 390, "height": 844}
Sit = Callable[..., Page]


@pytest.fixture
def sit(browser: Browser, live_server: LiveServer) -> Iterator[Sit]:
    """A moderator at a desk of their own. The test fails when the browser complains."""
    contexts, complaints = [], []

    def come(name: str = "Mo", *, moves: bool = False, **options: Any) -> Page:
        client = Client()
        client.force_login(factories.moderator(first_name=name))
        motion: Any = "no-preference" if moves else "reduce"
        context = browser.new_context(base_url=live_server.url, reduced_motion=motion, **options)
        context.set_default_timeout(15_000)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
        context.add_cookies([cookie | {"url": live_server.url}])  # type: ignore[list-item]
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.extend([said.text] * (said.type == "error")))
        return page

    yield come
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def article() -> Article:
    return factories.published(headline="Ferry at night")


def held(article: Article, count: int) -> list[Comment]:
    return [factories.comment(article) for _ in range(count)]


def said(page: Page, words: str) -> None:
    expect(page.locator("#said")).to_have_text(re.compile(words))


def card(page: Page, comment: Comment) -> Any:
    return page.locator(f"#card-{comment.pk}")


@pytest.mark.each_database
def test_fifty_held_comments_are_cleared_by_keyboard(sit: Sit, article: Article) -> None:
    held(article, 50)
    page = sit()
    page.goto(DESK)
    for left in range(49, -1, -1):
        if left % 5:
            page.keyboard.press("a")
        else:
            page.keyboard.press("r")
            page.keyboard.press("3")
        said(page, rf"(Approved|Rejected)\. {left} left\.")
        if left and left % 20 == 10:
            # The page was full; the next one follows by itself, with the focus on its first.
            expect(page.locator(".desk-card").first).to_be_focused()
    expect(page.get_by_text("Nothing is held.")).to_be_visible()
    assert Comment.objects.approved().count() == 40
    usual = Reason.objects.offered(ReasonPurpose.REJECT)[2]
    assert Comment.objects.rejected().filter(decisions__preset=usual).count() == 10


def test_the_next_page_waits_for_what_is_on_its_way(
    sit: Sit, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queues, "PER_PAGE", 2)
    first, second, third, _ = held(article, 4)
    page = sit()
    slow: list[Route] = []
    page.goto(DESK)

    def hold_the_first_back(route: Route) -> None:
        if slow:
            return route.continue_()
        return slow.append(route)

    page.route("**/admin/desk/decide/", hold_the_first_back)
    # The second key only once the first is on its way: two at once may arrive in either order.
    with page.expect_request("**/admin/desk/decide/"):
        page.keyboard.press("a")
    page.keyboard.press("a")
    expect(card(page, second)).to_have_count(0)
    said(page, r"Approved\. 3 left\.")
    slow[0].continue_()
    expect(card(page, third)).to_be_focused()
    expect(card(page, first)).to_have_count(0)
    assert [each.decisions.count() for each in (first, second, third)] == [1, 1, 0]


def test_the_keys_move_among_the_cards(sit: Sit, article: Article) -> None:
    comments = held(article, 3)
    page = sit()
    page.goto(DESK)
    expect(card(page, comments[0])).to_be_focused()
    for key, place in (("j", 1), ("j", 2), ("j", 2), ("k", 1)):
        page.keyboard.press(key)
        expect(card(page, comments[place])).to_be_focused()
    page.keyboard.press("a")
    expect(card(page, comments[2])).to_be_focused()
    said(page, "2 left")
    page.keyboard.press("u")
    said(page, "Taken back. 3 left.")
    expect(card(page, comments[1])).to_be_focused()
    assert Comment.objects.held().count() == 3


def test_ones_own_words_are_an_enter_away(sit: Sit, article: Article) -> None:
    held(article, 1)
    page = sit()
    page.goto(DESK)
    page.keyboard.press("r")
    page.keyboard.press("Enter")
    # Letters are letters while somebody types.
    page.keyboard.type("a fabricated quote")
    page.keyboard.press("Enter")
    said(page, "Rejected. 0 left.")
    assert Comment.objects.get().decisions.get().reason == "a fabricated quote"


def test_a_note_is_typed_beside_a_usual_reason(sit: Sit, article: Article) -> None:
    comments = held(article, 2)
    page = sit()
    page.goto(DESK)
    page.keyboard.press("r")
    sheet = card(page, comments[0]).locator(".desk-fold--reject")
    sheet.get_by_label("Note").fill("Third time this week.")
    sheet.locator(".desk-reason").first.click()
    said(page, r"Rejected\. 1 left\.")
    expect(card(page, comments[1])).to_be_focused()
    assert comments[0].decisions.get(note="Third time this week.").preset is not None


def test_a_reason_left_out_is_said_in_the_open_card(sit: Sit, article: Article) -> None:
    first, _ = held(article, 2)
    page = sit()
    page.goto(DESK)
    page.keyboard.press("r")
    card(page, first).get_by_label("Note, for moderators only").fill("Kept note.")
    page.get_by_role("button", name="Reject with these words").click()
    expect(page.get_by_text("Write the reason: who wrote the comment can read it.")).to_be_visible()
    expect(card(page, first).get_by_label("Reason in your own words")).to_be_focused()
    note = card(page, first).get_by_label("Note, for moderators only")
    expect(note).to_have_value("Kept note.")
    page.keyboard.type("a fabricated quote")
    page.keyboard.press("Enter")
    said(page, "Rejected. 1 left.")
    assert Comment.objects.held().count() == 1


def test_with_shift_the_whole_page_is_decided_and_taken_back(sit: Sit, article: Article) -> None:
    comments = held(article, 4)
    page = sit()
    page.goto(DESK)
    page.keyboard.press("Shift+A")
    said(page, "4 approved. 0 left.")
    page.keyboard.press("z")
    said(page, "4 taken back. 4 left.")
    in_order = [f"card-{comment.pk}" for comment in comments]
    shown = page.locator(".desk-card").evaluate_all("all => all.map(card => card.id)")
    assert shown == in_order
    expect(card(page, comments[0])).to_be_focused()
    page.keyboard.press("Shift+R")
    page.keyboard.press("1")
    said(page, "4 rejected. 0 left.")


def test_ones_own_stories_keep_no_next_page_from_coming(
    sit: Sit, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queues, "PER_PAGE", 3)
    page = sit()
    mo = User.objects.get(first_name="Mo")
    own = factories.comment(factories.published(factories.author(user=mo)))
    comments = held(article, 4)
    page.goto(DESK)
    page.keyboard.press("Shift+A")
    said(page, r"2 approved\. 3 left\.")
    expect(card(page, comments[2])).to_be_focused()
    expect(card(page, own)).to_have_count(1)
    expect(card(page, own).locator(".desk-tick")).not_to_be_checked()
    page.keyboard.press("Shift+A")
    said(page, r"2 approved\. 1 left\.")
    expect(page.locator(".desk-card")).to_have_count(1)
    assert own.decisions.count() == 0


def test_a_reason_left_out_for_several_is_said_at_its_field(sit: Sit, article: Article) -> None:
    comments = held(article, 3)
    page = sit()
    page.goto(DESK)
    for comment in comments[:2]:
        card(page, comment).locator(".desk-tick").check()
    page.locator("#bulk summary").click()
    page.fill("#note-several", "A choir.")
    page.locator("#bulk").get_by_role("button", name="Reject with these words").click()
    said(page, "Rejecting needs a reason.")
    expect(page.locator("#reason-several")).to_be_focused()
    expect(page.locator("#reason-several")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#note-several")).to_have_value("A choir.")
    expect(page.locator(".desk-tick:checked")).to_have_count(2)
    page.keyboard.type("One joke too many.")
    page.keyboard.press("Enter")
    said(page, r"2 rejected\. 1 left\.")


def test_the_whole_page_is_rejected_in_ones_own_words(sit: Sit, article: Article) -> None:
    comments = held(article, 3)
    page = sit()
    page.goto(DESK)
    page.keyboard.press("Shift+R")
    page.keyboard.press("Enter")
    page.keyboard.type("One joke too many.")
    page.keyboard.press("Enter")
    said(page, "3 rejected. 0 left.")
    expect(page.locator("#reason-several")).to_have_value("")
    told = [one.decisions.get(to_status="rejected").reason for one in comments]
    assert told == ["One joke too many."] * 3
    # The keys are live again, and the words come back with the comments.
    page.keyboard.press("u")
    said(page, "3 taken back. 3 left.")
    expect(page.locator("#reason-several")).to_have_value("One joke too many.")


def test_several_that_are_taken_back_are_ticked_again(sit: Sit, article: Article) -> None:
    comments = held(article, 3)
    page = sit()
    page.goto(DESK)
    for comment in comments[:2]:
        card(page, comment).locator(".desk-tick").check()
    page.locator("#bulk summary").click()
    page.get_by_role("button", name="Approve them").click()
    said(page, r"2 approved\. 1 left\.")
    page.keyboard.press("u")
    said(page, r"2 taken back\. 3 left\.")
    for comment, is_ticked in zip(comments, (True, True, False), strict=True):
        expect(card(page, comment).locator(".desk-tick")).to_be_checked(checked=is_ticked)


@pytest.mark.parametrize("typed", ["One joke too many.", ""])
def test_the_sheet_of_ones_own_words_is_open_again_after_undo(
    sit: Sit, article: Article, typed: str
) -> None:
    (comment,) = held(article, 1)
    page = sit()
    page.goto(DESK)
    page.keyboard.press("r")
    if typed:
        page.keyboard.press("Enter")
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
    else:
        page.keyboard.press("1")
    said(page, r"Rejected\. 0 left\.")
    page.keyboard.press("u")
    said(page, r"Taken back\. 1 left\.")
    expect(card(page, comment).get_by_label("Reason in your own words")).to_have_value(typed)
    expect(page.locator(".desk-fold--reject[open]")).to_have_count(int(bool(typed)))
    expect(card(page, comment)).to_be_focused()


def test_words_for_several_that_were_begun_since_outlive_an_undo(
    sit: Sit, article: Article
) -> None:
    held(article, 3)
    page = sit()
    page.goto(DESK)
    for tick in page.locator(".desk-tick").all()[:2]:
        tick.check()
    page.locator("#bulk summary").click()
    page.fill("#reason-several", "One joke too many.")
    page.keyboard.press("Enter")
    said(page, "2 rejected. 1 left.")
    page.fill("#reason-several", "Another thing.")
    page.locator("#undo button").click()
    said(page, "2 taken back. 3 left.")
    expect(page.locator("#reason-several")).to_have_value("Another thing.")


def test_undo_that_is_pressed_fast_takes_back_as_often(sit: Sit, article: Article) -> None:
    held(article, 5)
    page = sit()
    page.goto(DESK)
    for left in (4, 3, 2, 1):
        page.keyboard.press("a")
        said(page, rf"Approved\. {left} left\.")
    page.evaluate(
        """() => { for (let i = 0; i < 4; i++) document.body.dispatchEvent(
            new KeyboardEvent("keydown", {key: "u", bubbles: true})) }"""
    )
    said(page, r"Taken back\. 5 left\.")
    expect(page.locator(".desk-card")).to_have_count(5)


def test_caps_lock_is_no_shift(sit: Sit, article: Article) -> None:
    held(article, 3)
    page = sit()
    page.goto(DESK)
    # As a keyboard with Caps Lock sends it.
    page.locator(".desk-card").first.dispatch_event("keydown", {"key": "A", "shiftKey": False})
    said(page, r"Approved\. 2 left\.")


def test_escape_unticks_what_shift_r_has_ticked(sit: Sit, article: Article) -> None:
    comments = held(article, 3)
    page = sit()
    page.goto(DESK)
    card(page, comments[1]).locator(".desk-tick").check()
    page.keyboard.press("Shift+R")
    expect(page.locator(".desk-tick:checked")).to_have_count(3)
    page.keyboard.press("Escape")
    expect(page.locator(".desk-tick:checked")).to_have_count(1)


@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_with_shift_all_between_two_ticks_are_ticked_and_unticked(
    sit: Sit, article: Article, by: str
) -> None:
    comments = held(article, 5)
    page = sit()
    page.goto(DESK)

    def press(place: int, shift: bool = False) -> None:
        tick = card(page, comments[place]).locator(".desk-tick")
        if by == "mouse":
            tick.click(modifiers=["Shift"] if shift else [])
        else:
            tick.focus()
            page.keyboard.press("Shift+Space" if shift else "Space")

    def ticked() -> list[bool]:
        found: list[bool] = page.locator(".desk-tick").evaluate_all(
            "all => all.map(one => one.checked)"
        )
        return found

    press(0, shift=True)
    assert ticked() == [True, False, False, False, False]
    press(3, shift=True)
    assert ticked() == [True, True, True, True, False]
    press(1, shift=True)
    assert ticked() == [True, False, False, False, False]
    press(4)
    press(2, shift=True)
    assert ticked() == [True, False, True, True, True]
    assert page.evaluate("String(getSelection())") == ""


def test_a_card_that_never_left_is_there_once_after_an_undo(sit: Sit, article: Article) -> None:
    comment = factories.approved(article)
    report(comment, reason="attack")
    page = sit()
    page.goto(f"{DESK}reported/")
    page.keyboard.press("f")
    said(page, "Featured")
    page.keyboard.press("u")
    said(page, "Taken back")
    expect(card(page, comment)).to_have_count(1)


def test_what_was_said_is_in_sight_until_the_moderator_moves_on(sit: Sit, article: Article) -> None:
    last = held(article, 8)[-1]
    page = sit(viewport={"width": 1280, "height": 600})
    page.goto(DESK)
    card(page, last).focus()
    page.keyboard.press("f")
    said(page, "Only a published comment can be featured.")
    expect(page.locator(".desk-said-trouble")).to_be_in_viewport(ratio=1)
    page.keyboard.press("a")
    said(page, "Approved. 7 left.")
    expect(page.locator("#said")).to_be_in_viewport(ratio=1)
    expect(page.locator(".desk-said-trouble")).to_have_count(0)
    page.keyboard.press("k")
    expect(page.locator("#said")).to_have_text("")


def test_a_reported_comment_comes_back_without_a_complaint(sit: Sit, article: Article) -> None:
    comments = [factories.approved(article) for _ in range(2)]
    for comment in comments:
        report(comment, reason="attack", text="He means my neighbour.")
    page = sit()
    page.goto(f"{DESK}reported/")
    page.keyboard.press("r")
    page.keyboard.press("1")
    said(page, "1 left")
    page.keyboard.press("u")
    said(page, "Taken back")
    expect(card(page, comments[0])).to_be_focused()
    card(page, comments[0]).get_by_text("with a note").click()
    page.keyboard.press("Shift+R")
    page.keyboard.press("2")
    said(page, "2 rejected")
    page.keyboard.press("u")
    said(page, "2 taken back")
    page.keyboard.press("Shift+A")
    said(page, "2 comments stay")


def test_what_the_keys_do_is_read_and_gone(sit: Sit, article: Article) -> None:
    comments = held(article, 2)
    page = sit()
    page.goto(DESK)
    keys = page.locator("#keys[open]")
    page.keyboard.press("?")
    expect(keys).to_be_visible()
    page.keyboard.press("Escape")
    expect(keys).to_have_count(0)
    expect(card(page, comments[0])).to_be_focused()
    page.keyboard.press("?")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Single keys do something")).to_be_focused()
    page.keyboard.press("j")
    expect(keys).to_have_count(0)


def test_the_focus_is_never_lost_and_always_seen(sit: Sit, article: Article) -> None:
    HouseRules.objects.create(pk=1, undo_seconds=3)
    first, second = held(article, 2)
    page = sit()
    page.goto(DESK)
    page.keyboard.press("a")
    said(page, "1 left")
    undo = page.get_by_role("button", name="Undo")
    undo.focus()
    expect(undo).to_have_count(0)
    expect(card(page, second)).to_be_focused()
    page.keyboard.press("a")
    said(page, "0 left")
    expect(page.locator("#desk-title")).to_be_focused()
    expect(page.locator("#desk-title")).not_to_have_css("outline-style", "none")
    # The card that led away from here has left the queue meanwhile.
    third = held(article, 1)[0]
    page.goto(f"{DESK}#card-{first.pk}")
    page.reload()
    expect(card(page, third)).to_be_focused()


def test_keys_can_be_switched_off(sit: Sit, article: Article) -> None:
    comment = held(article, 1)[0]
    page = sit()
    page.goto(DESK)
    page.keyboard.press("?")
    page.get_by_label("Single keys do something").uncheck()
    page.reload()
    card(page, comment).focus()
    page.keyboard.press("a")
    page.keyboard.press("r")
    expect(page.locator(".desk-fold--reject[open]")).to_have_count(0)
    assert Comment.objects.get().is_held is True


def test_a_thread_is_closed_by_keyboard_and_search_is_a_slash_away(
    sit: Sit, article: Article
) -> None:
    factories.comment(factories.published())
    _, second, third = [factories.comment(article) for _ in range(3)]
    page = sit()
    page.goto(DESK)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("c")
    page.keyboard.press("4")
    said(page, "The thread is closed.")
    for comment in (second, third):
        expect(card(page, comment).locator(".desk-thread-state")).to_contain_text("Closed")
        expect(card(page, comment).locator(".desk-fold--close")).to_have_count(0)
    expect(card(page, second)).to_be_focused()
    article.thread.refresh_from_db()
    assert article.thread.is_closed is True
    for key in ("u", "c"):
        page.keyboard.press(key)
        expect(page.get_by_role("radio", name="Open")).to_be_checked()
        expect(page.get_by_label("Reason, shown to readers")).to_have_value("")
        page.get_by_role("link", name="Leave it").click()
        expect(card(page, second)).to_be_visible()
        page.keyboard.press("j")
        page.keyboard.press("j")
    page.keyboard.press("c")
    page.get_by_role("button", name="Set").click()
    expect(page.locator(".messagelist")).to_contain_text("Comments on “Ferry at night” are open.")
    article.thread.refresh_from_db()
    assert (article.thread.is_closed, article.thread.reason) == (False, "")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Words")).to_be_focused()


def test_asking_first_leaves_the_answer_that_was_begun(sit: Sit, article: Article) -> None:
    by, comment = factories.moderator(), factories.approved(article)
    found = Appeal.open(comment.reject(by=by, reason="Rude."), text="I was not.")
    page = sit()
    page.goto(f"{DESK}appealed/")
    page.locator(f"#appeal-{found.pk}-answer").fill("You were right, but")
    page.get_by_text("Ask first").click()
    page.get_by_label("Ask the commenter something first").fill("Of which book?")
    page.get_by_role("button", name="Send message").click()
    expect(page.locator(".exchange")).to_contain_text("Of which book?")
    expect(page.locator(f"#appeal-{found.pk}-answer")).to_have_value("You were right, but")
    expect(page.locator(f"#appeal-{found.pk}-text")).to_have_value("")


def test_appeals_are_answered_by_keyboard(sit: Sit, article: Article) -> None:
    by, comment = factories.moderator(), factories.approved(article)
    Appeal.open(comment.reject(by=by, reason="Rude."), text="I was not.")
    ban = factories.commenter().decide(Act.BAN, by=by, reason="Baits others.")
    about = Appeal.open(ban, text="It was my brother.")
    page = sit()
    page.goto(f"{DESK}appealed/")
    page.keyboard.press("a")
    page.keyboard.type("You were right.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    said(page, r"Decision overturned\..* 1 left")
    expect(page.locator(f"#card-appeal-{about.pk}")).to_be_focused()
    page.keyboard.press("r")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Say to the commenter why the decision stands.")).to_be_visible()
    expect(page.locator(f"#appeal-{about.pk}-answer")).to_be_focused()
    expect(page.locator(f"#appeal-{about.pk}-answer")).to_be_in_viewport()
    page.keyboard.type("It stands.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nobody has appealed.")).to_be_visible()
    page.keyboard.press("u")
    said(page, "An answered appeal is not taken back")
    assert list(Appeal.objects.order_by("pk").values_list("status", flat=True)) == [
        "overturned",
        "upheld",
    ]


def test_b_leads_to_the_ban_of_this_commenter(sit: Sit, article: Article) -> None:
    comment = held(article, 1)[0]
    page = sit()
    page.goto(DESK)
    page.keyboard.press("b")
    expect(page.get_by_role("radio", name="Ban")).to_be_checked()
    page.get_by_label("Usual reason").select_option(label="Advertising")
    page.get_by_label("Reject it for the same reason").check()
    page.get_by_role("button", name="Do it").click()
    expect(page.locator(".messagelist .success")).to_contain_text("is banned. One of")
    comment.refresh_from_db()
    assert (comment.is_rejected, Commenter.objects.get().is_banned) == (True, True)
    # Back in the queue that led there.
    expect(page.get_by_role("heading", name="Held comments")).to_be_visible()
    page.goto(f"{DESK}commenters/{comment.commenter_id}/")
    page.get_by_role("button", name="Undo this").click()
    expect(page.locator(".messagelist .success")).to_contain_text("is as before: in good standing.")
    comment.refresh_from_db()
    assert (comment.is_held, Commenter.objects.get().is_banned) == (True, False)


@pytest.mark.each_database
def test_held_comments_are_cleared_without_javascript(
    sit: Sit, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queues, "PER_PAGE", 4)
    held(article, 10)
    page = sit(java_script_enabled=False, viewport=PHONE)
    page.goto(DESK)
    for left in range(9, -1, -1):
        if left % 5:
            page.get_by_role("button", name="Approve", exact=True).first.click()
        else:
            page.locator(".desk-fold--reject > summary").first.click()
            page.get_by_role("button", name="Advertising").first.click()
        expect(page.locator("#count-held")).to_have_text(str(left))
    expect(page.get_by_text("Nothing is held.")).to_be_visible()
    assert (Comment.objects.approved().count(), Comment.objects.rejected().count()) == (8, 2)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#count-held")).to_have_text("1")


def test_held_comments_are_cleared_on_a_phone(
    sit: Sit, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queues, "PER_PAGE", 4)
    held(article, 10)
    page = sit(viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto(DESK)
    for left in range(9, -1, -1):
        first = page.locator(".desk-card").first
        if left % 5:
            first.get_by_role("button", name="Approve").tap()
        else:
            first.locator(".desk-fold--reject > summary").tap()
            first.get_by_role("button", name="Advertising").tap()
        said(page, rf"\. {left} left\.")
    expect(page.get_by_text("Nothing is held.")).to_be_visible()
    page.locator("#undo button").tap()
    said(page, "1 left")


def test_undo_pressed_before_the_answer_takes_back_what_is_on_its_way(
    sit: Sit, article: Article
) -> None:
    _, second, third = held(article, 3)
    page = sit()
    page.goto(DESK)
    page.keyboard.press("a")
    said(page, "2 left")

    def late(route: Route) -> None:
        page.wait_for_timeout(600)
        route.continue_()

    page.route("**/decide/", late)
    page.keyboard.press("a")
    page.keyboard.press("u")
    said(page, "Taken back")
    expect(card(page, second)).to_be_focused()
    assert set(Comment.objects.held()) == {second, third}


def test_after_a_tap_the_next_comment_is_on_the_screen(sit: Sit, article: Article) -> None:
    comments = held(article, 6)
    page = sit(viewport=PHONE, has_touch=True, is_mobile=True, moves=True)
    page.goto(DESK)
    for comment, following in pairwise(comments[:5]):
        card(page, comment).get_by_role("button", name="Approve").tap()
        expect(card(page, comment)).to_have_count(0)
        page.wait_for_timeout(700)  # a smooth scroll would go on meanwhile
        box: Any = card(page, following).bounding_box()
        assert 0 <= box["y"] < PHONE["height"] / 2


def test_closing_a_thread_leaves_the_words_begun_on_its_other_cards(
    sit: Sit, article: Article
) -> None:
    first, second, third = held(article, 3)
    page = sit()
    page.goto(DESK)
    card(page, second).locator(".desk-fold--reject > summary").click()
    typed = card(page, second).get_by_label("Reason in your own words")
    typed.fill("Say it without the")
    card(page, first).focus()
    page.keyboard.press("c")
    page.keyboard.press("1")
    expect(card(page, third).locator(".desk-thread-state")).to_contain_text("Closed")
    expect(typed).to_be_visible()
    expect(typed).to_have_value("Say it without the")


def test_words_begun_on_a_card_do_not_keep_it_when_the_whole_page_is_decided(
    sit: Sit, article: Article
) -> None:
    first, second = held(article, 2)
    page = sit()
    page.goto(DESK)
    card(page, second).locator(".desk-fold--reject > summary").click()
    card(page, second).get_by_label("Reason in your own words").fill("Say it without the")
    card(page, first).focus()
    page.keyboard.press("Shift+A")
    said(page, "0 left")
    expect(card(page, second)).to_have_count(0)


def test_what_cannot_be_done_with_the_whole_page_ticks_nothing(sit: Sit, article: Article) -> None:
    for comment in held(article, 2):
        comment.reject(by=factories.moderator(), reason="Rude.")
    page = sit()
    page.goto(f"{DESK}rejected/")
    page.keyboard.press("Shift+R")
    said(page, "This cannot be done with the whole page.")
    expect(page.locator(".desk-tick:checked")).to_have_count(0)


def test_on_a_phone_the_acts_are_in_reach_of_the_thumb(sit: Sit, article: Article) -> None:
    factories.comment(article, body_source="A long story of a night. " * 190)
    page = sit(viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto(DESK)
    page.get_by_label(re.compile("All .* characters")).check()
    page.evaluate("scrollTo(0, document.body.scrollHeight / 2)")
    for name in ("Approve", "Reject…"):
        box: Any = page.locator(".desk-card .button", has_text=name).first.bounding_box()
        assert box["height"] >= 44, name
        assert 400 < box["y"] < 844, name
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def put_down(page: Page, where: Any, by: str) -> Callable[[], None]:
    """A finger or the mouse's button, put down in the middle of `where`: answers how to lift it."""
    box = where.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    if by == "mouse":
        page.mouse.move(x, y)
        page.mouse.down()
        return page.mouse.up
    device = page.context.new_cdp_session(page)
    touch = "Input.dispatchTouchEvent"
    device.send(touch, {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})

    def lift() -> None:
        device.send(touch, {"type": "touchEnd", "touchPoints": []})

    return lift


def test_a_message_gives_its_room_back_only_after_the_tap(sit: Sit, article: Article) -> None:
    last = held(article, 3)[-1]
    page = sit(viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto(DESK)
    card(page, last).focus()
    page.keyboard.press("f")
    said(page, "can be featured")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    closing = card(page, last).locator("summary", has_text="Close thread")
    before = closing.bounding_box()
    lift = put_down(page, closing, "finger")
    page.wait_for_timeout(150)
    assert closing.bounding_box() == before
    lift()
    expect(card(page, last).locator(".desk-fold--close[open]")).to_have_count(1)
    expect(page.locator("#said")).to_have_text("")
    assert Comment.objects.held().count() == 3


@pytest.mark.parametrize("by", ["finger", "mouse"])
def test_a_press_is_for_what_it_began_on_although_an_answer_moves_the_page(
    sit: Sit, article: Article, by: str
) -> None:
    first, second, third = held(article, 3)
    touch: dict[str, Any] = {"has_touch": True, "is_mobile": True} if by == "finger" else {}
    page = sit(viewport=PHONE, **touch)
    slow: list[Route] = []
    page.goto(DESK)

    def hold_the_first_back(route: Route) -> None:
        if slow:
            return route.continue_()
        return slow.append(route)

    page.route("**/admin/desk/decide/", hold_the_first_back)
    with page.expect_request("**/admin/desk/decide/"):
        card(page, first).get_by_role("button", name="Approve").click()
    approve = card(page, second).get_by_role("button", name="Approve")
    approve.scroll_into_view_if_needed()
    page.evaluate("document.documentElement.style.overflowAnchor = 'none'")
    before = approve.bounding_box()
    lift = put_down(page, approve, by)
    slow[0].continue_()
    said(page, r"Approved\. 2 left\.")
    assert approve.bounding_box() != before
    lift()
    said(page, r"Approved\. 1 left\.")
    assert Comment.objects.held().get() == third


def test_an_appeal_is_answered_by_mouse_after_a_refusal(sit: Sit, article: Article) -> None:
    comment = factories.approved(article)
    appeal = Appeal.open(comment.reject(by=factories.moderator(), reason="Rude."), text="No.")
    page = sit(viewport={"width": 1280, "height": 600})
    page.goto(f"{DESK}appealed/")
    uphold = page.get_by_role("button", name="Uphold the decision")
    uphold.click()
    page.get_by_text("Say to the commenter why the decision stands.").wait_for()
    page.locator(f"#appeal-{appeal.pk}-answer").fill("It stands.")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    lift = put_down(page, uphold, "mouse")
    page.wait_for_timeout(150)
    lift()
    expect(page.get_by_text("Nobody has appealed.")).to_be_visible()
    appeal.refresh_from_db()
    assert appeal.status == "upheld"


@pytest.mark.parametrize("size", [(390, 844), (1280, 700)])
@pytest.mark.parametrize("text", ["A short word.", "A long story of a night. " * 190])
def test_the_acts_never_cover_the_beginning_of_their_comment(
    sit: Sit, article: Article, text: str, size: tuple[int, int]
) -> None:
    comment = [factories.comment(article, body_source=text) for _ in range(4)][-1]
    page = sit(viewport={"width": size[0], "height": size[1]})
    page.goto(DESK)
    name = card(page, comment).locator(".desk-card-by")
    for shown in (40, 120, 200, 300):
        top = name.evaluate("element => element.getBoundingClientRect().top + scrollY")
        page.evaluate(f"scrollTo(0, {top} - innerHeight + {shown})")
        acts: Any = card(page, comment).locator(".desk-acts").bounding_box()
        body: Any = card(page, comment).locator(".comment-body").bounding_box()
        assert acts["y"] >= body["y"] + min(body["height"], 230), shown


# The page ends where its foot begins, across its whole width; above that nothing lies over a card.
UNCOVERED = """foot => {
  const { left, right, top } = foot.getBoundingClientRect()
  const desk = document.querySelector("#desk").getBoundingClientRect()
  const end = left <= desk.left && right >= desk.right ? top : innerHeight
  const parts = [...document.querySelectorAll(".desk-card-head, .desk-card-aside, .desk-acts")]
  return parts.every(part => {
    const box = part.getBoundingClientRect()
    for (let y = Math.max(box.top, 0) + 4; y < Math.min(box.bottom, end) - 4; y += 10)
      for (const x of [box.left + 4, box.right - 4])
        if (!part.contains(document.elementFromPoint(x, y))) return false
    return true
  })
}"""


@pytest.mark.parametrize("size", [(390, 844), (1280, 600)])
def test_what_can_be_taken_back_stands_below_what_is_read(
    sit: Sit, article: Article, size: tuple[int, int]
) -> None:
    bodies = ["A short word.", "A long story of a night. " * 190, "A short word."]
    for body in bodies:
        factories.comment(article, body_source=body)
    page = sit(viewport={"width": size[0], "height": size[1]})
    page.goto(DESK)
    foot, last = page.locator(".desk-foot"), page.locator(".desk-card").last
    page.keyboard.press("a")
    said(page, r"Approved\. 2 left\.")
    page.get_by_label(re.compile("All .* characters")).check()
    for share in (0, 0.25, 0.5, 0.75, 1):
        page.evaluate(f"scrollTo(0, document.body.scrollHeight * {share})")
        assert foot.evaluate(UNCOVERED), share
        expect(page.get_by_role("button", name="Undo")).to_be_in_viewport(ratio=1)
    # At the end of the page nothing is left below it.
    box: Any = last.bounding_box()
    place: Any = foot.bounding_box()
    assert box["y"] + box["height"] <= place["y"] + 1


def test_the_way_back_from_a_commenter_ends_at_the_card(sit: Sit, article: Article) -> None:
    comments = held(article, 3)
    page = sit()
    page.goto(DESK)
    page.keyboard.press("j")
    page.keyboard.press("b")
    page.get_by_role("link", name="Back to where you came from").click()
    expect(card(page, comments[1])).to_be_focused()


def test_slurs_are_blurred_on_a_commenters_page_until_asked_for(sit: Sit, article: Article) -> None:
    factories.term("zorblat", action="hold", is_slur=True)
    comment = factories.comment(article, body_source="So zorblat.")
    page = sit()
    page.goto(f"{DESK}commenters/{comment.commenter_id}/")
    expect(page.locator(".matched--slur")).to_have_css("filter", re.compile("blur"))
    page.get_by_label("Show the blurred words").check()
    expect(page.locator(".matched--slur")).to_have_css("filter", "none")


@pytest.mark.parametrize("width", [390, 1280])
def test_the_commenters_record_has_its_heading(sit: Sit, article: Article, width: int) -> None:
    comment = held(article, 1)[0]
    page = sit(viewport={"width": width, "height": 844})
    page.goto(DESK)
    expect(card(page, comment).get_by_role("heading", name="Commenter")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_buttons_stay_where_they_are_when_a_sheet_opens(
    sit: Sit, article: Article, width: int
) -> None:
    comment = held(article, 1)[0]
    page = sit(viewport={"width": width, "height": 844})
    page.goto(DESK)
    buttons = card(page, comment).locator(
        ".desk-acts > .desk-decide > .button, .desk-fold > summary"
    )

    def places() -> list[list[float]]:
        found: list[list[float]] = buttons.evaluate_all(
            "all => all.map(one => one.getBoundingClientRect())"
            ".map((box, place, boxes) => [box.left, box.top - boxes[0].top])"
        )
        return found

    closed = places()
    for name in ("Reject…", "Close thread…", "More…"):
        summary = card(page, comment).locator("summary", has_text=name)
        summary.click()
        assert places() == closed, name
        sheet = card(page, comment).locator("[open] > .desk-fold-sheet")
        expect(sheet).to_be_visible()
        summary.click()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_longest_words_stay_in_their_place(sit: Sit, width: int) -> None:
    story = factories.published(headline="Donaudampfschiff" * 9)
    comment = factories.comment(story, author_name="W" * 80)
    page = sit(viewport={"width": width, "height": 844})
    page.goto(DESK)
    tick: Any = card(page, comment).locator(".desk-tick").bounding_box()
    name: Any = card(page, comment).locator(".desk-card-by").bounding_box()
    assert name["y"] < tick["y"] + tick["height"] < name["y"] + name["height"]
    page.get_by_text("Narrow this queue").click()
    headline = page.locator(".desk-filter-form .desk-check > span").last
    assert headline.evaluate("it => it.getBoundingClientRect().right <= innerWidth - 16")


def test_the_buttons_of_a_reported_comment_stand_in_one_line(sit: Sit, article: Article) -> None:
    comment = factories.approved(article)
    report(comment, reason="attack")
    if not any(Path("/usr/share/fonts").rglob("LiberationSans-*")):
        go_without("the letters of this machine are wider: Liberation Sans is not installed")
    page = sit(viewport={"width": 1280, "height": 844})
    page.goto(f"{DESK}reported/")
    buttons = card(page, comment).locator(".desk-acts .button:visible")
    tops = buttons.evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")
    assert len(tops) == 6
    assert max(tops) - min(tops) < 4


def test_what_keeps_a_guests_comment_back_stands_above_the_buttons(
    sit: Sit, article: Article
) -> None:
    guest = factories.commenter(email_confirmed_at=None)
    comment = factories.comment(article, commenter=guest)
    page = sit(viewport={"width": 1280, "height": 844})
    page.goto(DESK)
    note: Any = card(page, comment).locator(".desk-acts-note").bounding_box()
    for button in card(page, comment).locator(".desk-acts > * > summary").all():
        box: Any = button.bounding_box()
        assert box["y"] >= note["y"] + note["height"]
    page.keyboard.press("a")
    said(page, "It can be published once its guest has confirmed the address.")


@pytest.mark.each_database
def test_of_two_moderators_the_second_is_told_on_the_card(sit: Sit, article: Article) -> None:
    first, second = held(article, 2)
    ana, mo = sit("Ana"), sit("Mo")
    ana.goto(DESK)
    mo.goto(DESK)
    ana.keyboard.press("a")
    said(ana, "1 left")
    mo.keyboard.press("r")
    mo.keyboard.press("1")
    trouble = card(mo, first).locator(".desk-card-trouble:not([hidden])")
    expect(trouble).to_have_text(re.compile(r"Already approved by Ana, \d+ s ago\."))
    expect(card(mo, first)).to_be_focused()
    expect(card(mo, second)).to_be_visible()
    first.refresh_from_db()
    assert (first.is_approved, first.decisions.count()) == (True, 1)


def test_a_moderator_sees_who_reads_what(sit: Sit, article: Article) -> None:
    comment = held(article, 1)[0]
    ana, mo = sit("Ana"), sit("Mo")
    ana.goto(DESK)
    with ana.expect_response("**/desk/claim/"):
        card(ana, comment).focus()
    mo.goto(DESK)
    expect(card(mo, comment).get_by_text("Ana is reading this")).to_be_visible()


def test_an_open_page_hears_who_reads_a_comment_and_what_became_of_it(
    sit: Sit, article: Article
) -> None:
    comment, ana = held(article, 1)[0], factories.moderator(first_name="Ana")
    page = sit()
    page.clock.install()
    page.goto(DESK)
    Claim.objects.take(comment, by=ana, minutes=3)
    page.clock.run_for(16_000)
    expect(card(page, comment).get_by_text("Ana is reading this")).to_be_visible()
    decision = comment.approve(by=ana)
    page.clock.run_for(16_000)
    expect(card(page, comment).get_by_text("Already approved by Ana")).to_be_visible()
    comment.undo(decision, by=ana)
    page.clock.run_for(16_000)
    expect(card(page, comment).get_by_text("Already approved by Ana")).to_have_count(0)


def test_why_a_decision_was_not_taken_outlives_the_news(sit: Sit, article: Article) -> None:
    comment, ana = held(article, 1)[0], factories.moderator(first_name="Ana")
    page = sit()
    page.clock.install()
    page.goto(DESK)
    comment.approve(by=ana)
    page.keyboard.press("a")
    expect(card(page, comment).get_by_text("Already approved by Ana")).to_be_visible()
    with page.expect_response("**/desk/news/**"):
        page.clock.run_for(16_000)
    expect(card(page, comment).get_by_text("Already approved by Ana")).to_be_visible()


def test_what_is_taken_back_on_another_page_is_no_news_of_a_card_there(
    sit: Sit, article: Article
) -> None:
    (comment,) = held(article, 1)
    page = sit()
    page.goto(DESK)
    page.keyboard.press("a")
    said(page, r"Approved\. 0 left\.")
    page.goto(f"{DESK}reported/")
    page.keyboard.press("u")
    said(page, "Taken back")
    comment.refresh_from_db()
    assert comment.is_held is True


def test_an_answer_counts_although_the_card_that_asked_was_drawn_anew(
    sit: Sit, article: Article
) -> None:
    first, second = held(article, 2)
    page, slow = sit(), []
    page.goto(DESK)
    page.route("**/admin/desk/decide/", lambda route: slow.append(route))
    page.keyboard.press("r")
    with page.expect_request("**/admin/desk/decide/"):
        page.keyboard.press("1")
    expect(card(page, second)).to_be_focused()
    page.keyboard.press("c")
    page.keyboard.press("4")
    said(page, "The thread is closed.")
    slow[0].continue_()
    said(page, r"Rejected\. 1 left\.")
    expect(card(page, first)).to_have_count(0)
    expect(page.locator("#count-held")).to_have_text("1")
    expect(page.locator("#undo button")).to_be_visible()


def sign_in(page: Page) -> None:
    """As in another tab: with a session and a token of their own."""
    client = Client()
    client.force_login(factories.moderator())
    values = {"sessionid": client.cookies["sessionid"].value, "csrftoken": "n" * 32}
    page.context.add_cookies(
        [
            {"name": name, "value": value, "url": urljoin(page.url, "/")}
            for name, value in values.items()
        ]
    )


def reject_in_own_words(page: Page, words: str) -> None:
    page.keyboard.press("r")
    page.keyboard.press("Enter")
    page.keyboard.type(words)
    page.keyboard.press("Enter")


def test_whoever_is_signed_out_is_told_and_keeps_the_words(sit: Sit, article: Article) -> None:
    first, _ = held(article, 2)
    page = sit()
    page.goto(DESK)
    title = page.title()
    page.context.clear_cookies(name="sessionid")
    reject_in_own_words(page, "a fabricated quote")
    said(page, "you are signed out")
    words = card(page, first).get_by_label("Reason in your own words")
    expect(words).to_have_value("a fabricated quote")
    expect(words).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    said(page, "you are signed out")
    expect(card(page, first)).to_be_focused()
    assert (page.title(), Comment.objects.held().count()) == (title, 2)


def test_after_a_sign_in_in_another_tab_the_desk_goes_on(sit: Sit, article: Article) -> None:
    comment, _ = held(article, 2)
    page = sit()
    page.goto(DESK)
    page.context.clear_cookies(name="sessionid")
    reject_in_own_words(page, "a fabricated quote")
    said(page, "you are signed out")
    sign_in(page)
    page.keyboard.press("Enter")
    said(page, r"Rejected\. 1 left\.")
    assert comment.decisions.get().reason == "a fabricated quote"


def test_the_desk_asks_before_words_are_left_behind(sit: Sit, article: Article) -> None:
    comment = held(article, 2)[0]
    asked: list[str] = []

    def go_on(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page = sit()
    page.on("dialog", go_on)
    page.goto(DESK)
    reject_in_own_words(page, "sent")
    said(page, r"Rejected\. 1 left\.")
    page.goto(DESK)
    assert asked == []
    page.keyboard.press("r")
    page.keyboard.press("Enter")
    page.keyboard.type("not sent")
    page.reload()
    assert asked == ["beforeunload"]
    # What a page sends of itself is not left behind.
    page.goto(f"{DESK}commenters/{comment.commenter_id}/?act=note")
    page.get_by_label("Note").last.fill("Third time.")
    page.get_by_role("button", name="Do it").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert asked == ["beforeunload"]


def test_a_field_that_was_drawn_larger_is_no_trouble_in_the_console(
    sit: Sit, article: Article
) -> None:
    comment = factories.approved(article)
    appeal = Appeal.open(comment.reject(by=factories.moderator(), reason="Rude."), text="No.")
    page = sit()
    page.goto(f"{DESK}appealed/")
    # As its corner does when it is drawn.
    page.locator(f"#appeal-{appeal.pk}-answer").evaluate("it => { it.style.height = '20rem' }")
    page.get_by_role("button", name="Uphold the decision").click()
    expect(page.get_by_text("Say to the commenter why the decision stands.")).to_be_visible()


def test_what_is_taken_back_stands_where_it_stood(sit: Sit, article: Article) -> None:
    comments = held(article, 5)
    page = sit()
    page.goto(DESK)
    in_order = [f"card-{comment.pk}" for comment in comments]
    for key in ("j", "j", "a"):
        page.keyboard.press(key)
    said(page, r"Approved\. 4 left\.")
    page.keyboard.press("u")
    said(page, r"Taken back\. 5 left\.")
    shown = page.locator(".desk-card").evaluate_all("all => all.map(card => card.id)")
    assert shown == in_order
    expect(card(page, comments[2])).to_be_focused()
    page.keyboard.press("a")
    expect(card(page, comments[3])).to_be_focused()


def test_a_decision_counts_on_every_card_of_its_commenter(sit: Sit, article: Article) -> None:
    nora, quiet = factories.commenter(), factories.commenter()
    first, second = [factories.comment(article, commenter=nora) for _ in range(2)]
    other = factories.comment(article, commenter=quiet)
    page = sit()
    page.goto(DESK)
    expect(card(page, second)).to_contain_text("none rejected, 2 held.")
    page.keyboard.press("r")
    page.keyboard.press("3")
    said(page, r"Rejected\. 2 left\.")
    usual = Reason.objects.offered(ReasonPurpose.REJECT)[2]
    expect(card(page, second)).to_contain_text("1 rejected, 1 held.")
    expect(card(page, second).locator(".desk-card-reasons")).to_contain_text(usual.text)
    expect(card(page, other)).to_contain_text("The first comment.")
    page.keyboard.press("u")
    said(page, r"Taken back\. 3 left\.")
    for comment in (first, second):
        expect(card(page, comment)).to_contain_text("none rejected, 2 held.")


def test_a_decision_counts_on_every_card_of_its_story(sit: Sit, article: Article) -> None:
    _, second, _ = held(article, 3)
    (other,) = held(factories.published(), 1)
    page = sit()
    page.goto(DESK)
    expect(card(page, second)).to_contain_text("3 held here")
    page.keyboard.press("a")
    said(page, r"Approved\. 3 left\.")
    expect(card(page, second)).to_contain_text("2 held here")
    expect(card(page, other)).to_contain_text("1 held here")
    page.keyboard.press("u")
    said(page, r"Taken back\. 4 left\.")
    expect(card(page, second)).to_contain_text("3 held here")


@pytest.mark.parametrize("key", ["c", "o", "Escape"])
def test_what_was_said_goes_with_the_next_key(sit: Sit, article: Article, key: str) -> None:
    held(article, 1)
    page = sit()
    page.goto(DESK)
    page.keyboard.press("f")
    said(page, "can be featured")
    page.keyboard.press(key)
    expect(page.locator("#said")).to_have_text("")


def test_the_key_of_a_thread_says_that_readers_have_no_article(sit: Sit, article: Article) -> None:
    held(article, 1)
    article.retract(by=factories.editor(), reason="None of it happened.")
    page = sit()
    page.goto(DESK)
    page.keyboard.press("c")
    said(page, "The article was retracted: readers see none of its comments.")


@pytest.mark.parametrize("key", ["Shift+A", "Shift+R"])
def test_the_whole_page_of_appeals_is_answered_on_its_cards(
    sit: Sit, article: Article, key: str
) -> None:
    taken = factories.approved(article).reject(by=factories.moderator(), reason="Rude.")
    Appeal.open(taken, text="It was not.")
    page = sit()
    page.goto(f"{DESK}appealed/")
    page.keyboard.press(key)
    said(page, "An appeal is answered on its card.")


def test_in_spite_of_an_interest_is_a_key_away(sit: Sit) -> None:
    page = sit()
    mo = User.objects.get(first_name="Mo")
    comment = factories.comment(factories.published(factories.author(user=mo)))
    page.goto(DESK)
    page.keyboard.press("a")
    said(page, "Leave it to somebody else")
    page.keyboard.press("d")
    expect(card(page, comment).get_by_label("Why you decide on it")).to_be_focused()
    page.keyboard.type("Nobody else is here.")
    # A form with several verdicts has none that Enter could mean.
    page.keyboard.press("Enter")
    said(page, r"Choose what to do\.")
    expect(card(page, comment).get_by_label("Why you decide on it")).to_be_focused()
    assert Comment.objects.held().count() == 1
    page.get_by_role("button", name="Approve").click()
    said(page, r"Approved\. 0 left\.")
    factories.comment(factories.published())
    page.goto(DESK)
    page.keyboard.press("d")
    said(page, "Nothing keeps you from deciding here.")


def test_a_name_stands_in_its_button_as_in_a_sentence(sit: Sit, article: Article) -> None:
    comment = factories.comment(article, author_name="Nora Lund")
    page = sit(has_touch=True, is_mobile=True)
    page.goto(DESK)
    card(page, comment).get_by_text("More…").click()
    for words in ("Ban Nora Lund…", "Note on Nora Lund…"):
        button = card(page, comment).get_by_role("link", name=words)
        assert button.inner_text().strip() == words


def test_axe_finds_nothing_on_the_desk(sit: Sit) -> None:
    author = factories.author(name="Ana Ruiz")
    factories.disclosure(author)
    article = factories.published(author, headline="Donaudampfschiff" * 10)
    mo = factories.moderator()
    writer = factories.commenter(known=True)
    factories.comment(article, commenter=writer, author_name="W" * 80).reject(by=mo, reason="Rude.")
    writer.decide(Act.NOTE, by=mo, note="Third time.")
    factories.comment(article, parent=factories.approved(article), body_source="Ja. " * 1200)
    factories.comment(article, commenter=writer, author_name="سارا", body_source="نعم، هذا صحيح.")
    factories.published(factories.author(user=mo))
    page, found = sit("Ana"), []
    page.goto(DESK)
    found += objections_in_place(page)
    for what in page.locator("details").all():
        what.evaluate("element => element.open = true")
    found += objections_in_place(page)
    for address in (
        f"{DESK}new/",
        f"{DESK}rejected/",
        f"{DESK}held/?q=ferry&section={article.section.slug}",
        f"{DESK}held/?q=ja",
        f"{DESK}commenters/{writer.pk}/?act=mute",
        f"{DESK}comments/{writer.comments.first().pk}/",
    ):
        page.goto(address)
        found += objections_in_place(page)
    assert "\n".join(found) == ""


@pytest.mark.parametrize("key", ["a", "r", "d", "f"])
def test_every_key_says_that_ones_own_is_for_a_colleague(sit: Sit, key: str) -> None:
    page = sit()
    mo = User.objects.get(first_name="Mo")
    factories.comment(factories.published(), commenter=factories.commenter(user=mo))
    page.goto(DESK)
    page.keyboard.press(key)
    said(page, "It is your own: a colleague decides.")
