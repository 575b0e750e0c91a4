"""Quotes in large letters and numbered notes, typed in brackets in a text."""

import pytest
from django.test import Client

from articles.insets import MOST_NOTES, laid_out, text_of
from articles.models import Article
from articles.safe_html import article_body
from tests import factories
from tests.newspaper import superuser, typed_article
from tests.test_corrections import html

QUOTED = "<p>So it went.</p><p>[quote: It took a choir. | Ottoline Garth]</p>"
NOTED = "<p>It has 540 inhabitants [note: As counted in May.] and a shop.</p>"


def test_a_quote_stands_apart_and_is_not_read_out_twice() -> None:
    page = laid_out(QUOTED)
    assert page == (
        '<p>So it went.</p><aside class="pull-quote" aria-hidden="true">'
        "<p>It took a choir.</p><cite>Ottoline Garth</cite></aside>"
    )


def test_notes_are_numbered_and_lead_there_and_back() -> None:
    page = laid_out(NOTED + NOTED)
    assert page.count('role="doc-noteref"') == page.count('role="doc-backlink"') == 2
    for number in (1, 2):
        assert f'id="note-mark-{number}" href="#note-{number}"' in page
        assert f'<li id="note-{number}">As counted in May. <a href="#note-mark-{number}"' in page
    assert "[note" not in page


def test_a_note_has_links_and_emphasis_and_a_quote_has_no_links() -> None:
    link = '<a href="https://a.example/" rel="noopener">The census</a>'
    assert f'<li id="note-1">{link}, <em>page 4</em> <a' in laid_out(
        f"<p>So.[note: {link}, <em>page 4</em>]</p>"
    )
    assert laid_out(f"<p>[quote: {link}]</p>") == f"<p>[quote: {link}]</p>"


@pytest.mark.parametrize(
    "text",
    [
        "<p>[quote: without an end</p>",
        "<p>Before [quote: not on a line of its own]</p>",
        "<p>[note: ]</p>",
        "<p>[note: one <em>mark] that is</em> open</p>",
        "<pre>[note: code]</pre>",
        "<p><code>[note: code]</code></p>",
        "<p>[noted: no]</p>",
        "<p>[note: [note: ]</p>",
    ],
)
def test_what_is_neither_stays_as_it_was_typed(text: str) -> None:
    assert laid_out(text) == text


def test_in_plain_text_notes_stand_in_brackets_and_quotes_not_at_all() -> None:
    assert text_of(QUOTED + NOTED) == (
        "So it went.\nIt has 540 inhabitants (As counted in May.) and a shop."
    )


def test_there_are_only_so_many_notes() -> None:
    page = laid_out("<p>So.[note: a]</p>" * (MOST_NOTES + 1))
    assert page.count("doc-noteref") == MOST_NOTES
    assert page.count("[note: a]") == 1


@pytest.mark.parametrize("part", ["[note: ", "[quote: ", "<p>[quote: a | ", " ", "[note: <em>"])
def test_a_text_twice_as_long_costs_no_more_than_that(part: str) -> None:
    """A million characters of the worst come back at once; what is quadratic would take minutes."""
    text = f"<p>{part * (1_000_000 // len(part))}</p>"
    assert laid_out(text) == text


def test_markup_in_brackets_is_cleaned_like_everything_else() -> None:
    source = '<p>So [note: <a href="javascript:alert(1)">x</a><img src=x onerror=alert(1)>].</p>'
    page = laid_out(article_body(source))
    assert "javascript" not in page
    assert "onerror" not in page


@pytest.mark.django_db
def test_an_editor_types_them_and_readers_see_them(client: Client) -> None:
    typed = typed_article(factories.section(), body_source=QUOTED + NOTED)
    superuser().post("/admin/articles/article/add/", typed)
    article = Article.objects.get()
    factories.declared(article)
    article.bylines.create(author=factories.author())
    factories.declared(article)
    article.publish(by=factories.editor())
    page = html(client, article.get_absolute_url())
    assert '<aside class="pull-quote" aria-hidden="true">' in page
    assert '<li id="note-1">As counted in May.' in page
    assert article.excerpt.startswith("So it went. It has 540 inhabitants (As counted")
    edited = html(superuser(), f"/admin/articles/article/{article.pk}/change/")
    assert "[quote: It took a choir. | Ottoline Garth]" in edited
