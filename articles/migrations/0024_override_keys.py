"""What is set aside is known again by a key."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0023_large_jpegs"),
    ]

    operations = [
        migrations.AddField(
            model_name="override", name="keys", field=models.JSONField(default=list)
        ),
    ]
