from django.db import migrations

import articles.plaintext


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0015_mute"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="comment",
            constraint=articles.plaintext.AtMost(
                field="place", limit=40, name="comment_place_at_most_40"
            ),
        ),
        migrations.AddConstraint(
            model_name="mute",
            constraint=articles.plaintext.AtMost(
                field="name", limit=80, name="mute_name_at_most_80"
            ),
        ),
    ]
