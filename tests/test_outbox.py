"""The outbox in the admin: what waits, was sent, failed and why; failed letters are tried again."""

import datetime
import pkgutil
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import migrations
from comments.models import Beat, Letter, LetterKind
from tests import factories

pytestmark = pytest.mark.django_db

OUTBOX = "/admin/comments/letter/"
NORA = "nora.quill@mail.example"
REFUSED = {"failed_because": "550 no such user", "attempts": 7}


def letter(**fields: Any) -> Letter:
    number = Letter.objects.count()
    given = {"kind": LetterKind.REPLY, "address": NORA, "effect": f"reply:{number}"} | fields
    return Letter.objects.create(**given)


def failed(**fields: Any) -> Letter:
    return letter(given_up_at=timezone.now(), **(REFUSED | fields))


@pytest.fixture
def chief(client: Client) -> Client:
    client.force_login(factories.user("Chief moderator"))
    return client


def try_again(client: Client, *letters: Letter, status: str = "failed") -> str:
    ticked = {"action": "try_again", "_selected_action": [each.pk for each in letters]}
    answer = client.post(f"{OUTBOX}?status={status}", ticked, follow=True)
    return answer.content.decode()


@pytest.mark.parametrize(
    ("tab", "fields", "told"),
    [
        ("", {}, "Waits until"),
        ("", {"failed_because": "421 busy", "attempts": 1}, "1 attempt, next"),
        ("sent", {"sent_at": timezone.now()}, "Sent "),
        ("called-off", {"cancelled_at": timezone.now()}, "Called off "),
        ("failed", {"given_up_at": timezone.now(), **REFUSED}, "Failed, 7 attempts: 550"),
    ],
)
def test_each_letter_stands_under_its_tab(
    chief: Client, tab: str, fields: dict[str, Any], told: str
) -> None:
    letter(**fields)
    tabs = {each: f"{OUTBOX}?status={each}" for each in ("sent", "called-off", "failed")}
    pages = {each: chief.get(address).content.decode() for each, address in tabs.items()}
    pages[""] = chief.get(OUTBOX).content.decode()
    assert [each for each, page in pages.items() if told in page] == [tab]


@pytest.mark.parametrize("address", ["", "{pk}/change/"])
def test_no_address_is_shown_in_full(chief: Client, address: str) -> None:
    address = OUTBOX + address.format(pk=failed().pk)
    page = chief.get(f"{address}?status=failed").content.decode()
    assert NORA not in page
    assert "n…l@mail.example" in page


@pytest.mark.parametrize(
    "guess",
    [
        *("address__startswith=n", "mailbox__startswith=n", "asked_from__startswith=1"),
        *("words__contains=bait", "effect__startswith=reply", "commenter__email__startswith=n"),
    ],
)
def test_no_address_is_guessed_letter_by_letter(chief: Client, guess: str) -> None:
    letter()
    assert chief.get(f"{OUTBOX}?{guess}").status_code == 400


def test_what_servers_have_said_before_is_kept_without_addresses() -> None:
    """Also of an address that the commenter has no more."""
    old = failed(address="new@mail.example", failed_because=f"550 5.1.1 <{NORA}>… gone")
    named = [module.name for module in pkgutil.iter_modules(migrations.__path__)]
    [masking] = [name for name in named if name.endswith("_failures_masked")]
    import_module(f"comments.migrations.{masking}").mask(apps, None)
    old.refresh_from_db()
    assert old.failed_because == "550 5.1.1 <n…l@mail.example>… gone"


def test_no_word_of_a_letter_is_shown(chief: Client) -> None:
    warning = letter(kind=LetterKind.STANDING, words={"text": "You bait others."})
    for address in (OUTBOX, f"{OUTBOX}{warning.pk}/change/"):
        assert "bait" not in chief.get(address).content.decode()


def test_a_failed_letter_is_due_again_with_all_its_attempts(chief: Client) -> None:
    given_up = failed()
    assert "1 letter is tried again" in try_again(chief, given_up)
    assert Letter.objects.due().get() == given_up
    assert Letter.objects.get().attempts == 0


def test_what_was_sent_is_not_sent_again(chief: Client) -> None:
    sent = letter(sent_at=timezone.now())
    assert "left alone" in try_again(chief, sent, failed(), status="all")
    assert Letter.objects.due().count() == 1
    assert Letter.objects.sent().get() == sent


def test_a_letter_that_a_worker_has_claimed_is_left_to_it(chief: Client) -> None:
    claimed = letter(failed_because="421 busy")
    claimed.claim(lease=datetime.timedelta(minutes=5))
    try_again(chief, claimed, status="all")
    assert not Letter.objects.due().exists()


@pytest.mark.parametrize("role", ["Moderator", "Editor", "Reporter"])
def test_the_outbox_is_for_the_chief(client: Client, role: str) -> None:
    client.force_login(factories.user(role))
    assert client.get(OUTBOX).status_code == 403


def test_a_chief_bound_to_sections_sees_their_letters_alone(client: Client) -> None:
    chief: User = factories.user("Chief moderator")
    article = factories.published()
    Beat.objects.create(moderator=chief).sections.add(article.section)
    own = letter(comment=factories.approved(article))
    letter(comment=factories.approved(factories.published(section=factories.section())))
    letter()
    seen = Letter.objects.for_moderator(chief).filter(kind=LetterKind.REPLY)
    assert list(seen) == [own]


def test_a_long_list_asks_no_more_than_a_short_one(chief: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            chief.get(f"{OUTBOX}?status=failed")
        return len(queries)

    def grow(rows: int) -> None:
        for _ in range(rows):
            reader = factories.commenter()
            comment = factories.approved(factories.published(), commenter=reader)
            failed(address="", commenter=reader, comment=comment)

    grow(2)
    asked()
    few = asked()
    grow(10)
    assert asked() == few
