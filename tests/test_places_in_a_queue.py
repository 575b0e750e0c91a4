"""A place in a queue parts it into what stands before and what stands behind."""

import datetime
from itertools import product
from typing import Any

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from comments.desk.places import beyond, place_of, up_to
from comments.desk.queues import APPEALS, CASES, NEWEST_FIRST, OLDEST_FIRST, Lines
from comments.models import Case, Comment
from tests import factories

pytestmark = pytest.mark.django_db


def some_comments() -> QuerySet[Any]:
    """Each moment twice, so that the place of each needs its key as well."""
    article, now = factories.published(), timezone.now()
    for days in (3, 1, 3, 2, 1, 2):
        made = factories.comment(article)
        Comment.objects.filter(pk=made.pk).update(posted_at=now - datetime.timedelta(days))
    return Comment.objects.all()


def some_cases() -> QuerySet[Any]:
    """Every mixture of what decides the order, each twice."""
    comment, now = factories.approved(factories.published()), timezone.now()
    for has_notice, weight, days in product((True, False), (1 / 3, 2.0), (1, 2, 1)):
        opened_at = now - datetime.timedelta(days)
        # Closed: one comment has one open case at a time.
        told: dict[str, Any] = {"outcome": "dismissed", "closed_at": now}
        mixture = {"has_notice": has_notice, "weight": weight, "opened_at": opened_at}
        Case.objects.create(comment=comment, **mixture, **told)
    return Case.objects.all()


@pytest.mark.parametrize(
    ("lines", "fill"),
    [(OLDEST_FIRST, some_comments), (NEWEST_FIRST, some_comments), (CASES, some_cases)],
)
def test_a_place_parts_a_queue_in_two(lines: Lines, fill: Any) -> None:
    rows = fill()
    ordered = list(rows.order_by(*lines.order).values(*lines.names))
    keys = [row["pk"] for row in ordered]
    for at, row in enumerate(ordered):
        place = place_of(row)
        behind = rows.filter(beyond(place, lines.order)).order_by(*lines.order)
        before = rows.filter(up_to(place, lines.order)).order_by(*lines.order)
        assert list(behind.values_list("pk", flat=True)) == keys[at + 1 :]
        assert list(before.values_list("pk", flat=True)) == keys[: at + 1]


@pytest.mark.parametrize("lines", [OLDEST_FIRST, NEWEST_FIRST, CASES, APPEALS])
def test_what_is_no_place_leaves_nothing_out(lines: Lines) -> None:
    for place in ("", "x", "1", "_" * (len(lines.order) - 1), "_".join("x" for _ in lines.order)):
        assert not beyond(place, lines.order)
        assert not up_to(place, lines.order)


def test_the_rows_up_to_a_place_are_expected_as_many_as_they_are() -> None:
    """Two bounds on one moment would be taken as independent: a planner expected 38 of 2,000."""
    comment = some_comments().first()
    where = str(Comment.objects.filter(up_to(place_of(_line(comment)), OLDEST_FIRST.order)).query)
    assert where.count('"posted_at" <') == 1


def _line(comment: Any) -> dict[str, Any]:
    return {"posted_at": comment.posted_at, "pk": comment.pk}
