"""What readers report, and the cases it comes to."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import articles.plaintext


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0028_queue_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("opened_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("weight", models.FloatField(default=0)),
                ("has_notice", models.BooleanField(default=False)),
                ("reason_counts", models.JSONField(default=dict)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("upheld", "Upheld"), ("dismissed", "Dismissed")],
                        max_length=10,
                    ),
                ),
                ("closed_at", models.DateTimeField(null=True)),
                ("revision", models.PositiveSmallIntegerField(default=0)),
                (
                    "note",
                    models.CharField(
                        blank=True, max_length=1000, validators=[articles.plaintext.validate_text]
                    ),
                ),
            ],
            options={
                "ordering": ["-opened_at", "-pk"],
                "permissions": [
                    ("decide_case", "Can close cases"),
                    ("view_figures", "Can read the figures of moderation"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("receipt", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("revision", models.PositiveSmallIntegerField()),
                (
                    "name",
                    models.CharField(
                        blank=True, max_length=80, validators=[articles.plaintext.validate_name]
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("attack", "It attacks a person"),
                            ("hate", "It sets people against a group"),
                            ("private", "It tells private things about somebody"),
                            ("false", "It is false, and does harm"),
                            ("spam", "It is advertising"),
                            ("off_subject", "It has nothing to do with the article"),
                            ("illegal", "It is against the law"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        blank=True, max_length=2000, validators=[articles.plaintext.validate_text]
                    ),
                ),
                ("from_address", models.CharField(blank=True, max_length=43)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["made_at", "pk"],
            },
        ),
        migrations.AddField(
            model_name="case",
            name="closed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="comment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="comments.comment",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="decision",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="closed_cases",
                to="comments.decision",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="comments.case",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="reporter",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="comments.commenter",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_at", None)),
                fields=["-has_notice", "-weight", "opened_at"],
                name="case_open_most_pressing",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["opened_at"], name="case_by_age"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at", None)),
                fields=("comment",),
                name="case_open_once_per_comment",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at", None), ("outcome", "")),
                    models.Q(
                        ("closed_at__isnull", False), ("outcome__in", ["upheld", "dismissed"])
                    ),
                    _connector="OR",
                ),
                name="case_closed_has_an_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=articles.plaintext.AtMost(
                field="note", limit=1000, name="case_note_at_most_1000"
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["reporter", "made_at"], name="report_by_reporter"),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["from_address", "made_at"], name="report_by_address"),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["made_at"], name="report_by_age"),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "reason__in",
                        ["attack", "hate", "private", "false", "spam", "off_subject", "illegal"],
                    )
                ),
                name="report_reason_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", "illegal"), _negated=True),
                    models.Q(("text", ""), _negated=True),
                    _connector="OR",
                ),
                name="report_of_a_crime_is_explained",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=articles.plaintext.AtMost(
                field="text", limit=2000, name="report_text_at_most_2000"
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=articles.plaintext.AtMost(
                field="name", limit=80, name="report_name_at_most_80"
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=articles.plaintext.AtMost(
                field="email", limit=254, name="report_email_at_most_254"
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=articles.plaintext.AtMost(
                field="from_address", limit=43, name="report_from_address_at_most_43"
            ),
        ),
    ]
