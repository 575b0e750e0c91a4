"""The byline in the form of an article."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.functional import cached_property

from articles.declarants import Declarant, standing
from articles.declaring import declare
from articles.models import Article, Byline, Declaration, DeclarationKind
from articles.publishing import Objection


class BylineForm(forms.ModelForm):
    """A row of the byline. Who has nothing to declare can say so here, or an editor for them."""

    declares_nothing = forms.BooleanField(label="Nothing to declare", required=False)

    def __init__(self, *args: Any, by: User, said: dict[int, Declaration], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.said = said.get(self.instance.author_id) if self.instance.pk else None
        if self.said:
            self.fields["declares_nothing"].disabled = True
            self.initial["declares_nothing"] = self.said.kind == DeclarationKind.NOTHING

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.declares and not self.declarant.may_be_spoken_for(self.by):
            only = f"Only {self.declarant.name} or an editor can say that."
            self.add_error("declares_nothing", only)
        return cleaned

    @property
    def declares(self) -> bool:
        """Whether a word is to be written down that is not on record yet."""
        told = self.cleaned_data
        is_left = told.get("author") is not None and not told.get("DELETE")
        return is_left and bool(told.get("declares_nothing")) and not self.said

    @property
    def declarant(self) -> Declarant:
        return Declarant(self.cleaned_data["author"])


class BylineFormSet(forms.BaseInlineFormSet):
    """Says above the byline what stands in the way of publishing."""

    def __init__(
        self, *args: Any, refused: Iterable[Objection] = (), by: User, **kwargs: Any
    ) -> None:
        self.refused, self.by = refused, by
        super().__init__(*args, **kwargs)

    @cached_property
    def said(self) -> dict[int, Declaration]:
        """The last word of each author; the managers of a group have a page for theirs."""
        if self.instance.pk is None:
            return {}
        return {
            author: said
            for (author, manager), said in standing(self.instance).items()
            if not manager
        }

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return super().get_form_kwargs(index) | {"by": self.by, "said": self.said}

    def clean(self) -> None:
        super().clean()
        against = [each.message for each in self.refused if each.field == "bylines"]
        if against:
            raise ValidationError(against)

    def save(self, commit: bool = True) -> Any:
        saved = super().save(commit)
        for form in cast(list[BylineForm], self.forms):
            if form.declares:
                kind = DeclarationKind.NOTHING
                declare(self.instance, form.declarant, by=self.by, kind=kind)
        return saved


class BylineInline(admin.TabularInline):
    model = Byline
    form = BylineForm
    formset = BylineFormSet
    extra = 1
    fields = ["author", "role", "position", "declares_nothing"]
    verbose_name_plural = "Byline"

    def has_add_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return super().has_add_permission(request, obj) and _is_written(obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and _is_written(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and _is_written(obj)


def _is_written(article: Article | None) -> bool:
    """What is retracted stays as it was, and has notices added alone."""
    return article is None or not article.is_retracted
