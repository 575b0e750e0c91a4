import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import articles.plaintext


class Migration(migrations.Migration):
    dependencies = [("comments", "0020_letters")]

    operations = [
        migrations.CreateModel(
            name="CommenterMerger",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("comments_moved", models.PositiveIntegerField()),
                ("from_standing", models.CharField(max_length=10)),
                ("to_standing", models.CharField(max_length=10)),
                ("merged_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-merged_at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="commenter",
            name="merged_into",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="comments.commenter",
            ),
        ),
        migrations.AddConstraint(
            model_name="commenter",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("email_confirmed_at__isnull", False), models.Q(("email", ""), _negated=True)
                ),
                fields=("email",),
                name="commenter_confirmed_email_once",
            ),
        ),
        migrations.AddField(
            model_name="commentermerger",
            name="gone",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="comments.commenter",
            ),
        ),
        migrations.AddField(
            model_name="commentermerger",
            name="kept",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="mergers",
                to="comments.commenter",
            ),
        ),
        migrations.AddConstraint(
            model_name="commenter",
            constraint=articles.plaintext.AtMost(
                field="email", limit=254, name="commenter_email_at_most_254"
            ),
        ),
    ]
