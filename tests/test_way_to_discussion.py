"""The line at the head of an article that leads to its discussion."""

from collections.abc import Callable

import pytest
from django.test import Client

from articles.models import Article
from comments.models import Thread, ThreadMode
from tests import factories

pytestmark = pytest.mark.django_db


def said(client: Client, article: Article) -> str:
    page = client.get(article.get_absolute_url()).content.decode()
    return page.partition('<a href="#comments">')[2].partition("</a>")[0]


def close(article: Article) -> None:
    article.thread.close(by=factories.moderator(), reason="The polls are open.")


def hide(article: Article) -> None:
    factories.approved(article)
    article.thread.set_mode(ThreadMode.HIDDEN, by=factories.moderator(), reason="A trial.")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (lambda article: None, "Be the first to comment"),
        (lambda article: factories.approved(article), "1 comment"),
        (close, "Comments are closed"),
        (hide, "Comments are not shown"),
    ],
)
def test_the_head_of_an_article_says_what_awaits_below(
    client: Client, given: Callable[[Article], object], words: str
) -> None:
    article = factories.published()
    given(article)
    assert said(client, Article.objects.get()) == words


def test_thousands_of_comments_are_written_as_such(client: Client) -> None:
    article = factories.published()
    Thread.objects.update(approved_count=12_345)
    assert said(client, article) == "12,345 comments"
    page = client.get(article.get_absolute_url()).content.decode()
    assert '<p class="discussion-count">12,345 comments</p>' in page


def test_a_preview_leads_to_no_discussion(client: Client) -> None:
    article = factories.published()
    client.force_login(factories.editor())
    page = client.get(f"/admin/articles/article/{article.pk}/preview/").content.decode()
    assert 'href="#comments"' not in page
