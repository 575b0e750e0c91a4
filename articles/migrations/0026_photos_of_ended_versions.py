"""Pending versions that ended before let go of their photos too; their revisions name them."""

from typing import Any

from django.db import migrations


def let_go(apps: Any, schema_editor: Any) -> None:
    alias = schema_editor.connection.alias
    ended = apps.get_model("articles", "Article").objects.using(alias)
    ended = ended.filter(status__in=["adopted", "discarded"])
    apps.get_model("articles", "PhotoUse").objects.using(alias).filter(article__in=ended).delete()
    ended.update(lead_photo=None)


def keep(apps: Any, schema_editor: Any) -> None:
    """Nothing asks for them: the revisions are still there."""


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0025_keys_of_overrides"),
    ]

    operations = [
        migrations.RunPython(let_go, keep),
    ]
