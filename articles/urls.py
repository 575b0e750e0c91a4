from django.urls import path

from . import views

# The section comes last: its address takes every single word that is left.
urlpatterns = [
    path("", views.front, name="front"),
    path("authors/<slug:slug>/", views.author, name="author"),
    path("authors/<slug:slug>/disclosures/", views.author_disclosures, name="author_disclosures"),
    path("policies/<slug:slug>/", views.policy, name="policy"),
    path("search/", views.search, name="search"),
    path("<slug:slug>/", views.section, name="section"),
]
