"""The reasons a newsroom starts with. It edits them in the admin."""

from django.db import migrations
from django.db.models import F

OTHER = "STATEMENT_CATEGORY_OTHER_VIOLATION_TC"
SPEECH = "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH"
PRIVACY = "STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS"
SCAMS = "STATEMENT_CATEGORY_SCAMS_AND_FRAUD"
VIOLENCE = "STATEMENT_CATEGORY_VIOLENCE"

# Purpose, label, what readers are told, category, whether it is hard to read.
USUAL = (
    ("reject", "Off the subject", "Off the subject of the article.", OTHER, False),
    (
        "reject",
        "Attacks a person",
        "Attacks a person instead of answering them.",
        "STATEMENT_CATEGORY_CYBER_VIOLENCE",
        True,
    ),
    ("reject", "Advertising", "Advertising.", SCAMS, False),
    ("reject", "Unproven", "Makes an accusation without evidence.", OTHER, False),
    ("reject", "Repeats", "Says what was said before.", OTHER, False),
    ("reject", "Hate", "Sets people against a group for what they are.", SPEECH, True),
    ("reject", "Threat", "Threatens somebody or calls for violence.", VIOLENCE, True),
    ("reject", "Private matters", "Tells private things about somebody.", PRIVACY, False),
    ("close", "Enough said", "Everything has been said; thank you for it.", OTHER, False),
    ("close", "Off the subject", "The discussion has left the article.", OTHER, False),
    ("close", "Tone", "The tone has become too rough to go on.", OTHER, False),
    ("close", "Court case", "A court is hearing this case.", OTHER, False),
    ("close", "Nobody on duty", "Nobody can moderate this discussion now.", OTHER, False),
    ("commenter", "Advertising", "Advertises again and again.", SCAMS, False),
    (
        "commenter",
        "Attacks people",
        "Attacks people again and again.",
        "STATEMENT_CATEGORY_CYBER_VIOLENCE",
        True,
    ),
    ("commenter", "Several names", "Writes under several names.", OTHER, False),
)


def offer(apps, schema_editor):
    Reason = apps.get_model("comments", "Reason")
    for position, (purpose, label, text, ground, is_grim) in enumerate(USUAL, start=1):
        Reason.objects.create(
            purpose=purpose,
            label=label,
            text=text,
            ground=ground,
            is_grim=is_grim,
            position=position,
        )


def withdraw(apps, schema_editor):
    labels = {label for _, label, *_ in USUAL}
    apps.get_model("comments", "Reason").objects.filter(
        label__in=labels, decisions=None, commenter_decisions=None
    ).delete()


def count_as_read(apps, schema_editor):
    """What was published before there was a queue for it is not new."""
    published = apps.get_model("comments", "Comment").objects.filter(number__isnull=False)
    published.update(seen_at=F("published_at"))


class Migration(migrations.Migration):
    dependencies = [("comments", "0002_desk")]

    operations = [
        migrations.RunPython(offer, withdraw),
        migrations.RunPython(count_as_read, migrations.RunPython.noop),
    ]
