"""Who may come to which address: every role against every address that the site has.

The addresses are read from the URL configuration. One that is missing from the tables below fails:
whoever adds an address says here whom it is for.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from articles.models import Policy, PublishingRules, Tag
from comments.models import Appeal, Beat, HouseRules, Rescan, SectionRules
from comments.reporting import report
from tests import factories
from tests.newspaper import quiet

pytestmark = pytest.mark.django_db

STAFF = ("Reporter", "Editor", "Publisher", "Moderator", "Chief moderator")
ROLES = ("nobody", "reader", *STAFF)

EDITORS = {"Reporter", "Editor", "Publisher"}
MODERATORS = {"Moderator", "Chief moderator"}
CHIEF = {"Chief moderator"}
EDITOR = {"Editor", "Publisher"}
PUBLISHER = {"Publisher"}
ALL_STAFF = set(STAFF)
NOBODY: set[str] = set()

# Of each model: who sees it, adds one, changes one, deletes one. The superuser does everything.
MODELS: dict[str, tuple[set[str], set[str], set[str], set[str]]] = {
    "articles/article": (ALL_STAFF, EDITORS, EDITORS, NOBODY),
    "articles/arrangement": (EDITOR, EDITOR, NOBODY, NOBODY),
    "articles/author": (ALL_STAFF, EDITOR, EDITOR, EDITOR),
    "articles/disclosure": (ALL_STAFF, EDITOR, NOBODY, NOBODY),
    "articles/photo": (EDITORS, EDITORS, EDITORS, EDITOR),
    "articles/policy": (EDITORS, EDITOR, EDITOR, EDITOR),
    "articles/section": (EDITORS, EDITOR, EDITOR, EDITOR),
    "articles/tag": (EDITORS, EDITORS, EDITOR, EDITOR),
    "articles/errorreport": (EDITOR, NOBODY, NOBODY, NOBODY),
    "articles/override": (EDITOR, NOBODY, NOBODY, NOBODY),
    "articles/publishingrules": (PUBLISHER, NOBODY, PUBLISHER, NOBODY),
    # What readers sign in with is kept by the library, for the superuser's eyes.
    "account/emailaddress": (NOBODY, NOBODY, NOBODY, NOBODY),
    "mfa/authenticator": (NOBODY, NOBODY, NOBODY, NOBODY),
    "auth/group": (NOBODY, NOBODY, NOBODY, NOBODY),
    "auth/user": (NOBODY, NOBODY, NOBODY, NOBODY),
    "comments/appeal": (MODERATORS, NOBODY, NOBODY, NOBODY),
    "comments/beat": (CHIEF, CHIEF, CHIEF, CHIEF),
    "comments/case": (MODERATORS, NOBODY, NOBODY, NOBODY),
    "comments/comment": (ALL_STAFF, NOBODY, NOBODY, NOBODY),
    "comments/houserules": (CHIEF, NOBODY, CHIEF, NOBODY),
    "comments/letter": (CHIEF, NOBODY, NOBODY, NOBODY),
    "comments/reason": (MODERATORS, CHIEF, CHIEF, CHIEF),
    "comments/openinghours": (MODERATORS | EDITOR, NOBODY, CHIEF, NOBODY),
    "comments/sectionrules": (MODERATORS | EDITOR, CHIEF, CHIEF, CHIEF),
    "comments/term": (MODERATORS | EDITOR, MODERATORS, MODERATORS, MODERATORS),
    "comments/thread": (ALL_STAFF, NOBODY, NOBODY, NOBODY),
}

# Every other address of the admin.
DESK: dict[str, set[str]] = {
    "admin/": ALL_STAFF,
    "admin/password_change/": ALL_STAFF,
    "admin/password_change/done/": ALL_STAFF,
    "admin/autocomplete/": NOBODY,  # without a field that it serves
    "admin/jsi18n/": ALL_STAFF,
    "admin/r/<path:content_type_id>/<path:object_id>/": ALL_STAFF,
    "admin/^(?P<app_label>auth|account|mfa|articles|comments)/$": ALL_STAFF,
    "admin/(?P<url>.*)$": ALL_STAFF,
    "admin/articles/article/<path:object_id>/autosave/": EDITOR,
    "admin/articles/article/<path:object_id>/conflicts/": EDITOR,
    "admin/articles/article/<path:object_id>/declarations/": ALL_STAFF,
    "admin/articles/article/<path:object_id>/declarations/ask/": EDITOR,
    "admin/articles/article/<path:object_id>/pending/": EDITOR,
    # Of what is no pending version: not found. Who may on one that is, test_pending.py says.
    "admin/articles/article/<path:object_id>/adopt/": ALL_STAFF,
    "admin/articles/article/<path:object_id>/catch-up/": ALL_STAFF,
    "admin/articles/article/<path:object_id>/discard-version/": ALL_STAFF,
    "admin/articles/article/<path:object_id>/links/": EDITOR,
    "admin/articles/article/<path:object_id>/links/<int:number>/revoke/": EDITOR,
    # What the newsroom keeps to itself: also for who began a piece or stands in its byline.
    "admin/articles/article/<path:object_id>/notes/": EDITOR,
    "admin/articles/article/<path:object_id>/notes/<int:number>/resolve/": EDITOR,
    "admin/articles/article/<path:object_id>/editing/": EDITOR,
    "admin/articles/article/<path:object_id>/preview/": ALL_STAFF,
    "admin/articles/article/<path:object_id>/retract/": EDITOR,
    "admin/articles/article/<path:object_id>/revisions/": EDITOR,
    "admin/articles/article/<path:object_id>/revisions/<int:number>/restore/": EDITOR,
    "admin/articles/article/<path:object_id>/take-back/": NOBODY,  # what is theirs, in review
    "admin/articles/article/calendar/": ALL_STAFF,
    "admin/articles/article/today/": ALL_STAFF,
    "admin/articles/article/<path:object_id>/take-over/": EDITOR,
    "admin/articles/article/add/autosave/": EDITORS,
    "admin/articles/article/autosaves/<uuid:form>/discard/": ALL_STAFF,  # of what is their own
    "admin/articles/article/withdraw/": EDITOR,
    "admin/articles/errorreport/<path:object_id>/answer/": EDITOR,
    "admin/articles/errorreport/<path:object_id>/reopen/": EDITOR,
    "admin/articles/arrangement/<path:object_id>/cancel/": EDITOR,
    "admin/articles/arrangement/<path:object_id>/preview/": EDITOR,
    "admin/articles/article/<path:object_id>/breaking/": EDITOR,
    "admin/articles/article/<path:object_id>/live/": EDITOR,
    "admin/articles/article/<path:object_id>/live/<int:number>/": EDITOR,
    "admin/articles/photo/pick/": EDITORS,
    "admin/articles/photo/pick/<int:number>/": EDITORS,
    "admin/articles/policy/trust/": EDITOR,
    "admin/auth/user/<id>/password/": NOBODY,
    "admin/comments/case/figures.csv": CHIEF,
    "admin/comments/case/figures/": CHIEF,
    "admin/comments/comment/erase/<int:pk>/": CHIEF,
    "admin/comments/term/export/": MODERATORS | EDITOR,
    "admin/comments/term/import/": MODERATORS,
    "admin/comments/term/rescans/": MODERATORS | EDITOR,
    "admin/comments/term/rescans/<int:pk>/": MODERATORS | EDITOR,
    "admin/comments/term/rescans/<int:pk>/step/": MODERATORS,
    "admin/comments/term/rescans/<int:pk>/stop/": MODERATORS,
    "admin/comments/term/rescans/begin/": MODERATORS,
    "admin/comments/thread/modes/": MODERATORS | EDITOR,
    "admin/desk/": MODERATORS,
    "admin/desk/<slug:slug>/": MODERATORS,
    "admin/desk/appeals/<int:pk>/": MODERATORS,
    "admin/desk/appeals/<int:pk>/ask/": MODERATORS,
    "admin/desk/appeals/<int:pk>/decide/": MODERATORS,
    "admin/desk/break/": MODERATORS,
    "admin/desk/claim/": MODERATORS,
    "admin/desk/close/": MODERATORS,
    "admin/desk/commenters/<int:pk>/": MODERATORS,
    "admin/desk/commenters/<int:pk>/act/": MODERATORS,
    "admin/desk/commenters/<int:pk>/undo/": MODERATORS,
    "admin/desk/comments/<int:pk>/": MODERATORS,
    "admin/desk/decide/": MODERATORS,
    "admin/desk/news/": MODERATORS,
    "admin/desk/undo/": MODERATORS,
}

# What everybody may come to: what of it is theirs, a signature in it or a key of their own
# decides. The pages of accounts are the library's, and send who is not signed in to the sign-in.
ARTICLE = "<yyyy:year>/<mm:month>/<mm:day>/<slug:slug>/"
# Each of these pages has a feed below it, in three formats.
FOLLOWED = ("", "<slug:slug>/", "authors/<slug:slug>/", "corrections/", f"{ARTICLE}comments/")
FEEDS = {f"{page}feed.{suffix}" for page in FOLLOWED for suffix in ("rss", "atom", "json")}
PUBLIC = FEEDS | {
    "accounts/",
    "admin/login/",
    "admin/logout/",
    "",
    "<slug:slug>/",
    ARTICLE,
    f"{ARTICLE}comment/",
    f"{ARTICLE}comment/mine.json",
    f"{ARTICLE}comment/sent/<uuid:receipt>/",
    "<yyyy:year>/",
    "<yyyy:year>/<mm:month>/",
    "<yyyy:year>/<mm:month>/<mm:day>/",
    "archive/",
    "series/<slug:slug>/",
    "tags/<slug:slug>/",
    "authors/<slug:slug>/",
    "authors/<slug:slug>/disclosures/",
    f"{ARTICLE}error/",
    f"{ARTICLE}live/",
    f"{ARTICLE}versions/",
    "comments/<int:pk>/",
    "comments/<int:pk>/edit/",
    "comments/<int:pk>/mute/",
    "comments/<int:pk>/recommend/",
    "comments/<int:pk>/replies/",
    "comments/<int:pk>/report/",
    "comments/<int:pk>/withdraw/",
    "comments/again/<uuid:receipt>/",
    "comments/confirm/<str:token>/",
    "comments/log/",
    "comments/mail/<str:token>/",
    "comments/mine/",
    "comments/reasons/<str:signed>/",
    "comments/reasons/<str:signed>/appeal/",
    "comments/reports/<uuid:receipt>/",
    "comments/transparency/",
    "comments/transparency/<yyyy:year>.json",
    "comments/transparency/<yyyy:year>/",
    "comments/yours/",
    "comments/yours/<str:token>/",
    "comments/yours/<str:token>/erase/",
    "comments/yours/<str:token>/file/",
    "comments/yours/browser/",
    "comments/yours/erase/",
    "comments/yours/file/",
    "corrections/",
    "declare/<str:token>/",
    "media/<path:path>",
    "news-sitemap.xml",
    "news-sitemap-<int:part>.xml",
    "preview/<str:token>/",
    "policies/<slug:slug>/",
    "policies/<slug:slug>/<int:number>/",
    "robots.txt",
    "search/",
    "sitemap.xml",
    "sitemap-<yyyy:year>-<mm:month>.xml",
    "sitemap-pages.xml",
}


def routes(patterns: Any = None, above: str = "") -> Iterator[str]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = above + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route


def is_public(route: str) -> bool:
    return route in PUBLIC or route.lstrip("^").startswith("accounts/")


def of_a_model(route: str) -> tuple[str, str] | None:
    """“articles/article” and “change” of a page that Django makes for every model."""
    found = re.fullmatch(
        r"admin/(\w+/\w+)/(?:<path:object_id>/)?(add|change|delete|history|)/?", route
    )
    if not found or found[1] not in MODELS:
        return None
    if route.endswith("<path:object_id>/"):
        return found[1], "old address"
    return found[1], found[2] or "list"


def allowed(route: str) -> set[str]:
    """The roles that an address is for, from the tables alone."""
    if is_public(route):
        return set(ROLES)
    page = of_a_model(route)
    if page is None:
        return DESK[route]
    if page == ("articles/article", "history"):
        return EDITOR
    model, kind = page
    see, add, change, delete = MODELS[model]
    kinds = {"list": see, "change": see | change, "history": see | change}
    return {**kinds, "add": add, "delete": delete, "old address": ALL_STAFF}[kind]


class Stage:
    """A paper with one of everything, and how each address of it is spelled."""

    def __init__(self) -> None:
        author = factories.group("Ana Ruiz", photo=factories.photo(), slug="ana")
        factories.disclosure(author)
        self.article = factories.published(
            author, slug="ferry", section=factories.section(slug="harbour")
        )
        factories.arrangement(self.article)
        self.article.open_coverage(by=factories.editor())
        self.article.tell("The ferry has left.", by=factories.editor())
        self.comment = factories.approved(self.article)
        self.article.tags.add(
            Tag.objects.create(name="Ferries", slug="ferries"),
            Tag.objects.create(name="A year at sea", slug="a-year-at-sea", is_series=True),
        )
        Policy.objects.create(title="About", slug="about", body_source="<p>Us.")
        HouseRules.now().save()
        PublishingRules.now().save()
        publisher = factories.user("Publisher")
        factories.draft(has_declared=False).publish(by=publisher, in_spite="A storm is coming.")
        SectionRules.objects.create(section=self.article.section)
        factories.term()
        factories.error_report(self.article)
        reported = factories.approved(self.article)
        report(reported, reason="spam")
        reported.refresh_from_db()
        Appeal.open(reported.reject(by=factories.moderator(), reason="Rude."), text="No.")
        Rescan.begin(by=None)
        self.people = {role: self._somebody(role) for role in ROLES[1:]}
        Beat.objects.create(moderator=factories.moderator())
        reader = self.people["reader"]
        EmailAddress.objects.create(user=reader, email="nora@mail.example")
        Authenticator.objects.create(user=reader, type=Authenticator.Type.TOTP, data={})

    def _somebody(self, role: str) -> User:
        return factories.user("" if role == "reader" else role)

    def client(self, role: str) -> Client:
        client = quiet()
        if role != "nobody":
            client.force_login(self.people[role])
        return client

    def path(self, route: str) -> str:
        page = of_a_model(route)
        if page:
            row = self._row(page[0])
            return "/" + route.replace("<path:object_id>", str(row))
        special = {
            "admin/(?P<url>.*)$": "admin/nowhere",
            "admin/^(?P<app_label>auth|articles|comments)/$": "admin/comments/",
            "admin/r/<path:content_type_id>/<path:object_id>/": "admin/r/1/1/",
            "authors/<slug:slug>/": "authors/ana/",
            "authors/<slug:slug>/disclosures/": "authors/ana/disclosures/",
            "policies/<slug:slug>/": "policies/about/",
            "policies/<slug:slug>/<int:number>/": "policies/about/1/",
            "<slug:slug>/": "harbour/",
            "tags/<slug:slug>/": "tags/ferries/",
            "series/<slug:slug>/": "series/a-year-at-sea/",
            "media/<path:path>": "media/no/such/photo.jpg",
            "admin/desk/<slug:slug>/": "admin/desk/held/",
            "^accounts/password/": "accounts/password/",
            "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": (
                "accounts/password/reset/key/1-key/"
            ),
        }
        if route in FEEDS:
            of, feed, suffix = route.rpartition("feed.")
            return f"/{special.get(of, of)}{feed}{suffix}".replace(ARTICLE, self._article())
        if route in special:
            return f"/{special[route]}"
        day = timezone.localtime(self.article.publish_at)
        route = route.replace(ARTICLE, self._article())
        if "<path:object_id>" in route:
            route = route.replace("<path:object_id>", str(self._object(route)))
        for placeholder, value in (
            ("<int:pk>", self._number(route)),
            ("<int:number>", 1),
            ("<int:part>", 1),
            ("<str:token>", "made-up"),
            ("<str:signed>", "made-up"),
            ("<yyyy:year>", f"{day:%Y}"),
            ("<mm:month>", f"{day:%m}"),
            ("<mm:day>", f"{day:%d}"),
            ("<uuid:receipt>", self.comment.receipt),
            ("<uuid:form>", "0198b2a4-0000-4000-8000-000000000007"),
        ):
            route = route.replace(placeholder, str(value))
        return f"/{route}"

    def _article(self) -> str:
        return self.article.get_absolute_url().lstrip("/")

    def _number(self, route: str) -> Any:
        if "rescans" in route:
            return Rescan.objects.get().pk
        if "commenter" in route or "erase/" in route:
            return self.comment.commenter_id
        return self.comment.pk

    def _object(self, route: str) -> Any:
        """Of a page that a model has beside those that Django makes."""
        return self._row("/".join(route.split("/")[1:3]))

    def _row(self, model: str) -> Any:
        wanted = {"articles/article": self.article.pk, "comments/comment": self.comment.pk}
        if model in wanted:
            return wanted[model]
        found = {
            f"{one._meta.app_label}/{one._meta.model_name}": one for one in admin.site._registry
        }
        return found[model]._default_manager.first().pk


def outcome(client: Client, path: str) -> str:
    """Whether the door opens: “in”, “out”, or “sign in”."""
    answer = client.get(path)
    if answer.status_code == 405:
        answer = client.post(path)
    if answer.status_code == 302 and answer["Location"].startswith("/admin/login/"):
        return "sign in"
    if answer.status_code >= 500:
        return f"an error: {answer.status_code}"
    return "out" if answer.status_code == 403 else "in"


def test_every_address_says_whom_it_is_for() -> None:
    unlisted = [r for r in routes() if not (of_a_model(r) or is_public(r) or r in DESK)]
    assert unlisted == []


def test_the_tables_name_no_address_that_is_gone() -> None:
    assert sorted((set(DESK) | PUBLIC) - set(routes())) == []
    models = {page[0] for route in routes() if (page := of_a_model(route))}
    assert sorted(set(MODELS) - models) == []


@pytest.mark.parametrize("role", ROLES)
def test_a_role_gets_in_where_the_tables_say_and_nowhere_else(role: str) -> None:
    stage, found, expected = Stage(), {}, {}
    for route in sorted(set(routes())):
        found[route] = outcome(stage.client(role), stage.path(route))
        let_in = role in allowed(route)
        expected[route] = "in" if let_in else "out" if role in STAFF else "sign in"
    assert found == expected


def test_a_page_of_the_admin_writes_nothing_when_it_is_looked_at(admin_client: Client) -> None:
    stage = Stage()
    stage.article.refresh_from_db()
    before = (LogEntry.objects.count(), stage.article.saved_at, Group.objects.count())
    for route in sorted(set(routes())):
        if route.startswith("admin/") and "logout" not in route:
            admin_client.get(stage.path(route))
    stage.comment.refresh_from_db()
    stage.article.refresh_from_db()
    after = (LogEntry.objects.count(), stage.article.saved_at, Group.objects.count())
    assert after == before
    assert stage.comment.decisions.count() == 1
