"""What an article is written in: chosen in its form, and told to whoever reads it aloud."""

import pytest
from django.test import Client

from articles.models import Article, Revision
from tests import factories
from tests.newspaper import superuser, typed_article
from tests.test_corrections import html

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("chosen", "lang"), [("", "en-gb"), ("ar", "ar")])
def test_a_story_is_in_the_papers_own_language_unless_somebody_says_otherwise(
    chosen: str, lang: str
) -> None:
    typed = typed_article(factories.section(), language=chosen)
    superuser().post("/admin/articles/article/add/", typed)
    assert Article.objects.get().lang == lang


def test_its_words_are_read_aloud_and_set_as_its_language_is(client: Client) -> None:
    article = factories.published(language="ar", headline="عبّارة الليل")
    page = html(client, article.get_absolute_url())
    assert '<h1 class="headline" lang="ar" dir="rtl">' in page
    assert '<div class="body" lang="ar" dir="rtl">' in page


def test_where_nobody_said_its_letters_tell_the_direction(client: Client) -> None:
    page = html(client, factories.published().get_absolute_url())
    assert '<h1 class="headline" dir="auto">' in page


def test_a_card_of_it_is_in_its_language_too(client: Client) -> None:
    factories.published(language="de", headline="Fähre bei Nacht")
    assert '<h2 class="teaser-headline" lang="de" dir="ltr">' in html(client, "/")


def test_another_language_is_another_version() -> None:
    article, editor = factories.draft(), factories.editor()
    first = article.keep(by=editor)
    article.language = "es"
    article.save()
    second = article.keep(by=editor)
    article.restore(first, by=editor)
    assert (second.number, article.language) == (first.number + 1, "")


def test_what_was_kept_before_there_was_a_language_says_the_papers_own() -> None:
    article, editor = factories.draft(), factories.editor()
    kept = article.keep(by=editor)
    without = {name: said for name, said in kept.content.items() if name != "language"}
    Revision.objects.filter(pk=kept.pk)._raw_delete(using="default")
    Revision(article=article, number=kept.number, content=without, saved_by=editor).save()
    assert article.keep(by=editor).number == kept.number
