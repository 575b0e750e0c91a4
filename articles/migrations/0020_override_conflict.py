from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("articles", "0019_further_visits")]

    operations = [
        migrations.AlterModelOptions(
            name="conflictanswer",
            options={
                "default_permissions": ("view", "add"),
                "ordering": ["answered_at", "pk"],
                "permissions": [
                    ("override_conflict", "Can publish with an interest unanswered, with a reason")
                ],
            },
        ),
    ]
