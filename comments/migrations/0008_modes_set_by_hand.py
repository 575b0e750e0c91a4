"""What a person has set stays set by hand, whatever its section says later."""

from django.db import migrations
from django.db.models import Max, OuterRef, Subquery


def remember(apps, schema_editor):
    decisions = apps.get_model("comments", "ThreadDecision").objects
    newest = (
        decisions.filter(thread=OuterRef("pk"))
        .order_by()
        .values("thread")
        .annotate(newest=Max("decided_at"))
        .values("newest")
    )
    apps.get_model("comments", "Thread").objects.update(mode_set_at=Subquery(newest))


class Migration(migrations.Migration):
    dependencies = [("comments", "0007_thread_state")]

    operations = [migrations.RunPython(remember, migrations.RunPython.noop)]
