"""The library as the editor of bodies asks it: a list to pick from, and one picture."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path

from articles.models import Photo

PER_PAGE = 12
QUERY_LIMIT = 200


class PickingAdmin(admin.ModelAdmin):
    """Adds the fragment that the dialog shows, and the address of a photo's crop."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("pick/", view(self.pick), name="photo_pick"),
            path("pick/<int:number>/", view(self.crop), name="photo_crop"),
            *super().get_urls(),
        ]

    def pick(self, request: HttpRequest) -> HttpResponse:
        """The photos that hold every word of `q`, the newest first."""
        self._refuse_strangers(request)
        words = request.GET.get("q", "")[:QUERY_LIMIT]
        photos, _ = self.get_search_results(request, Photo.objects.all(), words)
        page = Paginator(photos, PER_PAGE).get_page(request.GET.get("page"))
        context = {"page": page, "words": words, "address": request.path}
        return render(request, "admin/articles/photo/_pick.html", context)

    def crop(self, request: HttpRequest, number: int) -> HttpResponse:
        """Where the picture of a photo is, for who knows its number."""
        self._refuse_strangers(request)
        return redirect(get_object_or_404(Photo, pk=number).image.medium)

    def _refuse_strangers(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied
