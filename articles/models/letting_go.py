"""Letting go: an article that readers have, or will have from an hour on."""

import datetime
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from articles import pinning
from articles.content import Content, content_of, for_readers, own_to_article
from articles.objections import Objection
from articles.plaintext import has_visible
from articles.publishing import (
    PublishingConflict,
    PublishingRefused,
    changed_past_approval,
    in_the_way,
    unapproved,
)

from .override import overridable, override, set_aside
from .publication import Change
from .status import ArticleStatus
from .workflow import Workflow

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from .article import Article

NOTHING_TO_TELL = "Nothing that readers are given has changed: there is nothing to tell them."
NO_NOTE = "Only a material change has a note for readers. Choose material, or empty this."


class CanBeLetGo(Workflow):
    """The verbs by which readers have an article, another version of it, or none any more."""

    class Meta:
        abstract = True

    @property
    def has_versions(self) -> bool:
        """Whether readers have had it otherwise before."""
        return self.publication is not None and self.publication.change != Change.FIRST

    @property
    def has_changed(self) -> bool:
        """Whether something of its own differs from the version readers have.

        What it only names, a section or a photo of the library, may say something else meanwhile.
        """
        return self._differs_by(own_to_article)

    @property
    def has_changed_for_readers(self) -> bool:
        """Whether they would be given anything else than the version they have."""
        return self._differs_by(for_readers)

    def _differs_by(self, what: Callable[[Content], Content]) -> bool:
        version = self.publication
        if version is None or version.revision is None:
            return False
        return what(version.revision.content) != what(content_of(self._itself))

    @transaction.atomic
    def publish(
        self,
        *,
        by: "User",
        at: datetime.datetime | None = None,
        change: Change | None = Change.MINOR,
        note: str = "",
        in_spite: str = "",
    ) -> None:
        """Let readers have it at once, or from `at` on. The only door to publication.

        Raises PublishingRefused with every objection at once, and PublishingConflict when the
        article cannot be published from where it stands. `in_spite` is the reason for which
        somebody with the permission lets it go without a declaration or an answer. A piece that
        was public before keeps its first date, and with it its address and what was pinned then;
        of what has changed in it since, `change` and `note` are as `revise` has them.
        """
        if self.is_pending:
            raise PublishingConflict(f"“{self}” is a pending version: it is put in force.")
        self._lock_as_read()
        self._refuse_if_saved_since()
        if self.is_published:
            raise PublishingConflict(f"“{self}” is published already.")
        was_public, was_for = self.has_been_public, self.publish_at
        if not was_public:
            self.publish_at = at or timezone.now()
        try:
            against = self._against_telling(change, note) if was_public else []
            if self.is_let_go:
                against += changed_past_approval(self._itself, change, by=by)
            self._pass_the_gate(by=by, in_spite=in_spite, besides=against)
        except PublishingRefused:
            self.publish_at = was_for
            raise
        change = change or Change.MINOR
        self.publication = pinning.pin(
            self._itself, by=by, keep=was_public, change=change, note=note
        )
        self._move(ArticleStatus.PUBLISHED, by=by)
        if was_public and change == Change.MATERIAL:
            self._say_modified()

    @transaction.atomic
    def withdraw(self, *, by: "User", reason: str) -> None:
        """Take it away from readers, or out of the schedule. The reason stays in the log.

        Raises PublishingConflict without a reason, and when it was moved since it was read.
        """
        if not reason.strip():
            raise PublishingConflict(f"“{self}”: withdrawing needs a reason for the log.")
        self._lock_as_read()
        self._itself._end_breaking(by=by)
        if self.is_scheduled:
            # No reader had it, so nothing of that day is kept when it is published after all.
            self.publish_at = self.publication = None
        self._move(ArticleStatus.WITHDRAWN, by=by, reason=reason)

    @transaction.atomic
    def revise(
        self,
        *,
        by: "User",
        change: Change | None = Change.MINOR,
        note: str = "",
        in_spite: str = "",
        at: datetime.datetime | None = None,
        version: "Article | None" = None,
    ) -> None:
        """It was edited after it was let go: hold it to the checks, and give readers the version.

        A material change has a note that they see and moves the date of modification; a minor
        one does not. Without a `change` nothing that readers see may differ. `version` is the
        pending one that it was made from, whose approval counts. Raises PublishingRefused.
        """
        self._lock_as_read()
        against = self._against_telling(change, note)
        if version:
            against += unapproved(version)
        else:
            against += changed_past_approval(self._itself, change, by=by)
        self._pass_the_gate(by=by, in_spite=in_spite, besides=against)
        was = self.publication
        self.repin(by=by, change=change or Change.MINOR, note=note, at=at)
        if change == Change.MATERIAL and self.publication != was:
            self._say_modified(at=at)

    def repin(
        self,
        *,
        by: "User",
        change: Change = Change.MINOR,
        note: str = "",
        at: datetime.datetime | None = None,
    ) -> None:
        """Pin its authors anew; one that readers have seen keeps what was pinned on its day."""
        keep = self.has_been_public
        self.publication = pinning.pin(
            self._itself, by=by, keep=keep, change=change, note=note, at=at
        )
        self._row.update(publication=self.publication)

    def _pass_the_gate(
        self, *, by: "User", in_spite: str, besides: Iterable[Objection] = ()
    ) -> None:
        """Raises PublishingRefused, unless all that is in the way is set aside for a reason.

        What was set aside when it was let go is not asked again of a save.
        """
        article = self._itself
        known = set_aside(article) if self.is_let_go else set()
        against = [*besides, *(each for each in in_the_way(article) if each.key not in known)]
        theirs = overridable(against, article, by=by)
        to_set_aside = theirs if has_visible(in_spite) else []
        if left := [each for each in against if each not in to_set_aside]:
            raise PublishingRefused(left, may_override=bool(theirs))
        if to_set_aside:
            override(article, to_set_aside, by=by, reason=in_spite.strip())

    def _against_telling(self, change: Change | None, note: str) -> list[Objection]:
        if change == Change.MATERIAL and not has_visible(note):
            return [Objection("Say what changed: readers see it.", "note")]
        if change == Change.MATERIAL and self.has_been_public and not self.has_changed_for_readers:
            return [Objection(NOTHING_TO_TELL, "note")]
        if change is None and self.has_been_public and self.has_changed:
            return [Objection("Choose: is this change minor, or material?", "change")]
        if change != Change.MATERIAL and note.strip():
            return [Objection(NO_NOTE, "note")]
        return []
