from django.urls import path

from . import own_views, views

ARTICLE = "<yyyy:year>/<mm:month>/<mm:day>/<slug:slug>/"

urlpatterns = [
    path("comments/<int:pk>/", views.permalink, name="comment"),
    path("comments/<int:pk>/replies/", views.replies, name="comment_replies"),
    path("comments/<int:pk>/edit/", own_views.edit, name="edit_comment"),
    path("comments/<int:pk>/withdraw/", own_views.withdraw, name="withdraw_comment"),
    path("comments/<int:pk>/recommend/", own_views.recommend, name="recommend_comment"),
    path("comments/<int:pk>/mute/", own_views.mute, name="mute_reader"),
    path("comments/mine/", own_views.my_comments, name="my_comments"),
    path(ARTICLE, views.article, name="article"),
    path(f"{ARTICLE}comment/", views.write, name="write_comment"),
    path(f"{ARTICLE}comment/mine.json", own_views.mine, name="mine"),
    path(f"{ARTICLE}comment/sent/<uuid:receipt>/", views.sent, name="comment_sent"),
]
