"""Who may do what: three roles as Django groups, made with the tables."""

from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db.models import QuerySet

CONTENT = ("section", "tag", "author", "manager", "photo", "article", "byline", "policy")


def _all_of(*models: str) -> set[str]:
    return {f"{act}_{model}" for model in models for act in ("view", "add", "change", "delete")}


ROLES: dict[str, set[str]] = {
    "Reporter": {
        *_all_of("byline"),
        *("view_photo", "add_photo", "change_photo", "view_tag", "add_tag"),
        *("view_section", "view_author", "view_manager", "view_disclosure", "view_policy"),
        *("view_article", "add_article", "change_article", "view_thread", "view_comment"),
        *("view_correction",),
    },
    "Editor": {
        *_all_of(*CONTENT),
        "publish_article",
        *("view_disclosure", "add_disclosure", "view_correction", "add_correction"),
        *("view_thread", "moderate_thread", "view_comment"),
    },
    "Moderator": {
        *("view_comment", "decide_comment", "view_thread", "moderate_thread"),
        *("view_article", "view_author", "view_disclosure"),
    },
}


def make_roles(using: str, **kwargs: Any) -> None:
    """Make each role that is missing. One that is there is left as the newsroom has set it."""
    for label in ("articles", "comments"):
        create_permissions(apps.get_app_config(label), verbosity=0, using=using)
    for name, codenames in ROLES.items():
        group, is_new = Group.objects.using(using).get_or_create(name=name)
        if is_new:
            group.permissions.set(_permissions(codenames, using))


def _permissions(codenames: set[str], using: str) -> QuerySet[Permission]:
    return Permission.objects.using(using).filter(
        codename__in=codenames, content_type__app_label__in=["articles", "comments"]
    )
