"""The log is read by date: for the public, and for figures."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0031_report_limits"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(fields=["decided_at"], name="decision_by_age"),
        ),
    ]
