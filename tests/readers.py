"""Readers with a browser of their own."""

from django.test import Client

from articles.models import Article
from comments.models import Comment
from tests.newspaper import confirm_address, typed_comment


def written(client: Client, article: Article, **typed: str) -> Comment:
    """What somebody has just sent from this browser, with an address that is confirmed."""
    client.post(article.comment_url, typed_comment(article, **typed))
    comment: Comment = article.thread.comments.latest("pk")
    if not comment.commenter.is_confirmed:
        confirm_address(client, comment.commenter.email)
        comment = Comment.objects.get(pk=comment.pk)
    return comment
