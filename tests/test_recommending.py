"""Recommending a comment: one reader, one word, taken back at will."""

import datetime

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments.forgetting import forget_all
from comments.models import Act, Comment, Commenter, Recommendation, RecommendationRefused
from comments.models.recommendation import recommend, stop_recommending
from tests import factories
from tests.newspaper import typed_comment
from tests.readers import written

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return factories.published()


@pytest.fixture
def comment(article: Article) -> Comment:
    return factories.approved(article)


def count(comment: Comment) -> int:
    comment.refresh_from_db()
    assert comment.recommended_count == comment.recommendations.count()
    return comment.recommended_count


def test_a_guest_recommends_once_and_takes_it_back(client: Client, comment: Comment) -> None:
    for _ in range(2):
        client.post(comment.recommend_url, {"on": "1"})
        assert count(comment) == 1
    for _ in range(2):
        client.post(comment.recommend_url, {"on": ""})
        assert count(comment) == 0


def test_each_reader_counts(comment: Comment) -> None:
    for _ in range(3):
        Client().post(comment.recommend_url, {"on": "1"})
    assert count(comment) == 3


def test_readers_see_the_count(client: Client, comment: Comment, article: Article) -> None:
    client.post(comment.recommend_url, {"on": "1"})
    page = client.get(article.get_absolute_url()).content.decode()
    assert '<span class="comment-recommended">1</span>' in page


def test_looking_at_the_button_is_no_recommendation(client: Client, comment: Comment) -> None:
    page = client.get(comment.recommend_url).content.decode()
    assert "csrfmiddlewaretoken" in page
    assert (count(comment), Commenter.objects.filter(name="").count()) == (0, 0)


def test_the_page_is_never_cached_and_the_fragment_is_the_form_alone(
    client: Client, comment: Comment
) -> None:
    response = client.get(f"{comment.recommend_url}?fragment=1")
    assert "no-store" in response.headers["Cache-Control"]
    assert "<html" not in response.content.decode()
    assert 'data-given=""' in response.content.decode()
    after = client.post(f"{comment.recommend_url}?fragment=1", {"on": "1"})
    assert 'data-given="1"' in after.content.decode()


def test_nobody_recommends_their_own(client: Client, article: Article) -> None:
    own = written(client, article)
    own.approve(by=factories.moderator())
    response = client.post(own.recommend_url, {"on": "1"})
    assert response.status_code == 409
    assert "Nobody recommends their own comment." in response.content.decode()
    assert count(own) == 0


def test_what_readers_cannot_see_is_not_recommended(client: Client, article: Article) -> None:
    held = factories.comment(article)
    assert client.post(held.recommend_url, {"on": "1"}).status_code == 404
    with pytest.raises(RecommendationRefused):
        recommend(held, by=factories.commenter())


def test_a_banned_commenter_recommends_nothing(comment: Comment) -> None:
    reader = factories.commenter()
    reader.decide(Act.BAN, by=factories.moderator(), reason="Advertises.")
    with pytest.raises(RecommendationRefused):
        recommend(comment, by=reader)


def test_who_recommended_before_writing_is_named_by_the_first_comment(
    client: Client, comment: Comment, article: Article
) -> None:
    client.post(comment.recommend_url, {"on": "1"})
    assert str(Commenter.objects.get(name="")) == "A reader"
    first = written(client, article, author_name="Nora Quill")
    assert (first.commenter.name, first.held_by_rule) == ("Nora Quill", "hold_unknown_commenter")
    assert first.commenter.recommendations.get().comment == comment


def test_the_database_holds_one_word_of_one_reader(comment: Comment) -> None:
    reader = factories.commenter()
    recommend(comment, by=reader)
    recommend(comment, by=reader)
    assert Recommendation.objects.count() == 1
    stop_recommending(comment, by=factories.commenter())
    assert count(comment) == 1


def test_a_recommendation_needs_the_forms_token(comment: Comment) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(comment.recommend_url, {"on": "1"}).status_code == 403
    assert count(comment) == 0


def test_the_shared_page_carries_a_link_and_no_button(
    client: Client, comment: Comment, article: Article
) -> None:
    client.post(article.comment_url, typed_comment())
    client.post(comment.recommend_url, {"on": "1"})
    page = client.get(article.get_absolute_url()).content.decode()
    stranger = Client().get(article.get_absolute_url()).content.decode()
    assert page == stranger
    assert f'href="{comment.recommend_url}"' in page
    assert "<form" not in page.split('id="comments"')[1]


@pytest.mark.parametrize(
    ("days", "taken_back", "kept"), [(2, True, 0), (0, True, 1), (2, False, 1)]
)
def test_a_browser_that_took_everything_back_is_forgotten_after_a_day(
    client: Client, comment: Comment, days: int, taken_back: bool, kept: int
) -> None:
    client.post(comment.recommend_url, {"on": "1"})
    if taken_back:
        client.post(comment.recommend_url, {"on": ""})

    with time_machine.travel(timezone.now() + datetime.timedelta(days=days)):
        forget_all()

    assert Commenter.objects.filter(name="").count() == kept


def test_a_browser_that_was_forgotten_recommends_again(client: Client, comment: Comment) -> None:
    for on in ("1", ""):
        client.post(comment.recommend_url, {"on": on})
    with time_machine.travel(timezone.now() + datetime.timedelta(days=2)):
        forget_all()

    client.post(comment.recommend_url, {"on": "1"})

    assert count(comment) == 1
