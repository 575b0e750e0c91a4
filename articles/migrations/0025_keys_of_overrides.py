"""What was set aside before it had keys has them, as far as its words say whom it was about."""

import re
from collections.abc import Iterator
from typing import Any

from django.db import migrations

UNDECLARED = re.compile(r"(.+) has not declared for this article\.")
NAMED = re.compile(
    r"The (?P<field>[^“]+) says “.+”, and (?P<name>.+) has disclosed: (?P<label>.+)\. "
    r"Say whether it matters here\."
)
# What a passage is in has another name.
FIELDS = {"tags": "list of tags"}


def give(apps: Any, schema_editor: Any) -> None:
    overrides = apps.get_model("articles", "Override").objects.using(schema_editor.connection.alias)
    for override in overrides.iterator():
        authors = [byline.author for byline in override.article.bylines.select_related("author")]
        managers = [manager for author in authors for manager in author.managers.all()]
        lines = override.objections.splitlines()
        keys = {key for line in lines for key in _keys(line, authors, managers)}
        overrides.filter(pk=override.pk).update(keys=sorted(keys))


def _keys(line: str, authors: list[Any], managers: list[Any]) -> Iterator[str]:
    """Of everybody of that name: a manager was once called without the group."""
    if found := UNDECLARED.fullmatch(line):
        for author in authors:
            if author.name == found[1]:
                yield f"declarations:{author.pk}:"
        for manager in managers:
            if found[1] in (manager.name, f"{manager.name} (for {manager.group.name})"):
                yield f"declarations:{manager.group_id}:{manager.pk}"
    elif found := NAMED.fullmatch(line):
        people = {author.pk: author for author in authors}
        people |= {manager.person_id: manager.person for manager in managers if manager.person}
        for author in people.values():
            for interest in author.disclosures.all() if author.name == found["name"] else ():
                kind = interest.get_kind_display()
                if found["label"] == (f"{kind}, {interest.entity}" if interest.entity else kind):
                    about = f"{interest.author_id}:{interest.kind}:{interest.entity}"
                    yield f"conflicts:{about}:{_field(found['field'])}"


def _field(was: str) -> str:
    return was.capitalize() if was.startswith("update ") else FIELDS.get(was, was)


def take(apps: Any, schema_editor: Any) -> None:
    """The words are still there."""


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0024_override_keys"),
    ]

    operations = [migrations.RunPython(give, take)]
