"""The words by which readers find an article, and the words that the paper has printed."""

from collections import Counter
from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING

from django.db import models, transaction

from articles.plaintext import at_most
from articles.searching.engines import key_of
from articles.searching.spelling import learn
from articles.searching.words import MOST_WORDS, base_of, indexed, read, stem, token

if TYPE_CHECKING:
    from .article import Article

# A word that a text has so often is one of its subjects.
OFTEN = 3
# As many of these are kept of a text, the most frequent ones.
MOST_OFTEN = 60
# Characters of tokens; PostgreSQL takes no more than a megabyte of them.
LONGEST_TEXT = 400_000
COLUMNS = ("headline", "standfirst", "text", "labels")


class ArticleWords(models.Model):
    """One row for an article that was let go, and none for any other: no draft is in the index.

    Columns hold tokens as `searching.words` makes them. `labels` are those of the filters, `often`
    those by which the text is ranked. The key is that of `searching.engines`: the clock is asked
    by it, and the newest come first by it.
    """

    key = models.BigAutoField(primary_key=True)
    article = models.OneToOneField(
        "articles.Article", on_delete=models.CASCADE, related_name="words"
    )
    headline = models.TextField()
    standfirst = models.TextField()
    text = models.TextField()
    often = models.TextField()
    labels = models.TextField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Words of {self.article_id}"


class PrintedLanguage(models.Model):
    """A language that an article was let go in: queries are stemmed in each of them."""

    code = models.CharField(max_length=12, unique=True)

    class Meta:
        default_permissions = ()
        constraints = [at_most("code", 12)]

    def __str__(self) -> str:
        return self.code


class PrintedWord(models.Model):
    """A word that an article was let go with, by a way to misspell it: `searching.spelling`.

    It says nothing of whether readers have such an article; whoever suggests a word looks.
    """

    near = models.CharField(max_length=8)
    word = models.CharField(max_length=25)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["near", "word"], name="printed_word_once_by_each_way"),
            at_most("near", 8),
            at_most("word", 25),
        ]

    def __str__(self) -> str:
        return self.word


def section_label(pk: int) -> str:
    return f"fs{pk}"


def author_label(pk: int) -> str:
    return f"fa{pk}"


def kind_label(kind: str) -> str:
    return f"fk{kind.replace('-', '')}"


def languages_printed() -> tuple[str, ...]:
    return tuple(PrintedLanguage.objects.order_by("code").values_list("code", flat=True))


@transaction.atomic
def keep_words(article: "Article") -> None:
    """Whenever it was saved, credited or moved: its row is what it should be."""
    kept = ArticleWords.objects.filter(article=article.pk)
    if not article.is_let_go:
        kept.delete()
        return
    made = words_of(article)
    if _values(kept.first()) != _values(made):
        kept.delete()
        made.save(force_insert=True)
        PrintedLanguage.objects.get_or_create(code=base_of(article.lang))
        learn(f"{article.headline}\n{article.standfirst}\n{article.text}", PrintedWord)


def words_of(article: "Article") -> ArticleWords:
    """Not saved."""
    authors = article.bylines.order_by("author").values_list("author", flat=True)
    return ArticleWords(
        key=key_of(article.publish_at, article.pk),
        article=article,
        labels=labels_of(article.section_id, article.kind, authors),
        **tokens_of(article.headline, article.standfirst, article.text, article.lang),
    )


def tokens_of(headline: str, standfirst: str, text: str, language: str) -> dict[str, str]:
    """By the name of the column."""
    words = _folded(text)
    return {
        "headline": indexed(_folded(headline), language),
        "standfirst": indexed(_folded(standfirst), language),
        "text": _cut(indexed(words, language)),
        "often": _often(words, language),
    }


def labels_of(section: int, kind: str, authors: Iterable[int]) -> str:
    return " ".join([section_label(section), kind_label(kind), *map(author_label, authors)])


def _values(row: ArticleWords | None) -> tuple[object, ...]:
    return (row.key, row.often, *(getattr(row, name) for name in COLUMNS)) if row else ()


def _folded(text: str) -> list[str]:
    return [word.folded for word in islice(read(text), MOST_WORDS)]


def _often(words: list[str], language: str) -> str:
    counted = Counter(stem(word, language) or token(word) for word in words)
    return " ".join(one for one, times in counted.most_common(MOST_OFTEN) if times >= OFTEN)


def _cut(tokens: str) -> str:
    return tokens if len(tokens) <= LONGEST_TEXT else tokens[:LONGEST_TEXT].rpartition(" ")[0]
