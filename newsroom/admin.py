"""The admin site: it greets with what waits."""

from dataclasses import dataclass
from functools import wraps
from itertools import starmap
from typing import Any, cast

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import include, path, reverse
from django.utils import timezone

from articles.identifiers import is_row_number
from articles.models import Article, ErrorReport, Policy
from articles.rights import rights_of
from comments import figures
from comments.desk.queues import QUEUE_NAMED, Count, bounded
from comments.models import Appeal, Case, Comment


@dataclass(frozen=True)
class Waiting:
    """One line of the greeting: how many of what, and where they are."""

    count: int | Count
    label: str
    nothing: str
    url: str


@dataclass(frozen=True)
class Act:
    """Something to begin with."""

    label: str
    url: str


class LoginForm(AdminAuthenticationForm):
    """Asks through the adapter of the accounts, which counts the tries."""

    def clean(self) -> dict[str, Any]:
        username, password = map(self.cleaned_data.get, ("username", "password"))
        if username is not None and password:
            given = {"username": username, "password": password}
            self.user_cache = get_adapter().authenticate(self.request, **given)
            if self.user_cache is None:
                raise self.get_invalid_login_error()
            self.confirm_login_allowed(self.user_cache)
        return self.cleaned_data


class NewsroomAdminSite(AdminSite):
    login_form = LoginForm
    site_url = "/"
    index_template = "admin/newsroom_index.html"

    def get_urls(self) -> list[Any]:
        from comments.desk.urls import addresses  # it needs this site

        desk, on_site = addresses(self.admin_view), self.admin_view(self.on_site)
        return [
            path("desk/", include(desk)),
            path("r/<path:content_type_id>/<path:object_id>/", on_site),
            *super().get_urls(),
        ]

    def on_site(
        self, request: HttpRequest, content_type_id: str, object_id: str
    ) -> HttpResponseBase:
        """The page of a row on the site, for whoever may see the row here: Django asks nobody."""
        if not is_row_number(content_type_id):
            raise Http404
        kind = ContentType.objects.filter(pk=content_type_id).first()
        shown = self._registry.get(kind.model_class()) if kind else None  # type: ignore[arg-type]
        row = shown.get_object(request, unquote(object_id)) if shown else None
        if shown is None or row is None or not shown.has_view_permission(request, row):
            raise Http404
        return shortcut(request, content_type_id, unquote(object_id))

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {
            **super().each_context(request),
            "site_header": settings.SITE_NAME,
            "site_title": settings.SITE_NAME,
        }

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        return super().index(
            request,
            {
                **(extra_context or {}),
                "title": "What waits",
                "waiting": _waiting(request),
                "acts": _acts(request),
                "today": timezone.localdate(),
            },
        )

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Answer what no page of ours sends as a bad request: Django asks the database for it."""

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if _is_made_up(request):
                raise BadRequest("Neither a link nor a form of this site sends this.")
            try:
                return view(request, *args, **kwargs)
            except OverflowError as error:
                raise BadRequest("A number is larger than any of this site.") from error

        return super().admin_view(guarded, cacheable)


# How the filters and the calendar beside a list ask. A pattern (`__regex`, `__contains`) can keep
# the database busy for as long as its writer likes.
ASKED_BY_FILTERS = {"exact", "isnull", "isempty", "gte", "lt", "year", "month", "day"}


def _is_made_up(request: HttpRequest) -> bool:
    """A NUL character in the address (PostgreSQL takes none), ticked rows without numbers, or a
    question to a list that nothing beside the list asks."""
    ticked = request.POST.getlist(ACTION_CHECKBOX_NAME)
    return (
        "%00" in request.META.get("QUERY_STRING", "")
        or not all(map(is_row_number, ticked))
        or any(starmap(_is_asked_by_hand, request.GET.items()))
    )


def _is_asked_by_hand(name: str, value: str) -> bool:
    field, _, way = name.rpartition("__")
    if not field:
        return False
    beyond_calendars = way == "year" and value.isdecimal() and len(value) > 4
    return beyond_calendars or way not in ASKED_BY_FILTERS


def _waiting(request: HttpRequest) -> list[Waiting]:
    """What this member of staff may see of it; what waits for their decision comes first."""
    waiting = []
    if request.user.has_perm("articles.view_article"):
        waiting += _articles(request, f"{reverse('admin:articles_article_changelist')}?where=")
    if request.user.has_perm("comments.view_comment"):
        if request.user.has_perm("comments.decide_comment"):
            waiting.insert(0, _at_the_desk(request))
        else:
            waiting.append(_held_comments(request))
    if request.user.has_perm("comments.view_case"):
        waiting.insert(1, _open_cases(request))
    if request.user.has_perm("comments.view_appeal"):
        waiting.insert(2, _open_appeals(request))
    if request.user.has_perm("articles.view_errorreport"):
        waiting.append(_error_reports())
    return waiting


def _articles(request: HttpRequest, where: str) -> list[Waiting]:
    articles = rights_of(request).visible(Article.objects.all())
    drafts = articles.drafts().count()
    return [
        Waiting(
            articles.in_review().count(), "in review", "Nothing is in review.", f"{where}review"
        ),
        Waiting(
            articles.approved().count(), "approved", "Nothing is approved.", f"{where}approved"
        ),
        Waiting(
            articles.scheduled().count(), "scheduled", "Nothing is scheduled.", f"{where}scheduled"
        ),
        Waiting(drafts, "draft" if drafts == 1 else "drafts", "No drafts.", f"{where}draft"),
    ]


def _at_the_desk(request: HttpRequest) -> Waiting:
    """What a moderator can decide on, in their own sections."""
    held = QUEUE_NAMED["held"].count(cast(User, request.user))
    label = "held comment" if held.number == 1 else "held comments"
    return Waiting(held, label, "No comment is held.", reverse("admin:desk"))


def _held_comments(request: HttpRequest) -> Waiting:
    held = bounded(Comment.objects.for_moderator(cast(User, request.user)).held())
    label = "held comment" if held.number == 1 else "held comments"
    queue = f"{reverse('admin:comments_comment_changelist')}?status=held"
    return Waiting(held, label, "No comment is held.", queue)


def _open_cases(request: HttpRequest) -> Waiting:
    user = cast(User, request.user)
    cases, where = _in_queue_or(user, "reported", Case, "admin:comments_case_changelist")
    label = "reported comment" if cases.number == 1 else "reported comments"
    return Waiting(cases, label, "Nothing is reported.", where)


def _open_appeals(request: HttpRequest) -> Waiting:
    user = cast(User, request.user)
    appeals, where = _in_queue_or(user, "appealed", Appeal, "admin:comments_appeal_changelist")
    label = "appeal" if appeals.number == 1 else "appeals"
    return Waiting(appeals, label, "No appeal.", where)


def _in_queue_or(
    user: User, slug: str, rows: type[Case] | type[Appeal], record: str
) -> tuple[Count, str]:
    """How many stand in the queue of the desk; on the record, for who does not decide."""
    if user.has_perm("comments.decide_comment"):
        return QUEUE_NAMED[slug].count(user), reverse("admin:desk_queue", args=[slug])
    return bounded(rows.objects.for_moderator(user).open()), reverse(record)


def _error_reports() -> Waiting:
    errors = ErrorReport.objects.open().count()
    label = "error reported" if errors == 1 else "errors reported"
    where = reverse("admin:articles_errorreport_changelist")
    return Waiting(errors, label, "No error reported.", where)


def _acts(request: HttpRequest) -> list[Act]:
    """What this member of staff most often comes for."""
    acts = [
        ("articles.add_article", "Write an article", "admin:articles_article_add"),
        ("articles.change_article", "See what goes out today", "admin:articles_today"),
        ("articles.change_article", "Open the calendar", "admin:articles_calendar"),
        ("comments.decide_comment", "Read held comments", "admin:desk"),
        ("comments.moderate_thread", "Open or close comments", "admin:comments_thread_changelist"),
        ("articles.arrange_front", "Arrange the front page", "admin:articles_arrangement_add"),
        ("articles.add_photo", "Add a photo", "admin:articles_photo_add"),
    ]
    if not Policy.objects.exists():
        acts.append(
            ("articles.add_policy", "Write the first policy page", "admin:articles_policy_add")
        )
    acts.append(("articles.view_trust_report", "Read the trust report", "admin:articles_trust"))
    user = cast(User, request.user)
    if figures.may_be_read_by(user):
        acts.append(("comments.view_figures", "Read the figures", "admin:comments_figures"))
    return [Act(label, reverse(name)) for may, label, name in acts if user.has_perm(may)]
