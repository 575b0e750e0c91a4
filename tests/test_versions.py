"""Versions: what readers were given, and what changed between any two."""

import datetime
import random
import re
from difflib import SequenceMatcher
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from articles import comparing
from articles.comparing import compare
from articles.models import Article, Change, Revision
from articles.models.letting_go import NO_NOTE
from articles.models.record import RecordIsPermanent
from articles.pending import begin
from articles.publishing import PublishingRefused
from articles.shown import texts_shown
from articles.versions import versions_of
from tests import factories
from tests.test_editing import address, retyped

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def article() -> Article:
    return factories.published(body_source="<p>The ferry left at dawn.</p>")


def edited(article: Article, change: Change = Change.MINOR, note: str = "", **fields: Any) -> None:
    for name, value in fields.items():
        setattr(article, name, value)
    article.save()
    article.revise(by=factories.editor(), change=change, note=note)


def html(client: Client, article: Article, query: str = "") -> str:
    page = client.get(f"{article.versions_url}{query}").content.decode()
    return re.sub(r"\s+", " ", page)


def notes(article: Article) -> list[str]:
    return [version.publication.note for version in versions_of(article)]


# What is a version


def test_every_change_that_readers_see_is_a_version(article: Article) -> None:
    edited(article, headline="Ferry left at noon")
    edited(article, Change.MATERIAL, "The hour was added.", standfirst="At noon.")
    assert [version.publication.change for version in versions_of(article)] == [
        "first",
        "minor",
        "material",
    ]


def test_a_save_that_changes_nothing_is_none(article: Article) -> None:
    edited(article)
    with pytest.raises(PublishingRefused, match="nothing to tell"):
        edited(article, Change.MATERIAL, "Nothing at all.")
    assert len(versions_of(article)) == 1
    assert article.modified_at is None


def test_only_a_material_change_moves_the_date(article: Article) -> None:
    edited(article, headline="Ferry left at noon")
    assert article.modified_at is None
    edited(article, Change.MATERIAL, "It was noon.", standfirst="At noon.")
    assert article.modified_at is not None


@pytest.mark.parametrize("note", ["", "  ", "\u200b"])
def test_a_material_change_needs_a_note(article: Article, note: str) -> None:
    with pytest.raises(PublishingRefused, match="readers see it"):
        edited(article, Change.MATERIAL, note, standfirst="At noon.")


def test_what_was_replaced_before_its_hour_was_no_version() -> None:
    article = factories.draft(headline="A secret until noon")
    article.publish(by=factories.editor(), at=timezone.now() + DAY)
    edited(article, headline="What was published at noon")
    with time_machine.travel(timezone.now() + 2 * DAY):
        (version,) = versions_of(Article.objects.get())
    assert version.publication.revision
    assert version.publication.revision.content["headline"] == "What was published at noon"


def test_what_was_taken_out_of_the_schedule_is_never_seen() -> None:
    article = factories.draft(headline="A secret until noon")
    article.publish(by=factories.editor(), at=timezone.now() + DAY)
    article.withdraw(by=factories.editor(), reason="Not yet.")
    with time_machine.travel(timezone.now() + 3 * DAY):
        article = Article.objects.get()
        article.headline = "Another story"
        article.save()
        article.publish(by=factories.editor())
        (version,) = versions_of(article)
    assert version.publication.revision
    assert version.publication.revision.content["headline"] == "Another story"


def test_an_hour_that_is_moved_leaves_one_version() -> None:
    article = factories.draft()
    article.publish(by=factories.editor(), at=timezone.now() + DAY)
    article.publish(by=factories.editor(), at=timezone.now() + 2 * DAY)
    with time_machine.travel(timezone.now() + 3 * DAY):
        assert len(versions_of(Article.objects.get())) == 1


# What readers see


def test_the_page_links_its_versions_once_there_are_two(client: Client, article: Article) -> None:
    link = f'href="{article.versions_url}"'
    assert link not in client.get(article.get_absolute_url()).content.decode()
    edited(article, headline="Ferry left at noon")
    assert link in client.get(article.get_absolute_url()).content.decode()


def test_readers_see_when_and_why(client: Client, article: Article) -> None:
    edited(article, Change.MATERIAL, "It was <noon> & not dawn.", standfirst="At noon.")
    page = html(client, article)
    assert "<b>Version 2</b>, as it is" in page
    assert "It was &lt;noon&gt; &amp; not dawn." in page


def test_readers_compare_any_two(client: Client, article: Article) -> None:
    edited(article, body_source="<p>The ferry left at noon.</p>")
    edited(article, body_source="<p>The ferry left at noon, late.</p>")
    page = html(client, article, "?from=1&to=2")
    assert "dawn<span" in page
    assert "noon<span" in page
    assert "late" not in page.partition('id="differences"')[2]


def test_what_was_typed_is_text_on_the_page(client: Client, article: Article) -> None:
    edited(article, headline="<img src=x onerror=alert(1)>")
    page = html(client, article, "?from=1&to=2")
    assert "<img" not in page.partition('id="differences"')[2]


@pytest.mark.parametrize(
    "query", ["?from=x&to=y", "?from=0&to=99", "?from=1", f"?from={'9' * 400}&to=1", "?to=%00"]
)
def test_a_pair_that_is_none_shows_the_list(client: Client, article: Article, query: str) -> None:
    edited(article, headline="Ferry left at noon")
    answer = client.get(f"{article.versions_url}{query}")
    assert answer.status_code == 200
    assert 'id="differences"' not in answer.content.decode()


def test_drafts_never_leak_into_it(client: Client, article: Article) -> None:
    article.withdraw(by=factories.editor(), reason="A fact is wrong.")
    edited_draft = Article.objects.get()
    edited_draft.headline = "A draft that nobody should read"
    edited_draft.save()
    edited_draft.keep(by=factories.editor())
    assert client.get(article.versions_url).status_code == 404
    edited_draft.headline = "What is published again"
    edited_draft.save()
    edited_draft.publish(by=factories.editor())
    page = html(client, edited_draft, "?from=1&to=2")
    assert "nobody should read" not in page
    assert "published again" in page


@pytest.mark.parametrize("state", ["draft", "scheduled", "withdrawn", "retracted"])
def test_what_readers_do_not_have_has_no_versions(client: Client, state: str) -> None:
    article = factories.draft()
    editor = factories.editor()
    if state == "scheduled":
        article.publish(by=editor, at=timezone.now() + DAY)
    elif state != "draft":
        article.publish(by=editor)
        getattr(article, {"withdrawn": "withdraw", "retracted": "retract"}[state])(
            by=editor, reason="A fact is wrong."
        )
    assert client.get(article.versions_url).status_code == 404


def test_another_date_leads_to_the_one_address(client: Client, article: Article) -> None:
    edited(article, headline="Ferry left at noon")
    elsewhere = re.sub(r"^/\d{4}/\d\d/\d\d/", "/2001/01/01/", article.versions_url)
    answer = client.get(f"{elsewhere}?from=1&to=2")
    assert (answer.status_code, answer["Location"]) == (301, f"{article.versions_url}?from=1&to=2")


def test_a_correction_is_named_beside_the_version_it_made(client: Client, article: Article) -> None:
    client.force_login(factories.editor())
    sent = {
        **retyped(article, body_source="<p>The ferry left at noon.</p>", change=""),
        **{"corrections-TOTAL_FORMS": "1", "corrections-0-kind": "correction"},
        **{"corrections-0-wrong": "At dawn.", "corrections-0-text": "At noon."},
        **{"corrections-0-place": "foot", "corrections-0-article": article.pk},
    }
    assert client.post(address(article), sent).status_code == 302
    page = html(client, article)
    assert f"#correction-{article.corrections.get().pk}" in page
    assert [version.publication.change for version in versions_of(Article.objects.get())] == [
        "first",
        "corrected",
    ]


def test_many_versions_ask_no_more_than_two(
    client: Client, article: Article, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        edited(article, headline=f"Ferry left at {number}")
    client.get(article.versions_url)
    with django_assert_max_num_queries(8):
        client.get(f"{article.versions_url}?from=2&to=9")


# The form


def test_what_was_changed_while_it_was_withdrawn_is_not_published_again_without_a_word(
    desk: Client, article: Article
) -> None:
    article.withdraw(by=factories.editor(), reason="A fact is wrong.")
    article.headline = "Ferry left at noon"
    article.save()
    listed = factories.ticked("publish_selected", article)
    told = desk.post("/admin/articles/article/", listed, follow=True).content.decode()
    assert "is this change minor, or material?" in told
    sent = retyped(article, _publish="1", change="material", note="It was noon.")
    desk.post(address(article), sent)
    assert notes(Article.objects.published().get()) == ["", "It was noon."]


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.editor())
    return client


def test_an_editor_of_a_live_article_has_to_choose(desk: Client, article: Article) -> None:
    sent = retyped(article, headline="Ferry left at noon", change="", _save="1")
    page = desk.post(address(article), sent).content.decode()
    assert "Choose: is this change minor, or material?" in page
    assert "Ferry left at noon" in page
    assert Article.objects.get().headline == article.headline


def test_a_material_save_without_a_note_keeps_what_was_typed(
    desk: Client, article: Article
) -> None:
    sent = retyped(article, headline="Ferry left at noon", change="material", note="")
    page = desk.post(address(article), sent).content.decode()
    assert "Say what changed" in page
    assert "Ferry left at noon" in page
    assert len(versions_of(Article.objects.get())) == 1


@pytest.mark.parametrize("change", [Change.MINOR, Change.CORRECTED, None])
def test_only_a_material_change_takes_a_note(article: Article, change: Change | None) -> None:
    with pytest.raises(PublishingRefused, match="Only a material change has a note"):
        article.revise(by=factories.editor(), change=change, note="It was noon.")


@pytest.mark.parametrize("where", ["change", "restore", "adopt"])
def test_a_note_beside_minor_is_refused_at_its_field_and_kept(
    desk: Client, article: Article, where: str
) -> None:
    edited(article, headline="Ferry left at noon")
    sent = {"change": "minor", "note": "It was noon.", "seen": texts_shown(article)}
    if where == "change":
        answer = desk.post(address(article), retyped(article, **sent))
    elif where == "restore":
        answer = desk.post(address(article, "revisions/1/restore"), sent)
    else:
        pending = begin(article, by=factories.editor())
        pending.headline = "Ferry left at one"
        pending.save()
        pending.keep(by=factories.editor())
        sent["seen"] = texts_shown(pending)
        answer = desk.post(address(pending, "adopt"), sent)
    form = answer.context["adminform"].form if where == "change" else answer.context["form"]
    assert form.errors["note"] == [NO_NOTE]
    assert form["note"].value() == "It was noon."
    assert notes(Article.objects.get(pk=article.pk)) == ["", ""]


def test_a_material_save_tells_readers(desk: Client, article: Article) -> None:
    sent = retyped(article, headline="Ferry left at noon", change="material", note="It was noon.")
    desk.post(address(article), sent)
    assert notes(Article.objects.get()) == ["", "It was noon."]


def test_who_changes_nothing_chooses_nothing(desk: Client, article: Article) -> None:
    assert desk.post(address(article), retyped(article, change="", _save="1")).status_code == 302


def test_how_it_is_discussed_is_no_version(article: Article) -> None:
    article.thread.settle(by=factories.moderator(), slow_seconds=60)
    edited(article)
    assert len(versions_of(article)) == 1


# Comparing


def content(body: str, **fields: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        **{"kind": "news", "sponsor": "", "kicker": "", "headline": "", "standfirst": ""},
        **{
            "dateline": "",
            "language": "",
            "body_source": "",
            "photo": None,
            "tags": [],
            "byline": [],
        },
        **{"section": {"id": 1, "name": "Town"}, "asides": {}},
    }
    return {**usual, "body": body, **fields}


def told(before: str, after: str) -> list[tuple[str, str]]:
    (difference,) = compare(content(before), content(after))
    return [(part.kind, part.text) for row in difference.rows for part in row.parts]


def test_words_that_changed_are_marked_and_no_others() -> None:
    assert told("<p>It left at dawn.</p>", "<p>It left at noon.</p>") == [
        ("same", "It left at "),
        ("gone", "dawn"),
        ("added", "noon"),
        ("same", "."),
    ]


def photo(number: int, caption: str) -> dict[str, Any]:
    return {"id": number, "caption": caption, "credit": "Ana Ruiz", "alt": ""}


DAWN, DUSK, GULL = photo(1, "A gull at dawn."), photo(1, "A gull at dusk."), photo(2, "A gull.")


def parts(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str]]:
    (difference,) = compare(content("", **before), content("", **after))
    return [(part.kind, part.text) for row in difference.rows for part in row.parts]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"photo": DAWN}, {"photo": GULL}),
        ({"photos": [DAWN]}, {"photos": [GULL]}),
    ],
)
def test_another_photo_is_another_thing_whatever_its_caption(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    assert parts(before, after) == [
        ("gone", "A gull at dawn. · Ana Ruiz · No. 1"),
        ("added", "A gull. · Ana Ruiz · No. 2"),
    ]


def test_of_one_photo_the_words_that_changed_are_marked() -> None:
    changed = [("gone", "dawn"), ("added", "dusk")]
    assert [
        part for part in parts({"photo": DAWN}, {"photo": DUSK}) if part[0] != "same"
    ] == changed
    told = parts({"photos": [DAWN]}, {"photos": [GULL, DUSK]})
    assert [part for part in told if part[0] != "same"] == [
        ("added", "A gull. · Ana Ruiz · No. 2"),
        *changed,
    ]


def test_a_photo_that_is_taken_away_is_gone_whole() -> None:
    assert parts({"photo": DAWN}, {}) == [("gone", "A gull at dawn. · Ana Ruiz · No. 1")]


def test_unchanged_paragraphs_are_counted_not_shown() -> None:
    many = "".join(f"<p>Paragraph {number}.</p>" for number in range(20))
    (difference,) = compare(content(many), content(many.replace("Paragraph 10", "Part 10")))
    assert [row.left_out for row in difference.rows if row.left_out] == [9, 8]


def test_a_link_that_changed_is_told_though_no_word_did() -> None:
    before, after = (f'<p><a href="https://{host}.example">Here</a></p>' for host in "ab")
    (difference,) = compare(content(before), content(after))
    assert "links or layout differ" in difference.note


@pytest.mark.parametrize(
    ("paragraphs", "words"), [(12_000, 1), (300, 1), (1, 30_000), (300, 75), (100, 140)]
)
def test_texts_made_to_be_slow_cost_no_more_than_is_allowed(
    monkeypatch: pytest.MonkeyPatch, paragraphs: int, words: int
) -> None:
    """Their words are two, in no order, so that nothing is alike for long."""
    chance = random.Random(7)  # noqa: S311 -- the same texts every time
    made = [
        "".join(
            f"<p>{' '.join(chance.choice('ab') for _ in range(words))}</p>"
            for _ in range(paragraphs)
        )
        for _ in range(2)
    ]
    costs: list[int] = []

    class Counted(SequenceMatcher[str]):
        def __init__(self, junk: Any, was: Any, now: Any, autojunk: bool) -> None:
            costs.append(len(was) * len(now))
            super().__init__(junk, was, now, autojunk)

    monkeypatch.setattr(comparing, "SequenceMatcher", Counted)
    assert compare(content(made[0]), content(made[1]))
    assert max(costs, default=0) <= comparing.MOST_AT_ONCE
    assert sum(costs) <= comparing.MOST_IN_ALL


def test_a_version_is_never_edited_nor_deleted(article: Article) -> None:
    edited(article, headline="Ferry left at noon")
    for row in (article.publication, Revision.objects.all()[0]):
        assert row
        for attempt in (row.save, row.delete):
            with pytest.raises(RecordIsPermanent):
                attempt()
