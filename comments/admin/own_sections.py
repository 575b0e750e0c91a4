"""What belongs to a section is for who moderates it."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from articles.admin.staff import acting
from comments.models.beat import is_bound, sections_of


class OwnSectionsAdmin(admin.ModelAdmin):
    """Rows with a section: a moderator with a beat reads, adds and changes those of it alone."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: Any = super().get_queryset(request)
        own: QuerySet[Any] = rows.for_moderator(acting(request))
        return own

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form, user = super().get_form(request, obj, change, **kwargs), acting(request)
        if is_bound(user) and "section" in form.base_fields:
            form.base_fields["section"] = forms.ModelChoiceField(sections_of(user))
        return form


class OwnSectionFilter(admin.RelatedFieldListFilter):
    """Offers the sections whose rows the list can show."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        own = {"pk__in": sections_of(acting(request)).values("pk")}
        ordering = self.field_admin_ordering(field, request, model_admin)
        return field.get_choices(include_blank=False, ordering=ordering, limit_choices_to=own)
