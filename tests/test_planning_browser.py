"""Links, notes and the calendar in a browser: on a phone, without JavaScript, in either scheme."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from articles.models import Article, Note
from tests import factories
from tests.looks import objections_at
from tests.test_preview_links import linked
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
    factories.editor(username="gwen", first_name="Gwen")
    factories.user("Editor", username="ana", email="ana@news.example")
    return factories.draft(headline="Ferry to run all night", planned_for=timezone.localdate())


def test_a_lawyer_reads_a_draft_until_the_link_is_revoked(
    someone: Someone, article: Article
) -> None:
    gwen, lawyer = someone("gwen"), someone()
    gwen.goto(f"/admin/articles/article/{article.pk}/change/")
    gwen.click("text=Preview links")
    gwen.fill("[name=purpose]", "for the lawyer")
    gwen.click("[value='Make a link']")
    address = gwen.input_value("#made-address").removeprefix("https://news.example")

    lawyer.goto(address)
    assert lawyer.inner_text("h1") == "Ferry to run all night"
    assert "do not pass on" in lawyer.inner_text(".preview-band")

    gwen.reload()
    gwen.goto(f"/admin/articles/article/{article.pk}/links/")
    gwen.click("text=1 visit")
    assert "127.0.0.0/24" in gwen.inner_text(".preview-links")
    for _ in range(gwen.locator("text=Revoke").count()):
        gwen.click("button:has-text('Revoke') >> nth=0")
    lawyer.reload()
    assert lawyer.inner_text("h1") == "Nothing is shown here"


def test_a_note_is_written_mended_and_resolved_without_javascript(
    someone: Someone, article: Article
) -> None:
    gwen = someone("gwen")
    gwen.goto(f"/admin/articles/article/{article.pk}/notes/")
    gwen.fill("[name=text]", "@anna, who says so?")
    gwen.click("[value='Write it']")
    assert "Did you mean @ana?" in gwen.inner_text("form.question")
    gwen.fill("[name=text]", "@ana, who says so?")
    gwen.click("[value='Write it']")
    assert "sent to ana by e-mail" in gwen.inner_text(".messagelist")
    gwen.click("text=Resolve")
    assert Note.objects.get().is_open is False


def test_the_calendar_is_leafed_through_by_keyboard(someone: Someone, article: Article) -> None:
    gwen = someone("gwen")
    gwen.goto("/admin/articles/article/")
    gwen.focus("text=Calendar")
    gwen.keyboard.press("Enter")
    assert "Ferry to run all night" in gwen.inner_text("[aria-current=date]")
    gwen.focus("text=Next")
    gwen.keyboard.press("Enter")
    assert "Ferry to run all night" not in gwen.inner_text(".calendar")
    gwen.focus("nav >> text=Today")
    gwen.keyboard.press("Enter")
    gwen.click("a.planned")
    assert gwen.input_value("[name=headline]") == "Ferry to run all night"


def test_the_pages_bar_nobody_and_fit(someone: Someone, article: Article) -> None:
    gwen = User.objects.get(username="gwen")
    note = Note(article=article, text="Who says so?", passage="At dawn", written_by=gwen)
    note.save()
    long = Note(article=article, text="x" * 2_000, written_by=gwen)
    long.save()
    note.resolve(by=gwen)
    factories.published(headline="x" * 200)
    _, link_address = linked(article)
    page = someone("gwen", script=True)
    desk = "/admin/articles/article"
    addresses = (
        link_address,
        "/preview/never-was/",
        f"{desk}/{article.pk}/links/",
        f"{desk}/{article.pk}/notes/",
        f"{desk}/{article.pk}/change/",
        f"{desk}/calendar/",
        f"{desk}/calendar/?view=week",
        f"{desk}/today/",
        f"{desk}/",
    )
    assert objections_at(page, addresses, opened) == []


def opened(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
