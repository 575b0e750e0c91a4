"""Whoever was joined to somebody who was joined in turn points at who they are by now."""

from django.db import migrations


def straighten(apps, schema_editor):
    Commenter = apps.get_model("comments", "Commenter")
    # Each round shortens every way by a step.
    while astray := list(Commenter.objects.filter(merged_into__merged_into__isnull=False)):
        for commenter in astray:
            onward = Commenter.objects.get(pk=commenter.merged_into_id).merged_into_id
            Commenter.objects.filter(pk=commenter.pk).update(merged_into=onward)


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0038_reason_left"),
    ]

    operations = [
        migrations.RunPython(straighten, migrations.RunPython.noop),
    ]
