"""What the desk is told of a photo: where it is used, how it is cut, and what is amiss."""

import datetime
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.models import Article, Author, Photo, PhotoUse
from articles.models.photo import PhotoQuerySet
from articles.rights import Rights, rights_of

from .lists import number_of
from .record import WordsFilter

# Of each sort of place so many are named, the newest first.
MOST_NAMED = 20


class AmissFilter(WordsFilter):
    title = "what is amiss"
    parameter_name = "amiss"
    words = {
        "ended": ("Licence ended", PhotoQuerySet.ended),
        "ending": ("Licence ends within 30 days", PhotoQuerySet.ending),
        "undescribed": ("No alt text", PhotoQuerySet.undescribed),
        "unused": ("Not used", PhotoQuerySet.unused),
    }


def _from_to(form: Any, name: str) -> str:
    label = form.fields[name].label
    if name == "image":
        return f"{label}"
    was, now = map(_in_words, (form.initial[name], form.cleaned_data[name]))
    return f"{label} from {was} to {now}"


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.date):
        return date_format(value)
    return f"“{value}”" if value not in (None, "") else "nothing"


class UsedPhotoAdmin(admin.ModelAdmin):
    """Adds where a photo is used, to the list and to the form, and its crops."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Photo]:
        photos: QuerySet[Photo] = super().get_queryset(request)
        return photos.annotate(
            number_of_leads=number_of(Article.objects.all(), "lead_photo"),
            number_of_texts=number_of(PhotoUse.objects.all(), "photo"),
            number_of_authors=number_of(Author.objects.all(), "photo"),
        )

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """With who looks at it: of drafts that they do not see only the number is told."""
        photo = super().get_object(request, object_id, from_field)
        if photo:
            photo.looked_at_with = rights_of(request)
        return photo

    @admin.display(description="Used")
    def used(self, photo: Any) -> str:
        numbers = {
            "lead": photo.number_of_leads,
            "text": photo.number_of_texts,
            "author": photo.number_of_authors,
        }
        told = [f"{number} {what}{'s'[: number > 1]}" for what, number in numbers.items() if number]
        return ", ".join(told) or "Not used"

    @admin.display(description="Licence", ordering="licence_until")
    def licensed(self, photo: Photo) -> SafeString:
        state = render_to_string("admin/articles/photo/_licence.html", {"photo": photo})
        return format_html("{} {}", photo.licence or "–", state)

    @admin.display(description="Where it is used")
    def uses(self, photo: Photo) -> SafeString:
        rights: Rights = photo.looked_at_with  # type: ignore[attr-defined]
        places: dict[str, QuerySet[Any]] = {
            "Over": rights.visible(photo.leads.all()),
            "In the text of": rights.visible(photo.placed_in.all()),
            "Beside": photo.authors.all(),
        }
        named = {how: list(rows[:MOST_NAMED]) for how, rows in places.items()}
        number = photo.leads.count() + photo.placed_in.count() + photo.authors.count()
        context = {
            "photo": photo,
            "places": named,
            "beyond": number - sum(map(len, named.values())),
        }
        return render_to_string("admin/articles/photo/_uses.html", context)

    @admin.display(description="Crops")
    def crops(self, photo: Photo) -> SafeString:
        return render_to_string("admin/articles/photo/_crops.html", {"photo": photo})

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        """Readers have it changed at once: the history says what it was, and what it became."""
        if add or not form.has_changed():
            return super().construct_change_message(request, form, formsets, add)
        return [{"changed": {"fields": [_from_to(form, name) for name in form.changed_data]}}]

    def save_model(self, request: HttpRequest, obj: Photo, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not (change and form.has_changed()):
            return
        over, inside = obj.leads.let_go(), obj.placed_in.let_go()
        number = (over | Article.objects.filter(pk__in=inside.values("pk"))).distinct().count()
        if number:
            pages = "1 article" if number == 1 else f"{number} articles"
            messages.info(request, f"What you changed stands on the page of {pages} from now on.")
