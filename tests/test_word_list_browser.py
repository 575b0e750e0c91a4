"""The word list in a browser: the re-scan that goes on by itself, and pages that all can use."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from comments.models import Rescan, rescan
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def desk(page: Page, live_server: LiveServer) -> Page:
    client = Client()
    client.force_login(factories.moderator())
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])
    return page


def test_a_rescan_goes_on_by_itself(
    desk: Page, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rescan.Rescan.step, "__defaults__", (2,))
    article = factories.published()
    for number in range(5):
        factories.approved(article, body_source=f"so zorblat {number}")
    factories.term(is_slur=True)
    desk.goto(f"{live_server.url}/admin/comments/term/rescans/")
    desk.get_by_role("button", name="Look through 5 published comments").click()
    expect(desk.get_by_role("heading", name="Finished")).to_be_visible()
    expect(desk.locator("mark.matched")).to_have_count(5)
    assert Rescan.objects.get().found_count == 5


@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_of_the_list_bar_nobody(desk: Page, live_server: LiveServer, width: int) -> None:
    desk.set_viewport_size({"width": width, "height": 900})
    factories.approved(factories.published(), body_source="so zorblat")
    factories.term(is_slur=True)
    found = Rescan.begin(by=None)
    found.step()
    terms = f"{live_server.url}/admin/comments/term/"
    for address in ("", "import/", "rescans/", f"rescans/{found.pk}/", "add/"):
        desk.goto(f"{terms}{address}")
        assert violations(desk) == [], address
    desk.get_by_label("Word or phrase").fill("so")
    desk.get_by_role("button", name="Try it").click()
    expect(desk.get_by_role("status")).to_contain_text("caught 1 of the last 1 comment.")
    assert violations(desk) == []


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]
