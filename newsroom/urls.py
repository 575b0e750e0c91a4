"""Addresses of the house. The paper's sections come last: they take what is left."""

from django.contrib import admin
from django.urls import include, path, register_converter

from articles.converters import TwoDigitConverter, YearConverter
from newsroom.media import photo

register_converter(YearConverter, "yyyy")
register_converter(TwoDigitConverter, "mm")

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("media/<path:path>", photo, name="photo"),
    path("", include("comments.urls")),
    path("", include("articles.urls")),
]
