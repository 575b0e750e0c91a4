"""The whole of which the classes beside `Article` are parts."""

from typing import TYPE_CHECKING, cast

from django.db import models

if TYPE_CHECKING:
    from .article import Article


class PartOfArticle(models.Model):
    """`Article` is the only one."""

    class Meta:
        abstract = True

    @property
    def _itself(self) -> "Article":
        return cast("Article", self)

    @property
    def _row(self) -> "models.QuerySet[Article]":
        """Its row, to lock it, or to change what no form does."""
        return type(self._itself)._base_manager.filter(pk=self.pk)
