"""Errors that readers report to the editors."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import articles.plaintext


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_first_edition"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ErrorReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "passage",
                    models.TextField(
                        blank=True, max_length=1000, validators=[articles.plaintext.validate_text]
                    ),
                ),
                (
                    "problem",
                    models.TextField(
                        max_length=2000, validators=[articles.plaintext.validate_text]
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("corrected", "Corrected"),
                            ("thanked", "Answered with thanks"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                (
                    "answer",
                    models.TextField(
                        blank=True, max_length=2000, validators=[articles.plaintext.validate_text]
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="error_reports",
                        to="articles.article",
                    ),
                ),
                (
                    "correction",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="error_reports",
                        to="articles.correction",
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "-pk"],
                "permissions": [("answer_errorreport", "Can answer readers who report an error")],
                "default_permissions": ("view",),
                "indexes": [
                    models.Index(fields=["status", "made_at"], name="error_report_by_status"),
                    models.Index(fields=["article", "made_at"], name="error_report_by_article"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at", None), ("status", "open")),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                ("status__in", ["corrected", "thanked"]),
                            ),
                            _connector="OR",
                        ),
                        name="error_report_answered_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "corrected"), _negated=True),
                            ("correction__isnull", False),
                            _connector="OR",
                        ),
                        name="error_report_corrected_by_a_correction",
                    ),
                    articles.plaintext.AtMost(
                        field="passage", limit=1000, name="errorreport_passage_at_most_1000"
                    ),
                    articles.plaintext.AtMost(
                        field="problem", limit=2000, name="errorreport_problem_at_most_2000"
                    ),
                    articles.plaintext.AtMost(
                        field="answer", limit=2000, name="errorreport_answer_at_most_2000"
                    ),
                    articles.plaintext.AtMost(
                        field="email", limit=254, name="errorreport_email_at_most_254"
                    ),
                ],
            },
        ),
    ]
