import re
from pathlib import PurePath
from secrets import token_hex
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify
from imagefield.widgets import PPOIWidget

from articles.models import Photo
from articles.publishing import is_a_must
from articles.rights import rights_of
from articles.uploads import clean_picture

from .photo_use import AmissFilter, UsedPhotoAdmin
from .picking import PickingAdmin
from .record import FilteredAdmin

# Across and down, as parts of the whole: “0.5x0.25”.
FOCAL_POINT = re.compile(r"(?:0(?:\.\d+)?|1(?:\.0+)?)x(?:0(?:\.\d+)?|1(?:\.0+)?)", re.ASCII)


class PictureField(forms.ImageField):
    """A picture made anew. Django's own field would open it before its limits are looked at."""

    def to_python(self, data: Any) -> ContentFile | None:
        upload = forms.FileField.to_python(self, data)
        if upload is None:
            return None
        picture = clean_picture(upload, size=upload.size)
        stem = slugify(PurePath(upload.name or "").stem)[:60] or "photo"
        # Nobody guesses the address of a picture that is not published yet.
        picture.name = f"{stem}-{token_hex(6)}{PurePath(str(picture.name)).suffix}"
        return picture


class FocalPoint(PPOIWidget):  # type: ignore[misc]
    """Set by a click in the picture, or typed."""

    input_type = "text"


class PhotoForm(forms.ModelForm):
    ppoi = forms.CharField(
        label="Focal point",
        max_length=20,
        initial="0.5x0.5",
        widget=FocalPoint,
        help_text="Cut pictures keep it. Click in the picture, or type how far across and down: "
        "0.5x0.5 is the middle, 0x0 the upper left corner.",
    )

    class Meta:
        model = Photo
        fields = [
            *("image", "ppoi", "alt", "is_decorative", "caption", "source", "credit"),
            *("licence", "licence_until", "hides_when_ended"),
        ]
        field_classes = {"image": PictureField}

    def clean_ppoi(self) -> str:
        point: str = self.cleaned_data["ppoi"]
        if not FOCAL_POINT.fullmatch(point):
            raise ValidationError("Two numbers from 0 to 1, such as 0.5x0.25.")
        return point

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("is_decorative") and self.cleaned_data.get("alt"):
            self.add_error("alt", "A decorative picture has no alt text. Keep one of the two.")
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.instance.pk and self.instance.is_in_article_let_go:
            self._keep_what_publishing_asks_for()

    def _keep_what_publishing_asks_for(self) -> None:
        """Readers have it over or in an article, which could not be published without these."""
        if not self.instance.credit and is_a_must("credit"):
            self.add_error("credit", "A published article shows this photo: it needs a credit.")
        if not self.instance.is_described and is_a_must("alt"):
            self.add_error("alt", "A published article shows this photo: it needs alt text.")


@admin.register(Photo)
class PhotoAdmin(PickingAdmin, UsedPhotoAdmin, FilteredAdmin):
    form = PhotoForm
    list_display = [
        *("preview", "number", "called", "credit", "alt", "licensed", "used", "size"),
        "added_at",
    ]
    list_filter = [AmissFilter]
    list_display_links = ["preview", "called"]
    search_fields = ["caption", "credit", "alt", "licence"]
    readonly_fields = ["width", "height", "crops", "uses"]
    fields = [
        *("image", "ppoi", "crops", ("width", "height"), "alt", "is_decorative"),
        *("caption", "source", "credit", ("licence", "licence_until"), "hides_when_ended", "uses"),
    ]
    list_per_page = 50

    def has_change_permission(self, request: HttpRequest, obj: Photo | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or rights_of(request).may_change_photo(obj))

    def has_delete_permission(self, request: HttpRequest, obj: Photo | None = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or rights_of(request).may_change_photo(obj))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What stands in the way is named, and not that it may not be deleted with the photo."""
        gone, count, forbidden, protected = super().get_deleted_objects(objs, request)
        return gone, count, set() if protected else forbidden, protected

    def get_fields(self, request: HttpRequest, obj: Photo | None = None) -> Any:
        """Of a photo that is not there yet there is nothing to show."""
        shown = super().get_fields(request, obj)
        return shown if obj else [field for field in shown if field not in {"crops", "uses"}]

    @admin.display(description="Photo")
    def preview(self, photo: Photo) -> SafeString:
        return format_html(
            '<img class="photo-preview" src="{}" alt="{}" width="120" height="120">',
            photo.image.square,
            photo.alt or "Open this photo",
        )

    @admin.display(description="Number", ordering="pk")
    def number(self, photo: Photo) -> str:
        """By which a text and a form name it."""
        return str(photo.pk)

    @admin.display(description="Caption", ordering="caption")
    def called(self, photo: Photo) -> str:
        return photo.caption or photo.alt or f"Photo {photo.pk}"

    @admin.display(description="Size")
    def size(self, photo: Photo) -> str:
        return f"{photo.width} × {photo.height}"
