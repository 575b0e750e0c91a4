"""Who may do what: five roles as Django groups, made with the tables."""

from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import connections
from django.db.models import QuerySet

APPS = ("articles", "comments")
CONTENT = ("section", "tag", "author", "manager", "photo", "article", "byline", "policy")


def _all_of(*models: str) -> set[str]:
    return {f"{act}_{model}" for model in models for act in ("view", "add", "change", "delete")}


MODERATION = {
    *_all_of("term"),
    *("view_comment", "decide_comment", "view_thread", "moderate_thread"),
    *("view_case", "decide_case", "view_appeal", "decide_appeal"),
    *("view_commenter", "decide_commenter", "view_reason"),
    *("view_openinghours", "view_sectionrules"),
    *("view_article", "view_author", "view_disclosure"),
    "add_note",
}

EDITING = {
    *_all_of(*CONTENT),
    *("edit_any_article", "approve_article", "publish_article"),
    *("view_arrangement", "arrange_front"),
    "view_trust_report",
    *("view_disclosure", "add_disclosure", "view_correction", "add_correction"),
    *("view_declaration", "add_declaration", "add_conflictanswer"),
    "view_override",
    *("add_previewlink", "add_note"),
    *("view_errorreport", "answer_errorreport"),
    *("view_thread", "moderate_thread", "view_comment", "view_term"),
    *("view_openinghours", "view_sectionrules"),
}

ROLES: dict[str, set[str]] = {
    "Reporter": {
        *_all_of("byline"),
        *("view_photo", "add_photo", "change_photo", "view_tag", "add_tag"),
        *("view_section", "view_author", "view_manager", "view_disclosure", "view_policy"),
        *("view_article", "add_article", "change_article", "view_thread", "view_comment"),
        *("view_correction", "add_note"),
    },
    "Editor": EDITING,
    "Publisher": {
        *EDITING,
        *("override_declaration", "override_conflict"),
        "view_publishingrules",
        "change_publishingrules",
    },
    "Moderator": MODERATION,
    "Chief moderator": {
        *MODERATION,
        *("view_houserules", "change_houserules", "change_openinghours"),
        *_all_of("sectionrules"),
        *("add_reason", "change_reason", "delete_reason"),
        "erase_commenter",
        *_all_of("beat"),
        *("view_figures", "override_appeal"),
        *("view_letter", "resend_letter"),
    },
}


# Which permissions a database had before it was migrated.
_known: dict[str, set[int]] = {}


def remember_permissions(using: str, **kwargs: Any) -> None:
    """Before the tables change: what there is is not new."""
    there = Permission._meta.db_table in connections[using].introspection.table_names()
    _known[using] = set(_all_permissions(using).values_list("pk", flat=True)) if there else set()


def make_roles(using: str, **kwargs: Any) -> None:
    """Make each role that is missing, and give every role what did not exist before.

    What the newsroom has given a role or taken from it stays as it is.
    """
    for label in APPS:
        create_permissions(apps.get_app_config(label), verbosity=0, using=using)
    for name, codenames in ROLES.items():
        group, is_new = Group.objects.using(using).get_or_create(name=name)
        permissions = _all_permissions(using).filter(codename__in=codenames)
        if not is_new:
            permissions = permissions.exclude(pk__in=_known.get(using, ()))
        group.permissions.add(*permissions)


def _all_permissions(using: str) -> QuerySet[Permission]:
    return Permission.objects.using(using).filter(content_type__app_label__in=APPS)
