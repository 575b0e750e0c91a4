"""A thread has no slower pace than the house rules may have."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0044_failures_masked"),
    ]

    operations = [
        migrations.AlterField(
            model_name="thread",
            name="slow_seconds",
            field=models.PositiveIntegerField(
                blank=True,
                null=True,
                validators=[django.core.validators.MaxValueValidator(86400)],
                verbose_name="seconds between two comments of one commenter",
            ),
        ),
    ]
