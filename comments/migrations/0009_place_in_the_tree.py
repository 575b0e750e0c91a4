import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0008_modes_set_by_hand"),
    ]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="last_reply",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="comment",
            name="ordinal",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="comment",
            name="place",
            field=models.CharField(blank=True, max_length=40, null=True),
        ),
        migrations.AddField(
            model_name="comment",
            name="reply_count",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="comment",
            name="root",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="branch",
                to="comments.comment",
            ),
        ),
        migrations.AddField(
            model_name="thread",
            name="last_root",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                models.F("thread"),
                models.OrderBy(models.F("reply_count"), descending=True),
                models.F("ordinal"),
                condition=models.Q(("ordinal__isnull", False), ("root__isnull", True)),
                name="comment_most_replied",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("featured_at__isnull", False)),
                fields=["thread", "featured_at"],
                name="comment_editors_choice",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.UniqueConstraint(fields=("place",), name="comment_place_once"),
        ),
    ]
