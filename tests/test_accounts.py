"""Readers' accounts: an address that was confirmed, a code or a passkey, and no password."""

import datetime
import re

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.models import User
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from comments.models import Act, Comment, Commenter, HouseRules
from comments.second_locks import MFAAdapter
from tests import factories
from tests.newspaper import confirm_address, typed_comment

pytestmark = pytest.mark.django_db

NORA = "nora@mail.example"


def code() -> str:
    return str(re.findall(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", str(mail.outbox[-1].body), re.MULTILINE)[0])


def sign_up(client: Client, **fields: str) -> None:
    answer = client.post("/accounts/signup/", {"email": NORA, "name": "Nora Quill", **fields})
    assert answer.status_code == 302, answer.context["form"].errors
    confirmed = client.post("/accounts/confirm-email/", {"code": code()})
    assert confirmed.status_code == 302


def sign_in(client: Client, email: str = NORA) -> str:
    """Answers where a code has led to."""
    client.post("/accounts/login/", {"login": email})
    return client.post("/accounts/login/code/confirm/", {"code": code()}).headers["Location"]


def test_an_account_is_made_with_a_name_and_a_confirmed_address(client: Client) -> None:
    sign_up(client)
    commenter = Commenter.objects.get()
    assert (commenter.name, commenter.email, commenter.is_confirmed) == ("Nora Quill", NORA, True)
    assert commenter.user.is_staff is False
    assert commenter.user.has_usable_password() is False


def test_one_signs_in_by_a_code(client: Client) -> None:
    sign_up(client)
    client.logout()
    assert sign_in(client) == "/comments/yours/"
    assert "Nora Quill" in client.get("/comments/yours/").content.decode()


def test_what_was_done_is_said_where_one_lands_and_not_later(client: Client) -> None:
    sign_up(client)
    assert "You have confirmed" in client.get("/comments/yours/").content.decode()
    client.post("/accounts/logout/")
    cache.clear()
    client.post("/accounts/login/?next=/", {"login": NORA})
    client.post("/accounts/login/code/confirm/", {"code": code()})
    page = client.get("/accounts/email/").content.decode()
    assert "signed in as" not in page
    assert "signed out" not in page


def test_on_a_new_device_one_is_told_what_is_ones_own() -> None:
    sign_up(Client())
    cache.clear()
    sign_in(device := Client())
    assert device.cookies["has_commented"].value == "1"
    assert "commenter" not in device.cookies


def test_an_account_comments_without_giving_an_address(client: Client) -> None:
    sign_up(client)
    article = factories.published()
    page = client.get(article.comment_url).content.decode()
    assert 'value="Nora Quill"' in page
    assert 'name="email"' not in page
    client.post(article.comment_url, typed_comment(author_name="Nora Quill"))
    comment = Comment.objects.get()
    assert comment.commenter == Commenter.objects.get()
    assert comment.held_because == "None of your comments is published yet."
    assert comment.from_newsroom is False
    assert "commenter" not in client.cookies


@pytest.mark.parametrize("name", ["Editor", "M0 Lindqvist", "No\u200bra", ""])
def test_an_account_has_a_name_that_a_guest_could_have(client: Client, name: str) -> None:
    factories.moderator(first_name="Mo", last_name="Lindqvist")
    answer = client.post("/accounts/signup/", {"email": NORA, "name": name})
    assert answer.context["form"].errors["name"]
    assert not Commenter.objects.exists()


def test_accounts_can_be_closed_to_newcomers(client: Client) -> None:
    HouseRules(pk=1, accounts_welcome=False).save()
    client.post("/accounts/signup/", {"email": NORA, "name": "Nora"})
    assert not User.objects.exists()


def test_the_form_does_not_tell_who_has_an_account(client: Client) -> None:
    sign_up(client)
    cache.clear()  # letters to one address have their pause, known or not
    answers = []
    for address in (NORA, "nobody@mail.example"):
        stranger = Client()
        up = stranger.post("/accounts/signup/", {"email": address, "name": "Ada"})
        into = Client().post("/accounts/login/", {"login": address})
        answers.append([(a.status_code, a.headers["Location"]) for a in (up, into)])
    assert answers[0] == answers[1]


def test_guessing_codes_ends_soon(client: Client) -> None:
    sign_up(client)
    stranger = Client()
    stranger.post("/accounts/login/", {"login": NORA})
    right = code()
    for _ in range(4):
        stranger.post("/accounts/login/code/confirm/", {"code": "AAA-AAA"})
    stranger.post("/accounts/login/code/confirm/", {"code": right})
    assert "_auth_user_id" not in stranger.session


def test_asking_very_often_is_answered_with_a_pause(client: Client) -> None:
    answers = [client.post("/accounts/login/", {"login": NORA}) for _ in range(40)]
    assert answers[-1].status_code == 429
    page = answers[-1].content.decode()
    assert "by you or by somebody who shares your connection" in page
    assert '<a class="button" href="/accounts/login/">Back to the form</a>' in page


def codes_sent(*, network: int, times: int = 1, browser: Client | None = None) -> int:
    """Asked for by so many browsers of a network, or by this one."""
    before = len(mail.outbox)
    for _ in range(times):
        cache.clear()  # a few a minute is the library's own limit
        asking = browser or Client()
        asking.post("/accounts/login/", {"login": NORA}, REMOTE_ADDR=f"203.0.{network}.7")
    return len(mail.outbox) - before


def test_strangers_do_not_use_up_the_codes_of_another_network(client: Client) -> None:
    sign_up(client)
    assert codes_sent(network=1, times=9) == 6
    assert codes_sent(network=2) == 1


def test_a_mailbox_gets_so_many_codes_and_its_owners_browser_one_more(client: Client) -> None:
    sign_up(client)
    client.post("/accounts/logout/")
    assert sum(codes_sent(network=n, times=6) for n in range(5)) == 17
    assert codes_sent(network=9, browser=client) == 1


def test_strangers_who_ask_again_and_again_keep_nobody_from_signing_in(client: Client) -> None:
    sign_up(client)
    for _ in range(9):
        Client().post("/accounts/login/", {"login": NORA}, REMOTE_ADDR="203.0.1.7")
    sent = len(mail.outbox)
    asked = Client().post("/accounts/login/", {"login": NORA}, REMOTE_ADDR="203.0.2.7")
    assert (asked.status_code, len(mail.outbox) - sent) == (302, 1)


def test_the_mark_of_one_account_gets_no_codes_for_another() -> None:
    for address in (NORA, "bo@mail.example"):
        sign_up(browser := Client(), email=address)
        cache.clear()
    browser.post("/accounts/logout/")
    assert sum(codes_sent(network=n, times=6) for n in range(5)) == 17
    assert codes_sent(network=9, browser=browser) == 0


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/signup/"])
def test_the_paper_asks_for_an_address_in_its_own_words(client: Client, address: str) -> None:
    page = client.post(address, {"name": "Nora"}).content.decode()
    assert "Your e-mail address</label>" in page
    assert "Write your e-mail address." in page
    assert "placeholder" not in page


def test_that_a_code_is_on_its_way_is_said_once(client: Client) -> None:
    typed = {"email": NORA, "name": "Nora Quill"}
    page = client.post("/accounts/signup/", typed, follow=True).content.decode()
    assert page.count("A code is on its way to") == 1


def test_a_mailbox_alone_lets_nobody_into_the_newsroom(client: Client) -> None:
    factories.editor(email="ana@paper.example")
    assert sign_in(client, "ana@paper.example") == "/admin/login/"
    assert "_auth_user_id" not in client.session


def test_staff_sign_in_with_their_password_as_before(client: Client) -> None:
    factories.editor(username="ana")
    client.post("/admin/login/", {"username": "ana", "password": "pw", "next": "/admin/"})
    assert client.get("/admin/").status_code == 200


def test_a_reader_is_nobody_at_the_desk(client: Client) -> None:
    sign_up(client)
    assert client.get("/admin/").status_code == 302


def test_what_a_guest_wrote_is_claimed_by_confirming_the_same_address() -> None:
    article, browser = factories.published(), Client()
    browser.post(article.comment_url, typed_comment())
    confirm_address(browser)
    guest = Commenter.objects.get()
    guest.decide(Act.WATCH, by=factories.moderator(), reason="Baits others.")
    account = Client()
    sign_up(account)
    nora = Commenter.objects.get(user__isnull=False)
    assert Comment.objects.get().commenter == nora
    assert nora.is_watched
    assert nora.mergers.get().gone == guest


def test_a_browser_does_not_stand_for_an_account() -> None:
    article, browser = factories.published(), Client()
    browser.post(article.comment_url, typed_comment())
    confirm_address(browser)
    sign_up(Client())
    page = browser.get(article.comment_url).content.decode()
    assert 'name="email"' in page
    assert "Nora Quill" not in page


def test_another_address_claims_nothing(client: Client) -> None:
    article, browser = factories.published(), Client()
    browser.post(article.comment_url, typed_comment(email="ada@mail.example"))
    confirm_address(browser, "ada@mail.example")
    sign_up(client)
    assert Comment.objects.get().commenter.user is None


def test_what_nobody_has_confirmed_is_claimed_by_nobody(client: Client) -> None:
    article = factories.published()
    Client().post(article.comment_url, typed_comment())
    sign_up(client)
    assert Comment.objects.get().commenter.user is None


def test_a_mail_server_that_is_away_is_said(client: Client, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    answer = client.post("/accounts/signup/", {"email": NORA, "name": "Nora"}, follow=True)
    assert answer.status_code == 200
    assert "mail server does not answer" in answer.content.decode()


@pytest.mark.parametrize(
    ("kind", "leads_to"),
    [("webauthn", "/comments/yours/"), ("totp", "/accounts/2fa/authenticate/")],
)
def test_only_an_authenticator_asks_for_more_than_the_code(
    client: Client, kind: str, leads_to: str
) -> None:
    sign_up(client)
    cache.clear()
    Authenticator.objects.create(user=User.objects.get(), type=kind, data={})
    assert sign_in(Client()) == leads_to


@pytest.mark.parametrize(
    "address",
    ["login/", "signup/", "email/", "2fa/", "2fa/webauthn/", "logout/"],
)
def test_every_page_of_an_account_is_one_of_the_paper(client: Client, address: str) -> None:
    if address not in ("login/", "signup/"):
        sign_up(client)
    page = client.get(f"/accounts/{address}", follow=True)
    text = page.content.decode()
    assert page.status_code == 200
    assert 'class="nameplate"' in text
    assert "style=" not in text
    assert "<script>" not in text


@pytest.mark.parametrize("act", ["reset/", "set/", "change/", "reset/done/"])
def test_a_reader_has_no_password_to_mend(client: Client, act: str) -> None:
    sign_up(client)
    assert client.get(f"/accounts/password/{act}").status_code == 404


def test_who_has_no_code_to_type_is_led_to_the_sign_in(client: Client) -> None:
    for address in ("login/code/confirm/", "confirm-email/", "login/code/"):
        page = client.get(f"/accounts/{address}", follow=True)
        assert page.redirect_chain[-1][0].startswith("/accounts/login/")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_who_has_just_shown_a_code_of_the_app_sees_the_recovery_codes(client: Client) -> None:
    sign_up(client)
    client.get("/accounts/2fa/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    typed = {"code": format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))}
    shown = client.post("/accounts/2fa/totp/activate/", typed, follow=True)
    assert shown.redirect_chain[-1][0] == "/accounts/2fa/recovery-codes/"
    assert "10 of 10 are left" in shown.content.decode()


@pytest.mark.parametrize("address", ["2fa/trust/", "signup/passkey/", "3rdparty/"])
def test_what_is_not_offered_is_not_there(client: Client, address: str) -> None:
    sign_up(client)
    assert client.get(f"/accounts/{address}").status_code == 404


def has_passkey(client: Client) -> str:
    """Signed up long ago, and the owner of a passkey. Answers where its removal is."""
    sign_up(client)
    Authenticator.objects.create(
        user=User.objects.get(), type="recovery_codes", data={"seed": "", "used_mask": 0}
    )
    key = Authenticator.objects.create(user=User.objects.get(), type="webauthn", data={"name": "A"})
    return f"/accounts/2fa/webauthn/keys/{key.pk}/remove/"


def test_a_passkey_that_is_given_no_name_is_called_one(client: Client) -> None:
    sign_up(client)
    owner, kind = User.objects.get(), Authenticator.Type.WEBAUTHN
    assert MFAAdapter().generate_authenticator_name(owner, kind) == "Passkey"
    Authenticator.objects.create(user=owner, type=kind, data={"name": "Phone"})
    assert MFAAdapter().generate_authenticator_name(owner, kind) == "Passkey 2"


def test_a_passkey_is_asked_for_before_it_is_removed(client: Client) -> None:
    removal = has_passkey(client)
    asked = client.get(removal).headers["Location"]
    assert asked.startswith("/accounts/2fa/webauthn/reauthenticate/")


def test_who_has_lost_a_passkey_removes_it_after_signing_in_by_a_code(client: Client) -> None:
    removal = has_passkey(client)
    client.logout()
    cache.clear()
    sign_in(client)
    assert client.post(removal).status_code == 302
    assert not Authenticator.objects.filter(type="webauthn").exists()


def test_signing_in_counts_for_five_minutes(client: Client) -> None:
    removal = has_passkey(client)
    client.logout()
    cache.clear()
    sign_in(client)
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=5, seconds=1)):
        assert "reauthenticate" in client.get(removal).headers["Location"]


def test_a_letter_to_who_has_an_account_leads_to_the_sign_in(client: Client) -> None:
    sign_up(client)
    cache.clear()
    Client().post("/accounts/signup/", {"email": NORA, "name": "Ada"})
    letter = str(mail.outbox[-1].body)
    assert "https://news.example/accounts/login/" in letter
    assert "there is no password" in letter


def test_a_code_can_be_left_alone(client: Client) -> None:
    client.post("/accounts/signup/", {"email": NORA, "name": "Nora Quill"})
    page = client.get("/accounts/confirm-email/").content.decode()
    leave = page.partition('action="/accounts/logout/"')[2].partition("</form>")[0]
    assert "csrfmiddlewaretoken" in leave


def test_a_visitor_of_an_account_page_signs_in_as_a_reader(client: Client) -> None:
    assert client.get("/accounts/email/").headers["Location"].startswith("/accounts/login/")
