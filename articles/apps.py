from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save, pre_save


class ArticlesConfig(AppConfig):
    name = "articles"

    def ready(self) -> None:
        from .avif import remove_with_photo  # models cannot be imported before
        from .models import Byline, Photo
        from .models.byline import find_by_author
        from .models.record import refuse_fixture

        pre_save.connect(refuse_fixture, dispatch_uid="refuse_fixture")
        for signal in (post_save, post_delete):
            signal.connect(find_by_author, sender=Byline, dispatch_uid="find_by_author")
        post_delete.connect(remove_with_photo, sender=Photo, dispatch_uid="remove_avif")
