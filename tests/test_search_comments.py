"""Readers find what was said under articles, as far as they see it."""

import re
from html import unescape
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from comments.erasing import erase
from comments.models import Comment, CommentWords, HouseRules
from comments.rewriting import rewrite
from newsroom.load import Load
from tests import factories
from tests.test_search import migration

pytestmark = pytest.mark.django_db

MARKUP = re.compile(r"<[^>]+>")


def page_of(client: Client, **asked: Any) -> str:
    answer = client.get("/search/comments/", asked)
    assert answer.status_code == 200
    return answer.content.decode()


def texts(page: str) -> list[str]:
    found = re.findall(r'<p class="hit-text"[^>]*>(.*?)</p>', page, re.DOTALL)
    return [unescape(" ".join(MARKUP.sub("", one).split())) for one in found]


def found_by(client: Client, asked: str, **more: Any) -> list[str]:
    return texts(page_of(client, q=asked, **more))


def said(text: str, **fields: Any) -> Comment:
    article = fields.pop("on", None) or factories.published()
    return factories.approved(article, body_source=text, **fields)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Two ferries a day.", "ferry"),
        ("Naïve, I say.", "naive"),
        ("The harbour council again.", '"harbour council"'),
        ("A ferry and no tram.", "ferry -strike"),
        ("北京大学", "京大"),
    ],
)
def test_a_comment_is_found_as_an_article_is(client: Client, text: str, asked: str) -> None:
    said(text)
    said("The strike of the ferry, by the council of the harbour: strike.")
    assert text in found_by(client, asked)
    assert len(found_by(client, asked)) == (2 if asked == "ferry" else 1)


def test_a_comment_is_stemmed_as_the_language_of_its_article(client: Client) -> None:
    said("Die Häuser!", on=factories.published(language="de"))
    assert found_by(client, "haus") == ["Die Häuser!"]


def test_a_comment_is_shown_with_where_it_stands(client: Client) -> None:
    comment = said("The <b>ferry</b> & more.", author_name="Nora Quill")
    page = page_of(client, q="ferry")
    for part in (
        f'href="{comment.get_absolute_url()}"',
        "#1</a>",
        "Nora Quill",
        f'datetime="{comment.published_at:%Y-%m-%d}',
        f'href="{comment.thread.article.get_absolute_url()}"',
        comment.thread.article.headline,
        "<mark>ferry</mark>",
    ):
        assert part in page


def test_what_is_about_it_comes_first_and_then_the_newest(client: Client) -> None:
    article = factories.published()
    for text in ("Ferry, ferry.", "A ferry.", "Another ferry."):
        said(text, on=article)
    assert found_by(client, "ferry") == ["Ferry, ferry.", "Another ferry.", "A ferry."]
    newest = ["Another ferry.", "A ferry.", "Ferry, ferry."]
    assert found_by(client, "ferry", sort="newest") == newest


def test_nobody_is_looked_up_by_name(client: Client) -> None:
    """What one person has said everywhere is nobody's to collect."""
    said("A ferry.", author_name="Zorblat")
    said("Another ferry.")
    assert found_by(client, "zorblat") == []
    assert len(found_by(client, "ferry", author="Zorblat")) == 2


def test_a_search_is_narrowed_by_the_section_of_the_article(client: Client) -> None:
    there = factories.published(section=factories.section(slug="island"))
    said("A ferry there.", on=there)
    said("A ferry here.")
    assert found_by(client, "ferry", section="island") == ["A ferry there."]


def test_a_search_is_narrowed_by_days(client: Client) -> None:
    said("A ferry.")
    today = timezone.localdate().isoformat()
    assert found_by(client, "ferry", since=today, until=today) == ["A ferry."]
    assert found_by(client, "ferry", until="2020-01-01") == []


def test_a_bad_day_is_said_at_its_field(client: Client) -> None:
    said("A ferry.")
    page = page_of(client, q="ferry", since="never")
    assert 'id="find-since_error">Choose a day, such as 2026-03-01, or leave this empty.' in page
    assert texts(page) == []


def hide_held(comment: Comment) -> None:
    comment.hold(by=factories.moderator())


def hide_rejected(comment: Comment) -> None:
    comment.reject(by=factories.moderator(), reason="Rude.")


def hide_withdrawn(comment: Comment) -> None:
    comment.withdraw()


def hide_thread(comment: Comment) -> None:
    comment.thread.hide(by=factories.moderator(), reason="Out of hand.")


def hide_withdrawn_article(comment: Comment) -> None:
    comment.thread.article.withdraw(by=factories.editor(), reason="Two facts are wrong.")


def hide_retracted_article(comment: Comment) -> None:
    comment.thread.article.retract(by=factories.editor(), reason="None of it happened.")


def hide_erased(comment: Comment) -> None:
    erase(comment.commenter)


HIDDEN = [
    *(hide_held, hide_rejected, hide_withdrawn, hide_thread),
    *(hide_withdrawn_article, hide_retracted_article, hide_erased),
]


@pytest.mark.parametrize("hide", HIDDEN, ids=lambda hide: hide.__name__)
def test_what_readers_do_not_see_is_neither_found_nor_suggested(client: Client, hide: Any) -> None:
    comment = said("The zorblat.", on=factories.published(headline="Zorblat"))
    assert found_by(client, "zorblat") == ["The zorblat."]
    hide(comment)
    for asked in ("zorblat", "zorblatt", '"the zorblat"'):
        page = page_of(client, q=asked)
        assert texts(page) == []
        assert "Did you mean" not in page


def test_a_held_comment_never_was_in_the_index() -> None:
    factories.comment(factories.published(), body_source="The zorblat.")
    assert not CommentWords.objects.exists()


def test_of_an_erased_reader_no_word_is_left_in_the_index() -> None:
    comment = said("The zorblat.")
    erase(comment.commenter)
    assert not CommentWords.objects.exists()


def test_a_comment_that_is_back_is_found_again(client: Client) -> None:
    comment = said("The zorblat.")
    comment.reject(by=factories.moderator(), reason="Rude.")
    comment.approve(by=factories.moderator())
    assert found_by(client, "zorblat") == ["The zorblat."]


def test_a_comment_is_found_by_what_it_says_after_it_was_rewritten(client: Client) -> None:
    HouseRules.objects.create(pk=1, edit_minutes=10)
    known = factories.commenter(known=True)
    comment = factories.comment(
        factories.published(), commenter=known, body_source="The ferry left."
    )
    if not comment.is_approved:
        comment.approve(by=factories.moderator())
    rewrite(comment, "The tram left.", seen=1)
    changed = Comment.objects.get(pk=comment.pk)
    if not changed.is_approved:
        changed.approve(by=factories.moderator())
    assert found_by(client, "ferry") == []
    assert found_by(client, "tram") == ["The tram left."]


def test_a_word_is_suggested_that_the_paper_has_printed_and_readers_have_used(
    client: Client,
) -> None:
    said("A ferry.", on=factories.published(headline="The ferry"))
    assert ">ferry</a>" in page_of(client, q="ferrry")


def test_a_generated_load_is_found(client: Client) -> None:
    Load().make(articles=1, comments=40, threads=1, held=10)
    approved = Comment.objects.approved()
    assert CommentWords.objects.count() == approved.count() > 0
    comment = approved.latest("published_at")
    word = comment.body_source.split()[0].strip(".")
    assert found_by(client, word, sort="newest")


def test_what_was_said_before_is_found_after_an_upgrade(client: Client) -> None:
    said("A ferry.")
    before = list(CommentWords.objects.values())
    filling = migration("comments", "_search_words_of_comments")
    filling.empty(apps, None)
    assert found_by(client, "ferry") == []
    filling.fill(apps, None)
    assert list(CommentWords.objects.values()) == before
