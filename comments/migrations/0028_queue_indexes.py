from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0027_override_of_a_close")]

    operations = [
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["commenter", "status"], name="comment_record"),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                fields=["thread", "status", "posted_at"], name="comment_queue_of_thread"
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                fields=["status", "posted_at"],
                name="comment_unread",
                condition=models.Q(("seen_at__isnull", True)),
            ),
        ),
    ]
