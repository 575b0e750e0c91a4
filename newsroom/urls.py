"""Addresses of the house. The paper's sections come last: they take what is left."""

from django.contrib import admin
from django.urls import include, path, re_path, register_converter
from django.views.generic import RedirectView

from articles.converters import TwoDigitConverter, YearConverter
from comments.second_locks import AddPasskey
from newsroom.failures import no_such_page
from newsroom.media import photo
from newsroom.robots import robots

register_converter(YearConverter, "yyyy")
register_converter(TwoDigitConverter, "mm")


urlpatterns = [
    path("admin/", admin.site.urls),
    # Readers have no password, and a mailbox alone never sets one of the newsroom's.
    re_path("^accounts/password/", no_such_page),
    # The sign-in sends the code; the library leads there whoever has no code to type.
    path(
        "accounts/login/code/",
        RedirectView.as_view(pattern_name="account_login", query_string=True),
    ),
    path("accounts/2fa/webauthn/add/", AddPasskey.as_view()),
    path("accounts/", include("allauth.urls")),
    path("media/<path:path>", photo, name="photo"),
    path("robots.txt", robots),
    path("", include("comments.urls")),
    path("", include("articles.urls")),
]
