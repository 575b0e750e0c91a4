"""People with browsers of their own before the site: editors, authors, readers."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, ViewportSize

Someone = Callable[..., Page]


@contextmanager
def visitors(browser: Browser, address: str) -> Iterator[Someone]:
    """Brings somebody to the site, on a phone and without JavaScript unless said otherwise."""
    contexts: list[BrowserContext] = []

    def arrive(
        username: str = "", *, width: int = 390, script: bool = False, scheme: Any = None
    ) -> Page:
        context = browser.new_context(
            base_url=address,
            viewport=ViewportSize(width=width, height=844),
            java_script_enabled=script,
            color_scheme=scheme,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        if username:
            signed_in(context, address, User.objects.get(username=username))
        return context.new_page()

    try:
        yield arrive
    finally:
        for context in contexts:
            context.close()


def signed_in(context: BrowserContext, address: str, user: User) -> None:
    """Without a visit to the page for it."""
    client = Client()
    client.force_login(user)
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": address}])


def asked_on_leaving(page: Page, *, stays: bool = False) -> list[str]:
    """What the browser will ask from now on; whoever is asked goes, or stays."""
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        if stays:
            dialog.dismiss()
        else:
            dialog.accept()

    page.on("dialog", answer)
    return asked
