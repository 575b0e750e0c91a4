"""An act keeps the whole standing that it left, with its reason, as it keeps the one it found."""

from django.db import migrations, models
from django.db.models import F, OuterRef, Subquery


def fill(apps, schema_editor):
    """What was put back has its own reason; what only says something leaves the one it found."""
    Act = apps.get_model("comments", "CommenterDecision")
    undone = Act.objects.filter(pk=OuterRef("undoes")).values("from_reason")
    Act.objects.filter(act__in=["note", "warn"]).update(to_reason=F("from_reason"))
    settling = Act.objects.exclude(act__in=["note", "warn"])
    settling.filter(undoes=None).update(to_reason=F("reason"))
    settling.filter(undoes__isnull=False).update(to_reason=Subquery(undone))


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0037_shared_cache"),
    ]

    operations = [
        migrations.AddField(
            model_name="commenterdecision",
            name="to_reason",
            field=models.CharField(blank=True, default="", max_length=300),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
