"""Readers find articles by their words, and nothing that they do not have."""

import datetime
import re
from html import unescape
from importlib import import_module
from itertools import pairwise
from pkgutil import iter_modules
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from articles.finding import asked_for, find
from articles.models import Article, ArticleKind, ArticleWords, PrintedWord
from articles.searching.marking import SNIPPET, marked, snippet
from articles.searching.query import parse
from articles.searching.words import composed, read
from tests import factories

pytestmark = pytest.mark.django_db

MARKUP = re.compile(r"<[^>]+>")


def migration(app: str, ending: str) -> Any:
    folder = import_module(f"{app}.migrations").__path__
    (name,) = (each.name for each in iter_modules(folder) if each.name.endswith(ending))
    return import_module(f"{app}.migrations.{name}")


def page_of(client: Client, **asked: Any) -> str:
    answer = client.get("/search/", asked)
    assert answer.status_code == 200
    return answer.content.decode()


def headlines(page: str) -> list[str]:
    """What was found, in its order."""
    found = re.findall(r'<h2 class="hit-headline"[^>]*>(.*?)</h2>', page, re.DOTALL)
    return [unescape(" ".join(MARKUP.sub("", one).split())) for one in found]


def found_by(client: Client, asked: str, **more: Any) -> list[str]:
    return headlines(page_of(client, q=asked, **more))


def story(headline: str, text: str = "Nothing of the kind.", **fields: Any) -> Article:
    return factories.published(
        headline=headline, standfirst="", body_source=f"<p>{text}</p>", **fields
    )


def days_ago(count: int) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=count)


# Words

WORDS = [
    # As printed, as asked, and the language of the article.
    ("The ferries sailed", "ferry", ""),
    ("The ferry sailed", "FERRIES", ""),
    ("The ferry’s captain", "ferry", ""),
    ("The libraries close", "library", "en-gb"),
    ("Die Häuser am Hafen", "Haus", "de"),
    ("Das Haus am Hafen", "häuser", "de"),
    ("Das Haus am Hafen", "hauser", "de"),
    ("Die Straße", "STRASSE", "de"),
    ("Neue Zeitungen", "Zeitung", "de"),
    ("Las canciones del mar", "cancion", "es"),
    ("La investigación", "investigaciones", "es"),
    ("Las investigaciones", "investigacion", "es"),
    ("Los países", "pais", "es"),
    ("Les élections", "election", "fr"),
    ("Naïve café", "naive cafe", ""),
    ("Naive cafe", "naïve café", ""),
    ("Łódź and Tromsø", "lodz tromso", ""),
    ("ﬁne ＡＢＣ", "fine abc", ""),
    ("كِتَاب جديد", "كتاب", "ar"),
    ("الكتاب الجديد", "كتاب", "ar"),
    ("Ёлка в городе", "елка", "ru"),
    ("Ελλάδα", "ελλαδα", "el"),
    ("北京大学的学生", "京大", ""),
    ("東京タワーの夜", "タワー", ""),
    ("서울에서 온 편지", "서울", ""),
    ("ข่าวประเทศไทย", "ประเทศ", ""),
    ("A boat 🛥 at sea", "🛥", ""),
    ("A well-known boat", "well-known", ""),
    ("Don’t wait", "don't", ""),
    ("Covid-19 in 2026", "2026", ""),
]


@pytest.mark.parametrize(("printed", "asked", "language"), WORDS)
def test_a_word_is_found_in_any_dress(
    client: Client, printed: str, asked: str, language: str
) -> None:
    story(printed, language=language)
    story("Something else")
    assert found_by(client, asked) == [printed]


def test_every_language_is_stemmed_by_its_own_rules(client: Client) -> None:
    """“News” is no more than itself in English, whatever it would be in another language."""
    story("A new boat")
    story("En nyhet", text="Ny tid.", language="sv")
    assert found_by(client, "news") == []


def test_all_words_have_to_be_there_wherever_they_stand(client: Client) -> None:
    story("Harbour opens", text="The ferry is back.")
    story("Harbour closes")
    assert found_by(client, "ferry harbour") == ["Harbour opens"]


def test_a_phrase_is_found_as_it_stands(client: Client) -> None:
    story("One", text="The harbour council met.")
    story("Two", text="The council of the harbour met.")
    story("Three", text="The harbour councils met.")
    assert found_by(client, '"harbour council"') == ["One"]


def test_a_word_in_quotes_is_found_as_it_is_spelled(client: Client) -> None:
    story("The ferry")
    story("The ferries")
    assert found_by(client, "“ferries”") == ["The ferries"]


def test_a_phrase_does_not_run_from_the_headline_into_the_text(client: Client) -> None:
    story("The harbour", text="Council met.")
    assert found_by(client, '"harbour council"') == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("ferry -strike", ["Ferry sails"]),
        ("ferry -strikes", ["Ferry sails"]),
        ('ferry -"strike ends"', ["Ferry strike", "Ferry sails"]),
        ("-strike ferry", ["Ferry sails"]),
        ("ferry -boat", ["Ferry strike ends", "Ferry strike", "Ferry sails"]),
    ],
)
def test_what_is_to_be_left_out_is(client: Client, asked: str, found: list[str]) -> None:
    for age, headline in enumerate(("Ferry strike ends", "Ferry strike", "Ferry sails"), 1):
        story(headline, at=days_ago(age))
    assert found_by(client, asked) == found


def test_a_long_word_is_found_by_its_beginning_and_a_late_one_not_at_all(client: Client) -> None:
    """What is compared and indexed of a text has a limit, which costs nobody a page."""
    story("Long", text=f"{'x' * 900} {'ферма' * 12_000}")
    assert found_by(client, "x" * 45) == ["Long"]


# Order


def test_the_headline_counts_more_than_the_standfirst_and_that_more_than_the_text(
    client: Client,
) -> None:
    factories.published(headline="Text", standfirst="", body_source="<p>A ferry.", at=days_ago(1))
    factories.published(headline="Standfirst", standfirst="A ferry.", at=days_ago(2))
    factories.published(headline="Ferry", body_source="<p>None.", at=days_ago(3))
    assert found_by(client, "ferry") == ["Ferry", "Standfirst", "Text"]


def test_a_text_that_is_about_it_comes_before_one_that_names_it(client: Client) -> None:
    story("Once", text="A ferry.", at=days_ago(1))
    story("Often", text="A ferry, the ferry, two ferries.", at=days_ago(2))
    assert found_by(client, "ferry") == ["Often", "Once"]


def test_the_word_itself_comes_before_its_plural(client: Client) -> None:
    story("Two ferries", at=days_ago(1))
    story("One ferry", at=days_ago(2))
    assert found_by(client, "ferry") == ["One ferry", "Two ferries"]


def test_of_equal_ones_the_newest_comes_first(client: Client) -> None:
    for age in (3, 1, 2):
        story(f"Ferry {age}", at=days_ago(age))
    assert found_by(client, "ferry") == ["Ferry 1", "Ferry 2", "Ferry 3"]


def test_a_reader_may_have_the_newest_first(client: Client) -> None:
    story("Ferry", at=days_ago(2))
    story("Another", text="A ferry.", at=days_ago(1))
    assert found_by(client, "ferry", sort="newest") == ["Another", "Ferry"]


def test_what_was_printed_before_1970_has_its_place(client: Client) -> None:
    story("Ferry of 1953", at=datetime.datetime(1953, 2, 1, 12, tzinfo=datetime.UTC))
    story("Ferry of today")
    assert found_by(client, "ferry") == ["Ferry of today", "Ferry of 1953"]
    assert found_by(client, "ferry", until="1960-01-01") == ["Ferry of 1953"]


def test_where_more_match_than_can_be_shown_the_best_named_ones_are_among_them(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.finding.MOST_FOUND", 2)
    story("Ferry", at=days_ago(9))
    for age in (1, 2, 3):
        story(f"Story {age}", text="A ferry.", at=days_ago(age))
    found = find(asked_for(parse("ferry")))
    shown = [Article.objects.get(pk=number).headline for number in found.numbers]
    assert (shown, found.are_more) == (["Ferry", "Story 1"], True)


# Filters


def test_a_search_is_narrowed_by_section(client: Client) -> None:
    island = factories.section(slug="island")
    story("Ferry there", section=island)
    story("Ferry here")
    assert found_by(client, "ferry", section="island") == ["Ferry there"]


@pytest.mark.parametrize("asked", ["ana-ruiz", "Ana Ruiz", "ana ruiz", "ruiz"])
def test_a_search_is_narrowed_by_author(client: Client, asked: str) -> None:
    ana = factories.author(name="Ana Ruiz", slug="ana-ruiz")
    factories.published(ana, factories.author(name="Bo Falk"), headline="Ferry of hers")
    factories.published(factories.author(name="Bo Falk"), headline="Ferry of his")
    assert found_by(client, "ferry", author=asked) == ["Ferry of hers"]


def test_whoever_is_credited_later_is_found_by(client: Client) -> None:
    article = story("Ferry")
    ana = factories.author(name="Ana Ruiz")
    factories.published(ana, headline="Something else", body_source="<p>No boat.")
    assert found_by(client, "ferry", author="Ana Ruiz") == []
    article.bylines.create(author=ana, position=1)
    assert found_by(client, "ferry", author="Ana Ruiz") == ["Ferry"]
    article.bylines.filter(author=ana).delete()
    assert found_by(client, "ferry", author="Ana Ruiz") == []


@pytest.mark.parametrize("kind", ArticleKind.values)
def test_a_search_is_narrowed_by_kind(client: Client, kind: str) -> None:
    for each in ArticleKind.values:
        story(f"Ferry {each}", kind=each, sponsor="A brewery" if each == "sponsored" else "")
    assert found_by(client, "ferry", kind=kind) == [f"Ferry {kind}"]


def test_a_search_is_narrowed_by_days_with_the_first_and_the_last(client: Client) -> None:
    for day in (1, 2, 3, 4):
        story(f"Ferry {day}", at=datetime.datetime(2026, 3, day, 23, 59, 59, tzinfo=datetime.UTC))
    days = {"since": "2026-03-02", "until": "2026-03-03"}
    assert found_by(client, "ferry", **days) == ["Ferry 3", "Ferry 2"]


@pytest.mark.parametrize(
    ("name", "typed", "message"),
    [
        ("section", "nowhere", "Choose a section of this paper."),
        ("author", "Nobody", "Nobody of that name has written here."),
        ("kind", "poem", "Choose a kind that this paper has."),
        ("since", "yesterday", "Choose a day, such as 2026-03-01, or leave this empty."),
        ("until", "0001-01-01", "Choose a day from the year 1000 on."),
        ("sort", "worst", "Choose one of the two orders."),
        ("q", "x" * 201, "Search for at most 200 characters."),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_shown(
    client: Client, name: str, typed: str, message: str
) -> None:
    """A filter that is left aside would show what nobody asked for."""
    story("Ferry")
    page = page_of(client, **{"q": "ferry", name: typed})
    assert f'id="find-{name}_error">{message}' in page
    assert 'aria-invalid="true"' in page
    assert headlines(page) == []
    if name not in ("section", "kind", "sort"):
        assert f'value="{typed}"' in page


def test_what_is_no_day_is_seen_as_it_was_typed(client: Client) -> None:
    """In a field that takes days alone a browser would show nothing."""
    page = page_of(client, q="ferry", since="31 February", until="2026-03-01")
    assert '<input type="text" name="since" value="31 February"' in page
    assert '<input type="date" name="until" value="2026-03-01"' in page


def test_the_filters_are_folded_away_until_one_is_to_be_mended(client: Client) -> None:
    page = page_of(client, q="ferry", kind="news", sort="newest")
    assert '<details class="find-more">' in page
    assert "2 set" in page
    assert '<details class="find-more" open>' in page_of(client, q="ferry", kind="poem")


def test_the_last_day_is_not_before_the_first(client: Client) -> None:
    page = page_of(client, q="ferry", since="2026-03-02", until="2026-03-01")
    assert 'id="find-until_error">The last day is before the first.' in page


def test_two_of_one_name_are_told_apart_by_their_address(client: Client) -> None:
    ana, other = (factories.author(name="Ana Ruiz", slug=slug) for slug in ("ana", "other"))
    factories.published(ana, headline="Ferry of Ana")
    factories.published(other, headline="Ferry of the other")
    assert "More than one author is called so" in page_of(client, q="ferry", author="Ana Ruiz")
    assert found_by(client, "ferry", author="other") == ["Ferry of the other"]


def test_the_filters_stay_in_the_links_to_other_pages(client: Client) -> None:
    island = factories.section(slug="island")
    for number in range(21):
        story(f"Ferry {number}", section=island)
    page = page_of(client, q="ferry boat", section="island", kind="news")
    assert headlines(page) == []
    page = page_of(client, q="ferry", section="island", kind="news")
    assert "?q=ferry&amp;section=island&amp;kind=news&amp;page=2" in page
    second = page_of(client, q="ferry", section="island", kind="news", page=2)
    assert len(headlines(page)) + len(headlines(second)) == 21


# What is said


def test_what_was_found_is_marked_where_it_stands(client: Client) -> None:
    story("Two ferries", text="The <b>ferry</b> & the tide. " + "More words. " * 60)
    page = page_of(client, q="ferry")
    assert "Two <mark>ferries</mark>" in page
    assert "The <mark>ferry</mark> &amp; the tide." in page


def test_nothing_of_a_text_is_markup_on_the_page(client: Client) -> None:
    text = "&lt;script&gt;ferry&lt;/script&gt;"
    story("<b>ferry</b>", text=text)
    page = page_of(client, q="ferry")
    assert "&lt;b&gt;<mark>ferry</mark>&lt;/b&gt;" in page
    assert "&lt;script&gt;<mark>ferry</mark>&lt;/script&gt;" in page


def test_the_number_of_stories_is_said(client: Client) -> None:
    story("Ferry")
    assert "1 story for" in " ".join(page_of(client, q="ferry").split())
    story("Ferries")
    assert "2 stories for" in " ".join(page_of(client, q="ferry").split())


def test_more_than_can_be_counted_is_said_too(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("articles.finding", "articles.search_views"):
        monkeypatch.setattr(f"{module}.MOST_FOUND", 2)
    for number in range(3):
        story(f"Ferry {number}")
    assert "More than 2 stories for" in " ".join(page_of(client, q="ferry").split())


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"q": "-ferry"}, "Add a word to look for, beside what is to be left out."),
        ({"q": "!!! ..."}, "There is no word in this to look for."),
        ({"kind": "news"}, "Type a word to look for."),
        ({"q": "zorblat"}, "Nothing found for"),
        ({"q": "zorblat", "kind": "news"}, "with these filters"),
    ],
)
def test_why_nothing_is_shown_is_said(client: Client, asked: dict[str, str], said: str) -> None:
    story("Ferry")
    assert said in page_of(client, **asked)


def test_search_engines_leave_searches_out(client: Client) -> None:
    for address in ("/search/", "/search/comments/"):
        page = client.get(address).content.decode()
        assert '<meta name="robots" content="noindex">' in page


def test_a_search_leads_to_the_same_one_in_comments_and_back(client: Client) -> None:
    assert 'href="/search/comments/?q=ferry+boat"' in page_of(client, q="ferry boat")
    page = client.get("/search/comments/", {"q": "ferry boat"}).content.decode()
    assert 'href="/search/?q=ferry+boat"' in page


def test_a_search_sets_no_cookie(client: Client) -> None:
    story("Ferry")
    assert not client.get("/search/", {"q": "ferry"}).cookies


# Did you mean


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("feryr", "ferry"),
        ("fery", "ferry"),
        ("ferrry", "ferry"),
        ("fetry", "ferry"),
        ("harbuor council", "harbour council"),
        ("hrabour", "harbour"),
        ('"feryr boat"', '"ferry boat"'),
        ("feryr -strike", "ferry -strike"),
        ("zwolff", "zwölf"),
    ],
)
def test_a_word_that_nobody_has_is_taken_for_the_nearest_one(
    client: Client, typed: str, meant: str
) -> None:
    story("The ferry boat", text="Harbour council at zwölf.")
    page = page_of(client, q=typed)
    found = re.findall(r"Did you mean <a [^>]*>([^<]*)</a>", page)
    assert [unescape(one) for one in found] == [meant]


@pytest.mark.parametrize("typed", ["boat", "ferry nothinglikethat", "xyz", "qwertyuiop"])
def test_what_is_near_nothing_or_printed_is_not_corrected(client: Client, typed: str) -> None:
    story("The ferry", text="A boat.")
    assert "Did you mean" not in page_of(client, q=typed)


def test_of_two_near_ones_the_more_frequent_is_meant(client: Client) -> None:
    story("The berry")
    story("The ferry")
    story("A ferry")
    assert ">ferry</a>" in page_of(client, q="xerry")


def test_the_filters_stay_with_what_was_meant(client: Client) -> None:
    story("The ferry")
    assert 'href="?q=ferry&amp;kind=news"' in page_of(client, q="fery", kind="news")


def hidden_ones() -> dict[str, Article]:
    editor = factories.editor()
    scheduled = factories.draft(headline="The zorblat", standfirst="")
    scheduled.publish(by=editor, at=timezone.now() + datetime.timedelta(hours=1))
    withdrawn = story("A zorblat")
    withdrawn.withdraw(by=editor, reason="Two facts are wrong.")
    return {
        "draft": factories.draft(headline="Zorblat"),
        "scheduled": scheduled,
        "withdrawn": withdrawn,
        "retracted": factories.retracted(headline="This zorblat"),
    }


def test_nothing_hidden_is_found_or_suggested(client: Client) -> None:
    hidden_ones()
    for asked in ("zorblat", "zorblatt", '"the zorblat"'):
        page = page_of(client, q=asked)
        assert headlines(page) == []
        assert "Did you mean" not in page


def test_a_plural_that_only_a_hidden_piece_has_is_not_suggested(client: Client) -> None:
    """It would be found by its stem in what readers have."""
    story("The ferry")
    hidden = factories.draft(headline="Ferries")
    hidden.publish(by=factories.editor(), at=timezone.now() + datetime.timedelta(hours=1))
    assert PrintedWord.objects.filter(word="ferries").exists()
    assert "Did you mean" not in page_of(client, q="ferriez")


def test_a_piece_is_found_from_its_hour_on_though_nothing_runs(
    client: Client, time_machine: Any
) -> None:
    draft = factories.draft(headline="The zorblat")
    draft.publish(by=factories.editor(), at=timezone.now() + datetime.timedelta(hours=1))
    assert found_by(client, "zorblat") == []
    time_machine.move_to(timezone.now() + datetime.timedelta(hours=2))
    assert found_by(client, "zorblat") == ["The zorblat"]
    assert ">zorblat</a>" in page_of(client, q="zorblt")


def test_only_what_was_let_go_is_in_the_index() -> None:
    hidden = hidden_ones()
    kept = set(ArticleWords.objects.values_list("article", flat=True))
    assert kept == {hidden["scheduled"].pk}


def test_an_article_is_found_by_what_it_says_after_a_change(client: Client) -> None:
    article = story("The ferry")
    article.headline = "The tram"
    article.save()
    assert found_by(client, "ferry") == []
    assert found_by(client, "tram") == ["The tram"]


def test_a_withdrawn_piece_that_is_back_is_found_again(client: Client) -> None:
    article, editor = story("The ferry"), factories.editor()
    article.withdraw(by=editor, reason="Two facts are wrong.")
    article.publish(by=editor)
    assert found_by(client, "ferry") == ["The ferry"]


# Whatever is typed

HOSTILE = [
    *('"', '""', '"""', '"ferry', 'ferry"', "-", "--", '-"', "- -", '-""', "ferry -"),
    *("ferry AND", "OR", "NOT ferry", "NEAR(ferry boat, 3)", "headline:ferry", "{headline}: x"),
    *("ferry*", "^ferry", "ferry + boat", "(ferry", "ferry)", "ferry:*", "!ferry", "a & | b"),
    *("a <-> b", "'ferry'", "ferry' OR 1=1 --", "%", "_", "\\", "\x00", "fer\x00ry", "\ud7ff"),
    *("🛥", "北京", "ไทย", "\u202eferry", "\u0301", "a" + "\u0301" * 190, "x" * 200, "a " * 100),
    *('"a" ' * 50, "-a " * 66, "北" * 200, "İ", "ﷺ" * 200, "½", "２０２６", "\u2028"),
]


@pytest.mark.parametrize("asked", HOSTILE)
def test_whatever_is_typed_is_answered(client: Client, asked: str) -> None:
    story("Ferry")
    for address in ("/search/", "/search/comments/"):
        assert client.get(address, {"q": asked}).status_code == 200


@given(st.text(max_size=60))
def test_a_query_is_read_whatever_it_is(text: str) -> None:
    pieces = marked(text, parse(text), "en")
    assert "".join(piece.text for piece in pieces) == composed(text)


@given(st.text(alphabet='ab -"北é', max_size=40), st.text(alphabet="ab 北é.", max_size=600))
def test_a_snippet_is_part_of_its_text_and_short(asked: str, text: str) -> None:
    line = " ".join(text.split())
    shown = "".join(piece.text for piece in snippet(text, parse(asked), "en"))
    assert shown.removeprefix("… ").removesuffix(" …") in line
    assert len(shown) <= SNIPPET + 4


@given(st.text())
def test_words_stand_where_they_are_said_to(text: str) -> None:
    words = list(read(text))
    assert all(0 <= word.start < word.end for word in words)
    assert all(one.end <= other.start for one, other in pairwise(words))


def test_a_snippet_is_where_most_of_the_words_are() -> None:
    text = f"A ferry. {'Words. ' * 100}The ferry is in the harbour. {'Words. ' * 100}"
    shown = "".join(piece.text for piece in snippet(text, parse("ferry harbour"), "en"))
    assert "The ferry is in the harbour." in shown


# What was there before


def test_what_readers_had_before_is_found_after_an_upgrade(client: Client) -> None:
    story("Die Häuser", language="de")
    before = list(ArticleWords.objects.values())
    words = set(PrintedWord.objects.values_list("near", "word"))
    filling = migration("articles", "_search_words_of_articles")
    filling.empty(apps, None)
    assert found_by(client, "haus") == []
    filling.fill(apps, None)
    assert list(ArticleWords.objects.values()) == before
    assert set(PrintedWord.objects.values_list("near", "word")) == words
    assert found_by(client, "haus") == ["Die Häuser"]
