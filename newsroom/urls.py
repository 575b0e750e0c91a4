"""Addresses of the house. The paper's sections come last: they take what is left."""

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path, register_converter

from articles.converters import TwoDigitConverter, YearConverter
from newsroom.media import photo

register_converter(YearConverter, "yyyy")
register_converter(TwoDigitConverter, "mm")


def page_not_there(request: HttpRequest, rest: str) -> HttpResponse:
    raise Http404


urlpatterns = [
    path("admin/", admin.site.urls),
    # Readers have no password to set, change or ask for.
    path("accounts/password/<path:rest>", page_not_there),
    path("accounts/", include("allauth.urls")),
    path("media/<path:path>", photo, name="photo"),
    path("", include("comments.urls")),
    path("", include("articles.urls")),
]
