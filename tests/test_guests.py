"""Guests: known by an address that they have confirmed, and never by one that they have typed."""

import datetime
import uuid
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from articles.models import Article
from comments import confirming, mailing
from comments.confirming import own
from comments.letters import digest_of
from comments.models import (
    Act,
    Comment,
    Commenter,
    DecisionConflict,
    HouseRules,
    Letter,
    LetterKind,
    RefusedAddress,
)
from newsroom.checks import PRINTED
from tests import factories
from tests.newspaper import confirm_address, typed_comment

pytestmark = pytest.mark.django_db

NORA = "nora@mail.example"


@pytest.fixture
def article() -> Article:
    return factories.published()


def write(client: Client, article: Article, **fields: str) -> Comment:
    sent = typed_comment(article, **{"body": f"What I think, {uuid.uuid4()}.", **fields})
    assert client.post(article.comment_url, sent).status_code == 302
    return Comment.objects.get(body_source=sent["body"])


def link(letter: Letter | None = None) -> str:
    letter = letter or Letter.objects.filter(kind=LetterKind.CONFIRM).latest("pk")
    return str(mailing.context(letter)["url"]).removeprefix("https://news.example")


def known(address: str = NORA, **fields: object) -> Commenter:
    return factories.commenter(known=True, email=address, **fields)


def test_what_a_guest_wrote_waits_for_the_address(client: Client, article: Article) -> None:
    comment = write(client, article)
    assert comment.is_held
    assert comment.held_because == "The e-mail address is not confirmed yet."
    receipt = client.get(comment.receipt_url).content.decode()
    assert "Look in your mail" in receipt
    assert "n…a@mail.example" in receipt
    assert NORA not in receipt


def test_what_waits_for_ones_own_click_is_not_said_to_wait_for_a_moderator(
    client: Client, article: Article
) -> None:
    write(client, article)
    mine = client.get(f"{article.comment_url}mine.json").json()["held"][0]["html"]
    for page in (client.get("/comments/mine/").content.decode(), mine):
        assert "Waits for you to confirm your address" in page
        assert "Held for a moderator" not in page
    confirm_address(client)
    assert "Held for a moderator" in client.get("/comments/mine/").content.decode()


def test_nobody_publishes_what_came_with_an_address_that_is_not_confirmed(
    client: Client, article: Article
) -> None:
    comment = write(client, article, body="[Here](https://mail.example/a) it stands.")
    assert comment.held_by_rule == "hold_many_links"
    with pytest.raises(DecisionConflict, match="not confirmed"):
        comment.approve(by=factories.moderator())
    desk = Client()
    desk.force_login(factories.moderator())
    assert "has confirmed the address" in desk.get("/admin/desk/").content.decode()
    assert "Waits for you to confirm" in client.get("/comments/mine/").content.decode()
    confirm_address(client)
    comment = Comment.objects.get()
    assert comment.is_held
    assert comment.approve(by=factories.moderator()).to_status == "approved"


def test_a_form_that_is_sent_again_makes_nobody_the_owner_of_its_address(
    client: Client, article: Article
) -> None:
    sent, other = typed_comment(article), Client()
    other.post(article.comment_url, sent)
    confirm_address(client)
    assert Commenter.objects.get(email=NORA).is_confirmed
    stranger = Client()
    assert stranger.post(article.comment_url, sent).status_code == 302
    assert "commenter" not in stranger.cookies
    assert Comment.objects.count() == 1


def test_a_guest_whose_answer_was_lost_is_known_when_they_send_the_form_again(
    client: Client, article: Article
) -> None:
    sent = typed_comment(article)
    Client().post(article.comment_url, sent)
    client.post(article.comment_url, sent)
    assert "commenter" in client.cookies
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=11)):
        late = Client()
        late.post(article.comment_url, sent)
    assert "commenter" not in late.cookies


def test_opening_the_link_confirms_nothing(client: Client, article: Article) -> None:
    comment = write(client, article)
    page = client.get(link()).content.decode()
    assert comment.body_source in page
    assert not Commenter.objects.get().is_confirmed


def test_the_button_confirms_and_the_comment_goes_on_its_way(
    client: Client, article: Article
) -> None:
    comment = write(client, article)
    page = client.post(link()).content.decode()
    comment.refresh_from_db()
    assert comment.commenter.is_confirmed
    assert comment.held_because == "None of your comments is published yet."
    assert comment.held_because in page


@pytest.mark.parametrize("is_known", [False, True])
def test_what_a_moderator_decides_while_the_link_is_followed_stands(
    client: Client, article: Article, monkeypatch: pytest.MonkeyPatch, is_known: bool
) -> None:
    nora = known() if is_known else factories.reader()
    comment = write(client, article, author_name=nora.name)
    decided = Comment.objects.filter(pk=comment.pk).values("status", "held_because", "held_by_rule")
    left: list[Any] = []

    def own_after_a_moderator(commenter: Commenter, address: str) -> Commenter:
        Comment.objects.get(pk=comment.pk).reject(by=factories.moderator(), reason="Rude.")
        left.append(decided.get())
        return own(commenter, address)

    monkeypatch.setattr(confirming, "own", own_after_a_moderator)
    assert "was not published" in client.post(link()).content.decode()
    assert decided.get() == left[0]


def test_what_is_held_for_something_else_is_told_and_stays_held(
    client: Client, article: Article
) -> None:
    body = "See https://a.example https://b.example https://c.example https://d.example"
    comment = write(client, article, body=body)
    assert comment.held_by_rule == "hold_many_links"
    for page in (client.get(link()), client.post(link())):
        text = page.content.decode()
        assert comment.receipt_url in text
        assert comment.held_because in text
    comment.refresh_from_db()
    assert (comment.is_held, comment.held_by_rule) == (True, "hold_many_links")


def test_who_is_known_already_is_published_by_confirming(client: Client, article: Article) -> None:
    nora = known()
    comment = write(client, article, author_name=nora.name)
    assert comment.is_held
    client.post(link())
    comment.refresh_from_db()
    assert comment.is_approved
    assert comment.commenter == nora
    assert comment.decisions.get().is_automated


def test_one_confirmed_address_is_one_commenter_in_every_browser(article: Article) -> None:
    nora = known()
    for browser in (Client(), Client()):
        write(browser, article, author_name=nora.name)
        confirm_address(browser)
        comment = write(browser, article, author_name=nora.name, email="")
        assert (comment.commenter, comment.status) == (nora, "approved")


def test_a_confirmed_browser_is_not_asked_for_an_address(client: Client, article: Article) -> None:
    write(client, article)
    assert 'name="email"' in client.get(article.comment_url).content.decode()
    client.post(link())
    assert 'name="email"' not in client.get(article.comment_url).content.decode()


def test_an_address_that_waits_for_its_link_is_typed_once_in_its_browser(
    client: Client, article: Article
) -> None:
    write(client, article)
    filled = f'value="{NORA}"'
    assert filled in client.get(article.comment_url).content.decode()
    assert filled not in Client().get(article.comment_url).content.decode()
    client.post(link())
    assert NORA not in client.get(article.comment_url).content.decode()


def test_an_address_is_not_filled_in_where_the_key_was_of_another_browser(
    client: Client, article: Article
) -> None:
    """Its owner followed the link elsewhere: who typed it is nobody here any more."""
    write(client, article)
    Client().post(link())
    assert NORA not in client.get(article.comment_url).content.decode()


def test_staff_are_not_asked_for_an_address(client: Client, article: Article) -> None:
    client.force_login(factories.moderator())
    assert 'name="email"' not in client.get(article.comment_url).content.decode()


def test_the_form_does_not_tell_whether_an_address_is_known(article: Article) -> None:
    nora = known()
    answers = []
    for address in (nora.email, "nobody@mail.example"):
        comment = write(Client(), article, email=address)
        answers.append((comment.status, comment.held_because))
    assert answers[0] == answers[1]


def test_the_address_is_on_no_page(client: Client, article: Article) -> None:
    nora = known()
    comment = factories.comment(article, commenter=nora, author_name=nora.name)
    for address in (article.get_absolute_url(), comment.receipt_url, article.comment_url):
        assert NORA not in client.get(address).content.decode()


def test_a_link_works_once(client: Client, article: Article) -> None:
    write(client, article)
    address = link()
    assert client.post(address).status_code == 200
    again = client.post(address)
    assert again.status_code == 410
    page = again.content.decode()
    assert "has been used" in page
    assert "Your address is confirmed" in page
    assert 'href="/comments/mine/"' in page


def test_an_old_link_confirms_nothing(client: Client, article: Article) -> None:
    write(client, article)
    address = link()
    with time_machine.travel(timezone.now() + datetime.timedelta(days=3, minutes=1)):
        answer = client.post(address)
        assert answer.status_code == 410
        assert 'href="/comments/mine/">receipt' in answer.content.decode()
    assert not Commenter.objects.get().is_confirmed


@pytest.mark.parametrize(
    "spoil", [lambda a: a[:-3] + "xx/", lambda a: a.replace("confirm/", "confirm/e")]
)
def test_a_forged_link_confirms_nothing(client: Client, article: Article, spoil: object) -> None:
    write(client, article)
    assert client.post(spoil(link())).status_code == 410  # type: ignore[operator]
    assert not Commenter.objects.get().is_confirmed


def test_a_link_of_another_kind_confirms_nothing(client: Client, article: Article) -> None:
    write(client, article)
    token = mailing.signed(Letter.objects.get(), mailing.YOURS_SALT)
    assert client.post(f"/comments/confirm/{token}/").status_code == 410


def test_a_mistyped_address_can_be_mended_and_its_link_is_void(
    client: Client, article: Article
) -> None:
    write(client, article, email="norra@mail.example")
    wrong = link()
    write(client, article)
    assert client.post(wrong).status_code == 410
    client.post(link())
    assert Commenter.objects.get().email == NORA
    assert {c.held_because for c in Comment.objects.all()} == {
        "None of your comments is published yet."
    }


def test_what_was_written_while_waiting_needs_one_letter(client: Client, article: Article) -> None:
    write(client, article)
    write(client, article)
    assert Letter.objects.filter(kind=LetterKind.CONFIRM).count() == 1


def test_nobody_is_confirmed_into_a_closed_thread(client: Client, article: Article) -> None:
    nora = known()
    comment = write(client, article, author_name=nora.name)
    article.thread.close(by=factories.moderator(), reason="The inquest has begun.")
    client.post(link())
    comment.refresh_from_db()
    assert (comment.status, comment.held_by_rule) == ("held", "thread_closed_meanwhile")


def test_a_ban_holds_in_a_new_browser(client: Client, article: Article) -> None:
    nora = known()
    nora.decide(Act.BAN, by=factories.moderator(), reason="Threats.")
    comment = write(client, article, author_name=nora.name)
    client.post(link())
    comment.refresh_from_db()
    assert comment.is_rejected


def test_the_worse_standing_stays_when_two_turn_out_to_be_one(
    client: Client, article: Article
) -> None:
    nora = known()
    comment = write(client, article)
    comment.commenter.decide(Act.WATCH, by=factories.moderator(), reason="Baits others.")
    client.post(link())
    nora.refresh_from_db()
    assert nora.is_watched
    merger = nora.mergers.get()
    assert (merger.comments_moved, merger.from_standing, merger.to_standing) == (
        *(1, "good", "watched"),
    )


def test_nobody_can_have_an_address_flooded(article: Article) -> None:
    for _ in range(6):
        write(Client(), article)
    assert Letter.objects.filter(address=NORA).count() == 3


def test_nobody_can_have_many_addresses_written_to(article: Article) -> None:
    HouseRules(pk=1, flood_from_address=0).save()
    for number in range(25):
        write(Client(REMOTE_ADDR="203.0.113.9"), article, email=f"n{number}@mail.example")
    assert Letter.objects.count() == 20


def test_a_letter_to_a_stranger_has_no_word_of_what_was_typed(
    client: Client, article: Article
) -> None:
    write(client, article, author_name="Buy Boats", body="Cheap boats at boats dot example")
    mail = mailing.compose([Letter.objects.get()])
    assert "oats" not in f"{mail.subject}{mail.body}"


@pytest.mark.parametrize(
    ("debug", "printed", "is_said"), [(1, 1, True), (0, 1, False), (1, 0, False)]
)
def test_while_a_site_is_tried_its_pages_say_where_letters_are(
    client: Client, article: Article, settings: Settings, debug: int, printed: int, is_said: bool
) -> None:
    receipt = write(client, article).receipt_url
    settings.DEBUG = bool(debug)
    settings.EMAIL_BACKEND = PRINTED if printed else "django.core.mail.backends.smtp.EmailBackend"
    assert ("the letter is printed where" in client.get(receipt).content.decode()) is is_said
    asked = client.post("/comments/yours/", {"email": NORA}, follow=True).content.decode()
    assert ("the letter is printed where" in asked) is is_said


def test_a_letter_that_cannot_be_sent_is_not_promised(client: Client, article: Article) -> None:
    RefusedAddress.objects.create(digest=digest_of(NORA))
    page = client.get(write(client, article).receipt_url).content.decode()
    assert "No letter could be sent" in page
    assert "Look in your mail" not in page


def test_why_a_moderator_reads_it_as_well_is_a_sentence_of_its_own(
    client: Client, article: Article
) -> None:
    comment = write(client, article)
    Comment.objects.filter(pk=comment.pk).update(
        held_by_rule="hold_suspect_words", held_because="It has a listed word."
    )
    page = client.get(comment.receipt_url).content.decode()
    assert "A moderator reads it as well. It has a listed word." in page


def test_opening_the_address_of_another_letter_sends_none_and_leads_to_the_receipt(
    client: Client, article: Article
) -> None:
    comment = write(client, article)
    opened = client.get(f"/comments/again/{comment.receipt}/")
    assert opened["Location"] == comment.receipt_url
    assert Letter.objects.filter(kind=LetterKind.CONFIRM).count() == 1


def test_beyond_the_limit_no_other_letter_is_promised(client: Client, article: Article) -> None:
    again = f"/comments/again/{write(client, article).receipt}/"
    pages = [client.post(again, follow=True).content.decode() for _ in range(3)]
    assert ["Another letter is on its way" in page for page in pages] == [True, True, False]
    assert "No other letter can be sent" in pages[-1]


def test_what_was_not_published_is_not_offered_for_changing(
    client: Client, article: Article
) -> None:
    comment = write(client, article)
    assert "Change or withdraw it" in client.get(comment.receipt_url).content.decode()
    comment.reject(by=factories.moderator(), reason="Rude.")
    assert "Change or withdraw it" not in client.get(comment.receipt_url).content.decode()


def test_the_link_can_be_sent_again(client: Client, article: Article) -> None:
    comment = write(client, article)
    page = client.post(f"/comments/again/{comment.receipt}/", follow=True)
    assert "on its way" in page.content.decode()
    assert Letter.objects.filter(kind=LetterKind.CONFIRM).count() == 2


def test_where_guests_are_not_welcome_they_are_shown_the_way_to_an_account(
    client: Client, article: Article
) -> None:
    HouseRules(pk=1, guests_welcome=False).save()
    answer = client.post(article.comment_url, typed_comment(body="Keep every word of this."))
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Keep every word of this." in page
    assert "/accounts/login/?next=" in page
    assert not Comment.objects.exists()


def test_where_guests_are_not_welcome_an_account_may_write(
    client: Client, article: Article
) -> None:
    HouseRules(pk=1, guests_welcome=False).save()
    client.force_login(factories.user(username="nora"))
    assert client.post(article.comment_url, typed_comment()).status_code == 302


def test_a_network_that_is_not_to_be_kept_is_not_stored(client: Client, article: Article) -> None:
    HouseRules(pk=1, address_days=0).save()
    assert write(client, article).from_address == ""
    assert Letter.objects.get().asked_from == ""


@pytest.mark.parametrize("address", ["NORA@Mail.Example", "nora@mail.example "])
def test_one_mailbox_is_one_address_however_it_is_spelled(
    client: Client, article: Article, address: str
) -> None:
    assert write(client, article, email=address).commenter.email == NORA
