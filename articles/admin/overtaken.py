"""A stale save: nothing is saved, and the form comes back with both texts."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse

from articles.comparing import LABELS
from articles.identifiers import is_row_number, row_numbers
from articles.models import Article, Tag
from articles.models.status import ArticleStatus
from articles.opened import Opened
from articles.overtaken import Overtaken, keep_beginning, overtaken, settle
from articles.people import name_of
from articles.picturing import to_copy
from articles.plaintext import has_visible

from .lists import hour
from .staff import acting


class OvertakenAdmin(admin.ModelAdmin):
    """Holds what a form was opened with against what is saved, under the lock of the row."""

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """What is shown is never older than what the form says it was opened with."""
        if request.method != "POST" and is_row_number(object_id):
            request.opened = Opened.at(object_id)  # type: ignore[attr-defined]
        return super().get_object(request, object_id, from_field)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        if obj is not None and request.method == "POST" and not _was_held(request):
            self._hold_against_what_is_saved(request, obj)
        form = super().get_form(request, obj, change, **kwargs)
        is_only_shown = _told(request) is not None or _is_only_shown(request)
        return type(form.__name__, (form,), {"is_only_shown": is_only_shown})

    def _hold_against_what_is_saved(self, request: HttpRequest, article: Article) -> None:
        opened, now = Opened.read(request.POST.get("opened", "")), Opened.at(article.pk)
        request.overtaken = None  # type: ignore[attr-defined]
        if opened is None or now is None:
            return
        if opened.move != now.move and article.is_retracted:
            # Nothing of it has a field any more.
            raise PermissionDenied
        if not (now.revision or _is_only_shown(request)):
            keep_beginning(article, by=acting(request))
        data = request.POST.copy()
        settle(data, article, opened, now)
        told = overtaken(data, article, by=acting(request), opened=opened, now=now)
        request.POST = data  # type: ignore[assignment]
        request.overtaken = told  # type: ignore[attr-defined]
        request.opened = now if told else opened  # type: ignore[attr-defined]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except PermissionDenied:
            # Somebody moved it out of reach while it was written in.
            if object_id is None or not _is_typed(request.POST) or not _may_write(request):
                raise
            article = self.get_object(request, object_id)
            return self._give_back(request, _what_became(article, request), article)

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        if _is_typed(request.POST) and _may_write(request):
            return self._give_back(request, "It was deleted meanwhile.")
        return super()._get_obj_does_not_exist_redirect(request, opts, object_id)  # type: ignore

    def _give_back(
        self, request: HttpRequest, why: str, article: Article | None = None
    ) -> HttpResponse:
        """What was typed, to copy: there is no form left to put it into."""
        typed = {**request.POST.dict(), "tags": _tags(request.POST.getlist("tags"))}
        texts = [
            (label, str(typed[name]))
            for name, label in LABELS.items()
            if name in typed and has_visible(str(typed[name])) and name not in NUMBERS
        ]
        source = request.POST.get("body_source", "")
        context = {
            **self.admin_site.each_context(request),
            "title": "Not saved",
            "opts": self.opts,
            "why": why,
            "article": article and article.original,
            "texts": texts,
            "body": _to_copy(source) if has_visible(source) else "",
            "source": source,
        }
        template = "admin/articles/article/given_back.html"
        return TemplateResponse(request, template, context, status=409)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        told = _told(request)
        opened = getattr(request, "opened", None)
        context |= {"overtaken": told, "opened": opened or request.POST.get("opened", "")}
        context["is_settled"] = told is not None or "settled" in request.POST
        response = super().render_change_form(request, context, *args, **kwargs)
        if told and not _is_only_shown(request):
            response.status_code = 409
        return response


NUMBERS = {"kind", "section", "slug"}
# What a move did to it, for whoever was writing in it.
MOVED = {
    ArticleStatus.DRAFT: "made a draft again",
    ArticleStatus.REVIEW: "sent to review",
    ArticleStatus.APPROVED: "approved",
    ArticleStatus.PUBLISHED: "published",
    ArticleStatus.WITHDRAWN: "withdrawn",
    ArticleStatus.RETRACTED: "retracted",
    ArticleStatus.ADOPTED: "put in force",
    ArticleStatus.DISCARDED: "discarded",
}


def _what_became(article: Article | None, request: HttpRequest) -> str:
    """Why nothing can be saved, as far as they may see the article still."""
    opened, move = Opened.read(request.POST["opened"]), article.log.first() if article else None
    if move is None or (opened and opened.move == move.pk):
        return "It can no longer be changed by you."
    done = "scheduled" if move.is_for_later else MOVED[ArticleStatus(move.to_status)]
    return f"It was {done} by {name_of(move.changed_by)} ({hour(move.changed_at)})."


def _tags(typed: list[Any]) -> str:
    """By their names; what names none stays as it was typed."""
    found = Tag.objects.in_bulk(row_numbers(map(str, typed)))
    names = {str(number): tag.name for number, tag in found.items()}
    return ", ".join(names.get(one, one) for one in map(str, typed))


def _to_copy(source: str) -> str:
    """As it would be shown; nothing of what cannot be made safe, whose source is there."""
    try:
        return to_copy(source)
    except ValidationError:
        return ""


def _told(request: HttpRequest) -> Overtaken | None:
    return getattr(request, "overtaken", None)


def _was_held(request: HttpRequest) -> bool:
    """The form is made once more when something was refused."""
    return hasattr(request, "overtaken")


def _is_only_shown(request: HttpRequest) -> bool:
    """Whether what was kept is shown in the form, and nothing is saved."""
    return getattr(request, "is_only_shown", False)


def _is_typed(data: QueryDict) -> bool:
    return "opened" in data and "headline" in data


def _may_write(request: HttpRequest) -> bool:
    return request.user.has_perm("articles.change_article")
