"""What is typed is kept before it is saved: for who typed it, until they save or discard it."""

import datetime
import re
import uuid
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
    QueryDict,
)
from django.urls import path, reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from articles.comparing import BESIDE
from articles.models import Article, Autosave
from articles.models.autosave import TooMuchTyped, autosave
from articles.opened import Opened
from articles.typed import on_record, said_to_readers, stored, type_in, type_in_byline, typed

from .staff import acting

ROWS = re.compile(
    r"(bylines|corrections)-((TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS|\d{1,3}-[a-z]{2,10}|\d{1,3}-DELETE)"
)
ROW_OF_OLD = re.compile(r"bylines-\d+-(id|article)")
PARTS = re.compile(r"_[01]$")
MOST_FIELDS = 1000
SAVED_FORM = "saved_form"
A_WEEK = 7 * 24 * 60 * 60
# To hold a text against what is saved takes as long as saving it.
MOST_OFFERED = 3
# What the form of a pending version has no field for.
OF_ARTICLES = (
    *("slug", "publish_at", "planned_for", "embargo_until"),
    *("change", "note", "corrections-"),
)


class AutosavingAdmin(admin.ModelAdmin):
    """Adds where a form sends what stands in it, and the offer to go on with it."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        keep, keep_new = view(require_POST(self.keep)), view(require_POST(self.keep_new))
        discard = view(require_POST(self.discard))
        return [
            path("add/autosave/", keep_new, name="article_autosave_new"),
            path("autosaves/<uuid:form>/discard/", discard, name="article_discard"),
            path("<path:object_id>/autosave/", keep, name="article_autosave"),
            *super().get_urls(),
        ]

    def keep(self, request: HttpRequest, object_id: str) -> HttpResponse:
        article: Article = self._writable(request, object_id)  # type: ignore[attr-defined]
        return self._keep(request, article)

    def keep_new(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self._keep(request, None)

    def _keep(self, request: HttpRequest, article: Article | None) -> HttpResponse:
        """One that comes late, out of what a browser kept, may be saved already."""
        form = _form(request)
        if form is None:
            return JsonResponse({"words": "This form has no number."}, status=400)
        try:
            kept = autosave(article, by=acting(request), form=form, typed=self._known(request.POST))
        except TooMuchTyped as refusal:
            return JsonResponse({"words": str(refusal)}, status=413)
        _drop_restored(request)
        if "late" in request.POST and not _is_news(kept):
            kept.delete()
            return JsonResponse({"form": "", "words": ""})
        hour = f"{localtime(kept.saved_at):%H:%M}"
        return JsonResponse({"form": str(form), "at": hour, "words": f"Saved as you type, {hour}"})

    def _known(self, data: QueryDict) -> dict[str, list[str]]:
        """What the form has fields for, and nothing else that was sent."""
        fields = {*self.form.base_fields, "opened"}
        sent = [
            (name, [_storable(value) for value in data.getlist(name)])
            for name in data
            if PARTS.sub("", name) in fields or ROWS.fullmatch(name)
        ]
        return dict(sent[:MOST_FIELDS])

    def discard(self, request: HttpRequest, form: uuid.UUID) -> HttpResponse:
        kept = Autosave.objects.of(acting(request)).filter(form=form).first()
        if kept is None:
            raise Http404
        kept.delete()
        messages.success(request, "The unsaved text is discarded.")
        if kept.article_id is None:
            return HttpResponseRedirect(reverse("admin:articles_article_add"))
        return HttpResponseRedirect(
            reverse("admin:articles_article_change", args=[kept.article_id])
        )

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        if request.method == "GET" and "_restore" in request.GET:
            try:
                _restore(request, is_new=object_id is None)
            except Autosave.DoesNotExist:
                messages.info(request, "That text was saved, discarded, or gone on with since.")
                return HttpResponseRedirect(request.path)
            # What is saved is there no longer to be restored.
            form_url = request.path
        response = super().changeform_view(request, object_id, form_url, extra_context)
        if request.method == "POST" and response.status_code == 302:
            self.forget_kept(request, response)
        return response

    def forget_kept(self, request: HttpRequest, response: HttpResponse) -> None:
        """What stood in the form that was sent is saved: here, and where the browser kept it."""
        form = _form(request)
        if form is None:
            return
        Autosave.objects.of(acting(request)).filter(form=form).delete()
        _drop_restored(request)
        # The script drops what the browser kept of it.
        response.set_cookie(
            SAVED_FORM,
            str(form),
            max_age=A_WEEK,
            path=reverse("admin:index"),
            secure=request.is_secure(),
            samesite="Lax",
        )

    def carry_over(self, request: HttpRequest, article: Article, version: Article) -> bool:
        """What was typed into the form of an article, and not saved, waits in that of its version.

        Answers whether there was anything.
        """
        self.read_typed_rows(request)  # type: ignore[attr-defined]
        data, saved = request.POST.copy(), stored(article)
        for name in [name for name in data if name.startswith(OF_ARTICLES)]:
            del data[name]
        if "headline" not in data or typed(data, known=[saved]) == saved:
            return False
        byline = typed(data, known=[saved])["byline"]
        data["opened"] = str(Opened.at(version.pk))
        type_in_byline(data, byline, version)
        data["corrections-INITIAL_FORMS"] = data["corrections-TOTAL_FORMS"] = "0"
        autosave(version, by=acting(request), form=uuid.uuid4(), typed=self._known(data))
        return True

    def keep_back(self, request: HttpRequest, article: Article) -> bool:
        """What its version has no field for waits in the form of the article.

        Answers whether there was anything.
        """
        data, saved = request.POST.copy(), stored(article)
        data["opened"] = str(Opened.at(article.pk))
        for name in saved.keys() - BESIDE.keys():
            type_in(data, saved, name)
        type_in_byline(data, saved["byline"], article)
        return self._keep_news(request, article, data, uuid.uuid4())

    def keep_all(self, request: HttpRequest, article: Article) -> bool:
        """What was typed waits in the form that it was typed into.

        Answers whether there was anything.
        """
        self.read_typed_rows(request)  # type: ignore[attr-defined]
        return self._keep_news(request, article, request.POST, _form(request) or uuid.uuid4())

    def _keep_news(
        self, request: HttpRequest, article: Article, data: QueryDict, form: uuid.UUID
    ) -> bool:
        kept = autosave(article, by=acting(request), form=form, typed=self._known(data))
        if _is_news(kept):
            return True
        kept.delete()
        return False

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        article = context.get("original")
        context["is_typed"] = request.method == "POST"
        context["restored"] = request.POST.get("restored", "")
        context |= {"form_id": _form(request) or uuid.uuid4(), "user_pk": acting(request).pk}
        if request.method == "GET":
            context["unsaved"] = _unsaved(request, article)
        if hour := getattr(request, "is_back_from", ""):
            messages.info(
                request, f"Your text from {hour} is back in the form. It is not saved yet."
            )
        return super().render_change_form(request, context, *args, **kwargs)


def _storable(value: Any) -> str:
    """Without the one character that PostgreSQL keeps in no JSON."""
    return str(value).replace("\0", "")


def _form(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("form_id", ""))
    except ValueError:
        return None


def _restore(request: HttpRequest, *, is_new: bool) -> None:
    """The form is shown as it was typed, under a number of its own: the other may be open still.

    It is asked for by an address, so that one comes back to it, and read as if it had been sent;
    it is only shown. Raises DoesNotExist for what is not there, or somebody else’s.
    """
    try:
        form = uuid.UUID(request.GET["_restore"])
    except ValueError as error:
        raise Autosave.DoesNotExist from error
    kept = Autosave.objects.of(acting(request)).get(form=form)
    data = kept.data
    data["form_id"] = str(uuid.uuid4())
    data["restored"] = f"{form}@{kept.saved_at.isoformat()}"
    if is_new:
        _make_new(data)
    request.method, request.POST = "POST", data  # type: ignore[assignment]
    request.is_only_shown = True  # type: ignore[attr-defined]
    request.is_back_from = f"{localtime(kept.saved_at):%H:%M}"  # type: ignore[attr-defined]


def _make_new(data: QueryDict) -> None:
    """What was typed into an article that is deleted knows of no rows."""
    for name in [name for name in data if ROW_OF_OLD.fullmatch(name)]:
        data[name] = ""
    data["bylines-INITIAL_FORMS"] = "0"
    data["corrections-INITIAL_FORMS"] = data["corrections-TOTAL_FORMS"] = "0"


def _drop_restored(request: HttpRequest) -> None:
    """What a form went on with is kept with that form, unless it was written on elsewhere."""
    form, _, saved_at = request.POST.get("restored", "").partition("@")
    try:
        told = {"form": uuid.UUID(form), "saved_at": datetime.datetime.fromisoformat(saved_at)}
    except ValueError:
        return
    Autosave.objects.of(acting(request)).filter(**told).delete()


def _unsaved(request: HttpRequest, article: Article | None) -> list[Autosave]:
    """What somebody has typed here and not saved, the last one first."""
    kept = Autosave.objects.of(acting(request)).filter(article=article)
    return [each for each in kept[:MOST_OFFERED] if _is_news(each)]


def _is_news(kept: Autosave) -> bool:
    """Whether anything of it was typed and is not saved: it may have arrived when all was."""
    article = kept.article
    if article is None:
        return any(kept.data.get(name, "").strip() for name in ("headline", "body_source"))
    if said_to_readers(kept.data) - on_record(article):
        return True
    now = stored(article)
    opened = Opened.read(kept.data.get("opened", ""))
    origin = opened.content(article) if opened else None
    if typed(kept.data, known=[origin or now, now]) == now:
        return False
    # Somebody else may have saved since, while here nothing was typed.
    return origin in (None, now) or typed(kept.data, known=[now, origin]) != origin
