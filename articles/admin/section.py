from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from articles.models import Section, Tag
from articles.rights import rights_of

from .record import FilteredAdmin


@admin.register(Section)
class SectionAdmin(FilteredAdmin):
    list_display = ["name", "slug", "position", "description"]
    list_display_links = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    search_fields = ["name"]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A newsroom has few editors: each is ticked."""
        if db_field.name == "editors":
            kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    # Whoever is confined to sections by these forms changes none of them.

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not rights_of(request).is_confined

    def has_change_permission(self, request: HttpRequest, obj: Section | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and not rights_of(request).is_confined

    def has_delete_permission(self, request: HttpRequest, obj: Section | None = None) -> bool:
        """Not one that names somebody: without it they would edit all."""
        allowed = super().has_delete_permission(request, obj)
        names_nobody = obj is None or not obj.editors.exists()
        return allowed and names_nobody and not rights_of(request).is_confined


@admin.register(Tag)
class TagAdmin(FilteredAdmin):
    list_display = ["name", "slug", "is_series"]
    list_filter = ["is_series"]
    prepopulated_fields = {"slug": ["name"]}
    search_fields = ["name"]

    def has_change_permission(self, request: HttpRequest, obj: Tag | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or rights_of(request).may_change_tag(obj))

    def has_delete_permission(self, request: HttpRequest, obj: Tag | None = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or rights_of(request).may_change_tag(obj))
