"""Who may open what in the admin, for every address it has."""

import itertools

import pytest
from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.db.models import Model
from django.test import Client
from django.urls import NoReverseMatch, reverse

from articles.models import Article, Policy, Tag
from comments.models import Appeal, Case, Comment, Thread
from comments.reporting import report
from tests import factories

pytestmark = pytest.mark.django_db

OURS = [
    model for model in admin.site._registry if model._meta.app_label in {"articles", "comments"}
]
ROLES = ["", "Reporter", "Editor", "Moderator", "Chief moderator"]
# Which pages of which models a role may open. What is not here is refused.
MAY_OPEN = {
    "Reporter": {
        *(("changelist", name) for name in ("article", "author", "photo", "tag", "section")),
        *(("changelist", name) for name in ("disclosure", "policy", "comment", "thread")),
        *(("add", name) for name in ("article", "photo", "tag")),
    },
    "Editor": {
        *(("changelist", name) for name in ("article", "author", "photo", "tag", "section")),
        *(("changelist", name) for name in ("disclosure", "policy", "comment", "thread")),
        *(("add", name) for name in ("article", "author", "photo", "tag", "section", "policy")),
        *(("add", "disclosure"), ("changelist", "errorreport")),
    },
    "Moderator": {
        *(("changelist", name) for name in ("article", "author", "disclosure")),
        *(("changelist", name) for name in ("comment", "thread", "case", "appeal")),
    },
}
MAY_OPEN["Chief moderator"] = MAY_OPEN["Moderator"]


@pytest.mark.parametrize(
    ("role", "page", "model"), list(itertools.product(ROLES, ["changelist", "add"], OURS))
)
def test_a_role_opens_its_own_pages_and_no_others(
    client: Client, role: str, page: str, model: type[Model]
) -> None:
    client.force_login(factories.user(role))
    meta = model._meta
    response = client.get(reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}"))
    allowed = (page, meta.model_name) in MAY_OPEN.get(role, set())
    # Who is no staff is sent to the sign-in.
    assert response.status_code == (200 if allowed else 403 if role else 302)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("page", ["figures/", "figures.csv"])
def test_figures_are_for_the_chief_moderator(client: Client, role: str, page: str) -> None:
    client.force_login(factories.user(role))
    response = client.get(f"/admin/comments/case/{page}")
    expected = {"": 302, "Chief moderator": 200}.get(role, 403)
    assert response.status_code == expected


@pytest.mark.parametrize("role", ["Reporter", "Editor", "Moderator"])
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
    factories.error_report(article)
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
            *(Article, Comment, Thread, Case, Appeal),
            *(m for m in OURS if m._meta.model_name in {"disclosure", "errorreport"}),
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


@pytest.mark.parametrize("name", ["articles_correction_change", "articles_publication_change"])
def test_the_record_has_no_form_of_its_own(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(f"admin:{name}", args=[1])
