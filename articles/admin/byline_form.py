"""The byline in the form of an article."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import BLANK_CHOICE_DASH, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

from articles.declarants import Declarant, standing
from articles.declaring import declare, refuse_unfit
from articles.models import Article, Author, Byline, Declaration, DeclarationKind, Disclosure
from articles.models.declaration import DeclarationRefused
from articles.objections import Objection
from articles.rights import Rights

from .rows import RowsFormSet

TO_DECLARE = [
    ("", "–"),
    (DeclarationKind.NOTHING.value, "Nothing"),
    (DeclarationKind.INTERESTS.value, "All interests on record"),
]


class BylineForm(forms.ModelForm):
    """A row of the byline. An author can declare here in short, or an editor for them."""

    declares = forms.ChoiceField(label="Declares", choices=TO_DECLARE, required=False)

    def __init__(
        self,
        *args: Any,
        article: Article,
        by: User,
        said: dict[int, Declaration],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.article, self.by, self.said = article, by, said
        # A row that is only read asks it of the byline.
        self.instance.word = word = said.get(self.instance.author_id)
        if self.instance.pk and word:
            self.fields["declares"].choices = [("", word.get_kind_display())]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if declarant := self.declarant:
            try:
                self._refuse(declarant)
            except DeclarationRefused as refusal:
                self.add_error("declares", str(refusal))
        return cleaned

    def _refuse(self, declarant: Declarant) -> None:
        interests = self.interests(declarant)
        if self.kind == DeclarationKind.INTERESTS and not interests:
            raise DeclarationRefused(f"{declarant.name} has no interest on record.")
        refuse_unfit(declarant, self.kind, interests, "")
        if not declarant.may_be_spoken_for(self.article, by=Rights(self.by)):
            raise DeclarationRefused(
                f"Only {declarant.name} or an editor of its section can say that."
            )
        if declarant.author.pk in self.said:
            raise DeclarationRefused(f"{declarant.name} has declared: it is changed on that page.")

    @property
    def kind(self) -> DeclarationKind:
        return DeclarationKind(self.cleaned_data["declares"])

    def interests(self, declarant: Declarant) -> list[Disclosure]:
        return declarant.disclosures if self.kind == DeclarationKind.INTERESTS else []

    @property
    def declarant(self) -> Declarant | None:
        """Whose word is to be written down with this row, if anybody's."""
        told = getattr(self, "cleaned_data", {})
        if told.get("DELETE") or not told.get("declares") or not told.get("author"):
            return None
        return Declarant(told["author"])


class BylineFormSet(RowsFormSet):
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

    @cached_property
    def authors(self) -> list[tuple[int | str, str]]:
        """To choose from in each row, asked once for all of them."""
        named = Author.objects.values_list("pk", "name")
        return [("", BLANK_CHOICE_DASH[0][1]), *named]

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "author" in form.fields:
            form.fields["author"].choices = self.authors

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        told = {"article": self.instance, "by": self.by, "said": self.said}
        return super().get_form_kwargs(index) | told

    def clean(self) -> None:
        super().clean()
        against = [each.message for each in self.refused if each.field == "bylines"]
        if against:
            raise ValidationError(against)

    def save(self, commit: bool = True) -> Any:
        saved = super().save(commit)
        for form in cast(list[BylineForm], self.forms):
            if declarant := form.declarant:
                interests = form.interests(declarant)
                declare(
                    self.instance,
                    declarant,
                    by=self.by,
                    kind=form.kind,
                    interests=interests,
                    settles=False,
                )
        return saved


# More names than any byline has, and few enough to be read at once.
MOST_NAMES = 50


class BylineInline(admin.TabularInline):
    model = Byline
    form = BylineForm
    formset = BylineFormSet
    extra = 1
    fields = ["author", "role", "position", "declares"]
    readonly_fields = ["declared"]
    verbose_name_plural = "Byline"
    max_num = MOST_NAMES

    def get_formset(
        self, request: HttpRequest, obj: Article | None = None, **kwargs: Any
    ) -> type[Any]:
        """What is sent by hand with a thousand rows is not laid out either."""
        return super().get_formset(request, obj, **kwargs, absolute_max=MOST_NAMES)

    def get_fields(self, request: HttpRequest, obj: Article | None = None) -> Any:
        """Who may only read is told what was declared."""
        fields = super().get_fields(request, obj)
        article_admin = self.admin_site.get_model_admin(Article)
        if obj is None or (
            self.has_change_permission(request, obj)
            and article_admin.has_change_permission(request, obj)
        ):
            return fields
        return ["declared" if field == "declares" else field for field in fields]

    @admin.display(description="Declares")
    def declared(self, byline: Any) -> str:
        return byline.word.get_kind_display() if byline.word else "–"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Byline]:
        return super().get_queryset(request).select_related("author")

    def has_add_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return super().has_add_permission(request, obj) and _is_written(obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and _is_written(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and _is_written(obj)


def _is_written(article: Article | None) -> bool:
    """What is retracted stays as it was, and has notices added alone."""
    return article is None or not article.is_retracted
