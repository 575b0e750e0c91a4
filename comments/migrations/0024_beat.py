import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_first_edition"),
        ("comments", "0023_erasing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Beat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "moderator",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="beat",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("sections", models.ManyToManyField(related_name="beats", to="articles.section")),
            ],
            options={"ordering": ["moderator"]},
        ),
    ]
