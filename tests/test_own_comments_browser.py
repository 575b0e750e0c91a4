"""What a thread offers a reader in a browser: unfolding, one click, what is one's own."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from comments.models import Comment, HouseRules
from comments.paging import REPLIES_SHOWN
from tests import factories
from tests.looks import objections
from tests.newspaper import forget_addresses
from tests.test_look import LONG_WORD

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def article() -> Article:
    HouseRules(pk=1, form_seconds=0).save()
    return factories.published()


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    context = browser.new_context(base_url=live_server.url, reduced_motion="reduce")
    context.set_default_timeout(15_000)
    window = context.new_page()
    complaints: list[str] = []
    window.on("pageerror", lambda error: complaints.append(str(error)))
    yield window
    context.close()
    assert complaints == []


def write(page: Page, article: Article, text: str) -> Comment:
    page.goto(article.comment_url)
    page.get_by_label("Your name").fill("Nora Quill")
    page.get_by_label("Your e-mail address").fill("nora@mail.example")
    page.get_by_label("Your comment").fill(text)
    page.get_by_role("button", name="Send comment").click()
    expect(page.locator("h1")).to_contain_text("mail")
    return Comment.objects.get(body_source=text)


def test_a_branch_unfolds_where_it_stands(page: Page, article: Article) -> None:
    root = factories.approved(article)
    for _ in range(REPLIES_SHOWN + 3):
        factories.approved(article, parent=root)
    page.goto(article.get_absolute_url())
    comments = page.locator("#comments .comment")
    expect(comments).to_have_count(1 + REPLIES_SHOWN)
    page.get_by_role("link", name="Show 3 more replies").click()
    expect(comments).to_have_count(1 + REPLIES_SHOWN + 3)
    expect(page).to_have_url(re.compile(re.escape(article.get_absolute_url()) + "$"))


def test_staff_begin_with_the_text_where_the_form_opens(
    page: Page, article: Article, live_server: LiveServer
) -> None:
    staff = Client()
    staff.force_login(factories.moderator())
    key = staff.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": live_server.url}])
    page.goto(article.get_absolute_url())
    page.get_by_role("link", name="Write a comment").click()
    expect(page.get_by_label("Your comment")).to_be_focused()
    expect(page.get_by_label("Your name")).to_have_count(0)


def test_who_unfolds_a_branch_goes_on_where_they_were_at_the_first_unread_reply(
    page: Page, article: Article
) -> None:
    root = factories.approved(article)
    replies = [factories.approved(article, parent=root) for _ in range(REPLIES_SHOWN + 3)]
    page.goto(article.get_absolute_url())
    more = page.get_by_role("link", name="Show 3 more replies")
    more.scroll_into_view_if_needed()
    stood = page.evaluate("scrollY")
    assert stood > 0
    more.click()
    expect(page.locator(f"#comment-{replies[REPLIES_SHOWN].pk} a").first).to_be_focused()
    assert page.evaluate("scrollY") == stood
    shown = page.locator("#comments .comment").evaluate_all("all => all.map((one) => one.id)")
    assert shown == [f"comment-{one.pk}" for one in [root, *replies]]


def test_after_a_refused_form_the_keyboard_stands_at_what_was_wrong(
    page: Page, article: Article
) -> None:
    comment = factories.approved(article)
    rejection = factories.approved(article).reject(by=factories.moderator(), reason="Rude.")
    for address, button in (
        (article.comment_url, "Send comment"),
        (article.error_url, "Send to the editors"),
        (comment.report_url, "Send report"),
        (rejection.statement_url, "Send appeal"),
        ("/accounts/login/", "code"),
    ):
        page.goto(address)
        page.get_by_role("button", name=button).click()
        refused = page.locator(".notice--refused:visible")
        expect(refused).to_be_focused()
        expect(refused).to_be_in_viewport()
        assert objections(page) == []


def test_one_click_recommends_and_another_takes_it_back(page: Page, article: Article) -> None:
    comment = factories.approved(article)
    page.goto(article.get_absolute_url())
    link = page.locator(f"#comment-{comment.pk} .comment-recommend")
    for words, count in (("Recommended 1", 1), ("Recommend", 0)):
        link.click()
        expect(link).to_have_text(re.compile(rf"^{words}\s*$"))
        comment.refresh_from_db()
        assert comment.recommended_count == count
    link.click()
    expect(link).to_have_class(re.compile("is-given"))
    page.reload()
    expect(link).to_have_class(re.compile("is-given"))


def test_a_muted_reader_is_folded_until_shown(page: Page, article: Article) -> None:
    comment = factories.approved(article, body_source="Shouting.")
    page.goto(article.get_absolute_url())
    page.get_by_role("link", name=re.compile("^Mute ")).click()
    page.get_by_role("button", name="Mute").click()
    page.goto(article.get_absolute_url())
    folded = page.locator(f"#comment-{comment.pk}")
    expect(folded).to_contain_text("You muted this reader.")
    expect(folded.get_by_text("Shouting.")).to_be_hidden()
    assert objections(page) == []
    folded.get_by_role("button", name=re.compile("^Show")).click()
    expect(folded.get_by_text("Shouting.")).to_be_visible()


def test_ones_own_comments_carry_their_acts_in_place(page: Page, article: Article) -> None:
    parent = factories.approved(article)
    held = write(page, article, "Waiting words.")
    page.goto(article.get_absolute_url())
    own = page.locator(f"#comment-{held.pk}")
    expect(own).to_contain_text("only you see it")
    assert objections(page) == []
    own.get_by_role("link", name=re.compile("Change")).click()
    page.get_by_label("Your comment").fill("Better words.")
    page.get_by_role("button", name="Change comment").click()
    assert Comment.objects.get(pk=held.pk).body_source == "Better words."
    forget_addresses()
    held = Comment.objects.get(pk=held.pk)
    held.approve(by=factories.moderator())
    page.goto(article.get_absolute_url())
    own.get_by_role("link", name="Withdraw…").click()
    page.get_by_role("button", name="Withdraw comment").click()
    expect(page.locator("h1")).to_have_text("Your comment is withdrawn")
    page.goto(article.get_absolute_url())
    expect(page.locator(f"#comment-{parent.pk}")).to_be_visible()
    expect(own).to_have_count(0)


def test_axe_finds_nothing_on_the_pages_about_ones_own(page: Page, article: Article) -> None:
    other = factories.approved(article, author_name=LONG_WORD[:40], body_source=f"A {LONG_WORD}")
    for _ in range(REPLIES_SHOWN + 1):
        factories.approved(article, parent=other)
    own = write(page, article, LONG_WORD)
    page.goto(other.mute_url)
    page.get_by_role("button", name="Mute").click()
    found, too_wide = objections(page), []
    for address in (
        *(own.edit_url, own.withdraw_url, other.recommend_url, other.mute_url),
        *(other.replies_url, f"{article.get_absolute_url()}?sort=replies"),
        f"{article.get_absolute_url()}?sort=choice",
    ):
        page.goto(address)
        found += objections(page)
        page.set_viewport_size({"width": 320, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            too_wide.append(address)
    assert (found, too_wide) == ([], [])
