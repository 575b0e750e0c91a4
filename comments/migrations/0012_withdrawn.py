from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0011_numbered_has_its_place")]

    operations = [
        migrations.RemoveConstraint(model_name="comment", name="comment_status_is_known"),
        migrations.AlterField(
            model_name="comment",
            name="status",
            field=models.CharField(
                choices=[
                    ("held", "Held for a moderator"),
                    ("approved", "Approved"),
                    ("rejected", "Rejected"),
                    ("withdrawn", "Withdrawn by who wrote it"),
                ],
                default="held",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(status__in=["held", "approved", "rejected", "withdrawn"]),
                name="comment_status_is_known",
            ),
        ),
    ]
