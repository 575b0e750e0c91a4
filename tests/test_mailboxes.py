"""One mailbox has many addresses: whoever counts or refuses letters knows them for one."""

import pytest
from django.core import mail
from django.test import Client

from articles.mailboxes import mailbox_of, masked_within
from articles.models import ErrorReport
from comments import letters
from comments.models import Letter, RefusedAddress
from tests import factories
from tests.newspaper import typed_comment, typed_report

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "mailbox"),
    [
        ("nora@mail.example", "nora@mail.example"),
        ("Nora+ferries@Mail.example", "nora@mail.example"),
        ("nora+a+b@mail.example", "nora@mail.example"),
        ("no.ra@mail.example", "no.ra@mail.example"),  # dots tell people apart
        ("n.o.r.a+x@googlemail.com", "nora@gmail.com"),
        ("+@mail.example", "+@mail.example"),
        ("", ""),
    ],
)
def test_a_mailbox_is_known_by_its_addresses(address: str, mailbox: str) -> None:
    assert mailbox_of(address) == mailbox
    assert mailbox_of(mailbox) == mailbox


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("{'nora@mail.example': (550, b'gone')}", "{'n…a@mail.example': (550, b'gone')}"),
        ("RCPT TO:<NORA.QUILL@MAIL.EXAMPLE>", "RCPT TO:<N…L@MAIL.EXAMPLE>"),
        ("o'brien+a@mail.example: full", "o…a@mail.example: full"),
        ('<"nora quill"@mail.example>', '<"…"@mail.example>'),
        ("nora@[192.0.2.1], ünal@bücher.example", "n…a@[192.0.2.1], ü…l@bücher.example"),
        ("421 busy @ noon", "421 busy @ noon"),
    ],
)
def test_an_address_in_what_a_server_says_is_masked(said: str, kept: str) -> None:
    assert masked_within(said) == kept
    assert masked_within(kept) == kept


@pytest.mark.parametrize(
    "spelled", ["nora+{}@mail.example", "nora@mail.example", "n{}ora@gmail.com"]
)
def test_a_mailbox_has_one_limit_however_it_is_spelled(spelled: str) -> None:
    article = factories.published()
    for number in range(6):
        address = spelled.format("." * (number % 2) if "gmail" in spelled else number)
        browser = Client(REMOTE_ADDR=f"10.0.{number}.1")
        browser.post(article.comment_url, typed_comment(email=address, body=f"Word {number}."))
    assert Letter.objects.count() == 3


def test_codes_have_one_limit_for_a_mailbox(settings: object) -> None:
    settings.ACCOUNT_RATE_LIMITS = False  # type: ignore[attr-defined]
    for number in range(20):
        browser = Client(REMOTE_ADDR=f"10.0.{number}.1")
        browser.post("/accounts/login/", {"login": f"somebody+{number}@mail.example"})
    assert len(mail.outbox) == 18


def test_outcomes_of_one_case_go_to_a_mailbox_once(client: Client) -> None:
    comment = factories.approved(factories.published())
    for number in range(5):
        client.post(comment.report_url, typed_report(email=f"somebody+{number}@mail.example"))
    comment.refresh_from_db()
    comment.reject(by=factories.moderator(), reason="Off.")
    assert Letter.objects.filter(kind="report").count() == 1


def test_who_wants_no_mail_gets_none_under_another_spelling() -> None:
    RefusedAddress.objects.create(digest=letters.digest_of("nora+paper@mail.example"))
    assert letters.is_refused("nora@mail.example")
    assert letters.is_refused("Nora+other@mail.example")
    assert not letters.is_refused("ada@mail.example")


def test_the_address_of_who_reports_an_error_has_one_spelling(client: Client) -> None:
    article = factories.published()
    told = {"problem": "It left at noon.", "email": "Nora@MÜHLE.example"}
    submission = "6a2f41a3-c54c-4dd2-8f0b-6d1f8a6e9a11"
    client.post(article.error_url, told | {"submission": submission})
    assert ErrorReport.objects.get().email == "nora@xn--mhle-0ra.example"
