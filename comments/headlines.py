"""Seeking comments by words of a headline: of the one that readers have, or last had.

What was typed since is known to who may see the article. A search that looked there would tell it
letter by letter to every moderator.
"""

from django.db.models import Case, F, Q, TextField, When
from django.db.models.fields.json import KeyTextTransform

from articles.models import Article, ArticleStatus


def under_headline_with(word: str) -> Q:
    """Of comments, where one is sought among many: few articles were ever taken away."""
    has_it = Q(thread__article__status=ArticleStatus.PUBLISHED)
    theirs = Article.objects.taken_away().filter(
        publication__revision__content__headline__icontains=word
    )
    present = has_it & Q(thread__article__headline__icontains=word)
    return present | Q(thread__article__in=theirs.values("pk"))


def known_headline(article: str) -> Case:
    """The same as a column; `article` is the way to it, such as “thread__article”."""
    last_given = KeyTextTransform("headline", f"{article}__publication__revision__content")
    return Case(
        When(**{f"{article}__status": ArticleStatus.PUBLISHED}, then=F(f"{article}__headline")),
        default=last_given,
        output_field=TextField(),
    )
