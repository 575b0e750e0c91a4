from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0025_claim")]

    operations = [
        migrations.AddField(
            model_name="decision",
            name="was_featured_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="decision",
            name="was_seen_at",
            field=models.DateTimeField(null=True),
        ),
    ]
