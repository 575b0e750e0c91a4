"""Editorial notes at the desk: beside the form of an article, and on a page of their own."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import get_text_list
from django.views.decorators.http import require_POST

from articles.mentioning import MOST, NobodyMeant, is_enough_mail, mentioned_in, newsroom, tell
from articles.models import Article, Note
from articles.models.note import PASSAGE_LIMIT, TEXT_LIMIT
from articles.people import name_of
from articles.plaintext import TOO_LONG, validate_text
from articles.rights import Rights, rights_of

from .finding import FindingAdmin
from .staff import acting

# How many open notes stand beside the form, and how many notes on their page.
BESIDE, PER_PAGE = 10, 50


class NoteForm(forms.Form):
    text = forms.CharField(
        label="Note",
        max_length=TEXT_LIMIT,
        validators=[validate_text],
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text="Who is called by @name gets it by e-mail. Readers never see it.",
        error_messages={"max_length": TOO_LONG},
    )
    passage = forms.CharField(
        label="Passage it is about",
        max_length=PASSAGE_LIMIT,
        required=False,
        validators=[validate_text],
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text="Copied from the text, if it is about one.",
        error_messages={"max_length": TOO_LONG},
    )

    def __init__(
        self, *args: Any, writer: User, staff: list[User], sees: Any, **kwargs: Any
    ) -> None:
        """`staff` can be called by name; `sees` says of one whether they see the article."""
        super().__init__(*args, **kwargs)
        self.writer, self.staff, self.sees = writer, staff, sees
        self.called: list[User] = []

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        try:
            self.called = mentioned_in(text, self.staff)
        except NobodyMeant as nobody:
            raise ValidationError(str(nobody), code="nobody") from nobody
        if len(self.called) > MOST:
            raise ValidationError(f"Call at most {MOST} people in one note.", code="many")
        if self.called and is_enough_mail(self.writer, text):
            raise ValidationError("That is enough mail for an hour: write it without @.")
        if blind := [f"@{user.username}" for user in self.called if not self.sees(user)]:
            named = get_text_list(blind, "and")
            raise ValidationError(f"{named} cannot see this article.", code="blind")
        return text


class NotingAdmin(FindingAdmin):
    """Adds the page of notes, what stands beside the form, and the count in the list."""

    def get_urls(self) -> list[Any]:
        view, article = self.admin_site.admin_view, "<path:object_id>"
        resolve = view(require_POST(self.resolve_note))
        return [
            path(f"{article}/notes/", view(self.notes), name="article_notes"),
            path(f"{article}/notes/<int:number>/resolve/", resolve, name="article_note_resolve"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        seen = rights_of(request).seen_inside(Article.objects.all()).values("pk")
        is_open = Note.objects.open().filter(article=OuterRef("pk"), article__in=seen).order_by()
        count = Subquery(is_open.values("article").annotate(count=Count("pk")).values("count"))
        articles: QuerySet[Article] = super().get_queryset(request)
        return articles.annotate(open_note_count=Coalesce(count, 0))

    @admin.display(description="Notes", ordering="open_note_count")
    def open_notes(self, article: Article) -> SafeString | str:
        count: int = article.open_note_count  # type: ignore[attr-defined]
        if not count:
            return "–"
        where = reverse("admin:article_notes", args=[article.pk])
        return format_html('<a href="{}">{} open</a>', where, count)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        if article := context.get("original"):
            is_open = article.notes.open().for_page()
            # The last ones, the last one last.
            context["open_notes"] = list(is_open.reverse()[:BESIDE])[::-1]
            context["open_note_count"] = is_open.count()
        return super().render_change_form(request, context, *args, **kwargs)

    def notes(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """All of them, and a form for a further one."""
        article = self._found_inside(request, object_id)
        form = NoteForm(
            request.POST if request.method == "POST" else None,
            writer=acting(request),
            staff=list(newsroom()),
            sees=lambda user: Rights(user).may_see_inside(article),
        )
        if request.method == "POST" and not _may_write(request):
            raise PermissionDenied
        if form.is_valid():
            note = self._write(request, article, form)
            where = reverse("admin:article_notes", args=[article.pk])
            return HttpResponseRedirect(f"{where}#note-{note.pk}")
        listed = article.notes.open_first().for_page()
        context = {
            **self.admin_site.each_context(request),
            "title": "Notes",
            "opts": self.opts,
            "original": article,
            "page": Paginator(listed, PER_PAGE).get_page(request.GET.get("p")),
            "form": form if _may_write(request) else None,
            "may_write": _may_write(request),
        }
        template = "admin/articles/article/notes.html"
        return TemplateResponse(request, template, context, status=422 if form.errors else 200)

    @transaction.atomic
    def _write(self, request: HttpRequest, article: Article, form: NoteForm) -> Note:
        written = {name: form.cleaned_data[name] for name in ("text", "passage")}
        note = Note(article=article, written_by=acting(request), **written)
        note.save()
        transaction.on_commit(lambda: _tell(request, note, form.called))
        return note

    def resolve_note(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        article = self._found_inside(request, object_id)
        if not _may_write(request):
            raise PermissionDenied
        note = get_object_or_404(article.notes.all(), pk=number)
        note.resolve(by=acting(request))
        messages.success(request, "The note is resolved. It stays below.")
        return HttpResponseRedirect(reverse("admin:article_notes", args=[article.pk]))


def _may_write(request: HttpRequest) -> bool:
    return request.user.has_perm("articles.add_note")


def _tell(request: HttpRequest, note: Note, called: list[User]) -> None:
    failed = tell(note, called)
    for failure in failed:
        messages.warning(request, failure)
    others = [user for user in called if user.pk != note.written_by_id]
    if others and not failed:
        names = get_text_list([name_of(user) for user in others], "and")
        messages.success(request, f"The note was sent to {names} by e-mail.")
