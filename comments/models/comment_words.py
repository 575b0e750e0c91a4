"""The words by which readers find a comment."""

from collections import Counter
from typing import TYPE_CHECKING

from django.db import models, transaction

from articles.models import Article
from articles.safe_html import plain_text
from articles.searching.engines import key_of
from articles.searching.words import indexed, read, stem, token

if TYPE_CHECKING:
    from .comment import Comment

# A word that a comment has so often is what it is about.
OFTEN = 2


class CommentWords(models.Model):
    """One row for a comment that is published, and none for any other.

    Nobody's name is in it: comments are found by what they say, and people are not looked up.
    Columns and key are as those of `articles.models.ArticleWords`.
    """

    key = models.BigAutoField(primary_key=True)
    comment = models.OneToOneField(
        "comments.Comment", on_delete=models.CASCADE, related_name="words"
    )
    text = models.TextField()
    often = models.TextField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Words of {self.comment_id}"


@transaction.atomic
def keep_words(comment: "Comment") -> None:
    """Whenever it was decided on or rewritten: its row is what it should be."""
    kept = CommentWords.objects.filter(comment=comment.pk)
    if not comment.is_approved:
        kept.delete()
        return
    article = Article.objects.only("language").get(thread=comment.thread_id)
    key = key_of(comment.published_at, comment.pk)
    made = CommentWords(key=key, comment=comment, **tokens_of(comment.body, article.lang))
    if kept.values_list("key", "text", "often").first() != (made.key, made.text, made.often):
        kept.delete()
        made.save(force_insert=True)


def tokens_of(body: str, language: str) -> dict[str, str]:
    """By the name of the column, of a body that was made safe."""
    words = [word.folded for word in read(plain_text(body))]
    counted = Counter(stem(word, language) or token(word) for word in words)
    often = " ".join(sorted(one for one, times in counted.items() if times >= OFTEN))
    return {"text": indexed(words, language), "often": often}
