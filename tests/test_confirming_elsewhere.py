"""Anybody can name an address; only the browser that follows the link to it is its owner's."""

import pytest
from django.conf import settings
from django.test import Client

from comments import mailing
from comments.models import Comment, Letter
from tests import factories
from tests.newspaper import confirm_address, typed_comment
from tests.readers import written

pytestmark = pytest.mark.django_db

ADDRESS = "nora@mail.example"


def test_naming_the_address_of_somebody_known_gives_nobody_their_comments(client: Client) -> None:
    article, stranger = factories.published(), Client()
    known = written(client, article, email=ADDRESS)
    stranger.post(article.comment_url, typed_comment(email=ADDRESS, body="And another thing."))

    confirm_address(Client(), ADDRESS)

    assert stranger.get(known.edit_url).status_code == 404
    assert stranger.post(known.withdraw_url).status_code == 404
    assert known.body_source not in stranger.get("/comments/mine/").content.decode()
    assert client.get(known.edit_url).status_code == 200


def test_a_browser_that_wrote_and_did_not_confirm_owns_nothing_later(client: Client) -> None:
    article, stranger, mail = factories.published(), Client(), Client()
    stranger.post(article.comment_url, typed_comment(email=ADDRESS))
    confirm_address(mail, ADDRESS)
    first = article.thread.comments.get()

    later = written(client, article, email=ADDRESS, body="The ferry was late again.")

    assert later.commenter == first.commenter
    assert [stranger.get(one.edit_url).status_code for one in (first, later)] == [404, 404]
    assert mail.get(later.edit_url).status_code == 200
    assert client.get(later.edit_url).status_code == 200


def test_a_browser_that_confirms_what_it_wrote_is_known(client: Client) -> None:
    comment = written(client, factories.published(), email=ADDRESS)

    assert client.get(comment.edit_url).status_code == 200
    assert Comment.objects.get().commenter.is_confirmed


def test_only_who_confirms_in_another_browser_reads_that_the_first_is_forgotten(
    client: Client,
) -> None:
    article = factories.published()
    client.post(article.comment_url, typed_comment(email=ADDRESS))

    here, elsewhere = (each.get(_link()).content.decode() for each in (client, Client()))

    assert "known no more" not in here
    assert "The browser that wrote this is then known no more" in elsewhere


def _link() -> str:
    url: str = mailing.context(Letter.objects.get())["url"]
    return url.removeprefix(settings.SITE_URL)
