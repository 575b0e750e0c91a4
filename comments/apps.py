from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class CommentsConfig(AppConfig):
    name = "comments"

    def ready(self) -> None:
        from allauth.account.signals import email_confirmed
        from allauth.mfa.signals import authenticator_added

        from articles.content import Aside, asides
        from comments import aside
        from comments.accounts import address_confirmed
        from comments.models.thread import give_thread
        from comments.models.wording import move_word_list
        from comments.second_locks import just_proven

        asides["discussion"] = Aside(aside.take, aside.put_back)
        post_save.connect(give_thread, sender="articles.Article", dispatch_uid="give_thread")
        for signal in (post_save, post_delete):
            signal.connect(move_word_list, sender="comments.Term", dispatch_uid="move_word_list")
        email_confirmed.connect(address_confirmed, dispatch_uid="address_confirmed")
        authenticator_added.connect(just_proven, dispatch_uid="just_proven")
