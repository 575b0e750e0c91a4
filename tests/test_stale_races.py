"""Two editors save one article at once, again and again: no text of either is ever lost.

The rounds are many where writers really run side by side (PostgreSQL); RACE_ROUNDS sets how many.
"""

import os
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles.models import Article
from articles.models.editing_lock import LASTS, EditingLock, beat
from articles.opened import Opened
from tests import factories
from tests.test_editing import address, retyped
from tests.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
LOCK_ROUNDS = 50 if connection.vendor == "postgresql" else 5
ROUNDS = int(os.environ.get("RACE_ROUNDS", 150)) if connection.vendor == "postgresql" else 10


def test_of_two_who_save_at_once_every_text_is_saved_or_handed_back() -> None:
    editors = [Client(), Client()]
    for editor in editors:
        editor.force_login(factories.editor())
    article = factories.draft(body_source="<p>It left.</p>")
    article.keep(by=factories.editor())
    told = 0

    def sending(editor: Client, form: dict[str, Any], **typed: str) -> Callable[[], Any]:
        return lambda: editor.post(address(article), form | typed)

    for number in range(ROUNDS):
        article = Article.objects.get(pk=article.pk)
        form = retyped(article, opened=str(Opened.at(article.pk)), _continue="Save")
        # In every other round both write into the same field.
        fields = ("headline", "headline" if number % 2 else "standfirst")
        texts = [f"Text {number} of {who}" for who in ("Ana", "Bo")]
        answers = at_once(
            *(
                sending(editor, form, **{field: text})
                for editor, field, text in zip(editors, fields, texts, strict=True)
            )
        )
        statuses = sorted(answer.status_code for answer in answers)
        assert statuses == [302, 409]
        told += statuses.count(409)
        kept = article.revisions.get(number=article.revisions.count()).content
        for answer, field, text in zip(answers, fields, texts, strict=True):
            assert kept[field] == text or f'name="{field}"' in answer.content.decode()
            assert kept[field] == text or text in answer.content.decode()
    assert told == ROUNDS


def test_of_two_who_open_at_once_one_has_the_lock() -> None:
    editors = [factories.editor() for _ in range(2)]
    article = factories.draft()
    for number in range(LOCK_ROUNDS):
        # Nobody has had it, or it has run out.
        if number % 2:
            EditingLock.objects.update(seen_at=timezone.now() - LASTS)
        else:
            EditingLock.objects.all().delete()
        locks = at_once(*(partial(beat, article, by=one, window="one") for one in editors))
        assert len({lock.holder_id for lock in locks}) == 1
