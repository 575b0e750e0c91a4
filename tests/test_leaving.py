"""Leaving a form: asked first, and what was typed is there again after Back."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests import factories
from tests.visitors import asked_on_leaving

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def test_what_was_typed_is_asked_after_and_comes_back(page: Page, live_server: LiveServer) -> None:
    factories.user("Editor", username="gwen")
    asked = asked_on_leaving(page)
    page.goto(f"{live_server.url}/admin/articles/article/add/")
    page.fill("#id_username", "gwen")
    page.fill("#id_password", "pw")
    page.click("[type=submit]")
    editor = page.locator("[contenteditable=true]:visible").first
    editor.click()
    page.keyboard.insert_text("The ferry left at dawn.")
    page.goto(f"{live_server.url}/")
    assert asked == ["beforeunload"]
    page.go_back()
    expect(page.locator("[contenteditable=true]:visible").first).to_contain_text("at dawn")
