"""The article that a page of the desk is about, for whom that page is."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from articles.models import Article
from articles.rights import rights_of


class FindingAdmin(admin.ModelAdmin):
    """Each raises Http404 where there is none, and PermissionDenied where it is not for them."""

    def _found(self, request: HttpRequest, object_id: str) -> Article:
        article = self.get_object(request, unquote(object_id))
        if article is None:
            raise Http404
        if not self.has_view_permission(request, article):
            raise PermissionDenied
        return article  # type: ignore[no-any-return]

    def _found_to_let_go(self, request: HttpRequest, object_id: str) -> Article:
        """For the pages of what is with readers at once."""
        article = self._found(request, object_id)
        if not rights_of(request).may_let_go(article):
            raise PermissionDenied
        return article

    def _found_inside(self, request: HttpRequest, object_id: str) -> Article:
        """For the pages of what the newsroom keeps to itself."""
        article = self._found(request, object_id)
        if not rights_of(request).may_see_inside(article):
            raise PermissionDenied
        return article


def may_use(request: HttpRequest, article: Article, codename: str) -> bool:
    return rights_of(request).may_use(codename, article)
