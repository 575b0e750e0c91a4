"""Staff who go beyond what is theirs, and forms sent by hand."""

import datetime
import json
import uuid

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.contrib.contenttypes.models import ContentType
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from articles.admin import rows as laid_out
from articles.asking import ask
from articles.declarants import Declarant, declarants
from articles.declaring import declare
from articles.models import (
    Article,
    Author,
    DeclarationKind,
    DeclarationRequest,
    Note,
    Override,
    PublishingRules,
    Section,
    Tag,
)
from articles.models.live import LiveConflict
from articles.models.preview_link import LinkNotMade, make_link
from articles.pending import begin, discard
from articles.publishing import PublishingRefused
from articles.rights import Rights
from tests import factories
from tests.test_editing import address, retyped

pytestmark = pytest.mark.django_db
A_DAY = datetime.timedelta(days=1)


def confined(client: Client) -> tuple[User, Section]:
    """Somebody who edits one section, signed in."""
    editor, section = factories.editor(), factories.section()
    section.editors.add(editor)
    client.force_login(editor)
    return editor, section


@pytest.mark.parametrize("page", ["change", "delete"])
def test_nobody_frees_themselves_from_the_section_that_names_them(
    client: Client, page: str
) -> None:
    editor, section = confined(client)
    where = f"/admin/articles/section/{section.pk}/{page}/"
    sent = {"name": section.name, "slug": section.slug, "position": "0", "kind": "", "post": "yes"}
    assert client.post(where, sent).status_code == 403
    assert Rights(editor).sections == frozenset({section.pk})


def test_nobody_becomes_the_author_of_what_somebody_else_wrote(client: Client) -> None:
    editor, _ = confined(client)
    author = factories.author()
    factories.draft(author)
    where = f"/admin/articles/author/{author.pk}/change/"
    assert 'name="user"' not in client.get(where).content.decode()
    client.post(where, {"kind": author.kind, "name": author.name, "user": editor.pk})
    assert Author.objects.get(pk=author.pk).user is None


@pytest.mark.parametrize("end", ["retract", "withdraw", "discard"])
def test_the_link_to_a_pending_version_ends_with_its_article(end: str) -> None:
    editor = factories.editor()
    article = factories.published()
    pending = begin(article, by=editor)
    _, token = make_link(pending, by=editor, purpose="for the lawyer", lasts=A_DAY)
    assert Client().get(f"/preview/{token}/").status_code == 200

    if end == "discard":
        discard(pending, by=editor)
    else:
        getattr(article, end)(by=editor, reason="None of it happened.")

    assert Client().get(f"/preview/{token}/").status_code == 404
    pending.refresh_from_db()
    with pytest.raises(LinkNotMade):
        make_link(pending, by=editor, purpose="again", lasts=A_DAY)


@pytest.mark.parametrize("changes", ["author", "other"])
def test_what_an_author_changes_after_the_approval_wants_another_one(changes: str) -> None:
    PublishingRules(pk=1, weights={"approval": "must"}).save()
    writes, reads = factories.editor(), factories.editor()
    article = factories.draft(factories.author(user=writes))
    article.keep(by=writes)
    factories.read_over(article, by=reads)
    article.headline = "Nobody else has read this"
    article.save()
    article.keep(by=writes if changes == "author" else reads)

    if changes == "author":
        with pytest.raises(PublishingRefused, match="wants approving again"):
            article.publish(by=writes)
    else:
        article.publish(by=writes)


@pytest.mark.parametrize("role", ["Reporter", "Moderator"])
@pytest.mark.parametrize("page", ["notes", "revisions", "history"])
def test_what_the_newsroom_keeps_to_itself_stays_there_after_publication(
    client: Client, role: str, page: str
) -> None:
    article = factories.published()
    Note(article=article, text="The source is Smith.", written_by=factories.editor()).save()
    client.force_login(factories.user(role))
    assert client.get(address(article, page)).status_code == 403
    form = client.get(address(article)).content.decode()
    assert "Smith" not in form
    assert "Draft → Published" not in form


def test_the_text_of_a_retracted_piece_is_for_its_editors(client: Client) -> None:
    article = factories.retracted(body_source="<p>Nobody was there.</p>")
    client.force_login(factories.user("Reporter"))
    for page in ("change", "preview"):
        answer = client.get(address(article, page), follow=True)
        assert "Nobody was there." not in answer.content.decode()


def test_who_stands_in_the_byline_discards_nothing_that_an_editor_began(client: Client) -> None:
    reporter = factories.user("Reporter")
    article = factories.published(factories.author(user=reporter))
    pending = begin(article, by=factories.editor())
    client.force_login(reporter)
    assert client.post(address(pending, "discard-version")).status_code == 403
    assert Article.objects.pending().get() == pending


def test_nobody_floods_a_colleague_with_mail(client: Client) -> None:
    client.force_login(factories.editor())
    factories.editor(username="ana")
    article = factories.draft()
    for _ in range(50):
        client.post(address(article, "notes"), {"text": "@ana, look", "passage": ""})
    told = client.post(address(article, "notes"), {"text": "@ana, look", "passage": ""})
    assert "enough mail for an hour" in told.content.decode()
    assert Note.objects.count() == 50


@pytest.mark.parametrize(
    "opened",
    [
        "[" * 100_000,
        json.dumps({"revision": 1}),
        json.dumps(
            {
                "revision": 1,
                "move": 0,
                "saved_at": "x",
                "beside": {"slug": "\ud800", "publish_at": "", "embargo_until": ""},
            }
        ),
    ],
)
def test_a_made_up_note_of_what_was_opened_breaks_no_form(client: Client, opened: str) -> None:
    client.force_login(factories.editor())
    article = factories.draft()
    sent = retyped(article, opened=opened, **{"settle-slug": "theirs", "window": "a\0b"})
    assert client.post(address(article), sent).status_code < 500
    assert client.get(address(article)).status_code == 200


def test_a_thousand_rows_are_not_laid_out(client: Client) -> None:
    client.force_login(factories.editor())
    article = factories.draft()
    sent = retyped(article, **{"bylines-TOTAL_FORMS": "1000"})
    answer = client.post(address(article), sent)
    assert answer.content.count(b"-role") < 1_000


def test_an_address_fills_in_no_form(client: Client) -> None:
    client.force_login(factories.editor())
    assert client.get("/admin/articles/article/add/?publish_at=x&section=x").status_code == 200


def test_one_update_is_not_sent_to_two_stories() -> None:
    editor, sent = factories.editor(), uuid.uuid4()
    first, second = factories.published(), factories.published()
    for story in (first, second):
        story.open_coverage(by=editor)
    first.tell("It begins.", by=editor, submission=sent)
    with pytest.raises(LiveConflict):
        second.tell("It begins.", by=editor, submission=sent)


def test_an_error_is_answered_by_the_editors_of_its_section(client: Client) -> None:
    confined(client)
    report = factories.error_report(factories.published())
    where = f"/admin/articles/errorreport/{report.pk}/answer/"
    assert client.post(where, {"answer": "Thank you."}).status_code == 403


def test_arranging_tells_nothing_of_drafts(client: Client) -> None:
    client.force_login(factories.editor())
    draft = factories.draft(headline="A secret")
    sent = {"_find": "1", "find": "nothing", f"place_{draft.pk}": "1", "after": "0"}
    assert b"A secret" not in client.post("/admin/articles/arrangement/add/", sent).content


def test_a_pending_version_is_no_live_story(client: Client) -> None:
    client.force_login(factories.editor())
    pending = begin(factories.published(), by=factories.editor())
    assert client.post(address(pending, "live"), {"_open": "1"}).status_code == 404
    assert timezone.now() > pending.created_at


def test_what_leaves_the_paper_is_not_announced_when_it_comes_back() -> None:
    editor = factories.editor()
    article = factories.published()
    article.announce(by=editor, until=timezone.now() + A_DAY)
    article.withdraw(by=editor, reason="A fact is wrong.")
    article.publish(by=editor)
    article.refresh_from_db()
    assert article.is_breaking is False
    assert [line.until is None for line in article.announcements.all()] == [True, False]


def test_a_photo_that_joins_an_old_article_has_a_licence_of_today() -> None:
    long_ago, editor = timezone.now() - 2_000 * A_DAY, factories.editor()
    article = factories.published(at=long_ago)
    article.lead_photo = factories.photo(licence="ours", licence_until=long_ago.date() + A_DAY)
    article.save()
    with pytest.raises(PublishingRefused, match="licence of the lead photo ended"):
        article.revise(by=editor)


def test_a_licence_that_ends_later_holds_up_no_correction() -> None:
    long_ago, editor = timezone.now() - 2_000 * A_DAY, factories.editor()
    photo = factories.photo(licence="ours", licence_until=timezone.localdate())
    article = factories.published(at=long_ago, lead_photo=photo)
    type(photo).objects.update(licence_until=timezone.localdate() - A_DAY)
    article = Article.objects.get(pk=article.pk)
    article.headline = "Put right"
    article.save()
    article.revise(by=editor)
    assert article.publications.count() == 2


@pytest.mark.parametrize("role", ["Reporter", "Moderator"])
def test_the_address_of_what_somebody_may_not_see_is_told_to_nobody(
    client: Client, role: str
) -> None:
    hidden, shown = factories.draft(headline="Mayor to resign"), factories.published()
    client.force_login(factories.user(role))
    kind = ContentType.objects.get_for_model(Article).pk
    assert client.get(f"/admin/r/{kind}/{hidden.pk}/").status_code == 404
    for nonsense in (f"{kind}/x", f"{kind}/{'9' * 30}", "x/1", "999999/1"):
        assert client.get(f"/admin/r/{nonsense}/").status_code in (302, 404)
    assert client.get(f"/admin/r/{kind}/{shown.pk}/").status_code == 302


def test_who_types_the_address_of_a_hidden_piece_does_not_learn_its_headline(
    client: Client,
) -> None:
    factories.draft(headline="Mayor to resign", slug="mayor")
    reporter = factories.user("Reporter")
    client.force_login(reporter)
    own = factories.draft(created_by=reporter)
    page = client.post(address(own), retyped(own, slug="mayor", _publish="1")).text
    assert "Mayor to resign" not in page


def test_no_list_is_asked_what_belongs_to_a_hidden_piece(client: Client) -> None:
    hidden = factories.draft(factories.author(name="Samir Hallow"))
    client.force_login(factories.user("Reporter"))
    for asked in ("author/?articles", "tag/?articles", "section/?articles", "photo/?leads"):
        assert client.get(f"/admin/articles/{asked}={hidden.pk}").status_code == 400


def test_the_rules_of_the_whole_paper_are_not_for_who_is_confined(client: Client) -> None:
    publisher = factories.user("Publisher")
    factories.section().editors.add(publisher)
    client.force_login(publisher)
    where = "/admin/articles/publishingrules/"
    assert client.post(where, {"credit": "off"}).status_code == 403
    assert PublishingRules.now().weights.get("credit") != "off"


def test_reasons_of_overrides_are_for_the_newsroom_inside(client: Client) -> None:
    article = factories.published()
    by = factories.user("Publisher")
    Override(article=article, objections="x", reason="She is abroad.", made_by=by).save()
    where = address(article, "declarations")
    client.force_login(factories.editor())
    assert "She is abroad." in client.get(where).text
    client.force_login(factories.user("Reporter"))
    assert "She is abroad." not in client.get(where).text


@pytest.mark.parametrize("person", ["x", "\0", "[]", "9" * 30])
def test_a_manager_who_is_no_author_is_an_error_at_the_field(client: Client, person: str) -> None:
    group = factories.group("Ana Ruiz")
    client.force_login(factories.editor())
    where = f"/admin/articles/author/{group.pk}/change/"
    sent = {"managers-TOTAL_FORMS": "1", "managers-INITIAL_FORMS": "0", "managers-0-person": person}
    more = {"disclosures-TOTAL_FORMS": "0", "disclosures-INITIAL_FORMS": "0", "name": group.name}
    answer = client.post(where, {**sent, **more, "managers-0-name": "Bo Falk"})
    assert answer.status_code in (200, 400)
    assert not group.managers.filter(name="Bo Falk").exists()


@pytest.fixture
def most_rows(monkeypatch: pytest.MonkeyPatch) -> int:
    """Few, because each takes its time to lay out."""
    monkeypatch.setattr(laid_out, "MOST_ROWS", 10)
    monkeypatch.setattr(laid_out.BoundedRows, "max_num", 10)
    return 10


@pytest.mark.parametrize("rows", ["managers", "disclosures"])
def test_a_form_lays_out_no_more_rows_than_anybody_writes(
    client: Client, most_rows: int, rows: str
) -> None:
    group = factories.group("Ana Ruiz")
    client.force_login(factories.editor())
    counted = {f"{each}-INITIAL_FORMS": "0" for each in ("managers", "disclosures")}
    counted |= {f"{each}-TOTAL_FORMS": "0" for each in ("managers", "disclosures")}
    sent = counted | {f"{rows}-TOTAL_FORMS": "999999999"}
    page = client.post(f"/admin/articles/author/{group.pk}/change/", sent)
    shown = [each.formset for each in page.context["inline_admin_formsets"]]
    assert max(len(each.forms) for each in shown) == most_rows


def test_the_form_of_an_article_lays_out_no_more_corrections_either(
    client: Client, most_rows: int
) -> None:
    article = factories.published()
    client.force_login(factories.editor())
    sent = retyped(article) | {"corrections-TOTAL_FORMS": "999999999"}
    page = client.post(address(article), sent)
    shown = [each.formset for each in page.context["inline_admin_formsets"]]
    assert max(len(each.forms) for each in shown) == most_rows


def test_nobody_floods_the_paper_with_letters_about_many_articles(
    client: Client, mailoutbox: list[EmailMessage]
) -> None:
    reporter = factories.user("Reporter")
    client.force_login(reporter)
    editors = [factories.editor(email=f"editor{number}@paper.example") for number in range(10)]
    authors = [factories.author(user=editor) for editor in editors]
    drafts = [factories.draft(*authors, has_declared=False, created_by=reporter) for _ in range(6)]

    sent = factories.ticked("review_selected", *drafts)
    told = client.post("/admin/articles/article/", sent, follow=True).text

    assert len(mailoutbox) == DeclarationRequest.objects.count() == 50
    assert told.count("That is enough mail for an hour") == 10
    assert Article.objects.in_review().count() == 6

    with time_machine.travel(timezone.now() + datetime.timedelta(hours=1, minutes=1)):
        assert ask(drafts[5], declarants(drafts[5])[0], by=reporter)


def test_who_leaves_the_byline_sets_no_missing_declaration_aside() -> None:
    publisher = factories.user("Publisher")
    article = factories.draft(
        factories.author(user=publisher), factories.author(), has_declared=False
    )
    article.keep(by=publisher)
    article.bylines.filter(author__user=publisher).delete()
    article.keep(by=publisher)
    with pytest.raises(PublishingRefused) as refused:
        article.publish(by=publisher, in_spite="She is abroad.")
    assert refused.value.may_override is False
    article.publish(by=factories.user("Publisher"), in_spite="She is abroad.")


def test_where_approval_is_asked_for_a_writer_opens_no_coverage(client: Client) -> None:
    writes = factories.editor()
    article = factories.published(factories.author(user=writes))
    PublishingRules(pk=1, weights={"approval": "must"}).save()
    client.force_login(writes)
    refused = client.post(address(article, "live"), {"_open": "1"}, follow=True).text
    assert "somebody who could approve the story opens its coverage" in refused
    publishes = factories.user()
    publishes.user_permissions.add(Permission.objects.get(codename="publish_article"))
    with pytest.raises(LiveConflict, match="could approve the story"):
        article.open_coverage(by=publishes)
    article.open_coverage(by=factories.editor())
    article.tell("It has sunk.", by=writes)
    assert article.live_updates.count() == 1


@pytest.mark.parametrize("is_used", [True, False])
def test_a_tag_that_articles_have_is_changed_by_nobody_who_is_confined(
    client: Client, is_used: bool
) -> None:
    confined(client)
    tag = Tag.objects.create(name="Energy", slug="energy")
    if is_used:
        factories.published().tags.add(tag)
    where = f"/admin/articles/tag/{tag.pk}"
    sent = {"name": "Fraud", "slug": "fraud"}
    answers = [
        client.post(f"{where}/change/", sent).status_code,
        client.post(f"{where}/delete/", {"post": "yes"}).status_code,
    ]
    assert answers == ([403, 403] if is_used else [302, 302])
    ticked = {"action": "delete_selected", "_selected_action": [tag.pk], "post": "yes"}
    client.post("/admin/articles/tag/", ticked)
    assert [each.name for each in Tag.objects.all()] == (["Energy"] if is_used else [])
    assert client.post("/admin/articles/tag/add/", sent).status_code == 302


@pytest.mark.parametrize("role", ["Reporter", "Editor"])
def test_where_approval_is_asked_for_who_may_not_approve_renames_no_tag_in_print(
    client: Client, role: str
) -> None:
    PublishingRules(pk=1, weights={"approval": "must"}).save()
    tag = Tag.objects.create(name="Energy", slug="energy")
    draft, live = factories.draft(), factories.read_over(factories.draft())
    live.publish(by=factories.editor())
    user = factories.user(role)
    user.user_permissions.add(Permission.objects.get(codename="change_tag"))
    client.force_login(user)
    where, answers = f"/admin/articles/tag/{tag.pk}/change/", []
    for article in (draft, live):
        article.tags.add(tag)
        answers.append(client.post(where, {"name": "Fraud", "slug": "fraud"}).status_code)
    assert answers == [302, 403 if role == "Reporter" else 302]


@pytest.mark.parametrize("kept", ["word", "visit", "nothing"])
def test_what_was_declared_or_read_outside_keeps_a_draft(client: Client, kept: str) -> None:
    editor, reporter = factories.editor(), factories.user("Reporter")
    author = factories.author(user=reporter)
    article = factories.draft(author, has_declared=False)
    by = reporter if kept == "word" else editor
    declare(article, Declarant(author), by=by, kind=DeclarationKind.NOTHING)
    _, token = make_link(article, by=editor, purpose="for the lawyer", lasts=A_DAY)
    if kept == "visit":
        Client().get(f"/preview/{token}/")
    client.force_login(editor)
    ticked = {"action": "delete_selected", "_selected_action": [article.pk], "post": "yes"}
    client.post("/admin/articles/article/", ticked)
    client.post(address(article, "delete"), {"post": "yes"})
    assert Article.objects.exists() is (kept != "nothing")
