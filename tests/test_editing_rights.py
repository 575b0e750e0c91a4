"""Who may do what with which article: reporters, editors of some sections, publishers."""

import datetime
import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.admin.lists import hour
from articles.answering import answer_conflict
from articles.conflicts import conflicts
from articles.declarants import Declarant
from articles.declaring import declare
from articles.models import Article, Author, DeclarationKind, Note, Policy, PublishingRules, Section
from articles.models.declaration import DeclarationRefused
from articles.models.status import ArticleStatus
from articles.pending import begin
from articles.publishing import PublishingConflict, PublishingRefused
from articles.rights import Rights
from articles.shown import texts_shown
from comments.models import DecisionConflict, Thread
from tests import factories
from tests.newspaper import words
from tests.test_editing import ADD, address, retyped, typed

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"
LATER = datetime.timedelta(days=2)


@pytest.fixture
def reporter(client: Client) -> User:
    made = factories.user("Reporter")
    client.force_login(made)
    return made


def own(reporter: User, **fields: Any) -> Article:
    return factories.draft(factories.author(user=reporter), created_by=reporter, **fields)


def of_sections(*names: str, role: str = "Editor") -> tuple[User, list[Any]]:
    """An editor who is confined to new sections of these names."""
    user = factories.user(role)
    sections = [factories.section(name=name) for name in names]
    for section in sections:
        section.editors.add(user)
    return user, sections


# Reporters


def test_a_reporter_finds_their_own_and_what_readers_have(client: Client, reporter: User) -> None:
    factories.draft(created_by=reporter, headline="Begun by me")
    factories.draft(factories.author(user=reporter), headline="Written with me")
    factories.published(headline="In the paper")
    factories.draft(headline="Somebody else's secret")
    factories.draft(headline="The secret treaty").publish(
        by=factories.editor(), at=timezone.now() + LATER
    )

    listed = client.get(LIST).content.decode()

    shown = [name for name in ("Begun by me", "Written with me", "In the paper") if name in listed]
    assert shown == ["Begun by me", "Written with me", "In the paper"]
    assert "secret" not in listed
    assert "treaty" not in listed


@pytest.mark.parametrize(
    "page", ["change", "preview", "revisions", "declarations", "history", "delete", "take-back"]
)
def test_the_draft_of_somebody_else_is_nowhere_for_a_reporter(
    client: Client, reporter: User, page: str
) -> None:
    article = factories.draft(headline="Somebody else's secret")
    article.keep(by=factories.editor())
    ask = client.post if page == "take-back" else client.get

    answer = ask(address(article, page), follow=True)

    assert "secret" not in answer.content.decode()


def test_the_index_counts_for_a_reporter_what_is_theirs(client: Client, reporter: User) -> None:
    own(reporter)
    factories.draft()

    waiting = client.get("/admin/").context["waiting"]

    assert [str(line.count) for line in waiting if line.label == "draft"] == ["1"]


@pytest.mark.parametrize("where", ["review", "approved", "withdrawn"])
def test_a_reporter_changes_a_draft_and_nothing_that_others_have_taken_up(
    client: Client, reporter: User, where: str
) -> None:
    article = own(reporter, headline="As it stands")
    Article.objects.filter(pk=article.pk).update(status=where)

    answer = client.post(address(article), retyped(article, headline="Changed", _save="1"))

    assert answer.status_code == 403
    assert Article.objects.get().headline == "As it stands"


def test_a_reporter_takes_back_what_waits_for_review(client: Client, reporter: User) -> None:
    article = own(reporter)
    article.send_to_review(by=reporter)
    assert "Take back to draft" in client.get(address(article)).content.decode()

    client.post(address(article, "take-back"))

    assert Article.objects.drafts().get() == article
    assert article.log.first().reason == "Taken back to go on with it."


def test_what_is_approved_is_not_taken_back(client: Client, reporter: User) -> None:
    article = factories.read_over(own(reporter))
    assert client.post(address(article, "take-back")).status_code == 403
    assert Article.objects.approved().exists()


def test_a_reporter_approves_nothing(client: Client, reporter: User) -> None:
    article = own(reporter)
    sent = retyped(article, _approve="1")
    assert client.post(address(article), sent).status_code == 403
    assert Article.objects.drafts().exists()


@pytest.mark.parametrize("role", ["Reporter", "Moderator", "Chief moderator"])
def test_the_lists_of_discussions_give_no_draft_away(client: Client, role: str) -> None:
    client.force_login(factories.user(role))
    factories.published(headline="In the paper")
    secret = factories.draft(headline="Somebody else's secret").thread
    listed = client.get("/admin/comments/thread/").content.decode()
    modes = client.get(f"/admin/comments/thread/modes/?thread={secret.pk}", follow=True)
    assert "In the paper" in listed
    assert "secret" not in listed + modes.content.decode()


@pytest.mark.parametrize("role", ["Reporter", "Editor", "Moderator"])
def test_the_comments_of_a_withdrawn_piece_are_for_who_moderates_or_may_see_it(
    client: Client, role: str
) -> None:
    shown = factories.comment(factories.published(headline="In the paper"))
    article = factories.published(headline="A secret by now")
    hidden = factories.comment(article)
    article.withdraw(by=factories.editor(), reason="It was wrong.")
    client.force_login(factories.user(role))
    listed = client.get("/admin/comments/comment/").content.decode()
    page = client.get(f"/admin/comments/comment/{hidden.pk}/change/", follow=True)
    assert "In the paper" in listed
    assert client.get(f"/admin/comments/comment/{shown.pk}/change/").status_code == 200
    assert ("A secret by now" in listed) is (role != "Reporter")
    assert ("A secret by now" in page.content.decode()) is (role != "Reporter")


def test_a_reporter_reads_the_comments_of_their_own_withdrawn_piece(
    client: Client, reporter: User
) -> None:
    article = factories.published(factories.author(user=reporter), headline="My own")
    factories.comment(article)
    article.withdraw(by=factories.editor(), reason="It was wrong.")
    assert "My own" in client.get("/admin/comments/comment/").content.decode()


@pytest.mark.parametrize("page", ["", "{}/change/", "{}/declarations/"])
def test_of_what_others_have_published_a_reporter_sees_the_page_and_no_more(
    client: Client, reporter: User, page: str
) -> None:
    ana, gwen = factories.author(name="Ana Ruiz"), factories.editor(first_name="Gwen")
    interest = factories.disclosure(ana, entity="Quay Rowing Club")
    body = "<p>The Quay Rowing Club won.</p>"
    article = factories.draft(ana, body_source=body, has_declared=False)
    declare(
        article,
        Declarant(ana),
        by=factories.editor(),
        kind=DeclarationKind.STATEMENT,
        statement="I row.",
    )
    hit = conflicts(article)[0]
    answer_conflict(article, interest, by=gwen, is_relevant=False, passage=hit.passage.shown)
    article.publish(by=gwen)
    Note(article=article, text="Who says so?", written_by=gwen).save()
    begin(article, by=gwen)
    shown = client.get(f"{LIST}{page.format(article.pk)}").content.decode()
    kept_back = ["1 open", "Gwen", "does not matter", "ending version", "/notes/"]
    assert article.headline in shown
    assert [words for words in kept_back if words in shown] == []


def test_who_wrote_a_published_piece_is_told_of_its_version_and_not_that_they_change_it(
    client: Client, reporter: User
) -> None:
    article = own(reporter)
    article.publish(by=factories.editor())
    begin(article, by=factories.editor())
    shown = client.get(f"{LIST}{article.pk}/change/").content.decode()
    assert "Pending version</a>: draft" in shown
    assert "What you change here" not in shown
    assert "What readers are told" not in shown


def test_where_a_photo_is_used_gives_no_draft_away(client: Client, reporter: User) -> None:
    photo = factories.photo()
    factories.published(headline="In the paper", lead_photo=photo)
    factories.draft(headline="Somebody else's secret", lead_photo=photo)
    page = client.get(f"/admin/articles/photo/{photo.pk}/change/").content.decode()
    assert "In the paper" in page
    assert "and 1 more" in page
    assert "secret" not in page


# Approval


def test_an_editor_approves_and_the_log_says_who(client: Client) -> None:
    editor = factories.editor()
    client.force_login(editor)
    article = factories.draft()
    article.send_to_review(by=editor)
    assert 'name="_approve"' in client.get(address(article)).content.decode()

    client.post(address(article), retyped(article, _approve="1"))

    approved = Article.objects.approved().get()
    assert approved.approved_by == editor


def test_a_draft_is_not_approved_unseen(client: Client) -> None:
    client.force_login(factories.editor())
    article = factories.draft()
    told = client.post(address(article), retyped(article, _approve="1")).content.decode()
    assert "cannot become “Approved”" in told
    assert Article.objects.drafts().exists()


@pytest.mark.parametrize("action", ["approve_selected", "publish_selected"])
def test_what_was_changed_since_the_list_was_shown_is_refused_by_name(
    client: Client, action: str
) -> None:
    client.force_login(factories.editor())
    read, changed = (factories.draft(headline=one) for one in ("As I read it", "As it was"))
    for article in (read, changed):
        article.send_to_review(by=factories.editor())
    sent = hidden_in(client.get(LIST).content.decode())
    changed.headline = "Not as it was"
    changed.save()

    page = client.post(
        LIST, sent | {"action": action, "_selected_action": [read.pk, changed.pk]}, follow=True
    ).content.decode()

    assert "“Not as it was” is not what the list showed: read it first." in page
    assert list(Article.objects.in_review()) == [changed]


def test_what_stands_on_another_page_of_the_list_is_not_approved_unseen(client: Client) -> None:
    client.force_login(factories.editor())
    article = factories.draft()
    article.send_to_review(by=factories.editor())
    across = {"action": "approve_selected", "_selected_action": [article.pk], "select_across": "1"}
    assert "is not what the list showed" in client.post(LIST, across, follow=True).content.decode()
    assert Article.objects.in_review().exists()


def hidden_in(page: str) -> dict[str, str]:
    """What the rows of a list send unseen."""
    return dict(re.findall(r'name="(shown-\d+)" value="([^"]+)"', page))


def test_an_approval_of_what_was_saved_meanwhile_is_a_conflict() -> None:
    article = factories.draft()
    article.send_to_review(by=factories.editor())
    stale = Article.objects.get(pk=article.pk)
    article.save()
    with pytest.raises(PublishingConflict, match="saved by somebody else meanwhile"):
        stale.approve(by=factories.editor())


def test_whoever_may_not_approve_takes_the_approval_away_by_changing_the_text(
    client: Client,
) -> None:
    copy_editor = factories.editor()
    copy_editor.groups.clear()
    codenames = ["change_article", "view_article", "edit_any_article", "change_byline"]
    permissions = Permission.objects.filter(codename__in=codenames)
    copy_editor.user_permissions.set(permissions)
    client.force_login(copy_editor)
    article = factories.read_over(factories.draft())
    article.keep(by=factories.editor())
    sent = retyped(article, body_source=article.body_source)

    client.post(address(article), sent)
    assert Article.objects.approved().exists()
    client.post(address(article), sent | {"headline": "Another one", "opened_at": ""})

    assert Article.objects.in_review().get().log.first().reason == "Changed after it was approved."


def test_restoring_what_it_says_already_takes_no_approval_away() -> None:
    article = factories.draft()
    revision = article.keep(by=factories.editor())
    article = factories.read_over(article)
    article.restore(revision, by=factories.user())
    assert Article.objects.approved().exists()
    assert article.revisions.get() == revision


@pytest.mark.parametrize("approver", ["author", "other"])
def test_where_approval_is_asked_for_an_author_does_not_give_it(approver: str) -> None:
    PublishingRules(pk=1, weights={"approval": "must"}).save()
    writes = factories.editor()
    article = factories.draft(factories.author(user=writes))
    factories.read_over(article, by=writes if approver == "author" else factories.editor())

    if approver == "author":
        with pytest.raises(PublishingRefused, match="somebody else has to"):
            article.publish(by=factories.editor())
    else:
        article.publish(by=writes)
        assert article.is_published


def test_approval_is_not_asked_for_unless_the_newsroom_chose_it() -> None:
    article = factories.draft()
    article.publish(by=factories.editor())
    assert article.is_published


# The embargo


def test_nothing_goes_out_before_its_embargo_ends() -> None:
    article = factories.draft(embargo_until=timezone.now() + LATER)
    for at in (None, timezone.now() + LATER / 2):
        with pytest.raises(PublishingRefused, match="under embargo"):
            article.publish(by=factories.editor(), at=at)
    article.publish(by=factories.editor(), at=article.embargo_until)
    assert (article.is_scheduled, article.status_label) == (True, "Scheduled")


@pytest.mark.parametrize("where", ["list", "form", "calendar"])
def test_what_is_scheduled_and_under_embargo_says_both(client: Client, where: str) -> None:
    ends, at = timezone.now() + LATER, timezone.now() + 2 * LATER
    article = factories.draft(embargo_until=ends)
    article.publish(by=factories.editor(), at=at)
    client.force_login(factories.editor())
    pages = {
        "list": LIST,
        "form": address(article),
        "calendar": f"{LIST}calendar/?day={timezone.localdate(at)}",
    }
    shown = client.get(pages[where]).content.decode()
    assert '<span class="standing standing--scheduled">Scheduled</span>' in shown
    told = re.search(r"Under embargo until <time[^>]*>(.*?)</time>", shown)
    assert told
    assert told[1] == hour(ends)
    assert (hour(at) if where != "calendar" else f"{timezone.localtime(at):%H:%M}") in shown


def test_an_embargo_that_readers_have_passed_is_said_of_nothing_they_have(client: Client) -> None:
    article = factories.published()
    Article.objects.update(embargo_until=timezone.now() + LATER)
    client.force_login(factories.editor())
    assert "Under embargo until" not in client.get(address(article)).content.decode()


def test_an_embargo_that_has_ended_is_in_nobodys_way() -> None:
    article = factories.draft(embargo_until=timezone.now() - LATER)
    article.publish(by=factories.editor())
    assert article.is_published


def test_the_embargo_is_set_in_the_form(client: Client) -> None:
    client.force_login(factories.editor())
    local = timezone.localtime(timezone.now() + LATER)
    when = {"embargo_until_0": f"{local:%Y-%m-%d}", "embargo_until_1": "14:00:00"}

    client.post(ADD, typed(factories.author(), _continue="1", **when))

    assert timezone.localtime(Article.objects.get().embargo_until).hour == 14
    assert Article.objects.under_embargo().exists()


# Section editors


def test_a_section_editor_changes_their_section_and_reads_the_others(client: Client) -> None:
    editor, (culture,) = of_sections("Culture")
    client.force_login(editor)
    theirs, other = factories.draft(section=culture), factories.draft(headline="As it stands")

    assert client.post(address(theirs), retyped(theirs, section=culture.pk)).status_code == 302
    assert client.get(address(other)).status_code == 200
    assert client.post(address(other), retyped(other, headline="Changed")).status_code == 403
    other.refresh_from_db()
    assert other.headline == "As it stands"


def test_a_section_editor_puts_nothing_into_another_section(client: Client) -> None:
    editor, (culture,) = of_sections("Culture")
    client.force_login(editor)
    elsewhere, article = factories.section(name="Politics"), factories.draft(section=culture)

    page = client.get(ADD).content.decode()
    sent = retyped(article, section=elsewhere.pk)
    refused = client.post(address(article), sent).content.decode()

    assert "Culture</option>" in page
    assert "Politics</option>" not in page
    assert "That choice is not one of the available choices" in refused


@pytest.mark.parametrize("action", ["publish_selected", "review_selected", "withdraw_selected"])
def test_the_lists_actions_leave_other_sections_alone(client: Client, action: str) -> None:
    editor, _ = of_sections("Culture")
    client.force_login(editor)
    is_live = action == "withdraw_selected"
    article = factories.published() if is_live else factories.draft()
    sent = factories.ticked(action, article)

    page = client.post(LIST, sent, follow=True).content.decode()

    assert "is not yours to do that with" in page
    article.refresh_from_db()
    assert article.status == ("published" if is_live else "draft")


@pytest.mark.parametrize("page", ["withdraw", "retract", "declarations", "declarations/ask"])
def test_the_pages_of_another_section_refuse_a_section_editor(client: Client, page: str) -> None:
    editor, _ = of_sections("Culture")
    client.force_login(editor)
    author = factories.author()
    article = factories.published(author)
    where = (
        f"{LIST}withdraw/?article={article.pk}" if page == "withdraw" else address(article, page)
    )

    sent = {"reason": "Because.", "who": f"for-{author.pk}-0", f"for-{author.pk}-0-kind": "nothing"}
    assert client.post(where, sent).status_code == 403

    article.refresh_from_db()
    assert article.is_published


@pytest.fixture
def elsewhere(client: Client) -> Article:
    """A draft under Politics of somebody who edits Culture, and is at the desk."""
    editor, _ = of_sections("Culture")
    client.force_login(editor)
    return factories.draft(
        factories.author(user=editor), section=factories.section(name="Politics")
    )


def test_a_section_editor_saves_their_own_draft_where_it_stands(
    client: Client, elsewhere: Article
) -> None:
    page = client.get(address(elsewhere)).text
    assert "Politics</option>" in page
    assert "Culture</option>" not in page

    client.post(address(elsewhere), retyped(elsewhere, headline="By a colleague"))

    assert Article.objects.get(section__name="Politics").headline == "By a colleague"


@pytest.mark.parametrize("button", ["_save", "_publish"])
def test_a_section_editor_does_not_move_their_own_draft_to_where_they_edit(
    client: Client, elsewhere: Article, button: str
) -> None:
    theirs = Section.objects.get(name="Culture")
    sent = retyped(elsewhere, section=theirs.pk, **{button: "1"})

    page = client.post(address(elsewhere), sent).text

    assert "That choice is not one of the available choices" in page
    assert Article.objects.drafts().get(section__name="Politics") == elsewhere


def test_a_section_editor_moves_their_own_draft_by_no_restoring(
    client: Client, elsewhere: Article
) -> None:
    stood, elsewhere.section = elsewhere.section, Section.objects.get(name="Culture")
    elsewhere.save()
    elsewhere.keep(by=factories.editor())
    elsewhere.section = stood
    elsewhere.save()
    elsewhere.keep(by=factories.editor())
    sent = {"seen": texts_shown(elsewhere)}
    assert client.post(address(elsewhere, "revisions/1/restore"), sent).status_code == 403
    assert client.post(address(elsewhere, "revisions/2/restore"), sent).status_code == 302


def test_a_section_editor_declares_for_no_colleague_in_another_section(
    client: Client, elsewhere: Article
) -> None:
    elsewhere.bylines.create(author=factories.author(name="Bo Falk"), position=5)
    sent = retyped(elsewhere, headline="Changed", **{"bylines-1-declares": "nothing"})

    page = client.post(address(elsewhere), sent).text

    assert "Only Bo Falk or an editor of its section can say that." in page
    assert not elsewhere.declarations.filter(author__name="Bo Falk").exists()
    with pytest.raises(DeclarationRefused, match="Only Bo Falk or an editor"):
        factories.declared(elsewhere, by=User.objects.get(edited_sections__name="Culture"))


@pytest.mark.parametrize("button", ["_publish", "_approve"])
def test_a_section_editor_lets_nothing_go_in_another_section(
    client: Client, elsewhere: Article, button: str
) -> None:
    sent = retyped(elsewhere, **{button: "1"})
    assert client.post(address(elsewhere), sent).status_code == 403
    assert Article.objects.drafts().exists()


def test_a_section_editor_deletes_no_draft_in_another_section(
    client: Client, elsewhere: Article
) -> None:
    assert client.post(address(elsewhere, "delete"), {"post": "yes"}).status_code == 403
    assert Article.objects.exists()


def test_who_is_named_nowhere_edits_every_section() -> None:
    assert Rights(factories.editor()).edits(factories.draft())


def test_being_named_at_a_section_makes_nobody_an_editor() -> None:
    moderator, (culture,) = of_sections("Culture", role="Moderator")
    assert not Rights(moderator).edits(factories.draft(section=culture))


def test_the_rights_of_a_request_are_asked_once(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    editor, (culture,) = of_sections("Culture")
    client.force_login(editor)
    article = factories.draft(section=culture)
    with django_assert_max_num_queries(60) as asked:
        client.get(address(article))
    about_sections = [one for one in asked.captured_queries if "section_editors" in one["sql"]]
    assert len(about_sections) <= 2


# Every role, every place


@pytest.mark.parametrize(
    ("role", "status", "is_theirs", "may"),
    [
        ("Reporter", ArticleStatus.DRAFT, True, True),
        ("Reporter", ArticleStatus.DRAFT, False, False),
        ("Reporter", ArticleStatus.REVIEW, True, False),
        ("Reporter", ArticleStatus.APPROVED, True, False),
        ("Reporter", ArticleStatus.PUBLISHED, True, False),
        ("Editor", ArticleStatus.DRAFT, False, True),
        ("Editor", ArticleStatus.PUBLISHED, False, True),
        ("Publisher", ArticleStatus.APPROVED, False, True),
        ("Moderator", ArticleStatus.DRAFT, True, False),
    ],
)
def test_who_changes_what(role: str, status: str, is_theirs: bool, may: bool) -> None:
    user = factories.user(role)
    authors = [factories.author(user=user)] if is_theirs else []
    made = factories.published if status == ArticleStatus.PUBLISHED else factories.draft
    article = made(*authors)
    Article.objects.filter(pk=article.pk).update(status=status)
    article.refresh_from_db()
    assert Rights(user).may_change(article) is may


def moved_under(section: Section) -> Article:
    """A draft whose first revision stood in another section."""
    article = factories.draft()
    article.keep(by=factories.editor())
    article.section = section
    article.save()
    article.keep(by=factories.editor())
    return article


def test_nobody_restores_a_text_into_a_section_that_is_not_theirs(client: Client) -> None:
    editor, (culture,) = of_sections("Culture")
    article = moved_under(culture)
    client.force_login(editor)

    answer = client.post(address(article, "revisions/1/restore"), {})

    article.refresh_from_db()
    assert (answer.status_code, article.section) == (403, culture)


def test_an_approval_of_what_moved_meanwhile_is_a_conflict() -> None:
    article = factories.draft()
    article.send_to_review(by=factories.editor())
    stale = Article.objects.get(pk=article.pk)
    article.return_to_draft(by=factories.editor())
    with pytest.raises(PublishingConflict, match="meanwhile"):
        stale.approve(by=factories.editor())


THREADS = "/admin/comments/thread/"
MODES = f"{THREADS}modes/"
HIDING = {"mode": "hidden", "reason": "The inquest has begun."}


def of_both(culture: Section) -> tuple[Article, Article]:
    """A piece of that section, and of another one."""
    return factories.published(section=culture), factories.published(headline="Elsewhere")


@pytest.mark.parametrize("is_moderator", [False, True])
def test_a_section_editor_hides_no_discussion_elsewhere_unless_they_moderate(
    client: Client, is_moderator: bool
) -> None:
    editor, (culture,) = of_sections("Culture")
    if is_moderator:
        editor.groups.add(factories.moderator().groups.get())
    client.force_login(editor)
    theirs, other = of_both(culture)

    for article in (theirs, other):
        client.post(MODES, {"thread": f"{article.thread.pk}:open", **HIDING})

    hidden = {thread.article for thread in Thread.objects.hidden()}
    assert hidden == ({theirs, other} if is_moderator else {theirs})


@pytest.mark.parametrize("verb", ["hide", "settle"])
def test_no_verb_lets_a_section_editor_reach_another_discussion(verb: str) -> None:
    editor, (culture,) = of_sections("Culture")
    theirs, other = of_both(culture)
    asked = {"slow_seconds": 60} if verb == "settle" else {"reason": "The inquest has begun."}

    getattr(theirs.thread, verb)(by=editor, **asked)
    with pytest.raises(DecisionConflict, match="outside the sections that you edit"):
        getattr(other.thread, verb)(by=editor, **asked)


def test_a_section_editor_is_led_to_the_discussions_that_they_may_set(client: Client) -> None:
    editor, (culture,) = of_sections("Culture")
    client.force_login(editor)
    theirs, other = of_both(culture)
    led = {}
    for article in (theirs, other):
        comment = factories.approved(article)
        pages = [THREADS, address(article), f"/admin/comments/comment/{comment.pk}/change/"]
        way = f'{MODES}?thread={article.thread.pk}"'
        led[article] = [way in client.get(page).content.decode() for page in pages]

    assert led == {theirs: [True] * 3, other: [False] * 3}


def test_of_chosen_discussions_a_section_editor_is_asked_about_their_own(client: Client) -> None:
    editor, (culture,) = of_sections("Culture")
    client.force_login(editor)
    theirs, other = of_both(culture)

    def asked(*articles: Article) -> Any:
        chosen = [article.thread.pk for article in articles]
        sent = {"action": "hide_selected", "_selected_action": chosen}
        return client.post(THREADS, sent, follow=True)

    both, none = asked(theirs, other), asked(other)

    assert both.context["threads"] == [theirs.thread]
    assert 'name="chosen_in_all" value="2"' in words(both)
    assert "There is no thread here that you can set." in words(none)


def test_a_section_editor_writes_no_policy(client: Client) -> None:
    editor, _ = of_sections("Culture")
    client.force_login(editor)
    policy, start = factories.policy(), "/admin/articles/policy"
    Policy.objects.create(title="New", slug="new", body_source="<p>New.</p>")

    pages = ["add", f"{policy.pk}/change", f"{policy.pk}/delete"]
    answers = [client.post(f"{start}/{page}/", {"title": "Mine"}).status_code for page in pages]

    assert answers == [403, 403, 403]
    assert client.get(f"{start}/{policy.pk}/change/").status_code == 200


def bylines_counted(client: Client, user: User, author: Author) -> Any:
    client.force_login(user)
    rows = client.get("/admin/articles/author/?o=4").context["cl"].result_list
    return {row.pk: row.bylined for row in rows}[author.pk]


def test_the_list_of_authors_counts_what_somebody_may_see_and_no_version(client: Client) -> None:
    reporter, editor, author = factories.user("Reporter"), factories.editor(), factories.author()
    factories.draft(author)
    factories.draft(author, created_by=reporter)
    begin(factories.published(author), by=editor)
    counted = {
        role: bylines_counted(client, user, author)
        for role, user in {
            "reporter": reporter,
            "moderator": factories.moderator(),
            "editor": editor,
        }.items()
    }
    assert counted == {"reporter": 2, "moderator": 1, "editor": 3}


def test_the_list_of_authors_goes_by_the_number_that_it_shows(client: Client) -> None:
    shown, hidden = factories.author(), factories.author()
    factories.published(shown)
    for _ in range(2):
        factories.draft(hidden)
    client.force_login(factories.moderator())
    with CaptureQueriesContext(connection) as few:
        rows = client.get("/admin/articles/author/?o=-4").context["cl"].result_list
    assert [row.pk for row in rows] == [shown.pk, hidden.pk]
    for _ in range(5):
        factories.published(factories.author())
    with CaptureQueriesContext(connection) as many:
        client.get("/admin/articles/author/?o=-4")
    assert len(many) == len(few)


def test_restoring_is_offered_where_it_works(client: Client) -> None:
    editor, (culture,) = of_sections("Culture")
    article = moved_under(culture)
    article.headline = "Changed once more"
    article.save()
    article.keep(by=factories.editor())
    client.force_login(editor)

    answer = client.get(address(article, "revisions"))
    page = answer.content.decode()
    offered = [number for number in (1, 2, 3) if f"revisions/{number}/restore/" in page]

    assert offered == [2]
    assert all("content" in each.get_deferred_fields() for each in answer.context["page"])
