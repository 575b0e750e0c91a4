from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0010_places_of_the_numbered"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("number__isnull", True),
                        ("ordinal__isnull", True),
                        ("place__isnull", True),
                    ),
                    models.Q(
                        ("number__isnull", False),
                        ("ordinal__isnull", False),
                        ("place__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="comment_numbered_has_its_place",
            ),
        ),
    ]
