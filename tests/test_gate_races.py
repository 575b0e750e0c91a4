"""Two at once at the gate: an article is scheduled while what its authors declare changes."""

import datetime
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from articles.conflicts import open_conflicts
from articles.declarants import Declarant, undeclared
from articles.declaring import declare
from articles.models import Article, Author, DeclarationKind, Disclosure
from articles.publishing import PublishingConflict, PublishingRefused
from articles.schedule import lock_unpublished, repin_scheduled
from tests import factories
from tests.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
ROUNDS = 20 if connection.vendor == "postgresql" else 3


def schedule(article: Article, by: Any) -> Callable[[], str]:
    def act() -> str:
        try:
            tomorrow = timezone.now() + datetime.timedelta(days=1)
            Article.objects.get(pk=article.pk).publish(by=by, at=tomorrow)
        except (PublishingRefused, PublishingConflict):
            return "refused"
        return "scheduled"

    return act


def save(article: Article, by: Any) -> Callable[[], None]:
    def act() -> None:
        found = Article.objects.get(pk=article.pk)
        with suppress(PublishingRefused, PublishingConflict):
            found.revise(by=by)

    return act


def waits_unsettled(article: Article) -> bool:
    """Whether it will appear with a question open that nobody has set aside."""
    found = Article.objects.get(pk=article.pk)
    return found.is_scheduled and bool(open_conflicts(found) or undeclared(found))


def test_an_interest_entered_while_an_article_is_scheduled_is_not_overlooked() -> None:
    editor = factories.editor()
    for _ in range(ROUNDS):
        author = factories.author()
        article = factories.draft(author)

        def enter(author: Author = author) -> None:
            factories.disclosure(author, by=editor, entity="the ferry")

        at_once(schedule(article, editor), enter)
        assert author.disclosures.count() == 1
        assert waits_unsettled(article) is False


def test_a_word_taken_back_while_an_article_is_scheduled_is_not_overlooked() -> None:
    editor = factories.editor()
    for _ in range(ROUNDS):
        author = factories.author()
        interest = factories.disclosure(author, by=editor, entity="the ferry")
        article = factories.draft(author, has_declared=False)
        who, kind = Declarant(author), DeclarationKind.INTERESTS
        declare(article, who, by=editor, kind=kind, interests=[interest])

        def think_again(article: Article = article, who: Declarant = who) -> None:
            declare(article, who, by=editor, kind=DeclarationKind.NOTHING)

        at_once(schedule(article, editor), think_again)
        assert waits_unsettled(article) is False


def test_a_manager_who_joins_while_an_article_is_scheduled_is_not_overlooked() -> None:
    editor = factories.editor()
    for _ in range(ROUNDS):
        desk = factories.group("Bo Falk", managers_declare=True)
        article = factories.draft(desk)

        def join(desk: Author = desk) -> None:
            with transaction.atomic():
                lock_unpublished(desk)
                desk.managers.create(name="Cy Grant", since=datetime.date(2020, 1, 1))
                repin_scheduled(desk, by=editor)

        at_once(schedule(article, editor), join)
        assert waits_unsettled(article) is False


def test_an_interest_is_entered_whatever_is_saved_meanwhile() -> None:
    editor = factories.editor()
    author = factories.author()
    article = factories.draft(author)
    schedule(article, editor)()
    for number in range(ROUNDS):

        def enter(number: int = number) -> Disclosure:
            return factories.disclosure(author, by=editor, entity=f"Company {number}")

        _, entered = at_once(save(article, editor), enter)
        assert entered.pk is not None
    assert author.disclosures.count() == ROUNDS
    assert len(Article.objects.get(pk=article.pk).record[0].disclosures) == ROUNDS
