from django.apps import AppConfig
from django.db.models.signals import pre_save


class ArticlesConfig(AppConfig):
    name = "articles"

    def ready(self) -> None:
        from .models.record import refuse_fixture  # models cannot be imported before

        pre_save.connect(refuse_fixture, dispatch_uid="refuse_fixture")
