"""The same text is found again in any dress; what was posted before is given its gist."""

from django.db import migrations, models

import articles.models.derived
import comments.gist

BATCH = 1_000


def give_gists(apps, schema_editor):
    Comment = apps.get_model("comments", "Comment")
    written = Comment.objects.exclude(body_source="").order_by("pk").only("pk", "body_source")
    last = 0
    while batch := list(written.filter(pk__gt=last)[:BATCH]):
        for comment in batch:
            comment.gist = comments.gist.gist_of(comment.body_source)
        Comment.objects.bulk_update(batch, ["gist"], batch_size=200)
        last = batch[-1].pk


class Migration(migrations.Migration):
    dependencies = [("comments", "0033_endings")]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="gist",
            field=articles.models.derived.DerivedTextField(blank=True, default="", editable=False),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["gist", "posted_at"], name="comment_by_gist"),
        ),
        migrations.RunPython(give_gists, migrations.RunPython.noop),
    ]
