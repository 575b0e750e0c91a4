"""Fields that find a row while one types; without JavaScript its name or number is typed."""

from collections.abc import Container, Iterator
from functools import reduce
from operator import or_
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.forms import inlineformset_factory
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from articles.identifiers import is_row_number

from .rows import MOST_ROWS

# More than anybody chooses for a field, and few enough for one question.
MOST_TYPED = 50


class RowsOnly:
    """Leaves out a refused value that is no row's number: Django's widgets break on it."""

    field: Any
    admin_site: Any

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        numbers = [one for one in value if is_row_number(str(one))]
        return super().optgroups(name, numbers, attr)  # type: ignore[misc]

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """With the line that stands in for it where there is no JavaScript."""
        context = self.get_context(name, value, attrs)  # type: ignore[attr-defined]
        model = self.field.remote_field.model
        list_name = f"{model._meta.app_label}_{model._meta.model_name}_changelist"
        line = {
            **context,
            "words": ", ".join(_written(model, context["widget"])),
            "field": self.field,
            "is_named": _is_named(model),
            "is_refused": "aria-invalid" in context["widget"]["attrs"],
            "rows": model._meta.verbose_name_plural,
            "list": reverse(f"{self.admin_site.name}:{list_name}"),
        }
        select = self._render(self.template_name, context, renderer)  # type: ignore[attr-defined]
        return select + render_to_string("admin/_typed_rows.html", line)  # type: ignore[no-any-return]


class RowSelect(RowsOnly, AutocompleteSelect):
    pass


class RowSelectMultiple(RowsOnly, AutocompleteSelectMultiple):
    pass


class RowsField(forms.ModelMultipleChoiceField):
    """Names all that is none of its rows, not the first alone."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except ValidationError as refusal:
            numbers = [one for one in value or () if is_row_number(str(one))]
            found = cast("QuerySet[Model]", self.queryset).filter(pk__in=numbers)
            known = {str(row.pk) for row in found}
            if unknown := [str(one) for one in value or () if str(one) not in known]:
                said = self.error_messages["invalid_choice"]
                raise ValidationError([said % {"value": one} for one in unknown]) from refusal
            raise


class Autocompleting:
    """For an admin and for its inlines."""

    admin_site: Any
    get_autocomplete_fields: Any

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = RowSelect(db_field, self.admin_site, using=kwargs.get("using"))
            kwargs["error_messages"] = _refusals(db_field)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = RowSelectMultiple(
                db_field, self.admin_site, using=kwargs.get("using")
            )
            kwargs["form_class"] = RowsField
            kwargs["error_messages"] = _refusals(db_field)
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]


class AutocompleteAdmin(Autocompleting, admin.ModelAdmin):
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.read_typed_rows(request)
        return super().changeform_view(request, *args, **kwargs)

    def read_typed_rows(self, request: HttpRequest) -> None:
        """As if what was typed had been chosen; what names no row stays for the field to refuse."""
        sent = [each for each in self._where_typed() if f"{each[0]}-typed" in request.POST]
        data = request.POST.copy() if sent else request.POST
        for name, field in sent:
            typed = str(data.pop(f"{name}-typed")[-1])
            words = typed.split(",", MOST_TYPED) if field.many_to_many else [typed]
            words = [word.strip() for word in words]
            meant = _meant(field.related_model, words, data.getlist(name))
            data.setlist(name, [one for one in meant if one])
        request.POST = data  # type: ignore[assignment]

    def _where_typed(self) -> Iterator[tuple[str, Any]]:
        """The form’s fields by their names, such as `tags`, and `managers-0-person` in a row."""
        for name in self.autocomplete_fields:
            yield name, self.opts.get_field(name)
        for inline in self.inlines:
            for name in inline.autocomplete_fields:
                field, prefix = inline.model._meta.get_field(name), _prefix(self.model, inline)
                yield from ((f"{prefix}-{row}-{name}", field) for row in range(MOST_ROWS))


def _prefix(model: type[Model], inline: Any) -> str:
    rows: Any = inlineformset_factory(model, inline.model, fk_name=inline.fk_name, fields=[])
    return str(rows.get_default_prefix())


def _is_named(model: type[Model]) -> bool:
    return any(field.name == "name" for field in model._meta.fields)


def _written(model: type[Model], widget: Any) -> list[str]:
    """What is chosen, as it is typed: by its name, where it has one that can stand in a list."""
    options = [option for _, group, _ in widget["optgroups"] for option in group]
    names = {str(option["value"]): str(option["label"]) for option in options}
    return [
        names[one] if one in names and _is_named(model) and "," not in names[one] else one
        for one in widget["value"]
    ]


def _meant(model: Any, words: list[str], chosen: Container[str]) -> list[str]:
    """For each word the number of the row that is named so; or else the word."""
    if not _is_named(model):
        return words
    longest = model._meta.get_field("name").max_length
    # No row has any other name, and SQLite looks for no word of 50,000 bytes.
    names = {word for word in words if 0 < len(word) <= longest and "\0" not in word}
    named = reduce(or_, (Q(name__iexact=name) for name in sorted(names)), Q())
    rows = list(model._default_manager.filter(named).values_list("pk", "name")) if names else []
    return [_number_of(word, rows, chosen) for word in words]


def _number_of(word: str, rows: list[tuple[int, str]], chosen: Container[str]) -> str:
    """Of several of that name, the one that is written so, or that was chosen."""
    found = [row for row in rows if row[1].casefold() == word.casefold()]
    found = [row for row in found if row[1] == word] or found
    found = [row for row in found if str(row[0]) in chosen] or found
    return str(found[0][0]) if len(found) == 1 else word


def _refusals(field: Any) -> dict[str, str]:
    """With the beginning of what was typed, which stands whole in the field."""
    what = field.related_model._meta.verbose_name
    said = f"There is no {what} “%({{}}).120s”, or more than one."
    return {"invalid_choice": said.format("value"), "invalid_pk_value": said.format("pk")}
