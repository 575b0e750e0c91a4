from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from articles.models import Author, Disclosure, Manager
from articles.schedule import repin_scheduled

from .autocomplete import AutocompleteAdmin
from .disclosure import tell_taken_out
from .staff import acting


class ManagerInline(admin.TabularInline):
    model = Manager
    fk_name = "group"
    extra = 1
    autocomplete_fields = ["person"]
    fields = ["name", "role", "since", "until", "person"]
    verbose_name_plural = "Managers (of a group account)"


class DisclosureInline(admin.StackedInline):
    """New disclosures are entered here; those in the record are shown and stay as they are."""

    model = Disclosure
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
class AuthorAdmin(AutocompleteAdmin):
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

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """What readers see under “About”, and the guides call so."""
        if db_field.name == "bio":
            options["label"] = "About text"
        return super().formfield_for_dbfield(db_field, request, **options)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Author]:
        authors: QuerySet[Author] = super().get_queryset(request)
        return authors.annotate(bylined=Count("bylines"))

    def get_prepopulated_fields(self, request: HttpRequest, obj: Author | None = None) -> Any:
        return {} if self._is_bylined(obj) else self.prepopulated_fields

    def get_readonly_fields(self, request: HttpRequest, obj: Author | None = None) -> list[str]:
        """An address that published pages point at stays, and so does one's own account.

        By the account it is known whose interests an author's are: nobody sheds theirs.
        """
        fixed = ["slug"] if self._is_bylined(obj) else []
        return [*fixed, "user"] if self._is_own(request, obj) else fixed

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if formset.model is not Disclosure:
            return super().save_formset(request, form, formset, change)
        formset.save(commit=False)
        for disclosure in formset.new_objects:
            tell_taken_out(request, disclosure.declare(by=acting(request)).taken_out)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        tell_taken_out(request, repin_scheduled(form.instance, by=acting(request)))

    @admin.display(description="Bylines", ordering="bylined")
    def article_count(self, author: Author) -> int:
        return author.bylined  # type: ignore[attr-defined, no-any-return]

    def _is_own(self, request: HttpRequest, author: Author | None) -> bool:
        user = acting(request)
        return author is not None and author.user_id == user.pk and not user.is_superuser

    def _is_bylined(self, author: Author | None) -> bool:
        return author is not None and author.bylines.exists()
