"""The rich text editor of bodies, in the admin.

The toolkit is django-prose-editor's, served from its own static files. `static/editor/editor.js`
starts it, instead of that package's starter: no inline import map and no injected style sheet, so
a strict content security policy needs no exception and a ModelAdmin no mixin. Without JavaScript
there is a plain text area that holds HTML; the same rules hold for what it sends.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.forms.widgets import Script

from articles.plaintext import normalise_newlines
from articles.safe_html import article_body


class BodyWidget(forms.Textarea):
    """A text area that the editor takes the place of."""

    class Media:
        css = {
            "all": [
                "django_prose_editor/material-icons.css",
                "django_prose_editor/editor.css",
                "django_prose_editor/overrides.css",
                "editor/editor.css",
            ]
        }
        js = [Script("editor/editor.js", type="module")]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        own = {
            "class": "vLargeTextField",
            "rows": 24,
            "data-body-editor": "",
            "data-media": settings.MEDIA_URL,
        }
        return super().get_context(name, value, own | (attrs or {}))

    def use_required_attribute(self, initial: Any) -> bool:
        """A browser cannot point at a field that the editor has hidden."""
        return False


class BodyField(forms.CharField):
    """A body as it was typed or pasted. It is valid if it can be made safe."""

    widget = BodyWidget

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return normalise_newlines(value) if isinstance(value, str) else value

    def run_validators(self, value: Any) -> None:
        super().run_validators(value)
        if value:
            article_body(value)
