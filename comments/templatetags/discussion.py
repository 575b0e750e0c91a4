"""The discussion under an article, for its page."""

from typing import Any

from django import template
from django.template.context import RequestContext

from articles.models import Article
from comments.paging import ThreadPage, page_number, thread_page

register = template.Library()


@register.inclusion_tag("comments/_discussion.html", takes_context=True)
def discussion(
    context: RequestContext, article: Article, is_preview: bool = False
) -> dict[str, Any]:
    """The thread's page that the address asks for, and the way to write."""
    thread = article.thread
    thread.article = article
    thread.read_with(article)
    state = thread.state
    page = ThreadPage(1, [], has_next=False)
    if not state.is_hidden:
        page = thread_page(thread, page_number(context["request"].GET.get("page", "1")))
    if not page.comments and page.has_previous:
        page = thread_page(thread, 1)
    for comment in page.comments:
        comment.thread = thread
    return {
        "article": article,
        "thread": thread,
        "state": state,
        "comments": page.comments,
        "page": page,
        "is_preview": is_preview,
    }
