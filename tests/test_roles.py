"""Who may open what in the admin, for every address it has."""

import datetime

import pytest
from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils.formats import localize

from articles.models import Article, Policy, PublishingRules, Tag
from comments.models import (
    Appeal,
    Beat,
    Case,
    Comment,
    HouseRules,
    OpeningHours,
    SectionRules,
    Thread,
)
from comments.reporting import report
from newsroom.roles import ROLES as ROLES_BY_DEFAULT
from newsroom.roles import make_roles, remember_permissions
from tests import factories

pytestmark = pytest.mark.django_db

OURS = [
    model for model in admin.site._registry if model._meta.app_label in {"articles", "comments"}
]
ON_RECORD = {"arrangement", "disclosure", "errorreport", "letter", "override"}
ROLES = ["", "Reporter", "Editor", "Publisher", "Moderator", "Chief moderator"]


@pytest.mark.parametrize("role", ROLES[1:])
def test_accounts_are_the_administrators_business(client: Client, role: str) -> None:
    client.force_login(factories.user(role))
    assert client.get("/admin/auth/user/").status_code == 403
    assert client.get("/admin/auth/group/").status_code == 403


@pytest.mark.parametrize("page", ["change", "history", "delete"])
def test_the_pages_of_every_row_answer(admin_client: Client, page: str) -> None:
    author = factories.group("Ana Ruiz", photo=factories.photo())
    factories.disclosure(author)
    article = factories.published(author)
    factories.comment(article)
    OpeningHours.now().save()
    PublishingRules.now().save()
    publisher = factories.user("Publisher")
    factories.draft(has_declared=False).publish(by=publisher, in_spite="The ferry is sinking.")
    SectionRules.objects.create(section=article.section)
    factories.term()
    Beat.objects.create(moderator=factories.moderator())
    factories.error_report(article)
    factories.arrangement(article)
    reported = factories.approved(article)
    report(reported, reason="spam")
    reported.refresh_from_db()
    Appeal.open(reported.reject(by=factories.moderator(), reason="Rude."), text="No.")
    Tag.objects.create(name="Ferries", slug="ferries")
    Policy.objects.create(title="About", slug="about", body_source="<p>Us.")
    for model in OURS:
        row, meta = model._base_manager.first(), model._meta
        address = reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=[row.pk])
        refused = page == "delete" and model in (
            *(Article, PublishingRules, Comment, HouseRules, OpeningHours, Thread, Case, Appeal),
            *(m for m in OURS if m._meta.model_name in ON_RECORD),
        )
        assert admin_client.get(address).status_code == (403 if refused else 200), address


def test_every_attribute_of_our_admins_is_one_that_the_admin_reads() -> None:
    """A misspelt one passes every check and does nothing."""
    for model_admin in map(admin.site._registry.__getitem__, OURS):
        for one in (model_admin, *(inline for inline in model_admin.inlines)):
            cls = one if isinstance(one, type) else type(one)
            base = InlineModelAdmin if issubclass(cls, InlineModelAdmin) else admin.ModelAdmin
            ours = [part for part in cls.__mro__ if part.__module__.startswith(("art", "comm"))]
            set_here = {
                name for part in ours for name, value in vars(part).items() if not callable(value)
            }
            unknown = {name for name in set_here if not name.startswith("_")} - set(dir(base))
            assert not unknown - {"media"}, (cls, unknown)


def test_a_new_permission_reaches_the_roles_and_one_taken_away_stays_away() -> None:
    moderators = Group.objects.get(name="Moderator")
    Permission.objects.get(codename="decide_commenter").delete()
    moderators.permissions.remove(Permission.objects.get(codename="moderate_thread"))
    remember_permissions(using="default")
    make_roles(using="default")
    codenames = set(moderators.permissions.values_list("codename", flat=True))
    assert "decide_commenter" in codenames
    assert "moderate_thread" not in codenames


def test_a_role_that_is_missing_is_made_whole() -> None:
    Group.objects.get(name="Chief moderator").delete()
    remember_permissions(using="default")
    make_roles(using="default")
    chief = Group.objects.get(name="Chief moderator")
    assert chief.permissions.count() == len(ROLES_BY_DEFAULT["Chief moderator"])


@pytest.mark.parametrize("name", ["articles_correction_change", "articles_publication_change"])
def test_the_record_has_no_form_of_its_own(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(f"admin:{name}", args=[1])


def test_who_has_forgotten_a_password_reads_whom_to_ask(client: Client) -> None:
    page = client.get("/admin/login/").content.decode()
    assert "forgotten password is set anew by an administrator" in page


def test_the_form_of_an_author_calls_the_about_text_as_the_guides_do(admin_client: Client) -> None:
    page = admin_client.get("/admin/articles/author/add/").content.decode()
    assert "About text:" in page


def test_hours_are_written_in_one_way_on_pages_and_in_the_admin() -> None:
    evening = datetime.datetime(2026, 11, 25, 19, 52, tzinfo=datetime.UTC)
    assert localize(evening) == "25 Nov 2026, 19:52"
    assert localize(evening.time()) == "19:52"


@pytest.mark.parametrize(
    "asked",
    [
        "articles/article/?body_source__regex=([a-z ]+)%2B§",
        "articles/article/?headline__icontains=a",
        "articles/disclosure/?text__regex=(((",
        "articles/author/?name__iregex=(a",
        "comments/comment/?posted_at__regex=(a",
        "comments/comment/?posted_at__year=99999",
        "comments/term/?text__regex=(((",
        "comments/thread/?article__headline__startswith=a",
        "auth/user/?username__regex=(a%2B)%2B§",
    ],
)
def test_a_list_of_the_admin_answers_its_filters_alone(client: Client, asked: str) -> None:
    """A pattern in the address kept the workers of a paper busy until they were killed."""
    client.force_login(factories.user(is_staff=True, is_superuser=True))
    assert client.get(f"/admin/{asked}").status_code == 400


@pytest.mark.parametrize(
    "asked",
    [
        *("articles/article/?section__id__exact=1", "articles/article/?authors__id__exact=1"),
        *("articles/article/?publish_at__year=2026&publish_at__month=11", "auth/user/?q=a"),
        *("comments/comment/?posted_at__year=2026", "auth/user/?is_staff__exact=1"),
    ],
)
def test_the_filters_beside_a_list_of_the_admin_work(client: Client, asked: str) -> None:
    client.force_login(factories.user(is_staff=True, is_superuser=True))
    assert client.get(f"/admin/{asked}").status_code == 200


def test_an_editor_makes_the_editors_choice_once_they_are_a_moderator_too(client: Client) -> None:
    comment, editor = factories.approved(factories.published()), factories.editor()
    client.force_login(editor)
    chosen = {"act": "feature", "seen": f"{comment.pk}:{comment.revision}:{comment.status}"}
    assert client.post("/admin/desk/decide/", chosen).status_code == 403
    editor.groups.add(Group.objects.get(name="Moderator"))
    client.post("/admin/desk/decide/", chosen)
    comment.refresh_from_db()
    assert comment.is_featured
