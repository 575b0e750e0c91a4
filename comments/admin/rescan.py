"""Looking through the published comments: the pages that begin it, drive it and show the found."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from articles.admin.lists import hour
from articles.admin.staff import acting
from articles.given import fetch_last_given
from comments.models import Comment, Hit, Rescan
from comments.words.reading import Match
from comments.words.terms import BrokenList
from comments.words.texts import LINK, NAME, highlighted, highlighted_text

from .whole_paper import allow_the_unbound

SHOWN = 50


class RescanningAdmin(admin.ModelAdmin):
    """Adds the pages. Who may read the list may read them, who may change it may use them."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        one = "rescans/<int:pk>/"
        own = [
            path("rescans/", view(require_safe(self.rescans)), name="comments_rescans"),
            path("rescans/begin/", view(require_POST(self.begin)), name="comments_rescan_begin"),
            path(one, view(require_safe(self.rescan)), name="comments_rescan"),
            path(f"{one}step/", view(require_POST(self.step)), name="comments_rescan_step"),
            path(f"{one}stop/", view(require_POST(self.stop)), name="comments_rescan_stop"),
        ]
        return [*own, *super().get_urls()]

    def rescans(self, request: HttpRequest) -> HttpResponse:
        self._allow_reading(request)
        context = {
            "title": "Look through what is published",
            "rescans": Rescan.objects.select_related("started_by")[:SHOWN],
            "published": Comment.objects.approved().count(),
            "unfinished": Rescan.objects.unfinished().first(),
        }
        return self._page(request, "rescans.html", context)

    def begin(self, request: HttpRequest) -> HttpResponse:
        self._allow_using(request)
        rescan = Rescan.begin(by=acting(request))
        return HttpResponseRedirect(rescan_address(rescan))

    def rescan(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._allow_reading(request)
        rescan = get_object_or_404(Rescan.objects.select_related("started_by"), pk=pk)
        page = Paginator(_found_comments(rescan), SHOWN).get_page(request.GET.get("p"))
        context = {
            "title": f"Looked through on {hour(rescan.started_at)}",
            "rescan": rescan,
            "page": page,
            "found": _with_hits(rescan, list(page)),
            "here": request.get_full_path(),
            "may_decide": request.user.has_perm("comments.decide_comment"),
        }
        return self._page(request, "rescan.html", context)

    def step(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One bounded step; answered in figures to the script that drives it."""
        self._allow_using(request)
        rescan, problem = get_object_or_404(Rescan, pk=pk), ""
        try:
            rescan.step()
        except BrokenList as broken:
            problem = f"The word list cannot be used: {broken}"
        if request.accepts("text/html"):
            if problem:
                messages.error(request, problem)
            return HttpResponseRedirect(rescan_address(rescan))
        return JsonResponse(
            {
                "looked_at": rescan.looked_at,
                "found": rescan.found_count,
                "percent": rescan.percent,
                "is_finished": rescan.is_finished,
                "problem": problem,
            }
        )

    def stop(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._allow_using(request)
        rescan = get_object_or_404(Rescan, pk=pk)
        rescan.cancel()
        return HttpResponseRedirect(rescan_address(rescan))

    def _allow_reading(self, request: HttpRequest) -> None:
        if not (
            self.has_view_permission(request) and request.user.has_perm("comments.view_comment")
        ):
            raise PermissionDenied
        allow_the_unbound(request)

    def _allow_using(self, request: HttpRequest) -> None:
        if not self.has_change_permission(request):
            raise PermissionDenied
        allow_the_unbound(request)

    def _page(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        return TemplateResponse(
            request,
            f"admin/comments/rescan/{template}",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "may_use": self.has_change_permission(request),
                **context,
            },
        )


def rescan_address(rescan: Rescan) -> str:
    return reverse("admin:comments_rescan", args=[rescan.pk])


def found_comment(comment: Comment, places: Sequence[Match | Hit]) -> dict[str, Any]:
    """A comment with the words that matched in it marked, for a template."""
    return {
        "comment": comment,
        "name": highlighted_text(comment.author_name, _of(places, NAME)),
        "body": highlighted(comment.body, places),
        "links": [highlighted_text(one.passage, []) for one in _of(places, LINK)],
    }


def _of(places: Sequence[Match | Hit], field: str) -> list[Match | Hit]:
    return [place for place in places if place.field == field]


def _found_comments(rescan: Rescan) -> Any:
    found = Hit.objects.filter(rescan=rescan).values("comment")
    return (
        Comment.objects.filter(pk__in=found)
        .select_related("thread__article__section", "parent")
        .order_by("pk")
    )


def _in_present_text(comment: Comment, hits: list[Hit]) -> list[Hit]:
    """Places in an earlier text are nowhere in this one."""
    return [hit for hit in hits if hit.revision == comment.revision]


def _with_hits(rescan: Rescan, comments: list[Comment]) -> list[dict[str, Any]]:
    fetch_last_given(comment.thread.article for comment in comments)
    hits: dict[int, list[Hit]] = {comment.pk: [] for comment in comments}
    for hit in Hit.objects.filter(rescan=rescan, comment__in=comments):
        hits[hit.comment_id].append(hit)
    return [
        {
            **found_comment(comment, _in_present_text(comment, hits[comment.pk])),
            "terms": list(dict.fromkeys(hit.term_text for hit in hits[comment.pk])),
        }
        for comment in comments
    ]
