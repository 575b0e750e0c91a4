"""A live story: timed updates, the newest first, in all their versions, on one page."""

import datetime
import json
import re
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.live import shown
from articles.models import Article, LiveUpdate
from articles.models.live import LiveConflict
from articles.models.record import RecordIsPermanent
from tests import factories
from tests.test_editing import address
from tests.untouched import untouched

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def story() -> Article:
    made = factories.published(headline="The ferry, hour by hour")
    made.open_coverage(by=factories.editor())
    return made


def told(story: Article, text: str = "It left.", **fields: Any) -> LiveUpdate:
    return story.tell(text, by=factories.editor(), **fields)


def page_of(client: Client, story: Article, query: str = "") -> str:
    return client.get(f"{story.get_absolute_url()}{query}").content.decode()


def structured(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


# What readers see


def test_the_newest_update_stands_first_and_each_has_an_address(
    client: Client, story: Article
) -> None:
    told(story, "It left.")
    told(story, "It *came back*.", headline="Back again")
    page = page_of(client, story)
    assert page.index('id="update-2"') < page.index('id="update-1"') < page.index('class="body"')
    assert "<em>came back</em>" in page
    assert f'href="{story.get_absolute_url()}?before=3#update-2"' in page


def test_an_update_is_cleaned(client: Client, story: Article) -> None:
    told(story, "<script>alert(1)</script> [here](javascript:alert(1)) **then**")
    page = page_of(client, story)
    assert "<script>alert" not in page
    assert 'href="javascript:' not in page
    assert "<strong>then</strong>" in page


def test_key_moments_are_gathered_above(client: Client, story: Article) -> None:
    told(story, headline="It sank", is_key=True)
    for _ in range(31):
        told(story)
    page = page_of(client, story)
    assert f'<a href="{story.get_absolute_url()}?before=2#update-1">It sank</a>' in page


def test_a_key_moment_without_a_headline_is_named_by_its_first_words(
    client: Client, story: Article
) -> None:
    told(story, "The ferry *left* the quay " + "and sailed " * 20, is_key=True)
    assert '#update-1">The ferry left the quay and sailed and sailed and sailed and…</a>' in (
        page_of(client, story)
    )


def test_a_key_moment_is_said_in_words_and_apart_from_the_name_beside_it(
    client: Client, story: Article
) -> None:
    author = factories.author(name="Ana Ruiz")
    told(story, is_key=True, author=author)
    said = re.search(r'<p class="update-times">(.*?)</p>', page_of(client, story), re.DOTALL)
    assert said
    assert re.search(r"<span>Ana Ruiz</span>\s+<span>Key moment</span>", said[1])
    client.force_login(factories.editor())
    shown = client.get(desk_of(story)).content.decode()
    line = re.search(r'<p class="quiet">\s*<a.*?</p>', shown, re.DOTALL)
    assert line
    words = " ".join(re.sub("<.*?>", "", line[0]).split())
    assert words.endswith(", key moment")


def test_a_corrected_update_says_when_and_keeps_every_version(
    client: Client, story: Article
) -> None:
    first = told(story, "Three boats.")
    first.correct("Two boats.", by=factories.editor())
    page = page_of(client, story)
    assert "Two boats." in page
    assert "Three boats." not in page
    assert "changed <time" in page
    assert [each.body_source for each in story.live_updates.all()] == ["Two boats.", "Three boats."]


def test_a_withdrawn_update_leaves_a_line_with_the_reason(client: Client, story: Article) -> None:
    told(story, "It sank.", headline="Sunk", is_key=True).withdraw(
        by=factories.editor(), reason="It did not sink."
    )
    page = page_of(client, story)
    assert "It did not sink." in page
    assert "Withdrawn <time" in page
    assert "It sank." not in page
    assert "Sunk" not in page


def test_the_label_is_there_while_coverage_is_open(client: Client, story: Article) -> None:
    told(story)
    assert "label--live" in page_of(client, story)
    assert "label--live" in client.get("/").content.decode()
    story.end_coverage(by=factories.editor())
    page = page_of(client, story)
    assert "label--live" not in page
    assert "Coverage ended" in page
    assert "It left." in page


def test_a_story_of_a_thousand_updates_opens_with_as_many_queries(
    client: Client, story: Article
) -> None:
    def asked() -> int:
        page_of(client, story)
        with CaptureQueriesContext(connection) as queries:
            page = page_of(client, story)
        assert page.count('class="update"') <= 30
        return len(queries)

    for number in range(2):
        told(story, is_key=bool(number))
    few = asked()
    first, by = story.live_updates.all()[0], factories.editor()
    LiveUpdate.objects.bulk_create(
        LiveUpdate(article=story, number=number, body="<p>So.</p>", saved_by=by, is_key=True)
        for number in range(first.number + 1, 1001)
    )
    assert asked() == few
    assert f'href="{story.get_absolute_url()}?before=971#live">Older updates' in page_of(
        client, story
    )
    assert 'id="update-970"' in page_of(client, story, "?before=971")


def test_a_story_that_is_not_live_costs_no_query() -> None:
    with CaptureQueriesContext(connection) as queries:
        assert shown(factories.published(), "") is None
    assert not any("liveupdate" in each["sql"].lower() for each in queries)


def test_updates_wait_until_the_article_is_published(client: Client) -> None:
    draft = factories.draft()
    draft.open_coverage(by=factories.editor())
    told(draft)
    assert client.get(draft.get_absolute_url()).status_code == 404
    draft.refresh_from_db()
    assert draft.modified_at is None
    draft.publish(by=factories.editor())
    assert "It left." in page_of(client, draft)


def test_a_retracted_piece_shows_no_updates_and_takes_none(client: Client, story: Article) -> None:
    told(story)
    story.retract(by=factories.editor(), reason="None of it happened.")
    page = page_of(client, story)
    assert "It left." not in page
    assert "liveBlogUpdate" not in page
    with pytest.raises(LiveConflict, match="retracted"):
        told(story)
    client.force_login(factories.editor())
    for where in ("live", "live/1"):
        desk = client.get(address(story, where)).content.decode()
        assert "The article is retracted: nothing is added or changed" in desk
        for button in ("Open coverage", "Change it", "Withdraw it"):
            assert button not in desk


def test_every_update_moves_the_date_of_modification_and_no_open_form(story: Article) -> None:
    saved_at = story.saved_at
    moments = []

    def note() -> None:
        story.refresh_from_db()
        moments.append(story.modified_at)

    first = told(story)
    note()
    second = first.correct("It had left.", by=factories.editor())
    note()
    second.withdraw(by=factories.editor(), reason="No.")
    note()
    assert None not in moments
    assert len(set(moments)) == 3
    assert story.saved_at == saved_at


def test_machines_are_told_of_the_updates_that_stand(client: Client, story: Article) -> None:
    told(story, "Withdrawn.").withdraw(by=factories.editor(), reason="No.")
    told(story, "It *left*.", headline="Away")
    data = structured(page_of(client, story))
    assert data["@type"] == ["NewsArticle", "ReportageNewsArticle", "LiveBlogPosting"]
    assert "coverageStartTime" in data
    assert "coverageEndTime" not in data
    (update,) = data["liveBlogUpdate"]
    assert (update["@type"], update["headline"], update["articleBody"]) == (
        *("BlogPosting", "Away", "It left."),
    )
    assert "datePublished" in update
    story.end_coverage(by=factories.editor())
    assert "coverageEndTime" in structured(page_of(client, story))


def test_an_open_page_asks_how_many_are_newer(client: Client, story: Article) -> None:
    for _ in range(3):
        told(story).correct("So.", by=factories.editor())
    answer = client.get(f"{story.live_url}?after=1")
    assert answer.json() == {"newer": 2, "is_open": True}
    assert answer["Cache-Control"] == "public, max-age=15"
    assert "Cookie" not in answer.get("Vary", "")
    assert client.get(f"{story.live_url}?after=zorblat").json()["newer"] == 3


def test_a_page_open_at_an_old_address_still_learns_how_many(
    client: Client, story: Article
) -> None:
    told(story)
    asked = f"{story.live_url}?after=0"
    story.readdress("ferry-leaves", by=factories.editor())
    assert client.get(asked, follow=True).json()["newer"] == 1


def test_of_what_is_not_published_nobody_learns_how_many() -> None:
    draft = factories.draft()
    draft.open_coverage(by=factories.editor())
    assert Client().get(draft.live_url).status_code == 404


# Writing


def test_one_submission_is_one_update(story: Article) -> None:
    submission = uuid.uuid4()
    assert told(story, submission=submission) == told(story, submission=submission)
    assert story.live_updates.count() == 1


def test_nothing_is_told_once_coverage_has_ended_until_it_is_opened_again(story: Article) -> None:
    begun = story.coverage_from
    story.end_coverage(by=factories.editor())
    with pytest.raises(LiveConflict, match="not open"):
        told(story)
    story.open_coverage(by=factories.editor())
    assert story.coverage_from == begun
    assert [line.is_open for line in story.coverage.all()] == [True, False, True]


@pytest.mark.parametrize(
    ("second", "said"), [("correct", {"text": "It never left."}), ("withdraw", {"reason": "No."})]
)
def test_the_second_of_two_who_change_an_update_is_told(
    story: Article, second: str, said: dict[str, str]
) -> None:
    first = told(story)
    first.correct("It had left.", by=factories.editor())
    with pytest.raises(LiveConflict, match="meanwhile"):
        getattr(first, second)(by=factories.editor(), **said)


def test_withdrawing_needs_a_reason(story: Article) -> None:
    with pytest.raises(LiveConflict, match="write the reason"):
        told(story).withdraw(by=factories.editor(), reason=" ")


def test_updates_are_a_record(story: Article) -> None:
    update = told(story)
    with pytest.raises(RecordIsPermanent):
        update.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        LiveUpdate(article=story, number=2, is_withdrawn=True, saved_by=update.saved_by).save()


def test_a_draft_that_was_never_let_go_takes_its_updates_along(client: Client) -> None:
    draft, editor = factories.draft(has_declared=False), factories.editor()
    draft.open_coverage(by=editor)
    told(draft).correct("So.", by=editor)
    client.force_login(editor)
    client.post(f"/admin/articles/article/{draft.pk}/delete/", {"post": "yes"})
    assert not Article.objects.exists()
    assert not LiveUpdate.objects.exists()


# At the desk


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.editor())
    return client


def desk_of(story: Article) -> str:
    return f"/admin/articles/article/{story.pk}/live/"


def sent(**fields: Any) -> dict[str, Any]:
    return {"_send": "1", "text": "It left.", "submission": str(uuid.uuid4()), **fields}


def test_an_editor_opens_writes_and_ends(desk: Client) -> None:
    article = factories.published()
    author = article.authors.get()
    desk.post(desk_of(article), {"_open": "1"})
    typed = sent(headline="Away", is_key="on", author=author.pk)
    desk.post(desk_of(article), typed)
    desk.post(desk_of(article), typed)
    update = article.live_updates.get()
    assert (update.headline, update.is_key, update.author) == ("Away", True, author)
    desk.post(desk_of(article), {"_end": "1"})
    article.refresh_from_db()
    assert article.is_covered is False
    assert "Away" in desk.get(desk_of(article)).content.decode()


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    desk: Client, story: Article
) -> None:
    form = desk.post(desk_of(story), sent(text="", headline="x" * 151)).context["form"]
    assert set(form.errors) == {"headline", "text"}
    story.end_coverage(by=factories.editor())
    page = desk.post(desk_of(story), sent(text="Nobody was hurt.")).content.decode()
    assert "Coverage is not open. What you typed is still here." in page
    assert "Nobody was hurt." in page


def test_what_is_typed_stays_when_coverage_ends_and_is_opened_again(
    desk: Client, story: Article
) -> None:
    typed = untouched(desk.get(desk_of(story))) | {"text": "Nobody was hurt.", "headline": "Safe"}
    ended = untouched(desk.post(desk_of(story), typed | {"_end": "1"}))
    refused = untouched(desk.post(desk_of(story), ended | {"_send": "1"}))
    opened = untouched(desk.post(desk_of(story), refused | {"_open": "1"}))
    late = untouched(desk.post(desk_of(story), opened | {"_open": "1"}))
    desk.post(desk_of(story), late | {"_send": "1"})
    update = story.live_updates.get()
    assert (update.headline, update.body_source) == ("Safe", "Nobody was hurt.")


def test_enter_in_the_form_of_an_update_ends_no_coverage(desk: Client, story: Article) -> None:
    page = desk.get(desk_of(story)).content.decode()
    assert page.index('name="_send"') < page.index('name="_end"')


def test_an_editor_corrects_and_withdraws_an_update(desk: Client, story: Article) -> None:
    told(story, "Three boats.")
    address = f"{desk_of(story)}1/"
    assert "Three boats." in desk.get(address).content.decode()
    desk.post(address, sent(text="Two boats.", version="1"))
    stale = desk.post(address, sent(text="One boat.", version="1")).content.decode()
    assert "Somebody else changed this update meanwhile" in stale
    assert "One boat." in stale
    desk.post(address, {"_withdraw": "1", "reason": "None at all.", "version": "2"})
    assert story.live_updates.present().get().reason == "None at all."
    assert story.live_updates.count() == 3


def test_the_desk_asks_as_often_for_many_updates_as_for_few(desk: Client, story: Article) -> None:
    def asked() -> int:
        desk.get(desk_of(story))
        with CaptureQueriesContext(connection) as queries:
            desk.get(desk_of(story))
        return len(queries)

    told(story)
    few = asked()
    for _ in range(10):
        told(story)
    assert asked() == few


@pytest.mark.parametrize(
    ("role", "status"),
    [("Reporter", 403), ("Editor", 200), ("Publisher", 200), ("Moderator", 403)],
)
def test_who_may_publish_writes_updates(
    client: Client, story: Article, role: str, status: int
) -> None:
    told(story)
    client.force_login(factories.user(role))
    pages = [desk_of(story), f"{desk_of(story)}1/"]
    assert [client.get(page).status_code for page in pages] == [status, status]
    client.post(desk_of(story), sent())
    assert story.live_updates.count() == (2 if status == 200 else 1)
