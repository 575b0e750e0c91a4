from django.urls import path

from articles.feeds.formats import feeds_below

from .pages import (
    discussion,
    feed,
    log,
    mail,
    news,
    own,
    reasons,
    reports,
    rights,
    search,
    transparency,
)

ARTICLE = "<yyyy:year>/<mm:month>/<mm:day>/<slug:slug>/"

urlpatterns = [
    path("comments/<int:pk>/", discussion.permalink, name="comment"),
    path("comments/<int:pk>/replies/", discussion.replies, name="comment_replies"),
    path("comments/<int:pk>/edit/", own.edit, name="edit_comment"),
    path("comments/<int:pk>/withdraw/", own.withdraw, name="withdraw_comment"),
    path("comments/<int:pk>/recommend/", own.recommend, name="recommend_comment"),
    path("comments/<int:pk>/mute/", own.mute, name="mute_reader"),
    path("comments/mine/", own.my_comments, name="my_comments"),
    path("comments/confirm/<str:token>/", mail.confirm_address, name="confirm_address"),
    path("comments/again/<uuid:receipt>/", mail.send_again, name="send_again"),
    path("comments/mail/<str:token>/", mail.mail_wishes, name="mail_wishes"),
    path("accounts/", rights.your_account, name="your_account"),
    path("comments/yours/", rights.yours, name="yours"),
    path("comments/yours/file/", rights.take_along, name="take_along"),
    path("comments/yours/erase/", rights.erase_me, name="erase_me"),
    path("comments/yours/browser/", rights.forget_browser, name="forget_browser"),
    path("comments/yours/<str:token>/", rights.yours_by_mail, name="yours_by_mail"),
    path("comments/yours/<str:token>/file/", rights.take_along, name="take_along"),
    path("comments/yours/<str:token>/erase/", rights.erase_me, name="erase_me"),
    path("comments/<int:pk>/report/", reports.report_comment, name="report_comment"),
    path("comments/reports/<uuid:receipt>/", reports.report_sent, name="report_sent"),
    path("comments/reasons/<str:signed>/", reasons.statement, name="statement"),
    path("comments/reasons/<str:signed>/appeal/", reasons.appeal, name="appeal"),
    path("comments/log/", log.public_log, name="moderation_log"),
    path("comments/transparency/", transparency.years, name="transparency"),
    path("comments/transparency/<yyyy:year>/", transparency.page, name="transparency_year"),
    path("comments/transparency/<yyyy:year>.json", transparency.as_json, name="transparency_json"),
    path("search/comments/", search.search, name="search_comments"),
    path(ARTICLE, discussion.article, name="article"),
    *feeds_below(f"{ARTICLE}comments/", feed.thread, "thread_feed"),
    path(f"{ARTICLE}comment/", discussion.write, name="write_comment"),
    path(f"{ARTICLE}comment/newer.json", news.newer, name="newer_comments"),
    path(f"{ARTICLE}comment/mine.json", own.mine, name="mine"),
    path(f"{ARTICLE}comment/sent/<uuid:receipt>/", discussion.sent, name="comment_sent"),
]
