"""What on a thread is one reader's own: muted readers, held comments, time to change."""

from typing import Any

import pytest
from django.test import Client

from articles.models import Article
from comments.models import Comment, Commenter, HouseRules, Mute
from comments.models import mute as muting
from tests import factories
from tests.readers import written

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return factories.published()


@pytest.fixture
def comment(article: Article) -> Comment:
    return factories.approved(article, author_name="Shouting Sam")


def mine(client: Client, article: Article) -> dict[str, Any]:
    response = client.get(f"{article.comment_url}mine.json")
    assert "no-store" in response.headers["Cache-Control"]
    found: dict[str, Any] = response.json()
    return found


def test_a_stranger_has_nothing_and_is_given_nothing(client: Client, article: Article) -> None:
    assert mine(client, article) == {}
    assert not client.cookies


def test_a_muted_reader_is_folded_for_who_muted_and_nobody_else(
    client: Client, comment: Comment, article: Article
) -> None:
    again = factories.approved(article, commenter=comment.commenter)
    client.post(comment.mute_url, {"on": "1"})
    assert sorted(mine(client, article)["muted"]) == [comment.pk, again.pk]
    assert mine(Client(), article) == {}


def test_the_page_of_a_branch_asks_what_is_ones_own(client: Client, comment: Comment) -> None:
    page = client.get(comment.replies_url).content.decode()
    assert f'data-mine="{comment.thread.article.comment_url}mine.json"' in page


def test_the_muted_are_listed_by_name_and_can_be_let_go(client: Client, comment: Comment) -> None:
    client.post(comment.mute_url, {"on": "1"})
    assert "Shouting Sam" in client.get("/comments/mine/").content.decode()
    client.post("/comments/mine/", {"mute": Mute.objects.get().pk})
    assert not Mute.objects.exists()


def test_who_has_muted_is_told_so_and_led_back(client: Client, comment: Comment) -> None:
    for on, told in (("1", "folded for you from here on"), ("", "is not folded for you")):
        page = client.post(comment.mute_url, {"on": on}, follow=True).content.decode()
        assert told in page
        assert f'href="{comment.get_absolute_url()}">Back' in page


def test_nobody_is_told_that_muting_ended_where_there_was_none(
    client: Client, comment: Comment
) -> None:
    assert "no longer" not in client.get(f"{comment.mute_url}?done=1").content.decode()


def test_muting_can_be_ended_where_it_began(client: Client, comment: Comment) -> None:
    for on, count in (("1", 1), ("1", 1), ("", 0), ("", 0)):
        client.post(comment.mute_url, {"on": on})
        assert Mute.objects.count() == count


def test_nobody_lets_go_whom_another_has_muted(client: Client, comment: Comment) -> None:
    client.post(comment.mute_url, {"on": "1"})
    Client().post("/comments/mine/", {"mute": Mute.objects.get().pk})
    written(stranger := Client(), comment.thread.article)
    stranger.post("/comments/mine/", {"mute": Mute.objects.get().pk})
    assert Mute.objects.count() == 1


def test_neither_oneself_nor_the_newsroom_is_muted(client: Client, article: Article) -> None:
    own = written(client, article)
    own.approve(by=factories.moderator())
    staff = factories.approved(article, from_newsroom=True)
    for comment, status in ((own, 409), (staff, 404)):
        assert client.post(comment.mute_url, {"on": "1"}).status_code == status
    page = client.get(article.get_absolute_url()).content.decode()
    assert staff.mute_url not in page
    assert not Mute.objects.exists()


def test_who_would_mute_themselves_is_shown_what_they_can_do(
    client: Client, article: Article
) -> None:
    own = written(client, article)
    own.approve(by=factories.moderator())
    page = client.get(own.mute_url).content.decode()
    assert "It is your own comment" in page
    assert own.edit_url in page
    assert own.withdraw_url in page


def test_ones_own_held_comment_is_there_for_oneself_alone(client: Client, article: Article) -> None:
    parent = factories.approved(article)
    held = written(client, article, body="Waiting words.", parent=str(parent.pk))
    (entry,) = mine(client, article)["held"]
    assert (entry["id"], entry["answers"]) == (held.pk, parent.pk)
    assert "Waiting words." in entry["html"]
    assert held.withdraw_url in entry["html"]
    written(stranger := Client(), article, email="stranger@mail.example")
    assert "Waiting words." not in str(mine(stranger, article))
    assert "Waiting words." not in stranger.get(article.get_absolute_url()).content.decode()


def test_ones_own_comments_say_how_long_they_can_be_changed(
    client: Client, article: Article
) -> None:
    own = written(client, article)
    own.approve(by=factories.moderator())
    (entry,) = mine(client, article)["own"]
    assert entry == {
        "id": own.pk,
        "minutes": 5,
        "edit": own.edit_url,
        "withdraw": own.withdraw_url,
    }
    article.thread.close(by=factories.moderator(), reason="It is late.")
    assert mine(client, article)["own"][0]["minutes"] == 0


def test_what_one_recommends_is_known_again(client: Client, comment: Comment) -> None:
    client.post(comment.recommend_url, {"on": "1"})
    assert mine(client, comment.thread.article)["recommended"] == [comment.pk]


def test_everything_of_ones_own_is_on_a_page_without_a_script(
    client: Client, article: Article
) -> None:
    held = written(client, article, body="Waiting words.")
    page = client.get("/comments/mine/").content.decode()
    assert "Waiting words." in page
    assert held.edit_url in page
    assert held.withdraw_url in page
    assert "Waiting words." not in Client().get("/comments/mine/").content.decode()


def test_what_is_mine_in_an_article_that_is_not_public_is_not_told(
    client: Client, article: Article
) -> None:
    written(client, article)
    article.withdraw(by=factories.editor(), reason="Two facts are wrong.")
    assert client.get(f"{article.comment_url}mine.json").status_code == 404
    assert "I was on that ferry" not in client.get("/comments/mine/").content.decode()


def test_a_script_can_see_that_asking_is_worth_it_and_not_the_key(
    client: Client, article: Article
) -> None:
    written(client, article)
    assert client.cookies["has_commented"].value == "1"
    assert client.cookies["has_commented"]["httponly"] == ""
    assert client.cookies["commenter"]["httponly"] is True


@pytest.mark.parametrize("comments", [2, 12])
def test_what_is_mine_costs_the_same_however_much_it_is(
    client: Client, article: Article, comments: int, django_assert_num_queries: Any
) -> None:
    HouseRules(pk=1, flood_comments=0).save()
    first = written(client, article)
    for number in range(comments):
        factories.comment(article, commenter=first.commenter, body_source=f"More {number}")
    with django_assert_num_queries(6):
        mine(client, article)


def test_who_mutes_very_much_is_asked_to_wait(
    client: Client, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(muting, "MOST_IN_A_DAY", 2)
    told = [client.post(factories.approved(article).mute_url, {"on": "1"}) for _ in range(3)]

    assert [answer.status_code for answer in told] == [302, 302, 409]
    assert "At most 2 readers are muted in a day" in told[2].content.decode()
    assert Mute.objects.count() == 2


def test_readers_of_one_network_mute_so_many_in_a_day(
    comment: Comment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(muting, "MOST_FROM_NETWORK", 2)
    readers = Commenter.objects.count()
    told = [Client().post(comment.mute_url, {"on": "1"}).status_code for _ in range(3)]

    assert told == [302, 302, 409]
    assert Commenter.objects.count() == readers + 2


def test_who_has_muted_nobody_is_given_no_key_for_stopping(comment: Comment) -> None:
    stranger = Client()
    stranger.post(comment.mute_url, {"on": ""})
    assert not stranger.cookies
