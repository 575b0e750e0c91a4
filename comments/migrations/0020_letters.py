import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import articles.plaintext


class Migration(migrations.Migration):
    dependencies = [("comments", "0019_hit")]

    operations = [
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("confirm", "Please confirm your address"),
                            ("yours", "The link to what is kept about you"),
                            ("reply", "Somebody answered you"),
                            ("decision", "What became of your comment"),
                            ("featured", "The editors chose your comment"),
                            ("appeal", "What became of your appeal"),
                            ("report", "What became of your report"),
                        ],
                        max_length=10,
                    ),
                ),
                ("effect", models.CharField(max_length=120, unique=True)),
                ("address", models.EmailField(blank=True, max_length=254)),
                ("words", models.JSONField(blank=True, default=dict)),
                ("asked_from", models.CharField(blank=True, max_length=43)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("due_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("failed_because", models.CharField(blank=True, max_length=300)),
                ("sent_at", models.DateTimeField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("given_up_at", models.DateTimeField(null=True)),
                ("used_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["due_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="MailWishes",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reply", models.BooleanField(default=True, verbose_name="somebody answers me")),
                (
                    "decision",
                    models.BooleanField(
                        default=True, verbose_name="a moderator decides on a comment of mine"
                    ),
                ),
                (
                    "featured",
                    models.BooleanField(
                        default=True, verbose_name="the editors choose a comment of mine"
                    ),
                ),
                (
                    "pace",
                    models.CharField(
                        choices=[
                            ("at_once", "At once"),
                            ("hourly", "Once an hour at most"),
                            ("daily", "Once a day, in the morning"),
                        ],
                        default="at_once",
                        max_length=10,
                        verbose_name="how often",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RefusedAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("refused_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.AddField(
            model_name="letter",
            name="comment",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="letters",
                to="comments.comment",
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="commenter",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="letters",
                to="comments.commenter",
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="decision",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="letters",
                to="comments.decision",
            ),
        ),
        migrations.AddField(
            model_name="mailwishes",
            name="commenter",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="mail_wishes",
                to="comments.commenter",
            ),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(
                condition=models.Q(
                    ("cancelled_at", None), ("given_up_at", None), ("sent_at", None)
                ),
                fields=["due_at"],
                name="letter_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(fields=["address", "made_at"], name="letter_by_address"),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(fields=["asked_from", "made_at"], name="letter_by_network"),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["confirm", "yours", "reply", "decision", "featured", "appeal", "report"],
                    )
                ),
                name="letter_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("commenter__isnull", False),
                    models.Q(("address", ""), _negated=True),
                    _connector="OR",
                ),
                name="letter_goes_to_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=articles.plaintext.AtMost(
                field="effect", limit=120, name="letter_effect_at_most_120"
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=articles.plaintext.AtMost(
                field="failed_because", limit=300, name="letter_failed_because_at_most_300"
            ),
        ),
        migrations.AddConstraint(
            model_name="mailwishes",
            constraint=models.CheckConstraint(
                condition=models.Q(("pace__in", ["at_once", "hourly", "daily"])),
                name="mail_wishes_pace_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=articles.plaintext.AtMost(
                field="address", limit=254, name="letter_address_at_most_254"
            ),
        ),
    ]
