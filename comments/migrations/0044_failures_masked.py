"""What mail servers have said of letters is kept without the addresses that it was said of."""

from django.db import migrations

from articles.mailboxes import masked_within

BATCH = 1_000
LIMIT = 300


def mask(apps, schema_editor):
    Letter = apps.get_model("comments", "Letter")
    failed = Letter.objects.filter(failed_because__contains="@").order_by("pk")
    last = 0
    while batch := list(failed.filter(pk__gt=last).only("pk", "failed_because")[:BATCH]):
        for letter in batch:
            letter.failed_because = masked_within(letter.failed_because)[:LIMIT]
        Letter.objects.bulk_update(batch, ["failed_because"], batch_size=200)
        last = batch[-1].pk


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0043_rule_indexes"),
    ]

    operations = [
        # The addresses are gone for good.
        migrations.RunPython(mask, migrations.RunPython.noop),
    ]
