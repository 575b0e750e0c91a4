from django.urls import path

from . import mail_views, own_views, views

ARTICLE = "<yyyy:year>/<mm:month>/<mm:day>/<slug:slug>/"

urlpatterns = [
    path("comments/<int:pk>/", views.permalink, name="comment"),
    path("comments/confirm/<str:token>/", mail_views.confirm_address, name="confirm_address"),
    path("comments/again/<uuid:receipt>/", mail_views.send_again, name="send_again"),
    path("comments/mail/<str:token>/", mail_views.mail_wishes, name="mail_wishes"),
    path("comments/yours/", own_views.yours, name="yours"),
    path("comments/yours/file/", own_views.take_along, name="take_along"),
    path("comments/yours/erase/", own_views.erase_me, name="erase_me"),
    path("comments/yours/browser/", own_views.forget_browser, name="forget_browser"),
    path("comments/yours/<str:token>/", own_views.yours_by_mail, name="yours_by_mail"),
    path("comments/yours/<str:token>/file/", own_views.take_along, name="take_along"),
    path("comments/yours/<str:token>/erase/", own_views.erase_me, name="erase_me"),
    path(ARTICLE, views.article, name="article"),
    path(f"{ARTICLE}comment/", views.write, name="write_comment"),
    path(f"{ARTICLE}comment/sent/<uuid:receipt>/", views.sent, name="comment_sent"),
]
