from django.apps import AppConfig
from django.db.models.signals import post_save


class CommentsConfig(AppConfig):
    name = "comments"

    def ready(self) -> None:
        from comments.models.thread import give_thread

        post_save.connect(give_thread, sender="articles.Article", dispatch_uid="give_thread")
