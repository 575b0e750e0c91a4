"""Conflicts of interest: what an author has disclosed, named in what they wrote."""

import time
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.conflicts import conflicts, first_passage, open_conflicts
from articles.declarants import Declarant
from articles.declaring import declare
from articles.models import Article, Author, ConflictAnswer, DeclarationKind, Tag
from articles.models.conflict import ConflictRefused, answer_conflict
from articles.publishing import PublishingRefused
from tests import factories
from tests.test_pinning import page, without_since_line

pytestmark = pytest.mark.django_db


def about(author: Author, body: str = "", **fields: Any) -> Article:
    return factories.draft(author, body_source=f"<p>{body or 'Nothing to see.'}</p>", **fields)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ferry Company", "The Ferry Company said no."),
        ("Ferry Company", "the FERRY\ncompany’s boats"),
        ("O'Brien & Sons", "At O’Brien & Sons they said no."),
        ("Saint-Malo Lines", "Saint\u2011Malo Lines runs it."),
        ("Café Möwe", "In the Cafe\u0301 Mo\u0308we."),
        ("Порт", "Сегодня ПОРТ закрыт."),
        ("C++ Guild", "The C++ Guild met."),
        ("港湾", "「港湾」"),
    ],
)
def test_a_name_is_found_however_it_is_typed(name: str, text: str) -> None:
    assert first_passage([name], {"text": text}) is not None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ferry", "Ferrying goods all day."),
        ("Port", "Portugal and a passport."),
        ("Ferry Company", "The ferry; company came later."),
        ("", "Anything."),
        ("   ", "Anything at all."),
    ],
)
def test_part_of_a_word_is_no_name(name: str, text: str) -> None:
    names = [name] if name.strip() else []
    assert first_passage(names, {"text": text}) is None


@pytest.mark.parametrize("field", ["headline", "standfirst", "text", "tags"])
def test_every_part_that_readers_see_is_looked_through(field: str) -> None:
    author = factories.author()
    factories.disclosure(author, entity="Harbour Club")
    said = "At the Harbour Club"
    fields = {field: said} if field in ("headline", "standfirst") else {}
    article = about(author, said if field == "text" else "", **fields)
    if field == "tags":
        article.tags.add(Tag.objects.create(name="Harbour Club", slug="harbour-club"))
    (hit,) = conflicts(article)
    assert hit.passage.field == field


def test_another_name_of_the_same_is_found() -> None:
    author = factories.author()
    factories.disclosure(author, entity="Harbour Holding", aliases="HHL\nthe blue boats")
    (hit,) = conflicts(about(author, "Cheaper tickets for The Blue Boats from May."))
    assert str(hit.passage) == "Cheaper tickets for The Blue Boats from May."


def test_the_passage_is_cut_at_words() -> None:
    text = f"{'many words ' * 50}Harbour Club{' and more' * 50}"
    passage = first_passage(["Harbour Club"], {"text": text})
    assert passage is not None
    assert passage.before.startswith("…words ") or passage.before.startswith("…many ")
    assert passage.after.endswith("…")
    assert len(str(passage)) < 200


def test_what_no_longer_stands_is_no_conflict() -> None:
    author = factories.author()
    factories.disclosure(author, entity="Harbour Club", valid_to=timezone.localdate().replace(2021))
    assert conflicts(about(author, "At the Harbour Club.")) == []


def test_an_interest_of_another_author_is_no_conflict() -> None:
    factories.disclosure(factories.author(), entity="Harbour Club")
    assert conflicts(about(factories.author(), "At the Harbour Club.")) == []


def test_an_interest_of_a_groups_manager_is_one() -> None:
    bo, desk = factories.author(), factories.group()
    desk.managers.create(name="Bo Falk", since=timezone.localdate().replace(2020), person=bo)
    factories.disclosure(bo, entity="Harbour Club")
    assert len(open_conflicts(about(desk, "At the Harbour Club."))) == 1


@pytest.fixture
def author() -> Author:
    author = factories.author(name="Ana Ruiz")
    factories.disclosure(author, entity="Harbour Club")
    return author


@pytest.fixture
def article(author: Author) -> Article:
    return about(author, "At the Harbour Club they sang.")


def test_a_conflict_keeps_the_article_until_an_editor_has_answered(article: Article) -> None:
    with pytest.raises(PublishingRefused, match="The text says “Harbour Club”"):
        article.publish(by=factories.editor())


def answered(article: Article, *, is_relevant: bool) -> ConflictAnswer:
    (hit,) = conflicts(article)
    return answer_conflict(
        article,
        hit.disclosure,
        by=factories.editor(),
        is_relevant=is_relevant,
        passage=str(hit.passage),
    )


def test_what_matters_is_shown_to_readers(client: Client, article: Article) -> None:
    answered(article, is_relevant=True)
    article.publish(by=factories.editor())
    assert "The editors add that this matters here" in page(client, article)


def test_what_does_not_matter_is_on_record_and_not_shown(client: Client, article: Article) -> None:
    answered(article, is_relevant=False)
    article.publish(by=factories.editor())
    assert "The editors add" not in page(client, article)
    assert ConflictAnswer.objects.get().passage == "At the Harbour Club they sang."


def test_what_the_author_has_chosen_waits_for_nobody(author: Author, article: Article) -> None:
    declare(
        article,
        Declarant(author),
        by=factories.editor(),
        kind=DeclarationKind.INTERESTS,
        interests=author.disclosures.all(),
    )
    assert open_conflicts(article) == []


def test_nobody_finds_that_their_own_interest_does_not_matter(
    author: Author, article: Article
) -> None:
    author.user = factories.editor()
    author.save()
    (hit,) = conflicts(article)
    with pytest.raises(ConflictRefused, match="your own interest"):
        answer_conflict(
            article, hit.disclosure, by=author.user, is_relevant=False, passage=str(hit.passage)
        )


def test_what_is_found_after_publication_stands_in_the_since_line_alone(
    client: Client, author: Author, article: Article
) -> None:
    answered(article, is_relevant=False)
    article.publish(by=factories.editor())
    before = page(client, article)
    answered(article, is_relevant=True)
    after = page(client, article)
    assert without_since_line(after) == without_since_line(before)
    assert "the editors found that “Ownership, Harbour Club” of Ana Ruiz matters here" in after


def test_an_editor_answers_on_the_desks_page(client: Client, article: Article) -> None:
    client.force_login(factories.editor())
    shown = client.get(f"/admin/articles/article/{article.pk}/declarations/").content.decode()
    assert "At the <mark>Harbour Club</mark> they sang." in shown
    (hit,) = conflicts(article)
    sent = {"disclosure": hit.disclosure.pk, "is_relevant": "no"}
    client.post(f"/admin/articles/article/{article.pk}/conflicts/", sent)
    assert open_conflicts(article) == []


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"disclosure": "x", "is_relevant": "no"},
        {"disclosure": "9" * 40, "is_relevant": "no"},
        {"disclosure": "1", "is_relevant": "maybe"},
    ],
)
def test_an_answer_to_nothing_is_none(
    client: Client, article: Article, sent: dict[str, str]
) -> None:
    client.force_login(factories.editor())
    client.post(f"/admin/articles/article/{article.pk}/conflicts/", sent)
    assert not ConflictAnswer.objects.exists()


def test_a_long_text_and_many_names_cost_little() -> None:
    """Each name is sought in the text as a whole first; a pattern runs where it may be."""
    text = "The harbour was quiet that day and nobody sang. " * 10_000
    names = [f"Company {number} & Daughters" for number in range(500)]
    begun = time.process_time()
    assert first_passage(names, {"text": text}) is None
    assert time.process_time() - begun < 1
