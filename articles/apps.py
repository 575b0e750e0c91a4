from django.apps import AppConfig
from django.db.models.signals import post_delete, pre_save


class ArticlesConfig(AppConfig):
    name = "articles"

    def ready(self) -> None:
        from .avif import remove_with_photo  # models cannot be imported before
        from .models import Photo
        from .models.record import refuse_fixture

        pre_save.connect(refuse_fixture, dispatch_uid="refuse_fixture")
        post_delete.connect(remove_with_photo, sender=Photo, dispatch_uid="remove_avif")
