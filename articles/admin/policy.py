from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.http import require_safe

from articles import trust
from articles.editor import BodyField
from articles.models import Policy, PolicyVersion
from articles.models.policy import CHANGE_LIMIT
from articles.plaintext import has_visible, validate_text
from articles.rights import rights_of
from articles.safe_html import article_body

from .lists import hour
from .reading import ReadableBodyAdmin
from .staff import acting


class PolicyForm(forms.ModelForm):
    """Asks what changed where readers will read something else."""

    body_source = BodyField(label="Body")
    change = forms.CharField(
        label="What changed",
        required=False,
        max_length=CHANGE_LIMIT,
        validators=[validate_text],
        help_text="One line for readers, beside the version. Needed when title or text change.",
    )
    covers = forms.MultipleChoiceField(
        choices=trust.SUBJECTS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="What this page tells readers about the paper, for the trust report.",
    )
    # Which version the form was opened on.
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Policy
        fields = ["title", "slug", "body_source", "covers", "position", "retired"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            # What the editor opens is the clean text, not what was once pasted.
            self.initial["body_source"] = self.instance.body
        self.initial["seen"] = self.instance.present and self.instance.present.number

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        present = self.instance.present
        if present is None:
            return cleaned
        if cleaned.get("seen") and cleaned["seen"] != present.number:
            self.add_error(
                None,
                f"Version {present.number} came into force after you opened this page. What you "
                "typed is still here and not saved. Look at theirs in another tab.",
            )
        elif not self.errors and self._is_untold(present):
            self.add_error("change", "Tell readers in one line what changed.")
        return cleaned

    def _is_untold(self, present: PolicyVersion) -> bool:
        """Whether readers will read something else and not what changed."""
        title, change = self.cleaned_data["title"], self.cleaned_data["change"]
        body = article_body(self.cleaned_data["body_source"])
        return (title, body) != (present.title, present.body) and not has_visible(change)


@admin.register(Policy)
class PolicyAdmin(ReadableBodyAdmin):
    form = PolicyForm
    list_display = ["title", "slug", "position", "in_force_since", "retired"]
    list_select_related = ["present"]
    prepopulated_fields = {"slug": ["title"]}
    search_fields = ["title"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "body_source", "change", "seen"]}),
        ("Trust report", {"fields": ["covers"]}),
        ("Where it is linked", {"fields": ["position", "retired"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Policy]:
        return super().get_queryset(request).select_related("present")

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """Whoever saves has the row alone until it is saved."""
        found = super().get_object(request, object_id, from_field)
        if found and request.method == "POST" and transaction.get_connection().in_atomic_block:
            Policy.objects.select_for_update().get(pk=found.pk)
            found.refresh_from_db()
        return found

    # Policies are the whole paper’s: whoever is confined to sections changes none.

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not rights_of(request).is_confined

    def has_change_permission(self, request: HttpRequest, obj: Policy | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and not rights_of(request).is_confined

    def has_delete_permission(self, request: HttpRequest, obj: Policy | None = None) -> bool:
        """Readers were told that it was in force: its versions stay."""
        allowed = super().has_delete_permission(request, obj)
        is_new = obj is None or obj.present is None
        return allowed and is_new and not rights_of(request).is_confined

    def get_readonly_fields(self, request: HttpRequest, obj: Policy | None = None) -> list[str]:
        """Articles point at its versions: the address stays."""
        return ["slug"] if obj and obj.present else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Policy | None = None) -> Any:
        return {} if obj and obj.present else self.prepopulated_fields

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A first version has no change to tell, and who only reads has nothing to tick."""
        left_out: set[str] = set()
        if obj is None or obj.present is None:
            left_out = {"change", "seen"}
        if obj and not self.has_change_permission(request, obj):
            left_out = {"change", "seen", "covers"}
        fieldsets = super().get_fieldsets(request, obj)
        return [kept for name, options in fieldsets if (kept := _without(left_out, name, options))]

    def get_actions(self, request: HttpRequest) -> Any:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def save_model(self, request: HttpRequest, obj: Policy, form: Any, change: bool) -> None:
        obj.put_in_force(by=acting(request), change=form.cleaned_data.get("change", ""))

    @admin.display(description="In force since", ordering="present__since")
    def in_force_since(self, policy: Policy) -> str:
        return hour(policy.present.since) if policy.present else "–"

    # The trust report

    def get_urls(self) -> list[Any]:
        report = self.admin_site.admin_view(require_safe(self.trust_report))
        return [path("trust/", report, name="articles_trust"), *super().get_urls()]

    def trust_report(self, request: HttpRequest) -> HttpResponse:
        """What standards ask a paper to tell, and which of its pages do."""
        if not request.user.has_perm("articles.view_trust_report"):
            raise PermissionDenied
        lines = trust.report(Policy.objects.for_links().select_related("present"))
        context = {
            **self.admin_site.each_context(request),
            "title": "Trust report",
            "lines": lines,
            "missing": [line for line in lines if line.is_missing],
            "covered": [line for line in lines if not line.is_missing],
            "shown": trust.SHOWN,
            "may_add": self.has_add_permission(request),
        }
        return TemplateResponse(request, "admin/articles/policy/trust.html", context)


def _without(
    left_out: set[str], name: str | None, options: dict[str, Any]
) -> tuple[str | None, dict[str, Any]] | None:
    """The fieldset without these fields; none where nothing is left of it."""
    fields = [field for field in options["fields"] if field not in left_out]
    return (name, {**options, "fields": fields}) if fields else None
