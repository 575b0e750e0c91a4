"""The table in which tries at signing in are counted, whatever CACHE_URL says now."""

from django.core.management import call_command
from django.db import migrations

TABLE = "newsroom_cache"


def make(apps, schema_editor):
    call_command("createcachetable", TABLE, database=schema_editor.connection.alias, verbosity=0)


def drop(apps, schema_editor):
    schema_editor.execute(f"DROP TABLE {schema_editor.quote_name(TABLE)}")


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0036_letters_tried_again"),
    ]

    operations = [
        migrations.RunPython(make, drop),
    ]
