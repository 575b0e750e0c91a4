"""The gate: no path lets an article go that a check objects to."""

import datetime
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.utils import timezone

from articles.conflicts import Passage
from articles.models import Article, Override, PublishingRules
from articles.models.override import set_aside
from articles.pending import begin
from articles.publishing import CHECKS, PublishingRefused
from articles.shown import texts_shown
from tests import factories
from tests.test_editing import address, retyped

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"


def no_text(article: Article) -> None:
    article.body_source = ""


def no_byline(article: Article) -> None:
    article.bylines.all().delete()


def not_declared(article: Article) -> None:
    article.bylines.create(author=factories.author(name="New Hand"), position=9)


def conflict(article: Article) -> None:
    factories.disclosure(article.bylines.all()[0].author, entity="the ferry")


def no_sponsor(article: Article) -> None:
    article.kind = "sponsored"


def no_label(article: Article) -> None:
    type(article.section).objects.filter(pk=article.section_id).update(kind="opinion")
    article.section.refresh_from_db()


def no_standfirst(article: Article) -> None:
    article.standfirst = ""


def with_photo(**fields: Any) -> Callable[[Article], None]:
    def spoil(article: Article) -> None:
        article.lead_photo = factories.photo(**{"licence": "our own", **fields})

    return spoil


YESTERDAY = timezone.localdate() - datetime.timedelta(days=1)


def no_address(article: Article) -> None:
    other = factories.read_over(factories.draft(slug="taken-before"))
    other.publish(by=factories.editor())
    other.readdress("moved-away", by=factories.editor())
    article.slug = "taken-before"


def under_embargo(article: Article) -> None:
    article.embargo_until = timezone.now() + datetime.timedelta(days=30)


def not_approved(article: Article) -> None:
    if article.is_approved:
        article.return_to_draft(by=factories.editor())


# What each check objects to, and how its message begins.
SPOILED: dict[str, tuple[Callable[[Article], None], str]] = {
    "text": (no_text, "The article has no text."),
    "byline": (no_byline, "The byline is empty"),
    "declarations": (not_declared, "New Hand has not declared"),
    "conflicts": (conflict, "The text says “The ferry”"),
    "sponsor": (no_sponsor, "Name who paid"),
    "label": (no_label, "What stands under Section"),
    "standfirst": (no_standfirst, "There is no standfirst"),
    "alt": (with_photo(alt=""), "The lead photo has no alt text"),
    "credit": (with_photo(credit=""), "The lead photo has no credit"),
    "licence": (with_photo(licence=""), "By what right the lead photo"),
    "licence-end": (with_photo(licence_until=YESTERDAY), "The licence of the lead photo ended"),
    "embargo": (under_embargo, "It is under embargo until"),
    "approval": (not_approved, "Nobody has approved it"),
    "address": (no_address, "“taken-before” was the address of"),
}


def moment(name: str, value: datetime.datetime | None) -> dict[str, str]:
    if value is None:
        return {}
    local = timezone.localtime(value)
    return {f"{name}_0": f"{local:%Y-%m-%d}", f"{name}_1": f"{local:%H:%M:%S}"}


def form(button: str, **fields: str) -> Callable[[Client, Article], str]:
    def post(client: Client, article: Article) -> str:
        sent = retyped(
            article,
            kind=article.kind,
            lead_photo=article.lead_photo_id or "",
            body_source=article.body_source,
            **moment("embargo_until", article.embargo_until),
            **{button: "1"},
            **fields,
        )
        return client.post(address(article), sent).content.decode()

    return post


def in_a_week(moment: str = "%Y-%m-%d") -> str:
    return f"{timezone.localtime() + datetime.timedelta(days=7):{moment}}"


def listed(client: Client, article: Article) -> str:
    sent = factories.ticked("publish_selected", article)
    return client.post(LIST, sent, follow=True).content.decode()


def listed_for_later(client: Client, article: Article) -> str:
    Article.objects.filter(pk=article.pk).update(
        publish_at=timezone.now() + datetime.timedelta(days=7)
    )
    return listed(client, article)


def said(client: Client, article: Article) -> str:
    """As a command, an import or any other code does."""
    with pytest.raises(PublishingRefused) as refused:
        Article.objects.get(pk=article.pk).publish(by=factories.editor())
    return str(refused.value)


PATHS: dict[str, Callable[[Client, Article], str]] = {
    "form": form("_publish"),
    "schedule": form("_schedule", publish_at_0=in_a_week(), publish_at_1="10:00:00"),
    "now": form("_now"),
    "list": listed,
    "list, for later": listed_for_later,
    "verb": said,
}


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(factories.editor())
    return client


@pytest.fixture(autouse=True)
def every_check_is_a_must() -> None:
    weights = {check.name: "must" for check in CHECKS}
    PublishingRules(pk=1, weights=weights).save()


def state(article: Article) -> tuple[Any, ...]:
    """All that a publication would move."""
    now = Article.objects.get(pk=article.pk)
    counts = (now.publications.count(), now.log.count(), now.overrides.count())
    return now.status, now.publication_id, now.modified_at, now.body, *counts


def readable(html: str) -> str:
    return html.replace("&#x27;", "'").replace("&quot;", '"')


def test_every_check_is_spoiled_below() -> None:
    assert list(SPOILED) == [check.name for check in CHECKS]


# What was public keeps its hour, so that the button that asks for one is no path for it.
WAYS = [(path, False) for path in PATHS] + [(path, True) for path in PATHS if path != "schedule"]


@pytest.mark.parametrize(("path", "was_public"), WAYS)
@pytest.mark.parametrize("check", SPOILED)
def test_no_path_publishes_what_a_check_objects_to(
    editor: Client, path: str, check: str, was_public: bool
) -> None:
    article = factories.read_over(factories.draft())
    if was_public:
        article.publish(by=factories.editor())
        article.withdraw(by=factories.editor(), reason="A fact is wrong.")
        factories.read_over(article)
    spoil, objection = SPOILED[check]
    spoil(article)
    article.save()
    before = state(article)

    told = PATHS[path](editor, article)

    assert objection in readable(told)
    assert state(article) == before


# Of what readers have: an answer is given in the same save, and approval is for what they do not.
UNASKED = ("byline", "conflicts", "approval")


@pytest.mark.parametrize("check", [name for name in SPOILED if name not in UNASKED])
def test_a_live_article_is_not_saved_into_what_a_check_objects_to(
    editor: Client, check: str
) -> None:
    article = factories.read_over(factories.draft())
    article.publish(by=factories.editor())
    before = state(article)
    spoil, objection = SPOILED[check]
    spoil(article)

    told = form("_save")(editor, article)

    assert objection in readable(told)
    assert state(article) == before


# The address and the embargo are the article's own: no version and no revision brings them along.
NOT_BROUGHT_ALONG = ("address", "embargo")


def names_an_interest(article: Article) -> None:
    """What readers have is not asked about again, so it is named anew."""
    article.headline = "The Quay Rowing Club won"


IN_A_VERSION = SPOILED | {"conflicts": (names_an_interest, "The headline says “Quay Rowing Club”")}


def of_somebody_interested() -> Article:
    author = factories.author()
    factories.disclosure(author, entity="Quay Rowing Club")
    return factories.draft(author, kicker="One")


@pytest.mark.parametrize("check", [name for name in SPOILED if name not in NOT_BROUGHT_ALONG])
def test_no_version_is_put_in_force_that_a_check_objects_to(editor: Client, check: str) -> None:
    article = factories.read_over(of_somebody_interested())
    article.publish(by=factories.editor())
    pending = begin(article, by=factories.editor())
    spoil, objection = IN_A_VERSION[check]
    pending.kicker = "Another"
    spoil(pending)
    pending.save()
    pending.keep(by=factories.editor())
    if check != "approval":
        factories.read_over(pending)
    before = state(article), state(pending)

    sent = {"change": "minor", "seen": texts_shown(pending)}
    told = editor.post(address(pending, "adopt"), sent).content.decode()

    assert objection in readable(told)
    assert (state(article), state(pending)) == before


# That nobody restores past an approval is shown beside its rule.
@pytest.mark.parametrize(
    "check", [name for name in SPOILED if name not in (*NOT_BROUGHT_ALONG, "approval")]
)
def test_no_revision_is_restored_that_a_check_objects_to(editor: Client, check: str) -> None:
    article = of_somebody_interested()
    good = article.keep(by=factories.editor())
    spoil, objection = IN_A_VERSION[check]
    article.kicker = "Another"
    if check != "label":
        spoil(article)
    article.save()
    bad = article.keep(by=factories.editor())
    article.restore(good, by=factories.editor())
    factories.read_over(article).publish(by=factories.editor())
    if check == "label":  # the section's, and in no revision
        spoil(article)
    before = state(article)

    sent = {"change": "minor", "seen": texts_shown(article)}
    page = address(article, f"revisions/{bad.number}/restore")
    told = editor.post(page, sent).content.decode()

    assert objection in readable(told)
    assert state(article) == before


@pytest.mark.parametrize("path", ["form", "schedule", "list", "verb"])
def test_everything_is_named_at_once(editor: Client, path: str) -> None:
    article = factories.read_over(factories.draft())
    together = [name for name in SPOILED if name not in ("byline", "alt", "credit", "licence")]
    together.remove("label")  # it is sponsored, and so labelled
    together.remove("address")  # at its field, before anything is saved
    for name in together:
        SPOILED[name][0](article)
    article.body_source = "<p></p>"
    article.headline = "The ferry"
    article.save()

    told = readable(PATHS[path](editor, article))

    expected = [SPOILED[name][1].replace("The text says", "The headline says") for name in together]
    assert [objection for objection in expected if objection not in told] == []


def test_what_only_warns_is_told_and_stops_nothing(editor: Client) -> None:
    PublishingRules.objects.update(weights={"standfirst": "warn"})
    article = factories.draft(standfirst="")

    told = editor.post(address(article), retyped(article, _publish="1"), follow=True)

    assert "There is no standfirst" in told.content.decode()
    assert Article.objects.published().exists()


def test_whoever_may_publishes_in_spite_of_a_missing_declaration_with_a_reason(
    client: Client,
) -> None:
    client.force_login(factories.user("Publisher"))
    article = factories.read_over(factories.draft(has_declared=False))
    refused = client.post(address(article), retyped(article, _publish="1")).content.decode()
    assert 'name="in_spite"' in refused

    sent = retyped(article, _publish="1", in_spite="The dam may break tonight.")
    client.post(address(article), sent)

    made = Override.objects.get()
    assert Article.objects.published().get() == made.article
    assert made.reason == "The dam may break tonight."
    assert "has not declared for this article" in made.objections


@pytest.mark.parametrize(
    ("role", "reason", "check"),
    [
        ("Editor", "The dam may break.", "declarations"),
        ("Publisher", "   ", "declarations"),
        ("Publisher", "The dam may break.", "text"),
        ("Publisher", "The dam may break.", "credit"),
    ],
)
def test_nobody_overrides_without_permission_without_reason_or_what_is_no_declaration(
    client: Client, role: str, reason: str, check: str
) -> None:
    client.force_login(factories.user(role))
    article = factories.read_over(factories.draft())
    SPOILED[check][0](article)
    article.save()

    form("_publish", in_spite=reason)(client, article)

    assert not Article.objects.let_go().exists()
    assert not Override.objects.exists()


@pytest.mark.parametrize(
    ("permission", "check", "passes"),
    [
        ("override_declaration", "declarations", True),
        ("override_declaration", "conflicts", False),
        ("override_conflict", "conflicts", True),
        ("override_conflict", "declarations", False),
    ],
)
def test_an_override_goes_as_far_as_the_permission(
    client: Client, permission: str, check: str, passes: bool
) -> None:
    editor = factories.editor()
    editor.user_permissions.add(Permission.objects.get(codename=permission))
    client.force_login(editor)
    article = factories.read_over(factories.draft())
    SPOILED[check][0](article)
    article.save()

    refused = client.post(address(article), retyped(article, _publish="1")).content.decode()
    form("_publish", in_spite="The dam may break.")(client, article)

    assert ('name="in_spite"' in refused) is passes
    assert Article.objects.let_go().exists() is passes


@pytest.mark.parametrize("is_in_byline", [False, True])
def test_the_override_is_offered_to_whoever_may_use_it(client: Client, is_in_byline: bool) -> None:
    publisher = factories.user("Publisher")
    author = factories.author(user=publisher if is_in_byline else None)
    article = factories.read_over(factories.draft(author, has_declared=False))
    client.force_login(publisher)
    refused = client.post(address(article), retyped(article, _publish="1"))
    assert ('name="in_spite"' in refused.content.decode()) is not is_in_byline


def test_a_reason_stays_in_a_form_that_is_refused_for_something_else(client: Client) -> None:
    client.force_login(factories.user("Publisher"))
    article = factories.read_over(factories.draft(has_declared=False, body_source=""))
    sent = retyped(article, _publish="1", in_spite="The dam may break.")
    assert "The dam may break." in client.post(address(article), sent).content.decode()


def test_whoever_could_override_all_of_it_still_can() -> None:
    migration = import_module("articles.migrations.0021_who_overrides_conflicts")
    schema_editor = type("Editor", (), {"connection": connection})
    user, group = factories.user(), Group.objects.create(name="Night desk")
    for holds in (user.user_permissions, group.permissions):
        holds.add(Permission.objects.get(codename="override_declaration"))

    migration.take(apps, schema_editor)
    assert not Permission.objects.filter(codename="override_conflict").exists()
    migration.give(apps, schema_editor)

    assert User.objects.get(pk=user.pk).has_perm("articles.override_conflict")
    holders = set(Group.objects.filter(permissions__codename="override_conflict"))
    assert holders == {group, Group.objects.get(name="Publisher")}


OLD_WORDS = [
    (
        "Ana Ruiz has not declared for this article.",
        "declarations:{ana}:",
    ),
    ("Bo Falk has not declared for this article.", "declarations:{desk}:{bo}"),
    ("Bo Falk (for The desk) has not declared for this article.", "declarations:{desk}:{bo}"),
    (
        "The headline says “the club”, and Ana Ruiz has disclosed: Ownership, Harbour Club. "
        "Say whether it matters here.",
        "conflicts:{ana}:ownership:Harbour Club:headline",
    ),
    (
        "The update 7 says “the club”, and Ana Ruiz has disclosed: Ownership, Harbour Club. "
        "Say whether it matters here.",
        "conflicts:{ana}:ownership:Harbour Club:Update 7",
    ),
]


@pytest.mark.parametrize(("words", "key"), OLD_WORDS)
def test_what_was_overridden_by_its_words_is_known_by_a_key(words: str, key: str) -> None:
    migration = import_module("articles.migrations.0025_keys_of_overrides")
    ana, desk = factories.author(name="Ana Ruiz"), factories.group(name="The desk")
    bo = desk.managers.create(name="Bo Falk", since=timezone.localdate().replace(2020))
    factories.disclosure(ana, entity="Harbour Club")
    article = factories.draft(ana, desk)
    said = f"Nothing of that sort.\n{words}"
    Override(article=article, objections=said, reason="-", made_by=factories.editor()).save()

    state = MigrationExecutor(connection).loader.project_state(("articles", "0024_override_keys"))
    migration.give(state.apps, type("Editor", (), {"connection": connection}))

    assert set_aside(article) == {key.format(ana=ana.pk, desk=desk.pk, bo=bo.pk)}


def test_what_was_overridden_is_not_asked_again_however_it_is_worded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    article = factories.read_over(factories.draft())
    SPOILED["conflicts"][0](article)
    article.save()
    publisher = factories.user("Publisher")
    article.publish(by=publisher, in_spite="The dam may break.")
    monkeypatch.setattr(Passage, "where", "What it says there")

    article.revise(by=publisher)

    assert Override.objects.count() == 1


def test_overrides_are_listed(client: Client) -> None:
    article = factories.read_over(factories.draft(has_declared=False))
    article.publish(by=factories.user("Publisher"), in_spite="The dam may break tonight.")
    client.force_login(factories.editor())
    listed_there = client.get("/admin/articles/override/").content.decode()
    assert "The dam may break tonight." in listed_there


def test_the_newsroom_chooses_what_must_be_and_what_only_warns(client: Client) -> None:
    PublishingRules.objects.all().delete()
    client.force_login(factories.user("Publisher"))
    page = "/admin/articles/publishingrules/1/change/"
    shown = client.get(page).context["adminform"].form
    sent = {name: shown.initial[name] for name in shown.fields} | {"standfirst": "must"}

    client.post(page, sent)

    with pytest.raises(PublishingRefused, match="There is no standfirst"):
        factories.draft(standfirst="").publish(by=factories.editor())


@pytest.mark.parametrize("check", ["declarations", "conflicts", "byline", "text", "sponsor"])
def test_what_is_fixed_cannot_be_made_a_warning(check: str) -> None:
    PublishingRules.objects.update(weights={check: "warn"})
    article = factories.draft()
    SPOILED[check][0](article)
    article.save()
    with pytest.raises(PublishingRefused):
        article.publish(by=factories.editor())
