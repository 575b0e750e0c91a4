"""Two commenters turn out to be one person: they have confirmed the same address."""

from django.db import IntegrityError, transaction

from articles.models.record import Record
from comments.locks import lock_commenter
from comments.models import Commenter, CommenterMerger, Recommendation
from comments.models.recommendation import stop_recommending
from comments.models.standing import settled_for


@transaction.atomic
def join(gone: Commenter, *, into: Commenter) -> CommenterMerger | None:
    """Everything of the one is the other's from here on, and the worse standing of both stays.

    The log of what was decided about the one that is gone stays with it; `newest_acts` and
    `Commenter.acts` read it with the other's. None when it is done.
    """
    for pk in sorted([gone.pk, into.pk]):
        lock_commenter(pk)
    gone.refresh_from_db()
    into.refresh_from_db()
    if gone.merged_into_id or gone == into:
        return None
    was = into.standing
    moved = gone.comments.update(commenter=into)
    _move_what_else_there_is(gone, into)
    _take_back_praise_of_themselves(into)
    _keep_the_worse(gone, into)
    Commenter.objects.filter(pk=gone.pk).update(
        merged_into=into, email="", email_confirmed_at=None, name=into.name
    )
    gone.merged.update(merged_into=into)
    gone.refresh_from_db()
    merger = CommenterMerger(
        kept=into, gone=gone, comments_moved=moved, from_standing=was, to_standing=into.standing
    )
    merger.save()
    return merger


def _move_what_else_there_is(gone: Commenter, into: Commenter) -> None:
    """Whatever else points at a commenter; what both have is kept once."""
    for relation in Commenter._meta.related_objects:
        model, field = relation.related_model, relation.field.name
        if isinstance(model, str) or issubclass(model, Record | Commenter):
            continue
        for row in model._default_manager.filter(**{field: gone}):
            try:
                with transaction.atomic():
                    model._default_manager.filter(pk=row.pk).update(**{field: into})
            except IntegrityError:
                if isinstance(row, Recommendation):
                    stop_recommending(row.comment, by=gone)
                else:
                    row.delete()


def _take_back_praise_of_themselves(commenter: Commenter) -> None:
    """As two they could recommend one another; nobody recommends their own comment."""
    own = commenter.recommendations.filter(comment__commenter=commenter)
    for row in own.select_related("comment"):
        stop_recommending(row.comment, by=commenter)


def _keep_the_worse(gone: Commenter, into: Commenter) -> None:
    if settled_for(gone).badness <= settled_for(into).badness:
        return
    into.standing, into.standing_until = gone.standing, gone.standing_until
    into.standing_reason = gone.standing_reason
    into.save(update_fields=["standing", "standing_until", "standing_reason"])


def identities(commenter: Commenter) -> list[Commenter]:
    """The commenter with everybody who turned out to be them."""
    return [commenter, *commenter.merged.all()]
