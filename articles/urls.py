from django.urls import path

from . import (
    archive,
    correction_views,
    declare_views,
    error_views,
    live,
    preview_views,
    search_views,
    sitemaps,
    version_views,
    views,
)
from .feeds import views as feeds
from .feeds.formats import feeds_below

# The section comes last: its address takes every single word that is left.
urlpatterns = [
    path("", views.front, name="front"),
    path("authors/<slug:slug>/", views.author, name="author"),
    path("authors/<slug:slug>/disclosures/", views.author_disclosures, name="author_disclosures"),
    path("corrections/", correction_views.corrections, name="corrections"),
    *feeds_below("", feeds.site, "feed"),
    *feeds_below("authors/<slug:slug>/", feeds.author, "author_feed"),
    *feeds_below("corrections/", feeds.corrections, "corrections_feed"),
    *feeds_below("<slug:slug>/", feeds.section, "section_feed"),
    path("policies/<slug:slug>/", views.policy, name="policy"),
    path("policies/<slug:slug>/<int:number>/", views.policy_version, name="policy_version"),
    path(
        "<yyyy:year>/<mm:month>/<mm:day>/<slug:slug>/error/",
        error_views.article_error,
        name="article_error",
    ),
    path("<yyyy:year>/<mm:month>/<mm:day>/<slug:slug>/live/", live.newer, name="article_live"),
    path(
        "<yyyy:year>/<mm:month>/<mm:day>/<slug:slug>/versions/",
        version_views.versions,
        name="article_versions",
    ),
    path("declare/<str:token>/", declare_views.declare_by_link, name="declare"),
    path("preview/<str:token>/", preview_views.preview_by_link, name="preview_by_link"),
    path("tags/<slug:slug>/", views.tag, name="tag"),
    path("series/<slug:slug>/", views.series, name="series"),
    path("archive/", archive.archive, name="archive"),
    path("<yyyy:year>/", archive.year, name="archive_year"),
    path("<yyyy:year>/<mm:month>/", archive.month, name="archive_month"),
    path("<yyyy:year>/<mm:month>/<mm:day>/", archive.day, name="archive_day"),
    path("search/", search_views.search, name="search"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-pages.xml", sitemaps.pages, name="sitemap_pages"),
    path("sitemap-<yyyy:year>-<mm:month>.xml", sitemaps.month, name="sitemap_month"),
    path("news-sitemap.xml", sitemaps.news, name="news_sitemap"),
    path("news-sitemap-<int:part>.xml", sitemaps.news_part, name="news_sitemap_part"),
    path("<slug:slug>/", views.section, name="section"),
]
