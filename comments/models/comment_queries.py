"""Which comments: the words that queues, pages and figures share."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from articles.models import Article
from articles.searching.engines import Asked, newest

from .appeal import Appeal
from .beat import is_bound
from .case import Case
from .comment_status import CommentStatus
from .comment_words import CommentWords
from .thread import Thread

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from .comment import Comment  # noqa: F401 -- named in a string below


class CommentQuerySet(models.QuerySet["Comment"]):
    def held(self) -> "CommentQuerySet":
        return self.filter(status=CommentStatus.HELD)

    def approved(self) -> "CommentQuerySet":
        return self.filter(status=CommentStatus.APPROVED)

    def rejected(self) -> "CommentQuerySet":
        return self.filter(status=CommentStatus.REJECTED)

    def withdrawn(self) -> "CommentQuerySet":
        return self.filter(status=CommentStatus.WITHDRAWN)

    def new(self) -> "CommentQuerySet":
        """Published by a rule, and not yet read by a moderator."""
        return self.approved().filter(seen_at__isnull=True)

    def for_moderator(self, user: "User") -> "CommentQuerySet":
        """Those of the moderator's beat; all of them for who has none."""
        if not is_bound(user):
            return self.all()
        return self.filter(thread__in=Thread.objects.for_moderator(user))

    def visible_to(self, user: "User") -> "CommentQuerySet":
        """To moderators all; to other staff those under articles that they may see."""
        if user.has_perm("comments.decide_comment"):
            return self.all()
        return self.filter(thread__in=Thread.objects.visible_to(user))

    def decided(self) -> "CommentQuerySet":
        """Which say something of who wrote them: let in or turned away."""
        return self.filter(status__in=[CommentStatus.APPROVED, CommentStatus.REJECTED])

    def reported(self) -> "CommentQuerySet":
        """What readers see and some have objected to: it has an open case."""
        return self.approved().filter(pk__in=Case.objects.open().values("comment"))

    def appealed(self) -> "CommentQuerySet":
        """Those whose commenter has objected to a decision and waits for an answer."""
        return self.filter(pk__in=Appeal.objects.open().values("decision__comment"))

    def on_page(self) -> "CommentQuerySet":
        """What a thread shows: the approved, and a stub where approved replies hang on it."""
        return self.filter(Q(status=CommentStatus.APPROVED) | Q(reply_count__gt=0)).order_by("path")

    def readable(self) -> "CommentQuerySet":
        """What readers see at this moment, wherever it stands."""
        shown = Article.objects.published().filter(thread=OuterRef("thread_id"))
        hidden = Thread.objects.hidden().filter(pk=OuterRef("thread_id"))
        return self.approved().filter(Exists(shown), ~Exists(hidden))

    def search(self, asked: Asked) -> "CommentQuerySet":
        """What readers' words find, the newest first. Whoever shows it takes a bounded number."""
        found: CommentQuerySet = newest(self.filter(words__isnull=False), CommentWords, asked)
        return found

    def numbered(self) -> "CommentQuerySet":
        """What readers have, or have had; the one that they had last comes first."""
        return self.filter(number__isnull=False).order_by("-number")

    def roots(self) -> "CommentQuerySet":
        """Those that answer no other."""
        return self.filter(root__isnull=True)
