"""Letters that were given up are found at once, and tried again by who may."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0035_code_letter"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="letter",
            options={
                "ordering": ["due_at", "pk"],
                "permissions": [("resend_letter", "Can have failed letters tried again")],
            },
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(
                condition=models.Q(("given_up_at__isnull", False)),
                fields=["given_up_at"],
                name="letter_failed",
            ),
        ),
    ]
