"""Comments from before threads had pages by place are given theirs by a migration."""

import pkgutil
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest
from django.apps import apps
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from comments import migrations
from comments.models import Comment, Thread
from tests import factories

pytestmark = pytest.mark.django_db


def migration(ending: str) -> ModuleType:
    names = [module.name for module in pkgutil.iter_modules(migrations.__path__)]
    (name,) = [name for name in names if name.endswith(ending)]
    return import_module(f"comments.migrations.{name}")


def places() -> tuple[list[Any], list[Any]]:
    fields = ("pk", "root", "ordinal", "place", "last_reply", "reply_count")
    return (
        list(Comment.objects.order_by("pk").values_list(*fields)),
        list(Thread.objects.order_by("pk").values_list("pk", "last_root")),
    )


def misplace_everything() -> None:
    somewhere = Concat(Value("x"), Cast("pk", CharField()))
    numbered = Comment.objects.filter(number__isnull=False)
    numbered.update(root=None, ordinal=F("number") + 1000, place=somewhere)
    Comment.objects.update(last_reply=0, reply_count=0)
    Thread.objects.update(last_root=0)


def test_old_comments_stand_where_they_would_have_been_placed() -> None:
    article, moderator = factories.published(), factories.moderator()
    parent = None
    for number in range(50):
        made = factories.approved(article, parent=parent, from_newsroom=True)
        if number % 5 == 0:
            made.reject(by=moderator, reason="Off the subject.")
        else:
            parent = None if number % 7 == 6 else made
    factories.comment(article)
    factories.approved(factories.published())
    as_placed = places()

    misplace_everything()
    migration("places_of_the_numbered").place(apps, None)

    assert places() == as_placed
