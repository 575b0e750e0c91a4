from django.apps import AppConfig, apps
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate, pre_migrate


class NewsroomConfig(AppConfig):
    name = "newsroom"

    def ready(self) -> None:
        from newsroom import checks  # noqa: F401 -- reading it registers them
        from newsroom.roles import make_roles, remember_permissions

        pre_migrate.connect(
            remember_permissions,
            sender=apps.get_app_config("articles"),
            dispatch_uid="remember_permissions",
        )
        # Once, when the last of our tables are there.
        last = apps.get_app_config("comments")
        post_migrate.connect(make_roles, sender=last, dispatch_uid="make_roles")


class NewsroomAdminConfig(AdminConfig):
    default_site = "newsroom.admin.NewsroomAdminSite"
