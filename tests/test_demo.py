"""The demo newsroom: whole, at once, once, and only where it may be."""

import datetime
import io
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone
from PIL import Image

from articles import trust
from articles.models import (
    Arrangement,
    Article,
    ArticleKind,
    Author,
    Disclosure,
    DisclosureKind,
    Note,
    Photo,
    Policy,
    Section,
)
from articles.pinning import since_publication
from articles.versions import versions_of
from comments.models import Comment, CommentStatus, Thread, ThreadMode
from newsroom.demo import PASSWORD, copy, edition
from newsroom.demo.cast import ACCOUNTS, WRITERS
from newsroom.demo.pictures import PICTURES, PORTRAITS, draw, portrait
from newsroom.demo.pictures.ink import MOST_BYTES
from newsroom.roles import ROLES
from tests import factories

REPLY_DEPTH = 4


def say_demo(**options: Any) -> str:
    said = io.StringIO()
    call_command("demo", stdout=said, **options)
    return said.getvalue()


def rows() -> list[Any]:
    """Every row that a second run might add, touch or remove."""
    return [
        *Article.objects.order_by("pk").values_list("pk", "status", "saved_at"),
        *Comment.objects.order_by("pk").values_list("pk", "status"),
        *User.objects.order_by("pk").values_list("pk", "password"),
        *Disclosure.objects.order_by("pk").values_list("pk"),
        *Photo.objects.order_by("pk").values_list("pk", "image"),
    ]


def photo_files() -> list[Path]:
    folder = Path(settings.MEDIA_ROOT)
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def printed(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The demo, written once for all tests here that only read it; what the command said."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield say_demo(force=True)
        transaction.set_rollback(True)


@pytest.fixture
def said(printed: str, db: None) -> str:
    return printed


# Where and when: an empty newsroom. These stand first, because the fixture above fills it.


def test_the_demo_is_refused_where_debug_is_off(db: None) -> None:
    with pytest.raises(CommandError, match="--force"):
        say_demo()

    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("write", "what"),
    [
        (lambda: User.objects.create_user("nora"), "1 user"),
        (lambda: Section.objects.create(name="Quays", slug="quays"), "1 section"),
        (lambda: Author.objects.create(name="Nora", slug="nora"), "1 author"),
        (lambda: Policy.objects.create(title="Ethics", slug="ethics"), "1 policy"),
        (lambda: factories.draft(), "1 article"),
    ],
)
def test_the_demo_keeps_away_from_what_somebody_has_written(
    db: None, write: Callable[[], Any], what: str
) -> None:
    write()
    before = rows()

    with pytest.raises(CommandError, match=what):
        say_demo(force=True)

    assert rows() == before


def test_a_run_that_fails_leaves_neither_rows_nor_files(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: edition.Edition, story: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(edition, "draw", portrait_instead)
    monkeypatch.setattr(edition.Edition, "_write", fail)
    before = photo_files()

    with pytest.raises(RuntimeError):
        say_demo(force=True)

    assert not Author.objects.exists()
    assert photo_files() == before


def portrait_instead(name: str) -> bytes:
    return portrait("petra")


# What a visitor finds


def test_a_second_run_says_so_and_changes_nothing(said: str) -> None:
    before = rows(), photo_files()

    answer = say_demo(force=True)

    assert "Nothing was changed" in answer
    assert (rows(), photo_files()) == before


def test_it_names_the_sign_ins_and_they_work(said: str, client: Client) -> None:
    for account in ACCOUNTS:
        assert account.username in said
        assert client.login(username=account.username, password=PASSWORD)
        assert client.get("/admin/").status_code == 200


def test_every_role_of_the_newsroom_has_a_sign_in(said: str) -> None:
    assert {account.role for account in ACCOUNTS if account.role} == set(ROLES)


def test_the_front_page_leads_with_todays_story(said: str, client: Client) -> None:
    lead = client.get("/").context["lead"]

    assert lead.slug == "the-town-buys-its-harbour-back"


def test_each_section_has_something_to_read(said: str) -> None:
    assert Section.objects.count() == 5
    for section in Section.objects.all():
        assert Article.objects.published().filter(section=section).count() >= 2


def test_articles_stand_at_every_stage_of_their_way(said: str) -> None:
    articles = Article.objects

    assert articles.published().count() >= 20
    assert articles.scheduled().exists()
    assert articles.drafts().exists()
    assert articles.in_review().exists()
    assert articles.withdrawn().exists()
    assert articles.retracted().exists()
    assert articles.under_embargo().scheduled().exists()
    assert articles.pending().approved().exists()
    assert Note.objects.open().count() == 3


def test_one_story_is_breaking_and_told_as_it_happens(said: str, client: Client) -> None:
    article = Article.objects.published().get(breaking_until__gt=timezone.now())
    assert article.is_live_now
    told = article.live_updates.present()
    assert told.count() >= 4
    begun = article.publish_at or timezone.now()
    assert all(begun < each.told_at <= timezone.now() for each in told)
    assert article in client.get("/").context["front"].breaking
    assert "<em>Maid</em>" in client.get(article.get_absolute_url()).text


def test_the_front_page_is_arranged_and_the_next_one_waits(said: str, client: Client) -> None:
    now = Arrangement.objects.in_force()
    assert now
    assert now.notice in client.get("/").text
    waiting = Arrangement.objects.to_come().get()
    assert Article.objects.scheduled().get().publish_at == waiting.in_force_from


def test_every_kind_of_article_is_shown(said: str) -> None:
    kinds = set(Article.objects.published().values_list("kind", flat=True))

    assert kinds == set(ArticleKind.values)


def test_comments_stand_at_every_status_and_reply_to_one_another(said: str) -> None:
    statuses = Counter(Comment.objects.values_list("status", flat=True))

    assert set(statuses) == set(CommentStatus.values)
    assert statuses.total() >= 80
    assert Comment.objects.approved().filter(depth=REPLY_DEPTH).exists()
    assert Comment.objects.approved().filter(from_newsroom=True).exists()


def test_threads_are_open_premoderated_closed_and_hidden_for_a_reason(said: str) -> None:
    assert set(Thread.objects.values_list("mode", flat=True)) == set(ThreadMode.values)
    assert all(thread.state.reason for thread in Thread.objects.closed().with_state())


def test_no_comment_is_older_than_its_article_or_from_the_future(said: str) -> None:
    now = timezone.now()
    for comment in Comment.objects.select_related("thread__article"):
        published = comment.thread.article.publish_at
        assert published
        assert published <= comment.posted_at <= (comment.published_at or now) <= now


def test_disclosures_of_every_sort_are_kept_with_their_past(said: str) -> None:
    kinds = set(Disclosure.objects.values_list("kind", flat=True))

    assert kinds == set(DisclosureKind.values)
    assert Disclosure.objects.filter(successor__isnull=False).exists()
    assert Disclosure.objects.filter(valid_to__isnull=False).exists()


def test_a_disclosure_made_since_publication_is_told_and_not_pinned(said: str) -> None:
    article = Article.objects.get(slug="three-streets-one-drain")

    assert "Edder Water" in since_publication(article, article.record)
    assert all(
        disclosure.entity != "Edder Water"
        for author in article.record
        for disclosure in author.disclosures
    )


def test_a_group_names_who_answered_for_it_on_the_day(said: str) -> None:
    gale = Article.objects.get(slug="forty-minutes-over-the-mole")
    ferry = Article.objects.get(slug="last-ferry-an-hour-later")

    assert [manager.name for manager in gale.record[0].managers][-1] == "Joss Amery"
    assert [manager.name for manager in ferry.record[0].managers][-1] == "Runa Teale"


def test_a_policy_was_changed_and_an_older_story_links_what_it_said(
    said: str, client: Client
) -> None:
    policy = Policy.objects.get(slug="comment-policy")
    first, second = policy.versions.order_by("number")
    story = Article.objects.published().filter(publish_at__lt=second.since)[0]

    assert ("within four hours" in first.body, "within two hours" in second.body) == (True, True)
    assert f'href="{first.get_absolute_url()}"' in client.get(story.get_absolute_url()).text


def test_the_trust_report_has_something_on_both_of_its_sides(said: str) -> None:
    lines = trust.report(Policy.objects.in_use())

    assert {line.is_missing for line in lines} == {True, False}
    assert {code for page in copy.pages() for code in page.covers} <= dict(trust.SUBJECTS).keys()


def test_every_public_page_of_the_demo_answers(said: str, client: Client) -> None:
    pages: list[str] = ["/", "/search/?q=harbour"]
    for shown in (
        Section.objects.all(),
        Article.objects.published(),
        Author.objects.all(),
        Policy.objects.all(),
        Comment.objects.filter(number=1),
    ):
        pages += [found.get_absolute_url() for found in shown]
    pages += [author.disclosures_url for author in Author.objects.all()]

    answers = {page: client.get(page, follow=True).status_code for page in pages}

    assert {page: status for page, status in answers.items() if status != 200} == {}


def test_links_between_stories_lead_to_them(said: str, client: Client) -> None:
    article = Article.objects.get(slug="the-town-buys-its-harbour-back")
    ferry = Article.objects.get(slug="last-ferry-an-hour-later")

    assert f'href="{ferry.get_absolute_url()}"' in article.body
    assert not Article.objects.filter(body__contains="story:").exists()


# The material


@pytest.mark.parametrize("hour", [0, 12, 23])
def test_the_newest_story_leads_at_whatever_hour_it_is_printed(hour: int) -> None:
    now = timezone.localtime().replace(hour=hour, minute=59)
    moments = {story.slug: story.moment(now) for story in copy.stories()}

    past = {slug: moment for slug, moment in moments.items() if moment and moment <= now}

    assert max(past, key=lambda slug: past[slug]) == "the-town-buys-its-harbour-back"
    assert moments["dredging-line-by-line"] not in past.values()


def test_a_story_is_dated_to_the_minute() -> None:
    now = datetime.datetime(2031, 5, 20, 9, 30, tzinfo=datetime.UTC)
    gale = next(story for story in copy.stories() if story.slug == "forty-minutes-over-the-mole")

    assert gale.moment(now) == datetime.datetime(2031, 5, 4, 8, 30, tzinfo=datetime.UTC)


def test_all_copy_refers_to_people_and_pictures_that_exist() -> None:
    stories = copy.stories()

    assert {credit.writer for story in stories for credit in story.byline} <= set(WRITERS)
    assert {story.picture.name for story in stories if story.picture} == set(PICTURES)
    assert {writer.portrait for writer in WRITERS.values() if writer.portrait} == set(PORTRAITS)
    assert all(story.picture.alt for story in stories if story.picture)


def test_a_picture_is_the_same_each_time_and_light_enough_for_a_phone() -> None:
    drawn = draw("tram")

    assert drawn == draw("tram")
    assert len(drawn) <= MOST_BYTES
    assert Image.open(io.BytesIO(drawn)).size == (1600, 900)


def test_pictures_have_a_credit_and_carry_no_metadata(said: str) -> None:
    for photo in Photo.objects.all():
        with default_storage.open(photo.image.name) as file:
            assert not Image.open(file).getexif()
        assert photo.credit == edition.CREDIT


def test_one_story_was_changed_and_its_readers_told(said: str) -> None:
    article = Article.objects.get(slug="night-trams-return")
    assert [version.publication.change for version in versions_of(article)] == [
        "first",
        "minor",
        "material",
    ]
