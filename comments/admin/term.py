"""The word list in the admin: terms that are tried before they are saved, lists as text."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from articles.admin.lists import hour
from articles.admin.staff import acting
from articles.identifiers import is_row_number
from articles.models import Section
from comments.fields import TextField
from comments.models import Term, TermAction
from comments.models.beat import is_bound, sections_of
from comments.models.commenter import name_of
from comments.words import lines
from comments.words.trial import Trial, try_out

from .own_sections import OwnSectionsAdmin
from .rescan import RescanningAdmin, found_comment
from .whole_paper import allow_the_unbound

TERMS = "admin:comments_term_changelist"


class TermForm(forms.ModelForm):
    class Meta:
        model = Term
        fields = ["text", "section", "action", "is_slur", "exceptions", "note"]
        field_classes = {"exceptions": TextField}
        widgets = {
            "action": forms.RadioSelect,
            "exceptions": forms.Textarea(attrs={"rows": 3}),
        }

    section = forms.ModelChoiceField(
        queryset=Section.objects.all(), required=False, empty_label="Whole site"
    )

    @property
    def is_trial(self) -> bool:
        """Whether it is to be tried and not saved."""
        return "_try" in self.data

    def is_valid(self) -> bool:
        """A trial is shown again with all that was typed, like a form with something wrong."""
        return super().is_valid() and not self.is_trial


class ImportForm(forms.Form):
    section = forms.ModelChoiceField(
        label="For lines under no [section]",
        queryset=Section.objects.all(),
        required=False,
        empty_label="Whole site",
    )
    action = forms.ChoiceField(
        label="For lines that name no action",
        choices=TermAction.choices,
        initial=TermAction.HOLD,
    )
    text = TextField(
        label="The list, one term a line",
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
        error_messages={"required": "Paste the list first."},
    )


class PlaceFilter(admin.SimpleListFilter):
    title = "where it holds"
    parameter_name = "section"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        user = acting(request)
        sections = [(str(pk), name) for pk, name in sections_of(user).values_list("pk", "name")]
        return sections if is_bound(user) else [("site", "Whole site"), *sections]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        place = self.value() or ""
        if place == "site":
            return queryset.for_site()
        return queryset.filter(section=place) if is_row_number(place) else queryset


class UseFilter(admin.SimpleListFilter):
    title = "use"
    parameter_name = "use"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("found", "Found before"), ("unused", "Never found")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "unused":
            return queryset.unused()
        return queryset.filter(hits__gt=0) if self.value() == "found" else queryset


@admin.register(Term)
class TermAdmin(RescanningAdmin, OwnSectionsAdmin):
    form = TermForm
    list_display = ["text", "what_happens", "place", "hits", "note", "added"]
    list_filter = ["action", PlaceFilter, UseFilter]
    list_select_related = ["section", "added_by"]
    list_per_page = 100
    search_fields = ["text", "note"]
    ordering = ["text"]
    readonly_fields = ["hits", "added"]

    def get_fieldsets(self, request: HttpRequest, obj: Term | None = None) -> Any:
        typed = ["text", ("section", "action"), "is_slur", "exceptions", "note"]
        return [(None, {"fields": [*typed, ("hits", "added")] if obj else typed})]

    @admin.display(description="What happens", ordering="action")
    def what_happens(self, term: Term) -> SafeString:
        return format_html(
            '<span class="standing standing--{}">{}</span>{}',
            {"reject": "rejected", "hold": "held"}.get(term.action, "marked"),
            term.get_action_display(),
            " slur" if term.is_slur else "",
        )

    @admin.display(description="Where", ordering="section__name")
    def place(self, term: Term) -> str:
        return term.section.name if term.section else "Whole site"

    @admin.display(description="Added", ordering="added_at")
    def added(self, term: Term) -> str:
        who = term.added_by
        name = name_of(who) if who else "an account that is gone"
        return f"{hour(term.added_at)}, {name}"

    def save_model(self, request: HttpRequest, obj: Term, form: Any, change: bool) -> None:
        if not change:
            obj.added_by = acting(request)
        super().save_model(request, obj, form, change)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            messages.error(request, "Somebody else put this term on the list meanwhile.")
            return HttpResponseRedirect(reverse(TERMS))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        """With what the term would have caught, when it is tried and can be matched."""
        form = context["adminform"].form
        if isinstance(form, TermForm) and form.is_trial and not form.errors:
            may_read = request.user.has_perm("comments.view_comment")
            context["trial"] = _shown(try_out(form.instance.listed), may_read=may_read)
        return super().render_change_form(request, context, *args, **kwargs)

    # Lists as text

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        own = [
            path("import/", view(self.import_list), name="comments_term_import"),
            path("export/", view(require_safe(self.export_list)), name="comments_term_export"),
        ]
        return [*own, *super().get_urls()]

    def import_list(self, request: HttpRequest) -> HttpResponse:
        """Take a list in; what could not be added stays in the form, to be mended."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        allow_the_unbound(request)
        form, report = ImportForm(request.POST or None), None
        if request.method == "POST" and form.is_valid():
            try:
                report = lines.take_in(by=acting(request), **form.cleaned_data)
            except IntegrityError:
                form.add_error(None, "Somebody else changed the list meanwhile. Send it again.")
            else:
                left = "\n".join(line for _, line, _ in report.refused)
                form = ImportForm(initial={**form.cleaned_data, "text": left})
        return TemplateResponse(
            request,
            "admin/comments/term/import.html",
            {
                **self.admin_site.each_context(request),
                "title": "Import a list",
                "opts": self.opts,
                "form_url": reverse("admin:comments_term_import"),
                "form": form,
                "report": report,
            },
        )

    def export_list(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        allow_the_unbound(request)
        response = HttpResponse(
            "".join(lines.given_out()), content_type="text/plain; charset=utf-8"
        )
        response.headers["Content-Disposition"] = 'attachment; filename="word-list.txt"'
        return response


def _shown(trial: Trial, *, may_read: bool) -> dict[str, Any]:
    """As the template shows it: each comment with the words marked, for who may read comments."""
    shown = trial.caught if may_read else []
    caught = [found_comment(one.comment, one.matches) for one in shown]
    return {"looked_at": trial.looked_at, "count": trial.caught_count, "caught": caught}
