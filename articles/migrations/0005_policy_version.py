"""Old addresses of articles; versions of policies, with what stands on each page as its first."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import articles.models.derived
import articles.plaintext


def give_first_version(apps, schema_editor):
    Policy = apps.get_model("articles", "Policy")
    PolicyVersion = apps.get_model("articles", "PolicyVersion")
    for policy in Policy.objects.filter(present=None):
        # The page said “In this form since” this moment.
        policy.present = PolicyVersion.objects.create(
            policy=policy,
            number=1,
            title=policy.title,
            body=policy.body,
            since=policy.updated_at,
        )
        Policy.objects.filter(pk=policy.pk).update(present=policy.present)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0004_retraction"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="policy",
            options={
                "ordering": ["position", "title"],
                "permissions": [("view_trust_report", "Can read the trust report")],
                "verbose_name": "policy page",
            },
        ),
        migrations.AddField(
            model_name="policy",
            name="covers",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="policy",
            name="retired",
            field=models.BooleanField(
                default=False,
                help_text="No page links it any more. It keeps its address and all its versions.",
            ),
        ),
        migrations.CreateModel(
            name="PolicyVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "title",
                    models.CharField(max_length=120, validators=[articles.plaintext.validate_name]),
                ),
                ("body", articles.models.derived.DerivedTextField(blank=True, editable=False)),
                (
                    "change",
                    models.CharField(
                        blank=True, max_length=500, validators=[articles.plaintext.validate_text]
                    ),
                ),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="articles.policy",
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
            },
        ),
        migrations.AddField(
            model_name="policy",
            name="present",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="articles.policyversion",
            ),
        ),
        migrations.CreateModel(
            name="OldAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=200, unique=True)),
                ("left_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="old_addresses",
                        to="articles.article",
                    ),
                ),
                (
                    "left_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "old addresses",
                "ordering": ["-left_at", "-pk"],
                "constraints": [
                    articles.plaintext.AtMost(
                        field="slug", limit=200, name="oldaddress_slug_at_most_200"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="policyversion",
            constraint=models.UniqueConstraint(
                fields=("policy", "number"), name="policy_version_numbered"
            ),
        ),
        migrations.AddConstraint(
            model_name="policyversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("number", 1), models.Q(("change", ""), _negated=True), _connector="OR"
                ),
                name="policy_version_says_what_changed",
            ),
        ),
        migrations.AddConstraint(
            model_name="policyversion",
            constraint=articles.plaintext.AtMost(
                field="title", limit=120, name="policyversion_title_at_most_120"
            ),
        ),
        migrations.AddConstraint(
            model_name="policyversion",
            constraint=articles.plaintext.AtMost(
                field="change", limit=500, name="policyversion_change_at_most_500"
            ),
        ),
        # Backwards the versions go with their table.
        migrations.RunPython(give_first_version, migrations.RunPython.noop),
    ]
