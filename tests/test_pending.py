"""A pending version of a live article: reviewed while readers keep what they have."""

import datetime
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission, User
from django.db import IntegrityError, connection
from django.test import Client
from django.utils import timezone

from articles.declarants import undeclared
from articles.declaring import declare
from articles.models import (
    Article,
    Autosave,
    Change,
    Declaration,
    Photo,
    PhotoUse,
    Publication,
    PublishingRules,
    Tag,
)
from articles.models.status import ENDED, ArticleStatus
from articles.pending import adopt, begin, catch_up, discard, merge_of, pending_version
from articles.publishing import PublishingConflict, PublishingRefused
from articles.shown import texts_shown
from articles.versions import versions_of
from tests import factories
from tests.test_editing import address, retyped
from tests.test_photos_in_text import text_with
from tests.test_stale_saves import sent_again
from tests.untouched import untouched

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"


@pytest.fixture
def editor() -> User:
    return factories.editor()


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


def begun(article: Article, by: User, **changed: Any) -> Article:
    """A pending version in which that was changed."""
    pending = begin(article, by=by)
    Article.objects.filter(pk=pending.pk).update(**changed)
    pending = Article.objects.get(pk=pending.pk)
    pending.save()
    pending.keep(by=by)
    return pending


def adopt_as_minor(pending: Article, *, by: User) -> None:
    adopt(pending, by=by, change=Change.MINOR)


def read_by(client: Client, article: Article) -> str:
    return Client().get(article.get_absolute_url()).content.decode()


# Beginning


def test_it_begins_as_what_readers_have(editor: User) -> None:
    tag = Tag.objects.create(name="Harbour", slug="harbour")
    article = factories.published(headline="Ferry sails", lead_photo=factories.photo())
    article.tags.add(tag)
    article.revise(by=editor)

    pending = begin(article, by=editor)

    assert merge_of(pending).content == article.revisions.first().content
    assert (pending.is_draft, pending_version(article)) == (True, pending)


def test_readers_keep_what_they_have_while_it_is_written_and_approved(
    client: Client, editor: User
) -> None:
    article = factories.published(headline="Ferry sails")
    before = read_by(client, article)

    pending = begun(article, editor, headline="Ferry sinks")
    factories.read_over(pending)

    assert read_by(client, article) == before
    assert Client().get(pending.get_absolute_url()).status_code == 404
    for page in ("/", article.section.get_absolute_url(), "/search/?q=Ferry"):
        assert "Ferry sinks" not in Client().get(page).content.decode()


@pytest.mark.parametrize("made", [factories.draft, factories.retracted])
def test_only_of_what_was_let_go(editor: User, made: Any) -> None:
    with pytest.raises(PublishingConflict, match="is not published"):
        begin(made(), by=editor)


def test_there_is_one_at_a_time(editor: User) -> None:
    article = factories.published()
    begin(article, by=editor)
    with pytest.raises(PublishingConflict, match="already"):
        begin(article, by=editor)
    with pytest.raises(IntegrityError):
        Article.objects.create(
            headline="Another",
            slug="another",
            section=article.section,
            pending_for=article,
            based_on=article.publication,
        )


@pytest.mark.parametrize("status", [s for s in ArticleStatus if s not in ENDED])
def test_no_other_article_ends_as_a_pending_version_does(status: str) -> None:
    article = factories.published()
    Article.objects.filter(pk=article.pk).update(status=status)
    with pytest.raises(IntegrityError):
        Article.objects.filter(pk=article.pk).update(status=ArticleStatus.ADOPTED)


# No way round


def test_it_is_never_published_itself(editor: User) -> None:
    pending = begun(factories.published(), editor)
    with pytest.raises(PublishingConflict, match="pending version"):
        pending.publish(by=editor)
    with pytest.raises(PublishingConflict):
        pending.withdraw(by=editor, reason="x")
    with pytest.raises(PublishingConflict):
        pending.retract(by=editor, reason="x")
    with pytest.raises(IntegrityError):
        Article.objects.filter(pk=pending.pk).update(
            status=ArticleStatus.PUBLISHED, publication=pending.original.publication
        )


@pytest.mark.parametrize("button", ["_publish", "_now"])
def test_no_button_publishes_it(desk: Client, editor: User, button: str) -> None:
    pending = begun(factories.published(), editor)
    told = desk.post(address(pending), retyped(pending, **{button: "1"})).content.decode()
    assert "it is put in force" in told
    assert Article.objects.get(pk=pending.pk).is_draft


# Putting it in force


def test_it_takes_the_place_of_what_readers_have(client: Client, editor: User) -> None:
    author = factories.author(name="Mina Corrow")
    article = factories.published(headline="Ferry sails", slug="ferry")
    where = article.get_absolute_url()
    pending = begun(article, editor, headline="Ferry sinks")
    pending.bylines.create(author=author, position=5)
    factories.declared(pending)

    adopt(pending, by=editor, change=Change.MATERIAL, note="What became of the ferry.")

    page = Client().get(where).content.decode()
    assert "Ferry sinks" in page
    assert "Mina Corrow" in page
    assert "What became of the ferry." in Client().get(f"{where}versions/").content.decode()
    article.refresh_from_db()
    assert [v.publication.change for v in versions_of(article)] == ["first", "material"]
    pending.refresh_from_db()
    assert (pending.status, pending_version(article)) == (ArticleStatus.ADOPTED, None)
    assert begin(article, by=editor).headline == "Ferry sinks"


def test_a_material_version_needs_its_note_and_nothing_is_half_done(editor: User) -> None:
    article = factories.published(headline="Ferry sails")
    pending = begun(article, editor, headline="Ferry sinks")

    with pytest.raises(PublishingRefused, match="Say what changed"):
        adopt(pending, by=editor, change=Change.MATERIAL)

    article.refresh_from_db()
    pending.refresh_from_db()
    assert (article.headline, pending.is_draft) == ("Ferry sails", True)
    assert Publication.objects.count() == 1


def test_the_gate_holds_it_as_it_holds_every_text(editor: User) -> None:
    article = factories.published()
    pending = begun(article, editor, body_source="")
    pending.bylines.create(author=factories.author(name="New Hand"), position=5)
    with pytest.raises(PublishingRefused, match=r"(?s)no text.*New Hand has not declared"):
        adopt(pending, by=editor, change=Change.MINOR)
    assert not Article.objects.get(pk=article.pk).bylines.filter(author__name="New Hand").exists()


@pytest.mark.parametrize(
    ("change", "reaches_readers"), [("minor", True), ("material", False), ("", False)]
)
def test_where_approval_is_asked_for_the_form_of_a_live_article_takes_minor_changes_alone(
    desk: Client, change: str, reaches_readers: bool
) -> None:
    article = factories.published(headline="As it stands")
    PublishingRules(pk=1, weights={"approval": "must"}).save()
    note = "It sank." if change == "material" else ""
    sent = retyped(article, headline="Changed", change=change, note=note, _continue="1")

    told = desk.post(address(article), sent, follow=True).content.decode()

    assert ("approves this change first" in told) is (change == "material")
    assert (Article.objects.get().headline == "Changed") is reaches_readers


def test_what_was_refused_for_want_of_approval_is_carried_into_a_version(desk: Client) -> None:
    article = factories.published(headline="As it stands")
    PublishingRules(pk=1, weights={"approval": "must"}).save()
    sent = retyped(article, headline="Changed", change="material", note="It sank.", _continue="1")
    assert 'value="Begin a pending version"' in desk.post(address(article), sent).content.decode()

    desk.post(address(article, "pending"), sent)

    pending = pending_version(article)
    assert Autosave.objects.get(article=pending).typed["headline"] == ["Changed"]


def test_a_material_change_by_an_approved_version_passes(editor: User) -> None:
    article = factories.published()
    PublishingRules(pk=1, weights={"approval": "must"}).save()
    pending = factories.read_over(begun(article, editor, headline="Changed"))
    adopt(pending, by=editor, change=Change.MATERIAL, note="It sank.")
    assert Article.objects.published().get().headline == "Changed"


def test_what_waits_for_its_hour_is_not_changed_past_its_approval_by_its_author() -> None:
    PublishingRules(pk=1, weights={"approval": "must"}).save()
    writes = factories.editor()
    article = factories.read_over(factories.draft(factories.author(user=writes)))
    article.keep(by=factories.editor())
    article.publish(by=writes, at=timezone.now() + datetime.timedelta(days=1))
    article.revise(by=writes)
    article.headline = "Changed"
    article.save()
    article.keep(by=writes)
    with pytest.raises(PublishingRefused, match="approves this change first"):
        article.revise(by=writes)


def test_where_approval_is_asked_for_a_version_needs_it_too(editor: User) -> None:
    article = factories.published()
    PublishingRules(pk=1, weights={"approval": "must"}).save()
    pending = begun(article, editor, headline="Ferry sinks")
    with pytest.raises(PublishingRefused, match="Nobody has approved it"):
        adopt(pending, by=editor, change=Change.MINOR)
    factories.read_over(pending)
    adopt(pending, by=editor, change=Change.MINOR)
    assert Article.objects.published().get().headline == "Ferry sinks"


def test_of_what_readers_no_longer_have_nothing_is_replaced(editor: User) -> None:
    article = factories.published()
    pending = begun(article, editor)
    article.withdraw(by=editor, reason="A fact is wrong.")
    with pytest.raises(PublishingConflict, match="not published at present"):
        adopt(pending, by=editor, change=Change.MINOR)


def test_what_differs_in_nothing_is_not_put_in_force(editor: User) -> None:
    article = factories.published()
    pending = begun(article, editor)
    with pytest.raises(PublishingConflict, match="differs in nothing"):
        adopt(pending, by=editor, change=Change.MATERIAL, note="Much is better.")
    assert article.publications.count() == 1


def test_of_what_differs_in_nothing_the_page_offers_to_discard_it(
    desk: Client, editor: User
) -> None:
    pending = begun(factories.published(), editor)
    page = desk.get(address(pending, "adopt")).content.decode()
    assert "there is nothing to put in force" in page
    assert f'href="{address(pending, "discard-version")}"' in page
    assert 'value="Put in force"' not in page


def test_discarding_is_offered_to_who_may(client: Client, editor: User) -> None:
    """Whoever puts versions in force need not change any."""
    user = factories.user(is_staff=True)
    codenames = ["view_article", "edit_any_article", "publish_article"]
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(user)
    page = client.get(address(begin(factories.published(), by=editor), "adopt"))
    assert page.status_code == 200
    assert "Discard…" not in page.content.decode()


def test_a_retraction_discards_the_version_and_says_so_before(desk: Client, editor: User) -> None:
    article = factories.published()
    pending = begun(article, editor, headline="Ferry sinks")
    asked = desk.get(address(article, "retract")).content.decode()
    assert f'href="{address(pending)}">pending version</a>' in asked
    desk.post(address(article, "retract"), {"reason": "None of it happened."})
    last = pending.log[0]
    assert (last.to_status, last.reason) == ("discarded", "The article was retracted.")


def test_a_retraction_that_fails_leaves_the_version_open(
    editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = factories.published()
    begun(article, editor)
    monkeypatch.setattr(Article, "_tell_readers", lambda *args, **told: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        article.retract(by=editor, reason="None of it happened.")
    assert pending_version(article) is not None


def test_an_objection_stands_once_on_the_page_that_puts_in_force(
    desk: Client, editor: User
) -> None:
    pending = begun(factories.published(), editor, headline="Ferry sinks")
    sent = {"change": "minor", "seen": "something else"}
    page = desk.post(address(pending, "adopt"), sent).content.decode()
    assert page.count("was changed since you were shown it") == 1


def test_who_has_declared_for_what_readers_have_is_not_asked_again(editor: User) -> None:
    article = factories.published(factories.author(name="Ana"))
    pending = begun(article, editor)
    assert undeclared(pending) == []
    joins = factories.author(name="Bo")
    pending.bylines.create(author=joins, position=5)
    (missing,) = undeclared(pending)
    assert missing.name == "Bo"


def test_what_was_declared_for_the_version_stands_for_the_article(editor: User) -> None:
    article = factories.published()
    pending = begun(article, editor)
    pending.bylines.create(author=factories.author(name="Bo"), position=5)
    (bo,) = undeclared(pending)
    declare(pending, bo, by=editor, kind="statement", statement="I sailed on it.")  # type: ignore[arg-type]

    adopt(pending, by=editor, change=Change.MINOR)

    page = Client().get(Article.objects.published().get().get_absolute_url()).content.decode()
    assert "I sailed on it." in page
    assert Declaration.objects.filter(
        article=article, declared_by=editor, author=bo.author
    ).exists()


def test_the_words_of_authors_whom_readers_have_stay_as_they_are(editor: User) -> None:
    article = factories.published(factories.author(name="Ana"))
    pinned = article.record
    pending = begun(article, editor, headline="Ferry sinks")
    adopt(pending, by=editor, change=Change.MINOR)
    assert Article.objects.published().get().record == pinned


# Both have changed


def test_what_only_the_article_changed_is_kept(editor: User) -> None:
    article = factories.published(headline="Ferry sails", standfirst="At dawn.")
    pending = begun(article, editor, headline="Ferry sinks")
    article.standfirst = "At dusk."
    article.save()
    article.revise(by=editor)

    adopt(pending, by=editor, change=Change.MINOR)

    live = Article.objects.published().get()
    assert (live.headline, live.standfirst) == ("Ferry sinks", "At dusk.")


def test_what_both_changed_waits_until_somebody_has_read_it(editor: User) -> None:
    article = factories.published(headline="Ferry sails")
    pending = begun(article, editor, headline="Ferry sinks")
    article.headline = "Ferry waits"
    article.save()
    article.revise(by=editor)

    with pytest.raises(PublishingConflict, match="changed meanwhile"):
        adopt(pending, by=editor, change=Change.MINOR)
    assert merge_of(pending).clashes == ("headline",)
    catch_up(pending, by=editor)
    adopt(pending, by=editor, change=Change.MINOR)

    assert Article.objects.published().get().headline == "Ferry sinks"


def test_what_catches_up_without_a_clash_stays_approved(editor: User) -> None:
    article = factories.published(headline="Ferry sails", standfirst="At dawn.")
    pending = factories.read_over(begun(article, editor, headline="Ferry sinks"))
    article.standfirst = "At dusk."
    article.save()
    article.revise(by=editor)

    catch_up(pending, by=editor)

    pending.refresh_from_db()
    assert (pending.status, pending.standfirst) == ("approved", "At dusk.")


def test_how_it_is_discussed_is_no_part_of_it(editor: User) -> None:
    article = factories.published()
    pending = begun(article, editor, headline="Ferry sinks")
    thread = article.thread
    thread.settle(by=factories.user("Publisher"), reason="Slowly.", slow_seconds=60)
    adopt(pending, by=editor, change=Change.MINOR)
    thread.refresh_from_db()
    assert thread.slow_seconds == 60


# Its end without


def test_what_is_discarded_stays_on_record_and_moves_no_more(editor: User) -> None:
    article = factories.published()
    pending = begun(article, editor)
    discard(pending, by=editor, reason="Overtaken.")
    assert pending.log.first().reason == "Overtaken."
    assert pending_version(article) is None
    with pytest.raises(PublishingConflict):
        adopt(pending, by=editor, change=Change.MINOR)


# At the desk


@pytest.mark.parametrize("ends", [adopt_as_minor, discard])
def test_a_version_that_has_ended_keeps_no_photo_in_the_library(editor: User, ends: Any) -> None:
    """Its revisions say which it had."""
    article, over, inside = factories.published(), factories.photo(), factories.photo()
    had = [over.pk, inside.pk]
    pending = begun(article, editor, lead_photo=over, body_source=text_with(inside))
    ends(pending, by=editor)
    pending.save()
    Article.objects.filter(pk=article.pk).update(lead_photo=None, body_source="", body="")
    Article.objects.get(pk=article.pk).save()
    over.delete()
    inside.delete()
    content = pending.revisions.latest("number").content
    assert [photo["id"] for photo in (content["photo"], *content["photos"])] == had


def test_versions_that_ended_before_let_go_of_their_photos(editor: User) -> None:
    pending = begun(factories.published(), editor)
    discard(pending, by=editor)
    photo = factories.photo()
    Article.objects.filter(pk=pending.pk).update(lead_photo=photo)
    PhotoUse.objects.create(article=pending, photo=photo)
    draft = factories.draft(lead_photo=factories.photo(), body_source=text_with(factories.photo()))
    migration = import_module("articles.migrations.0026_photos_of_ended_versions")
    migration.let_go(apps, type("Editor", (), {"connection": connection}))
    assert Photo.objects.unused().get() == photo
    assert Article.objects.get(pk=draft.pk).lead_photo == draft.lead_photo


def test_a_reporter_writes_a_version_of_their_own_live_piece(client: Client) -> None:
    reporter = factories.user("Reporter")
    article = factories.published(factories.author(user=reporter), headline="Ferry sails")
    client.force_login(reporter)
    assert "Begin a pending version" in client.get(address(article)).content.decode()

    client.post(address(article, "pending"))
    pending = pending_version(article)
    assert pending is not None
    sent = retyped(pending, headline="Ferry sinks", _review="1", body_source=pending.body_source)
    client.post(address(pending), sent)

    pending.refresh_from_db()
    assert (pending.headline, pending.is_in_review) == ("Ferry sinks", True)
    assert client.get(address(pending, "adopt")).status_code == 403


@pytest.mark.parametrize("page", ["pending", "adopt", "catch-up", "discard-version"])
@pytest.mark.parametrize("role", ["Reporter", "Moderator", "section editor"])
def test_who_may_not_does_nothing_to_it(client: Client, role: str, page: str) -> None:
    if role == "section editor":
        user = factories.editor()
        factories.section().editors.add(user)
    else:
        user = factories.user(role)
    article = factories.published()
    pending = begin(article, by=factories.editor()) if page != "pending" else article
    client.force_login(user)

    answer = client.post(address(pending, page), {"change": "minor", "seen": "1"})

    assert answer.status_code in (403, 404)
    assert Article.objects.count() == (1 if page == "pending" else 2)


def test_the_editor_sees_both_and_puts_it_in_force(desk: Client, editor: User) -> None:
    article = factories.published(headline="Ferry sails")
    pending = begun(article, editor, headline="Ferry sinks")

    page = desk.get(address(pending, "adopt")).content.decode()
    assert "<del>sails</del>" in page
    assert "<ins>sinks</ins>" in page
    sent = {"change": "material", "note": "It has sunk.", "seen": texts_shown(pending)}
    told = desk.post(address(pending, "adopt"), sent, follow=True).content.decode()

    assert "is what readers have now" in told
    assert Article.objects.published().get().headline == "Ferry sinks"


def test_a_refusal_stands_at_its_field_with_what_was_typed(desk: Client, editor: User) -> None:
    pending = begun(factories.published(), editor, headline="Ferry sinks", body_source="")
    answer = desk.post(
        address(pending, "adopt"), {"change": "material", "note": "", "seen": texts_shown(pending)}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "The article has no text." in page
    assert "Say what changed: readers see it." in page
    assert 'value="material" id="id_change_1" checked' in page.replace(" required", "")


def test_what_was_changed_after_it_was_shown_is_not_put_in_force_unseen(
    desk: Client, editor: User
) -> None:
    article = factories.published(headline="Ferry sails")
    pending = begun(article, editor, headline="Ferry sinks")
    sent = {"change": "minor", "note": "", "seen": texts_shown(pending)}
    pending.headline = "Nobody has read this"
    pending.save()
    pending.keep(by=factories.editor())

    told = desk.post(address(pending, "adopt"), sent)

    assert told.status_code == 409
    assert "look again" in told.content.decode()
    assert Article.objects.get(pk=article.pk).headline == "Ferry sails"
    sent["seen"] = told.context["form"]["seen"].value()
    desk.post(address(pending, "adopt"), sent)
    assert Article.objects.get(pk=article.pk).headline == "Nobody has read this"


def test_what_was_called_otherwise_elsewhere_is_no_clash(editor: User) -> None:
    first, second = factories.author(name="Ana"), factories.author()
    article = factories.published(first, second)
    article.tags.add(tag := Tag.objects.create(name="Ferry", slug="ferry"))
    article.revise(by=editor)
    pending = begin(article, by=editor)
    pending.tags.add(Tag.objects.create(name="Port", slug="port"))
    pending.bylines.filter(author=second).delete()
    for row in (first, tag):
        row.name = "Called otherwise"
        row.save()

    assert merge_of(pending).clashes == ()
    adopt(pending, by=editor, change=Change.MINOR)

    live = Article.objects.published().get()
    assert [str(each) for each in live.tags.order_by("pk")] == ["Called otherwise", "Port"]
    assert [each.author for each in live.bylines.all()] == [first]


def test_what_was_corrected_in_the_article_is_not_brought_back(editor: User) -> None:
    """The source of a text goes with the text."""
    article = factories.published(body_source='<p><a href="https://a.example">A</a> fery.</p>')
    pending = begun(article, editor, headline="Ferry sinks")
    article.body_source = article.body.replace("fery", "ferry")
    article.save()
    article.revise(by=editor)

    assert merge_of(pending).clashes == ()
    adopt(pending, by=editor, change=Change.MINOR)

    live = Article.objects.published().get()
    assert (live.headline, "A</a> ferry." in live.body) == ("Ferry sinks", True)


def test_the_page_of_a_clash_asks_to_read_first(desk: Client, editor: User) -> None:
    article = factories.published(headline="Ferry sails")
    pending = begun(article, editor, headline="Ferry sinks")
    article.headline = "Ferry waits"
    article.save()
    article.revise(by=editor)

    page = desk.get(address(pending, "adopt")).content.decode()
    assert "I have read it" in page
    assert "<ins>waits</ins>" in page
    old = desk.post(address(pending, "catch-up"), {"seen": "0"}, follow=True).content.decode()
    assert "look at it again" in old
    seen = {"seen": texts_shown(Article.objects.get(pk=pending.pk))}
    after = desk.post(address(pending, "catch-up"), seen, follow=True).content.decode()
    assert "I have read it" not in after
    assert 'value="Put in force"' in after


def test_a_publisher_puts_it_in_force_in_spite_with_a_reason(client: Client, editor: User) -> None:
    pending = begun(factories.published(), editor)
    pending.bylines.create(author=factories.author(name="New Hand"), position=5)
    client.force_login(factories.user("Publisher"))
    where = address(pending, "adopt")
    sent = {"change": "minor", "note": "", "seen": texts_shown(pending)}
    assert 'name="in_spite"' not in client.get(where).content.decode()
    assert 'name="in_spite"' in client.post(where, sent).content.decode()

    client.post(where, sent | {"in_spite": "The dam may break."})

    assert pending.original.overrides.get().reason == "The dam may break."


def test_the_form_of_a_version_has_no_address_and_no_hour(desk: Client, editor: User) -> None:
    pending = begun(factories.published(headline="Ferry sails"), editor)
    page = desk.get(address(pending)).content.decode()
    assert 'name="slug"' not in page
    assert 'name="publish_at_0"' not in page
    assert "Put in force…" in page
    assert "Open or close comments" not in page


def test_what_has_ended_is_read_only_and_left_out_of_the_list(desk: Client, editor: User) -> None:
    pending = begun(factories.published(headline="In the paper"), editor, headline="Never seen")
    assert "Never seen" in desk.get(LIST).content.decode()
    desk.post(address(pending, "discard-version"), {"reason": ""})
    assert "Never seen" not in desk.get(LIST).content.decode()
    assert "Never seen" in desk.get(LIST, {"where": "ended"}).content.decode()
    assert desk.post(address(pending), retyped(pending, headline="x")).status_code == 403
    assert desk.get(address(pending, "adopt")).status_code == 404


@pytest.mark.parametrize("asked", [{}, {"where": "ended"}, {"q": "paper"}])
def test_the_total_of_the_list_is_of_what_it_opens_with(
    desk: Client, editor: User, asked: dict[str, str]
) -> None:
    discard(begun(factories.published(headline="In the paper"), editor), by=editor)
    assert desk.get(LIST).context["cl"].result_count == 1
    assert desk.get(LIST, asked).context["cl"].full_result_count == 1


def test_the_live_form_names_its_pending_version(desk: Client, editor: User) -> None:
    article = factories.published()
    pending = begun(article, editor)
    page = desk.get(address(article)).content.decode()
    assert address(pending) in page
    assert "Begin a pending version" not in page


def test_what_was_typed_when_it_is_begun_waits_in_its_form(desk: Client, editor: User) -> None:
    article = factories.published(headline="Ferry sails")
    form = untouched(desk.get(address(article)))
    told = desk.post(address(article, "pending"), form | {"headline": "Typed and not saved"})

    pending = pending_version(article)
    assert pending is not None
    page = desk.get(told["Location"]).content.decode()
    assert "that was not saved" in page
    assert "that was not saved" not in desk.get(address(article)).content.decode()
    kept = Autosave.objects.get()
    shown = desk.get(address(pending), {"_restore": str(kept.form)})
    assert untouched(shown)["headline"] == "Typed and not saved"
    sent = sent_again(shown) | {"_continue": "Save"}
    assert desk.post(address(pending), sent).status_code == 302
    pending.refresh_from_db()
    assert pending.headline == "Typed and not saved"
    assert Article.objects.get(pk=article.pk).headline == "Ferry sails"
    assert list(pending.authors.all()) == list(article.authors.all())


@pytest.mark.parametrize("name", ["x" * 60_000, "9" * 60_000])
def test_whatever_was_typed_waits_in_the_form_of_what_is_begun(desk: Client, name: str) -> None:
    Tag.objects.create(name="Energy", slug="energy")
    article = factories.published(lead_photo=factories.photo())
    form = untouched(desk.get(address(article)))
    typed = {"body_source": f'<p><img src="/media/{name}.jpg"></p>', "tags-typed": name}
    assert desk.post(address(article, "pending"), form | typed).status_code == 302
    kept = Autosave.objects.get()
    assert kept.article == pending_version(article)
    assert kept.data["body_source"] == typed["body_source"]
    assert desk.get(address(article), {"_restore": str(kept.form)}).status_code == 200


def test_where_more_is_typed_than_is_kept_nothing_is_begun_and_the_text_given_back(
    desk: Client,
) -> None:
    article = factories.published()
    form = untouched(desk.get(address(article)))
    text = "The tide. " * 60_000
    answer = desk.post(address(article, "pending"), form | {"body_source": text})
    assert answer.status_code == 409
    assert text in answer.content.decode()
    assert pending_version(article) is None


FOR_READERS = {
    "corrections-0-wrong": "At noon.",
    "corrections-0-text": "At ten.",
    "note": "An hour.",
}


@pytest.mark.parametrize("typed", [{}, {"headline": "Typed and not saved"}])
def test_what_a_version_has_no_field_for_waits_in_the_article(
    desk: Client, editor: User, typed: dict[str, str]
) -> None:
    article = factories.published(headline="Ferry sails")
    form = untouched(desk.get(address(article))) | FOR_READERS | {"slug": "ferry-late"} | typed
    desk.post(address(article, "autosave"), form)
    told = desk.post(address(article, "pending"), form, follow=True).content.decode()

    assert "waits in the form of the article" in told
    assert ("What you had typed waits below" in told) is bool(typed)
    assert Autosave.objects.filter(article=pending_version(article)).exists() is bool(typed)
    kept = Autosave.objects.get(article=article)
    shown = untouched(desk.get(address(article), {"_restore": str(kept.form)}))
    left = FOR_READERS | {"slug": "ferry-late", "headline": "Ferry sails"}
    assert {name: shown[name] for name in left} == left


@pytest.mark.parametrize("has_script", [True, False])
def test_who_begins_second_finds_what_they_typed_in_the_article(
    desk: Client, editor: User, has_script: bool
) -> None:
    article = factories.published()
    form = untouched(desk.get(address(article))) | {"headline": "Typed and not saved"}
    if has_script:
        desk.post(address(article, "autosave"), form)
    begin(article, by=factories.editor())
    answer = desk.post(address(article, "pending"), form, follow=True)

    told = answer.content.decode()
    assert answer.redirect_chain == [(address(article), 302)]
    assert "has a pending version already" in told
    assert "What you had typed waits below" in told
    kept = Autosave.objects.get()
    shown = untouched(desk.get(address(article), {"_restore": str(kept.form)}))
    assert shown["headline"] == "Typed and not saved"


def test_who_begins_second_and_typed_nothing_is_shown_the_version(
    desk: Client, editor: User
) -> None:
    article = factories.published()
    form = untouched(desk.get(address(article)))
    pending = begin(article, by=factories.editor())
    assert desk.post(address(article, "pending"), form)["Location"] == address(pending)
    assert not Autosave.objects.exists()


def test_nothing_typed_leaves_nothing_waiting(desk: Client, editor: User) -> None:
    article = factories.published()
    desk.post(address(article, "pending"), untouched(desk.get(address(article))))
    assert not Autosave.objects.exists()


def test_a_pending_version_is_discarded_and_not_deleted(client: Client) -> None:
    chief = factories.editor(is_superuser=True)
    client.force_login(chief)
    pending = begin(factories.published(), by=chief)
    assert client.post(address(pending, "delete"), {"post": "yes"}).status_code == 403
