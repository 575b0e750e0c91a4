"""Conflicts of interest: what an author has disclosed, named in what they wrote."""

import datetime
import re
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from articles import folding
from articles.answering import answer_conflict
from articles.conflicts import conflicts, open_conflicts
from articles.declarants import Declarant
from articles.declaring import declare
from articles.folding import fold, fold_name
from articles.models import Article, Author, ConflictAnswer, DeclarationKind, Tag
from articles.models.conflict import ConflictRefused
from articles.publishing import PublishingRefused
from tests import factories
from tests.test_editing import address, retyped
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
        ("Harbour Club", "The Har\u00adbour\u200b Club."),
        ("Harbour Club", "Ｈａｒｂｏｕｒ Club"),
        ("Post office", "The post oﬃce closed."),
        ("Hauptstraße", "In der HAUPTSTRASSE."),
        ("O'Brien", "O´Brien said no."),
        ("Ferry Company", "The Ferry-Company said no."),
        ("Ferry Company", "The Ferry/Company, again"),
        ("Ferry Company", "the Ferry – Company"),
        ("Ferry Company", "the Ferry\u3164Company"),
        ("Ferry-Company", "the ferry company"),
        ("Ferry / Company", "the Ferry\\Company"),
        ("A/B Lines", "the a-b lines"),
        ("½ Lines", "the 1/2 Lines"),
        ("Café", "In the Cafe\u034f\u0301."),
        ("Café", "In the Cafe\u034f\ufe0f\u0301\u200d."),
    ],
)
def test_a_name_is_found_however_it_is_typed(name: str, text: str) -> None:
    assert fold(text).find(fold_name(name)) is not None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ferry", "Ferrying goods all day."),
        ("Port", "Portugal and a passport."),
        ("Ferry Company", "The ferry; company came later."),
        ("Ferry Company", "They took the Ferry. Company came."),
        ("Ferry Company", "The FerryCompany."),
        ("-", "A – B / C"),
        ("", "Anything."),
        ("   ", "Anything at all."),
    ],
)
def test_part_of_a_word_is_no_name(name: str, text: str) -> None:
    assert fold(text).find(fold_name(name)) is None


@pytest.mark.parametrize(
    "unseen",
    "\u00ad\u034f\u061c\u17b4\u180b\u180e\u200b\u200d\u2060\u2065\ufe0f\ufeff\U0001d173\U000e0001\U000e0100",
)
def test_what_nobody_sees_hides_no_name(unseen: str) -> None:
    text = f"The Har{unseen}bour{unseen} {unseen}Cl{unseen}ub"
    begin, end = fold(text).find(fold_name("Harbour Club")) or (0, 0)
    assert text[begin:end] == text[4:]


NAMES = st.text(st.sampled_from("abé½ſß-–/ \u0301\u034f\u200d\u3164ﬁΣ"), max_size=8)


@given(name=NAMES, before=NAMES, after=NAMES)
def test_where_a_name_is_found_the_name_is_written(name: str, before: str, after: str) -> None:
    """However it is joined to what stands around it: no more and no less than its words."""
    folded, sought = fold(f"{before}, {name}, {after}"), fold_name(name)
    begin, end = folded.find(sought) or (0, 0)
    assert fold_name(folded.written[begin:end]) == sought


def test_other_names_are_looked_for_where_no_body_is_named() -> None:
    author = factories.author()
    factories.disclosure(author, entity="", aliases="Harbour Club")
    assert len(conflicts(about(author, "At the Harbour Club."))) == 1


@pytest.mark.parametrize("where", ["", " in the text"])
@pytest.mark.parametrize("what", ["caption", "credit", "alt text"])
def test_the_words_of_a_photo_are_looked_through(what: str, where: str) -> None:
    author = factories.author()
    factories.disclosure(author, entity="Harbour Club")
    photo = factories.photo(**{what.removesuffix(" text"): "For the Harbour-Club"})
    article = about(author)
    if where:
        article.body_source += f'<figure data-photo="{photo.pk}"></figure>'
    else:
        article.lead_photo = photo
    article.save()
    (hit,) = conflicts(article)
    assert (hit.passage.where, hit.passage.name) == (f"The {what}{where}", "Harbour-Club")


def test_the_alt_text_of_a_decorative_photo_is_read_by_nobody() -> None:
    author = factories.author()
    factories.disclosure(author, entity="Harbour Club")
    photo = factories.photo(alt="The Harbour Club", is_decorative=True)
    assert conflicts(about(author, lead_photo=photo)) == []


def test_the_roles_in_the_byline_are_looked_through() -> None:
    author = factories.author()
    factories.disclosure(author, entity="Harbour Club")
    article = about(author)
    article.bylines.update(role="For the Harbour Club")
    (hit,) = conflicts(article)
    assert (hit.passage.where, hit.passage.shown) == ("The byline", "For the Harbour Club")


@pytest.mark.parametrize(
    "field", ["headline", "kicker", "standfirst", "dateline", "sponsor", "text", "list of tags"]
)
def test_every_part_that_readers_see_is_looked_through(field: str) -> None:
    author = factories.author()
    factories.disclosure(author, entity="Harbour Club")
    said = "At the Harbour Club"
    fields = {} if field in ("text", "list of tags") else {field: said}
    article = about(author, said if field == "text" else "", **fields)
    if field == "list of tags":
        article.tags.add(Tag.objects.create(name="Harbour Club", slug="harbour-club"))
    (hit,) = conflicts(article)
    assert hit.passage.where == f"The {field}"


def test_another_name_of_the_same_is_found() -> None:
    author = factories.author()
    factories.disclosure(author, entity="Harbour Holding", aliases="HHL\nthe blue boats")
    (hit,) = conflicts(about(author, "Cheaper tickets for The Blue Boats from May."))
    assert hit.passage.shown == "Cheaper tickets for The Blue Boats from May."


def test_the_passage_is_cut_at_words() -> None:
    author = factories.author()
    factories.disclosure(author, entity="Harbour Club")
    (hit,) = conflicts(about(author, f"{'many words ' * 50}Harbour Club{' and more' * 50}"))
    passage = hit.passage
    assert passage.before.startswith("…words ") or passage.before.startswith("…many ")
    assert passage.after.endswith("…")
    assert len(passage.shown) < 200


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
        passage=hit.passage.shown,
    )


def test_what_matters_is_shown_to_readers(client: Client, article: Article) -> None:
    answered(article, is_relevant=True)
    article.publish(by=factories.editor())
    assert "The editors add that this matters here" in page(client, article)


def test_an_interest_of_who_manages_two_groups_is_told_of_both() -> None:
    bo = factories.author(name="Bo Falk")
    groups = [factories.group(), factories.group()]
    for group in groups:
        group.managers.create(name="Bo Falk", since=datetime.date(2020, 1, 1), person=bo)
    interest = factories.disclosure(bo, entity="the ferry")
    article = factories.draft(*groups)
    (hit,) = open_conflicts(article)
    passage = hit.passage.shown
    answer_conflict(article, interest, by=factories.editor(), is_relevant=True, passage=passage)

    told = [author.editors_add for author in article.record]

    assert told == [(f"Bo Falk: {interest.label}",)] * 2


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
            article, hit.disclosure, by=author.user, is_relevant=False, passage=hit.passage.shown
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
    sent = {"disclosure": hit.disclosure.pk, "is_relevant": "no", "passage": hit.passage.shown}
    client.post(f"/admin/articles/article/{article.pk}/conflicts/", sent)
    assert open_conflicts(article) == []


def test_a_live_text_that_comes_to_name_an_interest_is_asked_about(author: Author) -> None:
    article = about(author)
    article.publish(by=factories.editor())
    article.body_source = "<p>At the Harbour Club they sang.</p>"
    article.save()
    with pytest.raises(PublishingRefused, match="The text says “Harbour Club”"):
        article.revise(by=factories.editor())


def test_an_interest_entered_after_publication_stops_no_correction_of_the_text() -> None:
    author = factories.author()
    article = about(author, "At the Harbour Club they sang.")
    article.publish(by=factories.editor())
    factories.disclosure(author, entity="Harbour Club")
    article.headline = "They sang"
    article.save()
    article.revise(by=factories.editor())
    assert open_conflicts(article) == []


def test_the_refused_form_takes_the_answer(client: Client, article: Article) -> None:
    client.force_login(factories.editor())
    refused = client.post(address(article), retyped(article, _publish="1")).content.decode()
    (hit,) = conflicts(article)
    assert f'name="{hit.key}"' in refused
    client.post(address(article), retyped(article, _publish="1", **{hit.key: "yes"}))
    assert Article.objects.published().get() == article
    assert ConflictAnswer.objects.get().is_relevant


def test_that_it_does_not_matter_was_said_of_one_passage(article: Article) -> None:
    answered(article, is_relevant=False)
    assert open_conflicts(article) == []
    article.headline = "The Harbour Club is wonderful"
    article.save()
    assert len(open_conflicts(article)) == 1


def test_an_answer_to_what_was_rewritten_since_is_none(client: Client, article: Article) -> None:
    client.force_login(factories.editor())
    (hit,) = conflicts(article)
    sent = {"disclosure": hit.disclosure.pk, "is_relevant": "no", "passage": "Another one."}
    client.post(f"/admin/articles/article/{article.pk}/conflicts/", sent)
    assert not ConflictAnswer.objects.exists()


@pytest.mark.parametrize("is_relevant", [True, False])
def test_an_answer_while_it_waits_is_pinned(
    client: Client, article: Article, is_relevant: bool
) -> None:
    answered(article, is_relevant=not is_relevant)
    article.publish(by=factories.editor(), at=timezone.now() + datetime.timedelta(days=1))
    answered(article, is_relevant=is_relevant)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=2)):
        html = page(client, Article.objects.get())
    assert ("The editors add" in html) is is_relevant
    assert "Since publication" not in html


def test_a_manager_does_not_set_aside_the_interest_of_their_group() -> None:
    editor = factories.editor()
    desk, bo = factories.group(), factories.author(user=editor)
    desk.managers.create(name="Bo Falk", since=datetime.date(2020, 1, 1), person=bo)
    factories.disclosure(desk, entity="Harbour Club")
    article = about(desk, "At the Harbour Club they sang.")
    (hit,) = conflicts(article)
    with pytest.raises(ConflictRefused, match="your own interest"):
        answer_conflict(
            article, hit.disclosure, by=editor, is_relevant=False, passage=hit.passage.shown
        )


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


@pytest.mark.parametrize(
    ("text", "name", "patterns"),
    [
        ("The harbour was quiet that day. " * 3_000, "Company & Daughters", 0),
        ("a " * 50_000, "a " * 99 + "b", 0),
        ("ab" * 50_000, "ab" * 99 + "a", 1),
    ],
)
def test_a_pattern_is_run_only_where_the_name_stands_at_all(
    monkeypatch: pytest.MonkeyPatch, text: str, name: str, patterns: int
) -> None:
    """Letters are sought in one pass; a pattern can go over them again from every place."""
    run: list[str] = []
    whole = folding._whole

    def counted(name: str) -> re.Pattern[str]:
        run.append(name)
        return whole(name)

    monkeypatch.setattr(folding, "_whole", counted)
    assert fold(text).find(fold_name(name)) is None
    assert len(run) == patterns
