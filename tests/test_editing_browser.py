"""Two editors, a browser that is killed, and a train in a tunnel: no text is lost."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, BrowserType, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article, Autosave, EditingLock
from tests import factories
from tests.looks import objections, objections_at, too_wide
from tests.visitors import Someone, signed_in, visitors

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
BODY = ".body-editor [contenteditable]"


@pytest.fixture
def someone(browser: Browser, live_server: LiveServer) -> Iterator[Someone]:
    with visitors(browser, live_server.url) as arrive:
        yield arrive


@pytest.fixture
def article() -> Article:
    ana = factories.editor(username="ana", first_name="Ana", last_name="Ruiz")
    factories.editor(username="bo", first_name="Bo", last_name="Falk")
    made = factories.draft(headline="Ferry to run all night")
    made.keep(by=ana)
    return made


def form_of(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/change/"


def kept(page: Page) -> None:
    """Waits until the server has what was typed."""
    page.wait_for_selector("text=Saved as you type, ")


def opens(page: Page, article: Article) -> None:
    """Opens the form, and waits until it has the lock."""
    with page.expect_response("**/editing/"):
        page.goto(form_of(article))
    page.wait_for_load_state("networkidle")


def test_two_editors_without_javascript_lose_nothing(someone: Someone, article: Article) -> None:
    ana, bo = someone("ana"), someone("bo")
    ana.goto(form_of(article))
    bo.goto(form_of(article))
    ana.fill("[name=headline]", "Ferry to stop at night")
    ana.fill("[name=kicker]", "Ferries")
    ana.click("[name=_continue]")
    bo.fill("[name=headline]", "Ferry to sink")
    bo.fill("[name=standfirst]", "Says Bo.")
    bo.click("[name=_continue]")
    told = bo.inner_text(".overtaken")
    assert "Ana Ruiz saved this article at" in told
    assert bo.input_value("[name=kicker]") == "Ferries"
    assert bo.input_value("[name=headline]") == "Ferry to sink"
    bo.check("[name=settle-headline][value=theirs]")
    bo.click("[name=_continue]")
    article.refresh_from_db()
    assert (article.headline, article.standfirst, article.kicker) == (
        "Ferry to stop at night",
        "Says Bo.",
        "Ferries",
    )


def test_who_is_taken_over_from_is_told_and_keeps_what_was_typed(
    someone: Someone, article: Article
) -> None:
    ana, bo = someone("ana", script=True), someone("bo", script=True)
    ana.clock.install()
    opens(ana, article)
    ana.fill("[name=headline]", "Typed by Ana")
    bo.goto(form_of(article))
    assert "Ana Ruiz has been editing this since" in bo.inner_text(".locked")
    assert bo.locator("[name=_continue]").count() == 0
    bo.click("text=Take over")
    bo.wait_for_selector("[name=_continue]")
    ana.clock.fast_forward(31_000)
    ana.wait_for_selector(".elsewhere >> text=Bo Falk took over at")
    assert ana.input_value("[name=headline]") == "Typed by Ana"


def test_closing_the_form_gives_the_lock_back(someone: Someone, article: Article) -> None:
    ana = someone("ana", script=True)
    opens(ana, article)
    ana.goto("/admin/")
    for _ in range(50):
        if not EditingLock.objects.exists():
            break
        ana.wait_for_timeout(100)
    assert not EditingLock.objects.exists()


@pytest.fixture
def killed(
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    live_server: LiveServer,
    tmp_path: Path,
) -> Any:
    """A browser of its own, and what kills it as a flat battery would."""
    context = browser_type.launch_persistent_context(
        str(tmp_path), base_url=live_server.url, **browser_type_launch_args
    )
    signed_in(context, live_server.url, User.objects.get(username="ana"))
    page = context.new_page()

    def kill() -> None:
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and str(tmp_path).encode() in _started_as(entry):
                os.kill(int(entry.name), signal.SIGKILL)

    return page, kill


def _started_as(entry: Path) -> bytes:
    try:
        return (entry / "cmdline").read_bytes()
    except OSError:
        return b""


def test_text_survives_the_killing_of_the_browser(
    someone: Someone, article: Article, killed: Any
) -> None:
    page, kill = killed
    page.goto(form_of(article))
    page.click(BODY)
    page.keyboard.press("Control+End")
    page.keyboard.type(" And nobody saw it.")
    page.fill("[name=headline]", "Half a headl")
    kept(page)
    kill()

    ana = someone("ana", script=True)
    ana.goto(form_of(article))
    assert "that was not saved" in ana.inner_text(".unsaved >> nth=0")
    ana.click("text=Restore")
    assert ana.input_value("[name=headline]") == "Half a headl"
    assert "It came back at dusk. And nobody saw it." in ana.inner_text(BODY)
    article.refresh_from_db()
    assert article.headline == "Ferry to run all night"
    ana.click("[name=_continue]")
    article.refresh_from_db()
    assert article.headline == "Half a headl"
    assert "And nobody saw it." in article.body
    ana.wait_for_load_state("networkidle")
    assert not Autosave.objects.exists()


def test_back_after_restoring_asks_to_send_nothing_again(
    someone: Someone, article: Article
) -> None:
    ana = someone("ana", script=True)
    ana.goto(form_of(article))
    ana.fill("[name=headline]", "Half a headl")
    kept(ana)
    ana.goto(form_of(article))
    ana.click("text=Restore")
    ana.click("text=Revisions")
    ana.wait_for_url("**/revisions/")
    # The text went on under another number when the page was left, and is offered there.
    ana.go_back()
    ana.click("text=Restore")
    assert ana.input_value("[name=headline]") == "Half a headl"
    ana.click("[name=_continue]")
    ana.wait_for_selector(".messagelist .success")
    article.refresh_from_db()
    assert article.headline == "Half a headl"
    ana.go_back()
    assert ana.input_value("[name=headline]") == "Half a headl"


def test_text_typed_out_of_reach_waits_in_the_browser(someone: Someone, article: Article) -> None:
    ana = someone("ana", script=True)
    ana.goto(form_of(article))
    ana.wait_for_load_state("networkidle")
    ana.context.set_offline(True)
    ana.fill("[name=headline]", "Typed in a tunnel")
    ana.wait_for_selector("text=Not reachable: kept in this browser")
    # What it sends as it is closed may arrive after all, and then waits on the server.
    ana.close()
    ana.context.set_offline(False)
    again = ana.context.new_page()
    again.goto(form_of(article))
    again.click("button:visible:has-text('Restore') >> nth=0")
    assert again.input_value("[name=headline]") == "Typed in a tunnel"
    again.click("[name=_continue]")
    article.refresh_from_db()
    assert article.headline == "Typed in a tunnel"
    again.wait_for_load_state("networkidle")
    left = "Object.keys(localStorage).filter((key) => key.startsWith('unsaved:'))"
    assert again.evaluate(left) == []


def test_who_is_signed_out_while_writing_is_told_so_and_loses_nothing(
    someone: Someone, article: Article
) -> None:
    ana = someone("ana", script=True)
    opens(ana, article)
    cookies = ana.context.cookies()
    ana.context.clear_cookies(name="sessionid")
    ana.fill("[name=headline]", "Typed too late")
    words = "You are signed out: sign in in another tab. It is kept in this browser."
    ana.wait_for_selector(f"text={words}")
    ana.context.add_cookies(cookies)  # type: ignore[arg-type]
    ana.fill("[name=headline]", "Typed too late?")
    kept(ana)
    assert Autosave.objects.get().typed["headline"] == ["Typed too late?"]


def test_what_one_account_typed_is_not_given_to_the_next_in_the_same_browser(
    someone: Someone, article: Article
) -> None:
    ana = someone("ana", script=True)
    ana.goto(form_of(article))
    ana.wait_for_load_state("networkidle")
    ana.context.set_offline(True)
    ana.fill("[name=headline]", "Ana’s own")
    ana.wait_for_selector("text=Not reachable: kept in this browser")
    # What it sends as it is closed may arrive after all, and then waits on the server.
    ana.close()
    ana.context.set_offline(False)
    ana.context.clear_cookies()
    EditingLock.objects.all().delete()
    bo = ana.context.new_page()
    bo.goto("/admin/login/")
    bo.fill("[name=username]", "bo")
    bo.fill("[name=password]", "pw")
    bo.click("[type=submit]")
    bo.goto(form_of(article))
    bo.wait_for_load_state("networkidle")
    assert not bo.locator("[data-late]").is_visible()
    assert not bo.locator("button:visible:has-text('Restore')").count()
    assert not Autosave.objects.filter(user__username="bo").exists()
    kept_for_ana = "Object.keys(localStorage).filter((key) => key.startsWith('unsaved:')).length"
    assert bo.evaluate(kept_for_ana) == 1 or Autosave.objects.exists()


def test_a_new_article_is_kept_too(someone: Someone, article: Article) -> None:
    ana = someone("ana", script=True)
    ana.goto("/admin/articles/article/add/")
    ana.fill("[name=headline]", "Brand new")
    kept(ana)
    ana.close()
    again = ana.context.new_page()
    again.goto("/admin/articles/article/add/")
    again.click(".unsaved >> text=Restore")
    assert again.input_value("[name=headline]") == "Brand new"


@pytest.mark.parametrize("size", [(390, 844), (390, 500), (1280, 500)])
def test_on_a_small_window_save_and_what_is_kept_stay_in_sight(
    someone: Someone, article: Article, size: tuple[int, int]
) -> None:
    ana = someone("ana", script=True)
    ana.set_viewport_size({"width": size[0], "height": size[1]})
    opens(ana, article)
    ana.fill("[name=kicker]", "Ferries")
    kept(ana)
    bar = ana.locator(".save-bar")
    for share in (0.2, 0.5, 1):
        ana.evaluate(f"scrollTo(0, document.body.scrollHeight * {share})")
        expect(bar.get_by_role("button", name="Save")).to_be_in_viewport(ratio=1)
        expect(bar.get_by_text("Saved as you type, ")).to_be_in_viewport(ratio=1)
    box: Any = bar.bounding_box()
    assert box["height"] < 64


# Top and bottom of the field that has the focus, or of the paragraph in it, and of the bar.
ENDS = """() => {
  const { activeElement: field } = document
  const place = field.isContentEditable ? getSelection().focusNode : field
  const bar = document.querySelector(".save-bar")
  return [place.closest ? place : place.parentElement, bar].map(each => {
    const { top, bottom } = each.getBoundingClientRect()
    return [top, bottom]
  })
}"""


def is_clear(page: Page) -> bool:
    place, bar = page.evaluate(ENDS)
    return bool(place[1] <= bar[0])


@pytest.mark.parametrize("size", [(390, 844), (390, 500)])
def test_the_bar_with_save_covers_no_field_that_is_written_in(
    someone: Someone, article: Article, size: tuple[int, int]
) -> None:
    ana = someone("ana", script=True)
    ana.set_viewport_size({"width": size[0], "height": size[1]})
    opens(ana, article)
    for name in ("headline", "standfirst", "dateline", "slug"):
        ana.evaluate("scrollTo(0, 0)")
        ana.focus(f"[name={name}]")
        assert is_clear(ana), name
    ana.click(BODY)
    for _ in range(40):
        ana.keyboard.type("x")
        ana.keyboard.press("Enter")
        assert is_clear(ana)


def test_on_a_phone_the_box_that_ticks_all_says_so(someone: Someone, article: Article) -> None:
    ana = someone("ana", script=True)
    ana.goto("/admin/articles/article/")
    header = ana.locator(".text:has(#action-toggle)")
    assert header.evaluate("each => getComputedStyle(each, '::after').content") == '"All"'
    ana.set_viewport_size({"width": 1280, "height": 844})
    assert header.evaluate("each => getComputedStyle(each, '::after').content") == "none"


def test_the_pages_of_two_editors_bar_nobody_and_fit(someone: Someone, article: Article) -> None:
    ana, bo = someone("ana", script=True), someone("bo", script=True)
    bo.goto(form_of(article))
    bo.fill("[name=headline]", "Bo’s")
    bo.fill("[name=dateline]", "Bo’s")
    kept(bo)
    ana.goto(form_of(article))
    found = objections(ana) + too_wide(ana)
    bo.context.request.get("/admin/")
    article.headline, article.kicker = "Somebody’s", "Somebody’s"
    article.save()
    article.keep(by=factories.editor())
    bo.click("[name=_continue]")
    bo.wait_for_selector(".clash")
    found += objections(bo) + too_wide(bo)
    bo.goto(form_of(article))
    assert bo.locator(".unsaved").first.is_visible()
    found += objections_at(bo, [form_of(article), "/admin/articles/article/"])
    assert found == []


def test_the_other_forms_of_the_desk_fit_and_satisfy_axe(someone: Someone) -> None:
    factories.user("Publisher", username="hester", is_superuser=True)
    hester = someone("hester", script=True)
    kinds = ("section", "author", "disclosure", "policy", "tag")
    assert objections_at(hester, [f"/admin/articles/{kind}/add/" for kind in kinds]) == []


def test_a_long_headline_does_not_widen_the_page_of_its_history(
    someone: Someone, article: Article
) -> None:
    bo = someone("bo")
    Article.objects.filter(pk=article.pk).update(headline="Donaudampfschiff" * 12)
    bo.set_viewport_size({"width": 390, "height": 800})
    bo.goto(f"/admin/articles/article/{article.pk}/history/")
    assert bo.evaluate("document.documentElement.scrollWidth > innerWidth") is False
