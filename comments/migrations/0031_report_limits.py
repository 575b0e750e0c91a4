"""How many reports one reader and one network may send."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0030_appeal"),
    ]

    operations = [
        migrations.AddField(
            model_name="houserules",
            name="reports_from_address",
            field=models.PositiveIntegerField(
                default=30,
                help_text="A school or an office shares one. 0: no limit.",
                validators=[
                    django.core.validators.MinValueValidator(0),
                    django.core.validators.MaxValueValidator(10000),
                ],
                verbose_name="reports from one network address in an hour",
            ),
        ),
        migrations.AddField(
            model_name="houserules",
            name="reports_per_hour",
            field=models.PositiveIntegerField(
                default=10,
                help_text="0: no limit.",
                validators=[
                    django.core.validators.MinValueValidator(0),
                    django.core.validators.MaxValueValidator(1000),
                ],
                verbose_name="reports of one reader in an hour",
            ),
        ),
    ]
