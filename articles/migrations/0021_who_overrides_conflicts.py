"""Whoever could publish without a declaration could publish with an interest unanswered too."""

from typing import Any

from django.db import migrations

NAME = "Can publish with an interest unanswered, with a reason"


def give(apps: Any, schema_editor: Any) -> None:
    """To the groups and accounts that have the other; a new database has neither yet."""
    using = schema_editor.connection.alias
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    ours = permissions.filter(content_type__app_label="articles")
    had = ours.filter(codename="override_declaration").first()
    if had is None:
        return
    types = apps.get_model("contenttypes", "ContentType").objects.using(using)
    kind, _ = types.get_or_create(app_label="articles", model="conflictanswer")
    known = {"codename": "override_conflict", "content_type": kind}
    given, _ = permissions.get_or_create(**known, defaults={"name": NAME})
    given.group_set.add(*had.group_set.all())
    given.user_set.add(*had.user_set.all())


def take(apps: Any, schema_editor: Any) -> None:
    permissions = apps.get_model("auth", "Permission").objects.using(schema_editor.connection.alias)
    ours = permissions.filter(content_type__app_label="articles", codename="override_conflict")
    ours.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0020_override_conflict"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(give, take)]
