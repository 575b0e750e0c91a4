from django.urls import path

from . import views
from .pages import log, reasons, reports, transparency

ARTICLE = "<yyyy:year>/<mm:month>/<mm:day>/<slug:slug>/"

urlpatterns = [
    path("comments/<int:pk>/", views.permalink, name="comment"),
    path("comments/<int:pk>/report/", reports.report_comment, name="report_comment"),
    path("comments/reports/<uuid:receipt>/", reports.report_sent, name="report_sent"),
    path("comments/reasons/<str:signed>/", reasons.statement, name="statement"),
    path("comments/reasons/<str:signed>/appeal/", reasons.appeal, name="appeal"),
    path("comments/log/", log.public_log, name="moderation_log"),
    path("comments/transparency/", transparency.years, name="transparency"),
    path("comments/transparency/<yyyy:year>/", transparency.page, name="transparency_year"),
    path("comments/transparency/<yyyy:year>.json", transparency.as_json, name="transparency_json"),
    path(ARTICLE, views.article, name="article"),
    path(f"{ARTICLE}comment/", views.write, name="write_comment"),
    path(f"{ARTICLE}comment/sent/<uuid:receipt>/", views.sent, name="comment_sent"),
]
