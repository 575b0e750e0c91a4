"""Nobody recommends their own comment, and nobody recommends without end."""

import pytest

from comments.joining import join
from comments.models import Recommendation, RecommendationRefused, recommendation
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
