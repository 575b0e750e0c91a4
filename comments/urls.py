from django.urls import path

from . import mail_views, views

ARTICLE = "<yyyy:year>/<mm:month>/<mm:day>/<slug:slug>/"

urlpatterns = [
    path("comments/<int:pk>/", views.permalink, name="comment"),
    path("comments/confirm/<str:token>/", mail_views.confirm_address, name="confirm_address"),
    path("comments/again/<uuid:receipt>/", mail_views.send_again, name="send_again"),
    path("comments/mail/<str:token>/", mail_views.mail_wishes, name="mail_wishes"),
    path(ARTICLE, views.article, name="article"),
    path(f"{ARTICLE}comment/", views.write, name="write_comment"),
    path(f"{ARTICLE}comment/sent/<uuid:receipt>/", views.sent, name="comment_sent"),
]
