"""Who is writing in an article: said on its form and in the list, with a way to take over."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import path, reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from articles.identifiers import is_row_number
from articles.models import Article, EditingLock
from articles.models.editing_lock import WINDOW_LIMIT, beat, leave, take_over

from .finding import FindingAdmin
from .staff import acting


class LockingAdmin(FindingAdmin):
    """Shows the form to read while somebody else writes in it.

    Opening takes no lock, as a GET changes nothing: the script of the page says that it is there.
    Without JavaScript a lock is taken by each save that stays on the form. It only warns, so that
    is enough: what protects a text is the comparison of `overtaken.py`.
    """

    def get_urls(self) -> list[Any]:
        view, article = self.admin_site.admin_view, "<path:object_id>"
        return [
            path(f"{article}/editing/", view(require_POST(self.beat)), name="article_editing"),
            path(
                f"{article}/take-over/",
                view(require_POST(self.take_over)),
                name="article_take_over",
            ),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return super().get_queryset(request).select_related("editing_lock__holder")

    @admin.display(description="Editing", empty_value="")
    def editing(self, article: Article) -> str | None:
        lock = getattr(article, "editing_lock", None)
        if lock is None or not lock.is_alive:
            return None
        return f"{lock.holder_name} editing since {localtime(lock.taken_at):%H:%M}"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not is_to_read(request)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        extra_context = extra_context or {}
        if request.method == "GET" and object_id is not None and is_row_number(object_id):
            lock = lock_against(request, int(object_id))
            may_write = lock is not None and self.has_change_permission(request, lock.article)
            extra_context |= {"lock": lock, "may_take_over": may_write}
            request.is_to_read = may_write  # type: ignore[attr-defined]
        return super().changeform_view(request, object_id, form_url, extra_context)

    def stay_or_leave(self, request: HttpRequest, article: Article) -> None:
        """Who saves and leaves the form, or may go on no longer, leaves the article; who stays has
        it on, and who has just settled a clash goes on writing whoever has it."""
        by, window = acting(request), _window(request)
        if not self.has_change_permission(request, article):
            leave(article, by=by)
        elif "_save" in request.POST:
            leave(article, by=by, window=window)
        else:
            if "settled" in request.POST:
                self._take(request, article)
            beat(article, by=by, window=window)

    def beat(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Said by an open form. The answer is whether it has the lock, and who else has."""
        article = self._writable(request, object_id)
        by, window = acting(request), _window(request)
        if "leave" in request.POST:
            leave(article, by=by, window=window)
            return JsonResponse({"yours": False, "words": ""})
        lock = beat(article, by=by, window=window)
        is_own = lock.holder_id == by.pk and lock.window == window
        return JsonResponse({"yours": is_own, "words": "" if is_own else _who_has_it(lock, by)})

    def take_over(self, request: HttpRequest, object_id: str) -> HttpResponse:
        article = self._writable(request, object_id)
        self._take(request, article)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))

    def _take(self, request: HttpRequest, article: Article) -> None:
        was = take_over(article, by=acting(request))
        if was:
            said = f"Took over writing from {was.holder_name}."
            self.log_change(request, article, said)
            messages.success(
                request, f"You took over. {was.holder_name} is told, and loses nothing."
            )

    def _writable(self, request: HttpRequest, object_id: str) -> Article:
        article = self._found(request, object_id)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        return article


def lock_against(request: HttpRequest, number: int) -> EditingLock | None:
    """Somebody else’s, on the article of that number."""
    locks = EditingLock.objects.against(acting(request)).filter(article=number)
    return locks.select_related("holder", "article").first()


def is_to_read(request: HttpRequest) -> bool:
    return getattr(request, "is_to_read", False)


def _window(request: HttpRequest) -> str:
    return request.POST.get("window", "").replace("\0", "")[:WINDOW_LIMIT]


def _who_has_it(lock: EditingLock, user: Any) -> str:
    since = f"{localtime(lock.taken_at):%H:%M}"
    if lock.holder_id == user.pk:
        return f"You have this article open in another window too, since {since}."
    return f"{lock.holder_name} took over at {since}; your text is kept here."
