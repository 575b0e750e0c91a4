"""Letters are counted by the mailbox that they end in, however its address is spelled."""

from django.db import migrations, models

import articles.mailboxes
import articles.models.derived

BATCH = 1_000


def name_mailboxes(apps, schema_editor):
    Letter = apps.get_model("comments", "Letter")
    addressed = Letter.objects.exclude(address="").order_by("pk").only("pk", "address")
    last = 0
    while batch := list(addressed.filter(pk__gt=last)[:BATCH]):
        for letter in batch:
            letter.mailbox = articles.mailboxes.mailbox_of(letter.address)
        Letter.objects.bulk_update(batch, ["mailbox"], batch_size=200)
        last = batch[-1].pk


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0041_networks_of_small_acts"),
    ]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="mailbox",
            field=articles.models.derived.DerivedTextField(blank=True, default="", editable=False),
            preserve_default=False,
        ),
        migrations.RemoveIndex(model_name="letter", name="letter_by_address"),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(fields=["mailbox", "made_at"], name="letter_by_mailbox"),
        ),
        migrations.RunPython(name_mailboxes, migrations.RunPython.noop),
    ]
