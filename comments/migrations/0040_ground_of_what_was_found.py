"""A decision keeps the category of what a rule found; for slurs of the word list it is known."""

from django.db import migrations, models
from django.db.models import Exists, OuterRef


def fill(apps, schema_editor):
    Hit = apps.get_model("comments", "Hit")
    Decision = apps.get_model("comments", "Decision")
    slurs = Hit.objects.filter(
        comment=OuterRef("comment"),
        revision=OuterRef("revision"),
        rescan=None,
        action="reject",
        is_slur=True,
    )
    by_the_list = Decision.objects.filter(
        rule="reject_banned_words", moderator=None, to_status="rejected"
    )
    ground = "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH"
    by_the_list.filter(Exists(slurs)).update(ground=ground)


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0039_joined_straight"),
    ]

    operations = [
        migrations.AddField(
            model_name="decision",
            name="ground",
            field=models.CharField(blank=True, default="", max_length=100),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
