"""What a rule has held is found by it, in a queue and among the unread."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0042_mailbox")]

    operations = [
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                fields=["status", "held_by_rule", "posted_at"], name="comment_by_rule"
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("seen_at__isnull", True)),
                fields=["status", "held_by_rule", "posted_at"],
                name="comment_unread_by_rule",
            ),
        ),
    ]
