from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from articles.models import Article, Author, Byline, Disclosure, Manager
from articles.rights import rights_of
from articles.schedule import lock_unpublished, repin_scheduled

from .autocomplete import AutocompleteAdmin, Autocompleting
from .disclosure import tell_taken_out
from .lists import number_of
from .record import FilteredAdmin
from .rows import BoundedRows, RowsFormSet
from .staff import acting


class ManagerForm(forms.ModelForm):
    """A row of the managers. One's own is changed by somebody else."""

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        stored = Manager.objects.filter(pk=self.instance.pk, person__user=self.by)
        is_changed = self.has_changed() or cleaned.get("DELETE")
        if is_changed and not self.by.is_superuser and stored.exists():
            raise ValidationError("This is your own row: another editor changes it.")
        return cleaned


class ManagerInline(Autocompleting, BoundedRows, admin.TabularInline):
    model = Manager
    form = ManagerForm
    formset = RowsFormSet
    fk_name = "group"
    extra = 1
    autocomplete_fields = ["person"]
    fields = ["name", "role", "since", "until", "person"]
    verbose_name_plural = "Managers (of a group account)"


class DisclosureInline(BoundedRows, admin.StackedInline):
    """New disclosures are entered here; those in the record are shown and stay as they are."""

    model = Disclosure
    formset = RowsFormSet
    extra = 1
    fields = [("kind", "entity"), "aliases", "text", ("valid_from", "valid_to"), "supersedes"]
    verbose_name_plural = "Disclosures (a change is a new one that supersedes the old)"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "supersedes":
            kwargs["queryset"] = _replaceable(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def _replaceable(request: HttpRequest) -> QuerySet[Disclosure]:
    """Disclosures of the author in this form that nothing has replaced yet."""
    found = request.resolver_match
    author = str(found.kwargs.get("object_id", "")) if found else ""
    if not author.isdigit():
        return Disclosure.objects.none()
    return Disclosure.objects.filter(author=int(author), successor=None).select_related("author")


@admin.register(Author)
class AuthorAdmin(AutocompleteAdmin, FilteredAdmin):
    list_display = ["name", "kind", "title", "article_count", "user"]
    list_filter = ["kind"]
    list_select_related = ["user"]
    search_fields = ["name", "title"]
    autocomplete_fields = ["photo"]
    prepopulated_fields = {"slug": ["name"]}
    fields = [
        "kind",
        "name",
        "slug",
        "title",
        "bio",
        "photo",
        "copyright_line",
        "user",
        "managers_declare",
    ]
    inlines = [ManagerInline, DisclosureInline]
    # Said here too: rows that are counted have no order of their own.
    ordering = ["name", "pk"]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """What readers see under “About”, and the guides call so."""
        if db_field.name == "bio":
            options["label"] = "About text"
        return super().formfield_for_dbfield(db_field, request, **options)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Author]:
        """Each with how many pieces of theirs somebody may see; a version is none of its own."""
        authors: QuerySet[Author] = super().get_queryset(request)
        seen = rights_of(request).visible(Article.objects.filter(pending_for=None))
        bylines = Byline.objects.filter(article__in=seen.values("pk"))
        return authors.annotate(bylined=number_of(bylines, "author"))

    def get_prepopulated_fields(self, request: HttpRequest, obj: Author | None = None) -> Any:
        return {} if self._is_bylined(obj) else self.prepopulated_fields

    def get_readonly_fields(self, request: HttpRequest, obj: Author | None = None) -> list[str]:
        """An address that published pages point at stays, and so does an account.

        By the account it is known whose interests an author's are, who declares in person, and
        whose articles theirs are: nobody sheds theirs, and nobody takes another's, or that of
        whoever stands in a byline. An administrator mends a mistake.
        """
        fixed = ["slug"] if self._is_bylined(obj) else []
        is_settled = obj is not None and (obj.user_id is not None or self._is_bylined(obj))
        return [*fixed, "user"] if is_settled and not acting(request).is_superuser else fixed

    def has_delete_permission(self, request: HttpRequest, obj: Author | None = None) -> bool:
        """The page of an account stays: by it is known who once stood in which byline."""
        allowed: bool = super().has_delete_permission(request, obj)
        return allowed and (obj is None or obj.user_id is None)

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """Nothing is let go unseen while somebody changes who stands behind it."""
        found = super().get_object(request, object_id, from_field)
        if found and request.method == "POST" and transaction.get_connection().in_atomic_block:
            lock_unpublished(found)
        return found

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Any, inline: Any, prefix: str
    ) -> dict[str, Any]:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if isinstance(inline, ManagerInline):
            kwargs["form_kwargs"] = {"by": acting(request)}
        return kwargs

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if formset.model is not Disclosure:
            return super().save_formset(request, form, formset, change)
        formset.save(commit=False)
        for disclosure in formset.new_objects:
            disclosure.enter(by=acting(request))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        tell_taken_out(request, repin_scheduled(form.instance, by=acting(request)))

    @admin.display(description="Bylines", ordering="bylined")
    def article_count(self, author: Author) -> int:
        return author.bylined  # type: ignore[attr-defined, no-any-return]

    def _is_bylined(self, author: Author | None) -> bool:
        return author is not None and author.bylines.exists()
