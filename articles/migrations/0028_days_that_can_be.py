"""Disclosures and managers of groups begin and end on days that can be shown."""

import django.utils.timezone
from django.db import migrations, models

import articles.limits


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0027_closed_without_a_correction"),
    ]

    operations = [
        migrations.AlterField(
            model_name="disclosure",
            name="valid_from",
            field=models.DateField(
                default=django.utils.timezone.localdate,
                validators=[articles.limits.validate_day_of_life],
            ),
        ),
        migrations.AlterField(
            model_name="disclosure",
            name="valid_to",
            field=models.DateField(
                blank=True,
                help_text="The last day, if it has one.",
                null=True,
                validators=[articles.limits.validate_day_of_life],
            ),
        ),
        migrations.AlterField(
            model_name="manager",
            name="since",
            field=models.DateField(validators=[articles.limits.validate_day_of_life]),
        ),
        migrations.AlterField(
            model_name="manager",
            name="until",
            field=models.DateField(
                blank=True,
                help_text="The last day, if it has ended.",
                null=True,
                validators=[articles.limits.validate_day_of_life],
            ),
        ),
    ]
