from django.urls import path

from . import mail_views, own_views, rights_views, views
from .pages import log, reasons, reports, transparency

ARTICLE = "<yyyy:year>/<mm:month>/<mm:day>/<slug:slug>/"

urlpatterns = [
    path("comments/<int:pk>/", views.permalink, name="comment"),
    path("comments/<int:pk>/replies/", views.replies, name="comment_replies"),
    path("comments/<int:pk>/edit/", own_views.edit, name="edit_comment"),
    path("comments/<int:pk>/withdraw/", own_views.withdraw, name="withdraw_comment"),
    path("comments/<int:pk>/recommend/", own_views.recommend, name="recommend_comment"),
    path("comments/<int:pk>/mute/", own_views.mute, name="mute_reader"),
    path("comments/mine/", own_views.my_comments, name="my_comments"),
    path("comments/confirm/<str:token>/", mail_views.confirm_address, name="confirm_address"),
    path("comments/again/<uuid:receipt>/", mail_views.send_again, name="send_again"),
    path("comments/mail/<str:token>/", mail_views.mail_wishes, name="mail_wishes"),
    path("accounts/", rights_views.your_account, name="your_account"),
    path("comments/yours/", rights_views.yours, name="yours"),
    path("comments/yours/file/", rights_views.take_along, name="take_along"),
    path("comments/yours/erase/", rights_views.erase_me, name="erase_me"),
    path("comments/yours/browser/", rights_views.forget_browser, name="forget_browser"),
    path("comments/yours/<str:token>/", rights_views.yours_by_mail, name="yours_by_mail"),
    path("comments/yours/<str:token>/file/", rights_views.take_along, name="take_along"),
    path("comments/yours/<str:token>/erase/", rights_views.erase_me, name="erase_me"),
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
    path(f"{ARTICLE}comment/mine.json", own_views.mine, name="mine"),
    path(f"{ARTICLE}comment/sent/<uuid:receipt>/", views.sent, name="comment_sent"),
]
