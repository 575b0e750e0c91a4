"""Who asks an appellant something although they may not judge, keeps the reason."""

from django.db import migrations, models

import articles.plaintext


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0045_slow_mode_limit"),
    ]

    operations = [
        migrations.AddField(
            model_name="appealmessage",
            name="override",
            field=models.CharField(
                blank=True, max_length=300, validators=[articles.plaintext.validate_text]
            ),
        ),
        migrations.AddConstraint(
            model_name="appealmessage",
            constraint=articles.plaintext.AtMost(
                field="override", limit=300, name="appealmessage_override_at_most_300"
            ),
        ),
    ]
