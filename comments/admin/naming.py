"""Lists whose rows name an article."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from articles.given import fetch_last_given
from comments.models import Comment


class NamingAdmin(admin.ModelAdmin):
    """Asks once for what readers last had of all the articles that a page of the list names."""

    def comment_of(self, row: Any) -> Comment | None:
        """The comment under the article; none where the row names none."""
        return row.comment  # type: ignore[no-any-return]

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        changelist = super().get_changelist_instance(request)
        comments = filter(None, map(self.comment_of, changelist.result_list))
        fetch_last_given(comment.thread.article for comment in comments)
        return changelist
