from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class CommentsConfig(AppConfig):
    name = "comments"

    def ready(self) -> None:
        from comments.models.thread import give_thread
        from comments.models.wording import move_word_list

        post_save.connect(give_thread, sender="articles.Article", dispatch_uid="give_thread")
        for signal in (post_save, post_delete):
            signal.connect(move_word_list, sender="comments.Term", dispatch_uid="move_word_list")
