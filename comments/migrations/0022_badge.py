from django.db import migrations, models

import articles.plaintext


class Migration(migrations.Migration):
    dependencies = [("comments", "0021_merger")]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="badge",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=articles.plaintext.AtMost(
                field="badge", limit=120, name="comment_badge_at_most_120"
            ),
        ),
    ]
