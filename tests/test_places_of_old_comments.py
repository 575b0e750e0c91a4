"""Comments from before threads had pages by place get theirs when the tables are migrated."""

from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from comments.models import Comment, Thread
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def migrate_to(ending: str = "") -> Any:
    """To the migration of comments with that end of its name, or to the newest of all."""
    executor = MigrationExecutor(connection)
    named = [key for key in executor.loader.graph.nodes if key[0] == "comments"]
    targets = [key for key in named if key[1].endswith(ending)] if ending else None
    executor.migrate(targets or executor.loader.graph.leaf_nodes())
    return executor.loader.project_state(targets or executor.loader.graph.leaf_nodes()).apps


def places() -> tuple[list[Any], list[Any]]:
    fields = ("pk", "root", "ordinal", "place", "last_reply", "reply_count")
    return (
        list(Comment.objects.order_by("pk").values_list(*fields)),
        list(Thread.objects.order_by("pk").values_list("pk", "last_root")),
    )


def test_old_comments_stand_where_they_would_have_been_placed() -> None:
    article, moderator = factories.published(), factories.moderator()
    parent = None
    for number in range(50):
        made = factories.approved(article, parent=parent, from_newsroom=True)
        parent = None if number % 7 == 6 else made
        if number % 5 == 0:
            made.reject(by=moderator, reason="Off the subject.")
            parent = parent and made.parent
    factories.comment(article)
    factories.approved(factories.published())
    as_placed = places()

    try:
        before = migrate_to("place_in_the_tree")
        unplaced = {"root": None, "ordinal": None, "place": None}
        before.get_model("comments", "Comment").objects.update(
            **unplaced, last_reply=0, reply_count=0
        )
        before.get_model("comments", "Thread").objects.update(last_root=0)
    finally:
        migrate_to()

    assert places() == as_placed
