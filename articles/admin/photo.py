from pathlib import PurePath
from typing import Any

from django import forms
from django.contrib import admin
from django.core.files.uploadedfile import UploadedFile
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify

from articles.models import Photo
from articles.uploads import clean_picture


class PhotoForm(forms.ModelForm):
    class Meta:
        model = Photo
        fields = ["image", "ppoi", "alt", "is_decorative", "caption", "credit"]

    def clean_image(self) -> Any:
        upload = self.cleaned_data["image"]
        if not isinstance(upload, UploadedFile):
            return upload
        picture = clean_picture(upload, size=upload.size or 0)
        stem = slugify(PurePath(upload.name or "").stem)[:60] or "photo"
        picture.name = f"{stem}{PurePath(str(picture.name)).suffix}"
        return picture

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("is_decorative") and self.cleaned_data.get("alt"):
            self.add_error("alt", "A decorative picture has no alt text. Keep one of the two.")
        return cleaned


@admin.register(Photo)
class PhotoAdmin(admin.ModelAdmin):
    form = PhotoForm
    list_display = ["preview", "caption", "credit", "alt", "size", "added_at"]
    list_display_links = ["preview", "caption"]
    search_fields = ["caption", "credit", "alt"]
    readonly_fields = ["width", "height"]
    fields = ["image", "ppoi", ("width", "height"), "alt", "is_decorative", "caption", "credit"]
    list_per_page = 50

    @admin.display(description="Photo")
    def preview(self, photo: Photo) -> SafeString:
        return format_html(
            '<img class="photo-preview" src="{}" alt="{}" width="120" height="120">',
            photo.image.square,
            photo.alt or "Open this photo",
        )

    @admin.display(description="Size")
    def size(self, photo: Photo) -> str:
        return f"{photo.width} × {photo.height}"
