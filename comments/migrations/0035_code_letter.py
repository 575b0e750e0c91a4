"""Codes to sign in with are counted among the letters."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0034_gist"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="letter",
            name="letter_kind_is_known",
        ),
        migrations.AlterField(
            model_name="letter",
            name="kind",
            field=models.CharField(
                choices=[
                    ("confirm", "Please confirm your address"),
                    ("yours", "The link to what is kept about you"),
                    ("reply", "Somebody answered you"),
                    ("decision", "What became of your comment"),
                    ("featured", "The editors chose your comment"),
                    ("appeal", "What became of your appeal"),
                    ("report", "What became of your report"),
                    ("standing", "About your comments"),
                    ("code", "A code to sign in with"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "confirm",
                            "yours",
                            "reply",
                            "decision",
                            "featured",
                            "appeal",
                            "report",
                            "standing",
                            "code",
                        ],
                    )
                ),
                name="letter_kind_is_known",
            ),
        ),
    ]
