from django.apps import AppConfig
from django.db.models.signals import post_save


class CommentsConfig(AppConfig):
    name = "comments"

    def ready(self) -> None:
        from allauth.account.signals import email_confirmed

        from comments.accounts import address_confirmed
        from comments.models.thread import give_thread

        post_save.connect(give_thread, sender="articles.Article", dispatch_uid="give_thread")
        email_confirmed.connect(address_confirmed, dispatch_uid="address_confirmed")
