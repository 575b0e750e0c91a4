"""An account in a browser: made with a code, signed in to with a passkey, its pages accessible."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from comments import mailing
from comments.models import Letter
from tests import factories

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def reader(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A reader with a phone that keeps passkeys."""
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 390, "height": 800}, color_scheme="dark"
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    keys = context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    options |= {"hasUserVerification": True, "isUserVerified": True}
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield page
    context.close()


def accessible(page: Page) -> None:
    report = Axe().run(page)
    assert report.violations_count == 0, f"{page.url}\n{report.generate_report()}"


def make_account(page: Page) -> None:
    page.goto("/accounts/signup/")
    accessible(page)
    page.get_by_label("Your name").fill("Nora Quill")
    page.get_by_label("Your e-mail address").fill("nora@mail.example")
    page.get_by_role("button", name="Make the account").click()
    code = re.findall(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", str(mail.outbox[-1].body), re.MULTILINE)
    page.get_by_label("Code").fill(code[0])
    accessible(page)
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", name="What we keep about you")).to_be_visible()
    accessible(page)


def test_a_reader_makes_an_account_and_signs_in_with_a_passkey(
    reader: Page, settings: Settings
) -> None:
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    make_account(reader)
    reader.goto("/accounts/2fa/webauthn/add/")
    reader.get_by_label("Its name").fill("Phone")
    accessible(reader)
    reader.get_by_role("button", name="Add it").click()
    expect(reader.get_by_role("link", name="Rename Phone")).to_be_visible()
    accessible(reader)
    for address in ("email/", "2fa/", "2fa/totp/activate/", "2fa/webauthn/reauthenticate/"):
        reader.goto(f"/accounts/{address}")
        accessible(reader)
    reader.goto("/accounts/logout/")
    accessible(reader)
    reader.get_by_role("button", name="Sign out").click()
    reader.goto("/accounts/login/")
    accessible(reader)
    reader.get_by_role("button", name="Sign in with a passkey").click()
    expect(reader.get_by_text("Nora Quill")).to_be_visible()


def test_a_passkey_that_is_a_second_lock_alone_is_not_said_to_sign_in(
    reader: Page, settings: Settings
) -> None:
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    make_account(reader)
    reader.goto("/accounts/2fa/webauthn/add/")
    reader.get_by_label("It signs me in by itself").uncheck()
    reader.get_by_role("button", name="Add it").click()
    expect(reader.get_by_text("The passkey is yours")).not_to_contain_text("signs you in")


def test_a_browser_without_the_passkey_says_so(reader: Page) -> None:
    reader.goto("/accounts/login/")
    reader.get_by_role("button", name="Sign in with a passkey").click()
    expect(reader.get_by_role("alert")).to_contain_text("The browser gave no passkey.")


def test_the_pages_of_a_guest_are_accessible(reader: Page) -> None:

    article = factories.published()
    reader.goto(article.comment_url)
    accessible(reader)
    reader.get_by_label("Your name").fill("Nora Quill")
    reader.get_by_label("Your e-mail address").fill("nora@mail.example")
    reader.get_by_label("Your comment").fill("I was on it.")
    reader.get_by_role("button", name="Send comment").click()
    expect(reader.get_by_role("heading", name="Look in your mail")).to_be_visible()
    accessible(reader)
    letter = Letter.objects.get()
    reader.goto(mailing.context(letter)["url"].removeprefix("https://news.example"))
    accessible(reader)
    reader.get_by_role("button", name="Yes, this address is mine").click()
    expect(reader.get_by_role("heading", name="Your address is confirmed.")).to_be_visible()
    accessible(reader)
    for address in (
        mailing.wishes_path(letter),
        mailing.wishes_path_of(letter.commenter, "reply"),  # type: ignore[arg-type]
        "/comments/yours/",
    ):
        reader.goto(address)
        accessible(reader)


def test_where_the_address_is_a_number_the_reader_is_told_that_a_passkey_needs_a_name(
    reader: Page, live_server: LiveServer
) -> None:
    reader.goto(f"{live_server.url.replace('localhost', '127.0.0.1')}/accounts/login/")
    reader.get_by_role("button", name="Sign in with a passkey").click()
    expect(reader.get_by_role("alert")).to_contain_text("A passkey belongs to a name")
