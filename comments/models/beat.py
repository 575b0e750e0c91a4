"""Which sections a moderator is bound to."""

from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.db import models

from articles.models import Article, Section
from articles.rights import Rights

from .decision import DecisionConflict

if TYPE_CHECKING:
    from django.contrib.auth.models import User


Rows = TypeVar("Rows", bound="models.QuerySet[Any]")


class Beat(models.Model):
    """The sections that one moderator sees and decides in. Without a beat, the whole paper."""

    moderator = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="beat"
    )
    sections = models.ManyToManyField(Section, related_name="beats")

    class Meta:
        ordering = ["moderator"]

    def __str__(self) -> str:
        return str(self.moderator)


# Where a user of one request keeps them.
READ_BEFORE = "_sections_of_beat"
EDITED_BEFORE = "_sections_of_editor"


def bound_to(user: "User") -> set[int] | None:
    """The sections of a moderator's beat; None for who has none, and so the whole paper.

    A beat that has lost its last section is bound to nothing. Read once for each request, as
    permissions are.
    """
    if not hasattr(user, READ_BEFORE):
        rows = list(Beat.objects.filter(moderator=user.pk).values_list("sections", flat=True))
        setattr(user, READ_BEFORE, {pk for pk in rows if pk is not None} if rows else None)
    sections: set[int] | None = getattr(user, READ_BEFORE)
    return sections


def is_bound(user: "User") -> bool:
    """Whether they moderate some sections alone, and so nothing that holds for the whole paper."""
    return bound_to(user) is not None


def on_beat(rows: Rows, user: "User", section: str) -> Rows:
    """Those of the moderator's beat; all of them for who has none.

    `section` is the way from a row to its section, such as “thread__article__section”.
    """
    sections = bound_to(user)
    return rows.all() if sections is None else rows.filter(**{f"{section}__in": sections})


def sections_of(user: "User") -> models.QuerySet[Section]:
    return on_beat(Section.objects.all(), user, "pk")


def is_on_beat(user: "User", article: Article) -> bool:
    sections = bound_to(user)
    return sections is None or article.section_id in sections


def edited_by(user: "User") -> frozenset[int] | None:
    """The sections of an editor who opens and closes threads only where they edit.

    None for who edits all, and for who moderates: they go by their beat. Read once, as that is.
    """
    if user.has_perm("comments.decide_comment") or not user.has_perm("articles.edit_any_article"):
        return None
    if not hasattr(user, EDITED_BEFORE):
        setattr(user, EDITED_BEFORE, Rights(user).sections)
    sections: frozenset[int] | None = getattr(user, EDITED_BEFORE)
    return sections


def set_by(rows: Rows, user: "User", section: str) -> Rows:
    """Those of `on_beat` whose threads they may open, close and date."""
    sections, rows = edited_by(user), on_beat(rows, user, section)
    return rows if sections is None else rows.filter(**{f"{section}__in": sections})


def is_set_by(user: "User", article: Article) -> bool:
    """Whether they may open, close and date its thread: the permission for that aside."""
    sections = edited_by(user)
    return is_on_beat(user, article) and (sections is None or article.section_id in sections)


def refuse_outside_sections(user: "User", article: Article) -> None:
    """Raises DecisionConflict where the thread of an article is not theirs to set."""
    refuse_outside_beat(user, article)
    if not is_set_by(user, article):
        raise DecisionConflict(f"“{article}” is outside the sections that you edit.")


def refuse_outside_beat(user: "User", article: Article) -> None:
    """Raises DecisionConflict under an article that is not in the moderator's sections."""
    if not is_on_beat(user, article):
        raise DecisionConflict(f"“{article}” is outside the sections that you moderate.")


def refuse_bound(user: "User") -> None:
    """Raises DecisionConflict for what reaches the whole paper, when the moderator does not."""
    if is_bound(user):
        raise DecisionConflict(
            "This reaches beyond your sections. A moderator of the whole paper can do it."
        )
