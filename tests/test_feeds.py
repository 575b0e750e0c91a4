"""What readers and other papers subscribe to: RSS 2.0, Atom and JSON Feed of the same items.

The rules are those of RSS 2.0 and its Profile, RFC 4287 (Atom), RFC 4151 (names for ever) and JSON
Feed 1.1.
"""

import datetime
import email.utils
import json
import re
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
import time_machine
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Author, Change, Tag
from articles.pending import begin
from tests import factories
from tests.standards import json_feed_objections

pytestmark = pytest.mark.django_db

SITE = settings.SITE_URL
ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
SUFFIXES = ("rss", "atom", "json")
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def ana() -> Author:
    made = factories.author(name="Ana Ruiz", slug="ana")
    factories.disclosure(made, entity="Ferry Company")
    return made


@pytest.fixture
def article(ana: Author) -> Article:
    """Yesterday's, with everything that an article has."""
    desk = factories.group("Nell Ashby", name="The Harbour Desk", slug="desk")
    inside = factories.photo(caption="At the quay.", credit="Bo Falk")
    made = factories.draft(
        ana,
        desk,
        headline="Ferry at night",
        slug="ferry",
        section=factories.section(name="Harbour", slug="harbour"),
        lead_photo=factories.photo(caption="The boat.", credit="Ana Ruiz"),
        body_source=f'<p>It ran <a href="/policies/about/">late</a>.</p><p>[photo {inside.pk}]</p>',
    )
    made.tags.add(Tag.objects.create(name="Ferries", slug="ferries"))
    made.publish(by=factories.editor(), at=timezone.now() - 24 * HOUR)
    return made


def pages(article: Article) -> dict[str, str]:
    """Where its feeds hang."""
    return {
        "site": "/",
        "section": article.section.get_absolute_url(),
        "author": article.bylines.all()[0].author.get_absolute_url(),
    }


def root(client: Client, address: str) -> ET.Element:
    return ET.fromstring(client.get(address).content)  # noqa: S314 -- our own


def rss(client: Client, page: str = "/") -> ET.Element:
    found = root(client, f"{page}feed.rss").find("channel")
    assert found is not None
    return found


def items(client: Client, page: str = "/") -> list[ET.Element]:
    return rss(client, page).findall("item")


def entries(client: Client, page: str = "/") -> list[ET.Element]:
    return root(client, f"{page}feed.atom").findall(f"{ATOM}entry")


def told(client: Client, page: str = "/") -> Any:
    return json.loads(client.get(f"{page}feed.json").content)


def names(client: Client, page: str = "/") -> dict[str, list[str]]:
    """What each format calls its items."""
    return {
        "rss": [one.findtext("guid", "") for one in items(client, page)],
        "atom": [one.findtext(f"{ATOM}id", "") for one in entries(client, page)],
        "json": [one["id"] for one in told(client, page)["items"]],
    }


def contents(client: Client, page: str = "/") -> list[str]:
    """The text of the newest item, as each format has it."""
    return [
        items(client, page)[0].findtext(CONTENT, ""),
        entries(client, page)[0].findtext(f"{ATOM}content", ""),
        told(client, page)["items"][0]["content_html"],
    ]


def content(client: Client, page: str = "/") -> str:
    """It is one text in every format."""
    [text] = set(contents(client, page))
    return text


def texts(client: Client, page: str = "/") -> str:
    """All that all formats say."""
    return "\n".join(client.get(f"{page}feed.{each}").content.decode() for each in SUFFIXES)


# What all formats have


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("which", ["site", "section", "author"])
def test_a_feed_reader_finds_the_article_and_all_its_authors(
    client: Client, article: Article, which: str, suffix: str
) -> None:
    if suffix == "json":
        assert json_feed_objections(told(client, pages(article)[which])) == []
        return
    read = feedparser.parse(client.get(f"{pages(article)[which]}feed.{suffix}").content)
    assert not read.bozo
    assert read.version == {"rss": "rss20", "atom": "atom10"}[suffix]
    [entry] = read.entries
    assert (entry.title, entry.link) == ("Ferry at night", f"{SITE}{article.get_absolute_url()}")
    assert {each["name"] for each in entry.authors} >= {"Ana Ruiz", "The Harbour Desk"}
    assert "It ran" in entry.content[0].value
    assert {each["term"] for each in entry.tags} == {"Harbour", "Ferries"}


def test_an_article_has_one_name_in_every_format_and_feed(client: Client, article: Article) -> None:
    name = f"tag:news.example,2026-01-01:article-{article.pk}"
    told = [names(client, page) for page in pages(article).values()]
    assert told == [{each: [name] for each in SUFFIXES}] * 3


def test_a_name_stays_whatever_becomes_of_address_section_and_hour(
    client: Client, article: Article
) -> None:
    before = names(client)
    Article.objects.update(
        slug="another",
        section=factories.section(),
        publish_at=timezone.now() - 2 * HOUR,
        headline="Another",
        created_at=timezone.now() - 9000 * HOUR,
    )
    assert names(client) == before
    assert items(client)[0].findtext("link", "").endswith("/another/")


def test_a_name_does_not_tell_when_the_draft_was_begun(client: Client, article: Article) -> None:
    Article.objects.update(created_at="2019-03-04T05:06:07Z")
    assert "2019" not in texts(client)


def test_the_full_text_has_photos_with_caption_and_credit(client: Client, article: Article) -> None:
    text = content(client)
    assert "The boat. Ana Ruiz</figcaption>" in text
    assert "At the quay. Bo Falk</figcaption>" in text
    assert text.count("<img ") == 2


def test_every_link_and_picture_names_the_site(client: Client, article: Article) -> None:
    factories.correction(article, corrects=factories.correction(article))
    text = content(client)
    addresses = re.findall(r'(?:href|src)="([^"]*)"', text)
    assert f"{SITE}/policies/about/" in addresses
    assert [one for one in addresses if not one.startswith(f"{SITE}/")] == []
    assert f'src="{SITE}{article.lead_photo.image.large}"' in text


def test_words_that_look_like_a_link_stay_words(client: Client) -> None:
    factories.published(body_source='<p>Write &lt;a href="/x"&gt; or  href="/y" there.</p>')
    assert 'Write &lt;a href="/x"&gt; or href="/y" there.' in content(client)


def test_pictures_on_a_media_host_keep_its_address(
    client: Client, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(default_storage, "base_url", "https://media.example/")
    text = content(client)
    assert 'src="https://media.example/' in text
    assert told(client)["items"][0]["image"].startswith("https://media.example/")


def test_a_photo_whose_licence_has_ended_is_in_no_feed(client: Client, article: Article) -> None:
    for photo in (article.lead_photo, *article.photos_in_text):
        photo.licence_until = timezone.localdate() - datetime.timedelta(days=1)
        photo.hides_when_ended = True
        photo.save()
    said = texts(client)
    assert "ferry-" not in said
    assert "The boat." not in said


def test_every_author_is_named_in_the_text_too(client: Client, article: Article) -> None:
    """Some readers show only the first of those that a feed names."""
    text = content(client)
    assert f'By <a href="{SITE}/authors/ana/"><bdi>Ana Ruiz</bdi></a>' in text
    assert "<bdi>The Harbour Desk</bdi>" in text
    assert "Nell Ashby" in text


def test_the_text_has_the_disclosures_as_they_were_pinned(
    client: Client, article: Article, ana: Author
) -> None:
    factories.disclosure(ana, entity="Declared afterwards")
    text = content(client)
    assert "Ferry Company" in text
    assert "has nothing to declare" in text
    assert "Declared afterwards" not in text


def test_the_text_has_the_corrections_where_the_page_has_them(
    client: Client, article: Article
) -> None:
    factories.correction(article, text="It was two boats.", place="top")
    factories.correction(article, text="It was at dusk.")
    text = content(client)
    assert text.index("It was two boats.") < text.index("It ran") < text.index("It was at dusk.")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {"kind": "sponsored", "sponsor": "Acme"},
            "<strong>Sponsored.</strong> Paid for by Acme, not written by the newsroom.",
        ),
        ({"kind": "satire"}, "<strong>Satire.</strong> Made up, to make a point."),
        ({"kind": "opinion"}, "<strong>Opinion.</strong> "),
    ],
)
def test_what_is_no_news_says_so_first(client: Client, fields: dict[str, Any], words: str) -> None:
    factories.published(**fields)
    assert content(client).strip().startswith(f"<p>{words}")
    assert items(client)[0].findtext("category") == fields["kind"].capitalize()


def test_links_that_somebody_paid_for_say_so(client: Client) -> None:
    body = '<p><a href="https://shop.example/">Buy</a></p>'
    factories.published(kind="sponsored", sponsor="Acme", body_source=body)
    assert 'rel="sponsored noopener"' in content(client)


def test_a_live_story_has_its_newest_updates_in_its_item(client: Client) -> None:
    story, editor = factories.published(), factories.editor()
    story.open_coverage(by=editor)
    for number in range(1, 13):
        last = story.tell(f"Update no. {number}.", by=editor, headline=f"Told {number}")
    last.withdraw(by=editor, reason="It was a rumour.")
    text = content(client)
    assert "Update no. 12." not in text
    assert "It was a rumour." in text
    assert text.index("Update no. 11.") < text.index("Update no. 3.") < text.index("left at dawn")
    assert "Update no. 2." not in text
    assert "#live" in text


def test_a_feed_has_the_fifty_newest(client: Client) -> None:
    section = factories.section()
    made = [
        factories.published(section=section, at=timezone.now() - HOUR * number)
        for number in range(51)
    ]
    expected = [f"tag:news.example,2026-01-01:article-{one.pk}" for one in made[:50]]
    assert names(client) == dict.fromkeys(SUFFIXES, expected)


def test_a_feed_is_of_its_page_alone(client: Client, article: Article) -> None:
    other = factories.published()
    for which in ("section", "author"):
        assert len(items(client, pages(article)[which])) == 1
    assert len(items(client, pages(other)["section"])) == 1
    assert len(items(client)) == 2


def test_an_item_says_what_language_it_is_in(client: Client) -> None:
    factories.published(language="de")
    assert entries(client)[0].get("{http://www.w3.org/XML/1998/namespace}lang") == "de"
    assert told(client)["items"][0]["language"] == "de"
    language = items(client)[0].findtext("{http://purl.org/dc/elements/1.1/}language")
    assert language == "de"
    assert '<div lang="de" dir="ltr">' in content(client)


@pytest.mark.parametrize("path", ["no-such-section", "archive", "authors/nobody", "2026"])
def test_where_there_is_no_page_there_is_no_feed(client: Client, path: str) -> None:
    assert client.get(f"/{path}/feed.rss").status_code == 404


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_feed_without_items_is_a_feed_and_always_the_same(client: Client, suffix: str) -> None:
    with time_machine.travel("2026-12-01", tick=False):
        first = client.get(f"/feed.{suffix}").content
    assert client.get(f"/feed.{suffix}").content == first
    if suffix == "json":
        assert json_feed_objections(json.loads(first)) == []
    else:
        assert not feedparser.parse(first).bozo


# RSS 2.0


def test_rss_dates_are_those_of_letters(client: Client, article: Article) -> None:
    written = items(client)[0].findtext("pubDate", "")
    assert email.utils.parsedate_to_datetime(written) == article.publish_at.replace(microsecond=0)
    assert re.fullmatch(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000", written)


def test_rss_names_of_items_are_no_addresses(client: Client, article: Article) -> None:
    assert items(client)[0].find("guid").get("isPermaLink") == "false"


def test_rss_says_where_it_is_and_of_what(client: Client, article: Article) -> None:
    channel = rss(client, "/harbour/")
    own = channel.find(f"{ATOM}link")
    assert own.attrib == {"rel": "self", "href": f"{SITE}/harbour/feed.rss"}
    assert channel.findtext("link") == f"{SITE}/harbour/"
    assert channel.findtext("title") == f"Harbour – {settings.SITE_NAME}"


def test_rss_has_a_creator_for_each_author(client: Client, article: Article) -> None:
    creators = [one.text for one in items(client)[0].findall(CREATOR)]
    assert creators == ["Ana Ruiz", "The Harbour Desk"]


def test_rss_describes_an_item_by_its_summary(client: Client) -> None:
    factories.published(standfirst="Two & <three>.")
    assert items(client)[0].findtext("description") == "Two &amp; &lt;three&gt;."
    assert told(client)["items"][0]["summary"] == "Two & <three>."


# Atom


def atom_links(of: ET.Element) -> dict[str, str]:
    return {one.get("rel", ""): one.get("href", "") for one in of.findall(f"{ATOM}link")}


def test_atom_has_what_the_standard_asks_for(client: Client, article: Article) -> None:
    feed = root(client, "/feed.atom")
    for one in (feed, *feed.findall(f"{ATOM}entry")):
        assert all(one.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == settings.LANGUAGE_CODE
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == settings.SITE_NAME
    assert atom_links(feed) == {"alternate": f"{SITE}/", "self": f"{SITE}/feed.atom"}


def test_atom_has_every_author_with_their_page(client: Client, article: Article) -> None:
    authors = entries(client)[0].findall(f"{ATOM}author")
    pairs = [(one.findtext(f"{ATOM}name"), one.findtext(f"{ATOM}uri")) for one in authors]
    assert pairs == [
        ("Ana Ruiz", f"{SITE}/authors/ana/"),
        ("The Harbour Desk", f"{SITE}/authors/desk/"),
    ]


def moments(client: Client) -> list[tuple[str, str]]:
    """When the newest item was published and updated, as Atom and JSON Feed say it."""
    entry, item = entries(client)[0], told(client)["items"][0]
    published, updated = (entry.findtext(f"{ATOM}{one}", "") for one in ("published", "updated"))
    return [(published, updated), (item["date_published"], item["date_modified"])]


def test_a_minor_change_moves_no_date(client: Client, article: Article) -> None:
    before, text = moments(client), content(client)
    article.standfirst = "Said better."
    article.save()
    article.revise(by=factories.editor(), change=Change.MINOR)
    assert moments(client) == before
    assert content(client) != text


@pytest.mark.parametrize("how", ["material", "correction"])
def test_what_readers_are_told_moves_updated_and_never_published(
    client: Client, article: Article, how: str
) -> None:
    before = moments(client)
    if how == "correction":
        factories.correction(article)
    else:
        article.standfirst = "Otherwise."
        article.save()
        article.revise(by=factories.editor(), change=Change.MATERIAL, note="It was otherwise.")
    after = moments(client)
    assert [one[0] for one in after] == [one[0] for one in before]
    assert all(now[1] > was[1] for was, now in zip(before, after, strict=True))
    if how == "material":
        assert atom_links(entries(client)[0])["related"] == f"{SITE}{article.versions_url}"


# JSON Feed


def test_json_feed_has_authors_dates_tags_and_picture(client: Client, article: Article) -> None:
    feed = told(client)
    assert json_feed_objections(feed) == []
    assert (feed["home_page_url"], feed["feed_url"]) == (f"{SITE}/", f"{SITE}/feed.json")
    [item] = feed["items"]
    assert item["authors"] == [
        {"name": "Ana Ruiz", "url": f"{SITE}/authors/ana/"},
        {"name": "The Harbour Desk", "url": f"{SITE}/authors/desk/"},
    ]
    assert "author" not in item
    assert item["tags"] == ["Harbour", "Ferries"]
    assert item["image"] == f"{SITE}{article.lead_photo.image.shared}"


def test_a_subject_named_as_the_section_stands_once(client: Client, article: Article) -> None:
    article.tags.add(Tag.objects.create(name="Harbour", slug="harbour"))
    assert json_feed_objections(told(client)) == []


# The corrections


def test_the_corrections_have_a_feed_in_every_format(client: Client, article: Article) -> None:
    made = factories.correction(article, wrong="<b>Three</b>", text="Two & no more.")
    name = f"tag:news.example,{made.made_at:%Y-%m-%d}:correction-{made.pk}"
    assert names(client, "/corrections/") == {each: [name] for each in SUFFIXES}
    assert content(client, "/corrections/").strip() == (
        "<p>The article said: “&lt;b&gt;Three&lt;/b&gt;”</p><p>Two &amp; no more.</p>"
    )
    assert json_feed_objections(told(client, "/corrections/")) == []
    related = atom_links(entries(client, "/corrections/")[0])["related"]
    assert related == f"{SITE}{article.get_absolute_url()}"


def test_what_is_retracted_leaves_the_articles_and_is_told_among_the_corrections(
    client: Client, article: Article
) -> None:
    article.retract(by=factories.editor(), reason="None of it happened.")
    assert [texts(client, page).count("Ferry at night") for page in pages(article).values()] == [
        0,
        0,
        0,
    ]
    assert "None of it happened." in content(client, "/corrections/")


# What readers must not have


def draft(author: Author) -> Article:
    return factories.draft(author, headline="Zyxwv")


def scheduled(author: Author) -> Article:
    return factories.published(author, headline="Zyxwv", at=timezone.now() + HOUR)


def embargoed(author: Author) -> Article:
    ends = timezone.now() + HOUR
    return factories.published(author, headline="Zyxwv", embargo_until=ends, at=ends)


def withdrawn(author: Author) -> Article:
    made = factories.published(author, headline="Zyxwv")
    factories.correction(made, text="Zyxwv")
    made.withdraw(by=factories.editor(), reason="Zyxwv")
    return made


def a_draft_once_more(author: Author) -> Article:
    made = withdrawn(author)
    made.return_to_draft(by=factories.editor())
    return made


def pending(author: Author) -> Article:
    made = begin(Article.objects.published().by(author).get(), by=factories.editor())
    made.headline = made.standfirst = made.body_source = "Zyxwv"
    made.save()
    return made


@pytest.mark.parametrize(
    "hide",
    [draft, scheduled, embargoed, withdrawn, a_draft_once_more, pending],
    ids=lambda made: made.__name__,
)
def test_what_readers_must_not_have_changes_no_feed(
    client: Client, article: Article, ana: Author, hide: Any
) -> None:
    looked_at = [*pages(article).values(), "/corrections/"]
    before = [texts(client, page) for page in looked_at]
    made = hide(ana)
    if made.section_id != article.section_id:
        Article.objects.filter(pk=made.pk).update(section=article.section)
    assert [texts(client, page) for page in looked_at] == before


def test_an_article_is_in_the_feeds_from_its_hour_on(client: Client, ana: Author) -> None:
    factories.published(ana, at=timezone.now() + HOUR)
    assert items(client) == []
    with time_machine.travel(timezone.now() + 2 * HOUR):
        assert len(items(client)) == 1


# Asked again


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_who_has_it_gets_nothing_twice(client: Client, article: Article, suffix: str) -> None:
    address = f"/feed.{suffix}"
    first = client.get(address)
    assert first["Cache-Control"] == "public, max-age=300"
    assert "Vary" not in first
    assert not first.cookies
    for asked in (
        {"If-None-Match": first["ETag"]},
        {"If-Modified-Since": first["Last-Modified"]},
    ):
        again = client.get(address, headers=asked)
        assert (again.status_code, again.content) == (304, b"")
        assert again["Cache-Control"] == "public, max-age=300"
    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200


def change_nothing_of_weight(article: Article) -> None:
    article.standfirst = "Said better."
    article.save()
    article.revise(by=factories.editor(), change=Change.MINOR)


def correct(article: Article) -> None:
    factories.correction(article)


def retract(article: Article) -> None:
    article.retract(by=factories.editor(), reason="None of it happened.")


def withdraw(article: Article) -> None:
    article.withdraw(by=factories.editor(), reason="Somebody is in danger.")


def publish_another(article: Article) -> None:
    factories.published()


@pytest.mark.parametrize(
    "happens",
    [change_nothing_of_weight, correct, retract, withdraw, publish_another],
    ids=lambda made: made.__name__,
)
@pytest.mark.parametrize("by", ["tag", "date"])
def test_whatever_happens_who_asks_again_is_told(
    client: Client, ana: Author, happens: Any, by: str
) -> None:
    with time_machine.travel(timezone.now() - 48 * HOUR):
        article = factories.published(ana)
        factories.published(ana)
    first = client.get("/feed.rss")
    happens(article)
    asked = (
        {"If-None-Match": first["ETag"]}
        if by == "tag"
        else {"If-Modified-Since": first["Last-Modified"]}
    )
    assert client.get("/feed.rss", headers=asked).status_code == 200


def test_work_on_what_was_taken_away_moves_no_date(client: Client, article: Article) -> None:
    factories.published()
    article.withdraw(by=factories.editor(), reason="Somebody is in danger.")
    with time_machine.travel(timezone.now() + HOUR):
        before = client.get("/feed.rss")["Last-Modified"]
        article.return_to_draft(by=factories.editor())
        article.headline = "Zyxwv"
        article.save()
        assert client.get("/feed.rss")["Last-Modified"] == before


# Difficult words


HARD = (
    "a & b < c > d ]]> \N{PILE OF POO} \N{RIGHT-TO-LEFT MARK}\N{HEBREW LETTER ALEF} “’ é "
    "\N{LINE SEPARATOR} \ufffe\uffff"
)


@pytest.mark.parametrize("where", ["/", "/corrections/"])
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_difficult_words_break_no_feed(client: Client, suffix: str, where: str) -> None:
    author = factories.author(name="Ana")
    article = factories.published(author, body_source=f"<p>{HARD.replace('<', '&lt;')}</p>")
    factories.correction(article)
    # By the back door: no form takes a control character.
    words = f"\x08\x1b{HARD}"
    Article.objects.update(headline=words, standfirst=words)
    Tag.objects.create(name=HARD, slug="hard").articles.add(article)
    answer = client.get(f"{where}feed.{suffix}").content
    if suffix == "json":
        told = json.loads(answer)
        assert json_feed_objections(told) == []
        title = told["items"][0]["title"]
    else:
        read = feedparser.parse(answer)
        assert not read.bozo
        tree = ET.fromstring(answer)  # noqa: S314 -- our own
        title = next(text for each in tree.iter() if "a & b" in (text := each.text or ""))
        assert "\x08" not in title
    assert "a & b < c > d ]]> \N{PILE OF POO}" in title


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_huge_body_stands_there_in_full(client: Client, suffix: str) -> None:
    paragraphs = [f"<p>Paragraph {number}. {'word ' * 30}</p>" for number in range(500)]
    factories.published(body_source="".join(paragraphs))
    assert "Paragraph 499." in client.get(f"/feed.{suffix}").content.decode()


# What it costs


def busy(count: int, section: Any, ana: Author) -> None:
    editor = factories.editor()
    tag, _ = Tag.objects.get_or_create(name="Ferries", slug="ferries")
    for _ in range(count):
        inside = factories.photo()
        made = factories.draft(
            ana,
            factories.group("Bo"),
            section=section,
            lead_photo=factories.photo(),
            body_source=f"<p>One.</p><p>[photo {inside.pk}]</p>",
        )
        made.tags.add(tag)
        made.publish(by=editor)
        first = factories.correction(made, by=editor)
        factories.correction(made, by=editor, corrects=first)
        made.open_coverage(by=editor)
        made.tell("One.", by=editor, author=ana)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_twelve_articles_ask_the_database_no_more_than_two(
    client: Client, ana: Author, suffix: str
) -> None:
    section = factories.section()
    addresses = ["/", section.get_absolute_url(), ana.get_absolute_url(), "/corrections/"]
    asked = []
    for count in (2, 10):
        busy(count, section, ana)
        asked.append([queries(client, f"{page}feed.{suffix}") for page in addresses])
    assert asked[0] == asked[1]
    assert max(asked[0]) <= 8


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


# The way to it


@pytest.mark.parametrize("which", ["site", "section", "author"])
def test_a_page_leads_to_its_feeds(client: Client, article: Article, which: str) -> None:
    page = pages(article)[which]
    html = client.get(page).content.decode()
    for suffix in SUFFIXES:
        assert re.search(rf'<link rel="alternate" [^>]*href="{page}feed.{suffix}">', html)
