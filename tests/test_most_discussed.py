"""What readers discuss most, on the front page."""

import datetime
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from comments.discussed import DAYS, MOST, most_discussed
from tests import factories
from tests.test_corrections import html

pytestmark = pytest.mark.django_db


def discussed(comments: int, **fields: object) -> Article:
    made = factories.published(**fields)  # type: ignore[arg-type]
    for _ in range(comments):
        factories.approved(made)
    return made


def listed() -> list[Article]:
    return [thread.article for thread in most_discussed()]


def test_the_busiest_comes_first_and_what_nobody_discusses_not_at_all() -> None:
    some, many, _ = discussed(1), discussed(2), discussed(0)
    assert listed() == [many, some]


def test_a_comment_that_is_held_or_taken_away_counts_for_nothing() -> None:
    article = discussed(1)
    factories.comment(article)
    article.thread.comments.approved().get().reject(by=factories.moderator(), reason="Rude.")
    assert listed() == []


def test_a_hidden_thread_and_a_hidden_article_are_not_told_of() -> None:
    discussed(1).thread.hide(by=factories.moderator(), reason="Out of hand.")
    discussed(1).withdraw(by=factories.editor(), reason="Wrong.")
    discussed(1).retract(by=factories.editor(), reason="Made up.")
    assert listed() == []


def test_what_is_older_than_a_week_has_been_discussed() -> None:
    discussed(1, at=timezone.now() - datetime.timedelta(days=DAYS + 1))
    assert listed() == []


def test_the_front_page_names_so_many_with_their_numbers(client: Client) -> None:
    for _ in range(MOST + 1):
        discussed(1)
    most = discussed(2, kind="opinion")
    block = html(client, "/").partition("Most discussed")[2].partition("</section>")[0]
    assert len(re.findall(r"<li>", block)) == MOST
    assert block.index(most.headline) < block.index("2 comments") < block.index("1 comment<")
    assert 'class="label label--opinion"' in block


def test_it_is_one_question_however_much_is_discussed() -> None:
    for _ in range(3):
        discussed(1)
    with CaptureQueriesContext(connection) as caught:
        most_discussed()
    assert len(caught) == 1
