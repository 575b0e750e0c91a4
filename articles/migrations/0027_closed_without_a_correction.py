"""An error report that was closed is not said to be answered with thanks."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0026_photos_of_ended_versions"),
    ]

    operations = [
        migrations.AlterField(
            model_name="errorreport",
            name="status",
            field=models.CharField(
                choices=[
                    ("open", "Open"),
                    ("corrected", "Corrected"),
                    ("thanked", "Closed without a correction"),
                ],
                default="open",
                max_length=10,
            ),
        ),
    ]
