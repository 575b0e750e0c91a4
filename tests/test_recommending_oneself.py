"""Nobody recommends their own comment, and nobody recommends without end."""

import pytest
from django.test import Client

from comments.joining import join
from comments.models import (
    Act,
    Commenter,
    HouseRules,
    Recommendation,
    RecommendationRefused,
    recommendation,
)
from comments.models.recommendation import recommend
from tests import factories

pytestmark = pytest.mark.django_db


def test_two_who_are_one_do_not_recommend_themselves() -> None:
    first, second = factories.commenter(), factories.commenter()
    comment = factories.approved(factories.published(), commenter=first)
    recommend(comment, by=second)

    join(second, into=first)

    comment.refresh_from_db()
    assert comment.recommended_count == 0
    assert not Recommendation.objects.exists()


def test_who_recommends_very_much_is_asked_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recommendation, "MOST_IN_AN_HOUR", 2)
    article, reader = factories.published(), factories.commenter()
    for _ in range(2):
        recommend(factories.approved(article), by=reader)

    with pytest.raises(RecommendationRefused, match="At most 2 recommendations in an hour"):
        recommend(factories.approved(article), by=reader)

    assert reader.recommendations.count() == 2


def test_a_browser_without_a_key_is_no_way_round_the_limit(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recommendation, "MOST_FROM_NETWORK", 2)
    comment = factories.approved(factories.published())
    readers = Commenter.objects.count()

    told = [Client().post(comment.recommend_url, {"on": "1"}) for _ in range(3)]

    assert [answer.status_code for answer in told] == [302, 302, 409]
    assert "At most 2 recommendations" in told[2].content.decode()
    assert Commenter.objects.count() == readers + 2
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    assert elsewhere.post(comment.recommend_url, {"on": "1"}).status_code == 302


def test_where_no_network_is_kept_none_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    HouseRules(pk=1, address_days=0).save()
    monkeypatch.setattr(recommendation, "MOST_FROM_NETWORK", 1)
    comment = factories.approved(factories.published())

    for _ in range(2):
        Client().post(comment.recommend_url, {"on": "1"})

    assert comment.recommendations.filter(from_address="").count() == 2


def test_who_was_banned_in_another_window_recommends_nothing() -> None:
    reader = factories.commenter()
    in_flight = Commenter.objects.get(pk=reader.pk)
    reader.decide(Act.BAN, by=factories.moderator(), reason="Threats.")

    with pytest.raises(RecommendationRefused, match="at present"):
        recommend(factories.approved(factories.published()), by=in_flight)
