"""Nobody fills somebody else's mailbox through this site, and nobody uses up another's letters."""

import pytest
from django.core import mail
from django.test import Client

from comments import letters
from comments.models import Letter, LetterKind, RefusedAddress
from tests import factories
from tests.newspaper import typed_report

pytestmark = pytest.mark.django_db

SOMEBODY = "somebody@mail.example"


def ask_for_codes(many: int, address: str = SOMEBODY) -> list[int]:
    """Each from another network; answers what they were told."""
    told = []
    for number in range(many):
        client = Client(REMOTE_ADDR=f"10.0.{number}.1")
        told.append(client.post("/accounts/login/", {"login": address}).status_code)
    return told


def report_and_decide(many: int) -> None:
    moderator = factories.moderator()
    for number in range(many):
        comment = factories.approved(factories.published())
        client = Client(REMOTE_ADDR=f"10.0.{number}.1")
        client.post(comment.report_url, typed_report(email=SOMEBODY))
        comment.refresh_from_db()
        comment.reject(by=moderator, reason="Off.")


def test_codes_stop_and_nobody_is_told(settings: object) -> None:
    settings.ACCOUNT_RATE_LIMITS = False  # type: ignore[attr-defined]

    told = ask_for_codes(20)

    assert len(set(told)) == 1
    assert len(mail.outbox) == 18


def test_no_code_goes_to_an_address_that_wants_no_mail(client: Client) -> None:
    RefusedAddress.objects.create(digest=letters.digest_of(SOMEBODY))

    ask_for_codes(1)
    client.post("/accounts/signup/", {"email": SOMEBODY, "name": "Somebody"})

    assert mail.outbox == []


def test_outcomes_of_reports_stop_at_an_address_that_nobody_confirmed() -> None:
    report_and_decide(5)

    assert Letter.objects.filter(address=SOMEBODY).count() == 3


def test_what_others_send_uses_up_no_letter_of_ones_own() -> None:
    report_and_decide(4)
    ask_for_codes(3)

    own = letters.ask(LetterKind.YOURS, factories.commenter(email=SOMEBODY))

    assert own is not None
