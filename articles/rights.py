"""Who may do what with which article: reporters, editors of all or of some sections, publishers."""

from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Q

from articles.models import Article, Byline, Photo, Section, Tag
from articles.models.writers import writers_of
from articles.publishing import is_a_must

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from articles.models.article_queries import ArticleQuerySet

# Of what a photo stands in, so many are asked who wrote them, the newest first.
MOST_ASKED = 50


class Rights:
    """Of one member of staff, for the length of a request.

    A reporter changes their own drafts. An editor changes every article, or where sections name
    them, those of these sections, and elsewhere their own drafts like a reporter. What was let go
    is changed by whoever may let go.
    """

    def __init__(self, user: "User") -> None:
        self.user = user
        self._own: dict[int | None, bool] = {}
        self._photos: dict[int, bool] = {}

    @cached_property
    def sections(self) -> frozenset[int] | None:
        """The numbers of those that they are confined to; None where they edit all."""
        named = frozenset(self.user.edited_sections.values_list("pk", flat=True))
        return named or None

    @property
    def is_confined(self) -> bool:
        return self.sections is not None

    def sections_for(self, article: Article | None) -> frozenset[int] | None:
        """The numbers of those that they may put it under; None where they choose among all.

        Their own draft in a section of others stays there: they wrote it, and do not edit it.
        """
        if not self.is_editor or self.sections is None:
            return None
        if article is not None and not self.is_in_reach(article):
            return frozenset({article.section_id})
        return self.sections

    def sections_to_choose(self, article: Article | None) -> "QuerySet[Section]":
        numbers = self.sections_for(article)
        sections = Section.objects.all()
        return sections if numbers is None else sections.filter(pk__in=numbers)

    def may_put_under(self, section: int, article: Article) -> bool:
        numbers = self.sections_for(article)
        return numbers is None or section in numbers

    @property
    def is_editor(self) -> bool:
        return self.user.has_perm("articles.edit_any_article")

    def reaches(self, section: int) -> bool:
        return self.sections is None or section in self.sections

    def is_in_reach(self, article: Article) -> bool:
        """Whether no section that names them keeps them from it."""
        return self.reaches(article.section_id)

    def edits(self, article: Article) -> bool:
        """Whether it is theirs to edit, as an editor of its section."""
        return self.is_editor and self.is_in_reach(article)

    def may_use(self, codename: str, article: Article) -> bool:
        """Whether they have the permission, and may use it on this article as its editor."""
        return self.user.has_perm(f"articles.{codename}") and self.edits(article)

    def is_own(self, article: Article) -> bool:
        """Whether they began it, or stand in its byline."""
        if article.pk not in self._own:
            in_byline = Byline.objects.filter(article=article.pk, author__user=self.user.pk)
            is_theirs = article.created_by_id == self.user.pk or in_byline.exists()
            self._own[article.pk] = is_theirs
        return self._own[article.pk]

    def may_change(self, article: Article) -> bool:
        if article.has_ended or not self.user.has_perm("articles.change_article"):
            return False
        if self.edits(article):
            return article.publication_id is None or self.may_let_go(article)
        return article.is_draft and article.publication_id is None and self.is_own(article)

    def may_delete(self, article: Article) -> bool:
        """An editor what they edit, and nothing that they have a part in elsewhere."""
        return self.may_change(article) and (self.edits(article) or not self.is_editor)

    def may_take_back(self, article: Article) -> bool:
        """A reporter wants to go on with what they have sent to review."""
        is_waiting = article.is_in_review and article.publication_id is None
        return is_waiting and not self.edits(article) and self.is_own(article)

    def may_approve(self, article: Article) -> bool:
        return self.may_use("approve_article", article)

    def may_let_go(self, article: Article) -> bool:
        """Publish, schedule, withdraw, retract."""
        return self.may_use("publish_article", article)

    def may_begin_version(self, article: Article) -> bool:
        """Write a pending version of what readers have: an editor, or who wrote it."""
        writes = self.user.has_perm("articles.add_article") and article.is_let_go
        return writes and (self.edits(article) or self.is_own(article))

    def may_adopt(self, pending: Article) -> bool:
        """Put a pending version in force: it may be under another section than the article."""
        return self.may_let_go(pending) and self.may_let_go(pending.original)

    def may_see_inside(self, article: Article) -> bool:
        """Its notes, its revisions and its history: what the newsroom keeps to itself."""
        return self.is_editor or self.is_own(article)

    def may_discard(self, pending: Article) -> bool:
        """End a pending version: who began it, or who edits the article."""
        is_theirs = pending.created_by_id == self.user.pk or self.edits(pending)
        return is_theirs and self.may_change(pending)

    def may_change_photo(self, photo: Photo) -> bool:
        """Whether they could let go, and approve, what it stands in, of whichever section."""
        if photo.pk not in self._photos:
            self._photos[photo.pk] = self._could_let_go(photo) and self._could_approve(photo)
        return self._photos[photo.pk]

    def _could_let_go(self, photo: Photo) -> bool:
        return self.user.has_perm("articles.publish_article") or not photo.is_in_print

    def _could_approve(self, photo: Photo) -> bool:
        if self.user.has_perm("articles.approve_article"):
            return not is_a_must("approval") or not self._wrote_any(photo.settled_in[:MOST_ASKED])
        return not (photo.settled_in if is_a_must("approval") else photo.read_in).exists()

    def _wrote_any(self, articles: "ArticleQuerySet") -> bool:
        numbers = list(articles.values_list("pk", flat=True))
        return writers_of(Article.objects.filter(pk__in=numbers)).filter(pk=self.user.pk).exists()

    def may_change_tag(self, tag: Tag) -> bool:
        """Tags belong to the whole paper, as soon as an article has them."""
        if self.is_confined and tag.articles.exists():
            return False
        may_approve = self.user.has_perm("articles.approve_article")
        return may_approve or not is_a_must("approval") or not tag.articles.let_go().exists()

    def may_see(self, article: Article) -> bool:
        return self.visible(Article.objects.filter(pk=article.pk)).exists()

    def visible(self, articles: "ArticleQuerySet") -> "ArticleQuerySet":
        """To an editor all; to others what is their own, and what readers have."""
        if self.is_editor:
            return articles
        readable = Article.objects.published().values("pk")
        return articles.filter(self._theirs | Q(pk__in=readable))

    def seen_inside(self, articles: "ArticleQuerySet") -> "ArticleQuerySet":
        """Those of which they `may_see_inside`."""
        return articles if self.is_editor else articles.filter(self._theirs)

    @property
    def _theirs(self) -> Q:
        in_byline = Byline.objects.filter(author__user=self.user.pk).values("article")
        return Q(created_by=self.user.pk) | Q(pk__in=in_byline)


def rights_of(request: "HttpRequest") -> Rights:
    """Asked once a request."""
    if not hasattr(request, "article_rights"):
        request.article_rights = Rights(request.user)  # type: ignore[arg-type, attr-defined]
    rights: Rights = request.article_rights  # type: ignore[attr-defined]
    return rights
