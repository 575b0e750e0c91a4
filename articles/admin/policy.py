from typing import Any

from django import forms
from django.contrib import admin

from articles.editor import BodyField
from articles.models import Policy

from .reading import ReadableBodyAdmin


class PolicyForm(forms.ModelForm):
    body_source = BodyField(label="Body")

    class Meta:
        model = Policy
        fields = ["title", "slug", "body_source", "position"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            # What the editor opens is the clean text, not what was once pasted.
            self.initial["body_source"] = self.instance.body


@admin.register(Policy)
class PolicyAdmin(ReadableBodyAdmin):
    form = PolicyForm
    list_display = ["title", "slug", "position", "updated_at"]
    prepopulated_fields = {"slug": ["title"]}
    search_fields = ["title"]
