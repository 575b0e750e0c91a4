"""Appeals against decisions, with their messages."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import articles.plaintext


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0029_report"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Appeal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("upheld", "Decision upheld"),
                            ("overturned", "Decision overturned"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("opened_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "answer",
                    models.TextField(
                        blank=True, max_length=2000, validators=[articles.plaintext.validate_text]
                    ),
                ),
                (
                    "override",
                    models.CharField(
                        blank=True, max_length=300, validators=[articles.plaintext.validate_text]
                    ),
                ),
            ],
            options={
                "ordering": ["-opened_at", "-pk"],
                "permissions": [
                    ("decide_appeal", "Can decide on appeals against decisions of others"),
                    (
                        "override_appeal",
                        "Can decide on appeals against their own, with a recorded reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AppealMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        max_length=2000, validators=[articles.plaintext.validate_text]
                    ),
                ),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["sent_at", "pk"],
            },
        ),
        migrations.AddField(
            model_name="appeal",
            name="commenter_decision",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="appeal",
                to="comments.commenterdecision",
            ),
        ),
        migrations.AddField(
            model_name="appeal",
            name="decided_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="appeals",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="appeal",
            name="decision",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="appeal",
                to="comments.decision",
            ),
        ),
        migrations.AddField(
            model_name="appealmessage",
            name="appeal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="messages",
                to="comments.appeal",
            ),
        ),
        migrations.AddField(
            model_name="appealmessage",
            name="moderator",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="appeal",
            index=models.Index(fields=["status", "opened_at"], name="appeal_by_status"),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decision__isnull", True),
                    ("commenter_decision__isnull", True),
                    _connector="XOR",
                ),
                name="appeal_is_against_one_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("status", "open")),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("status__in", ["upheld", "overturned"]),
                    ),
                    _connector="OR",
                ),
                name="appeal_decided_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=articles.plaintext.AtMost(
                field="answer", limit=2000, name="appeal_answer_at_most_2000"
            ),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=articles.plaintext.AtMost(
                field="override", limit=300, name="appeal_override_at_most_300"
            ),
        ),
        migrations.AddConstraint(
            model_name="appealmessage",
            constraint=articles.plaintext.AtMost(
                field="text", limit=2000, name="appealmessage_text_at_most_2000"
            ),
        ),
    ]
