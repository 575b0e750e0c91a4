from django.db import migrations, models

import articles.plaintext


class Migration(migrations.Migration):
    dependencies = [("comments", "0026_exact_undo")]

    operations = [
        migrations.AddField(
            model_name="threaddecision",
            name="override",
            field=models.CharField(
                blank=True, max_length=300, validators=[articles.plaintext.validate_text]
            ),
        ),
        migrations.AddConstraint(
            model_name="threaddecision",
            constraint=articles.plaintext.AtMost(
                field="override", limit=300, name="threaddecision_override_at_most_300"
            ),
        ),
    ]
