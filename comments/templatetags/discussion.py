"""The discussion under an article, for its page."""

from typing import Any

from django import template
from django.template.context import RequestContext

from articles.models import Article
from comments import discussed
from comments.models import HouseRules, Thread
from comments.paging import Sort, ThreadPage, thread_page

register = template.Library()


@register.inclusion_tag("comments/_discussion.html", takes_context=True)
def discussion(
    context: RequestContext, article: Article, is_preview: bool = False
) -> dict[str, Any]:
    """The thread's page that the address asks for, and the way to write."""
    thread = Thread.under(article)
    state = thread.state
    asked = context["request"].GET
    return {
        "article": article,
        "thread": thread,
        "state": state,
        "orders": thread.standing_orders,
        "page": ThreadPage(Sort.OLDEST, []) if state.is_hidden else thread_page(thread, asked),
        "sorts": Sort,
        "is_preview": is_preview,
    }


@register.inclusion_tag("comments/_way_down.html")
def way_to_discussion(article: Article) -> dict[str, Any]:
    """One line at the head of an article; it asks for nothing that the discussion does not."""
    thread = Thread.under(article)
    return {"thread": thread, "state": thread.state}


@register.inclusion_tag("comments/_most_discussed.html")
def most_discussed() -> dict[str, Any]:
    return {"threads": discussed.most_discussed()}


@register.simple_tag
def accounts_welcome() -> bool:
    """Whether somebody can make an account at this moment."""
    return HouseRules.now().accounts_welcome
