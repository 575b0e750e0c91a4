"""Published standards, kept beside this project, to hold against them what it writes."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import xmlschema
from referencing import Registry
from referencing.jsonschema import DRAFT4

from tests.lacking import go_without

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "standards"

# The schema of JSON Feed 1.1 points into that of 1.0, which is not beside it: these are the types
# that version 1 of the format gives to what it points at.
TEXT = {"type": "string"}
ADDRESS = {"type": "string", "format": "uri", "pattern": "^https?://[^/]+/"}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d|Z)$"}
FEED_1: dict[str, Any] = {
    "id": "https://json.schemastore.org/feed-1",
    "definitions": {
        "extension": {"type": "object"},
        "uri": ADDRESS,
        "author": {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": False,
            "properties": {"name": TEXT, "url": ADDRESS, "avatar": ADDRESS},
        },
        "item": {
            "properties": {
                **dict.fromkeys(("title", "summary", "content_html", "content_text"), TEXT),
                **dict.fromkeys(("url", "external_url", "image", "banner_image"), ADDRESS),
                **dict.fromkeys(("date_published", "date_modified"), MOMENT),
                "tags": {"type": "array", "items": TEXT, "uniqueItems": True},
                "attachments": {"type": "array"},
            }
        },
    },
    "properties": {
        **dict.fromkeys(("title", "description"), TEXT),
        **dict.fromkeys(("feed_url", "home_page_url", "icon", "next_url"), ADDRESS),
        "expired": {"type": "boolean"},
        "hubs": {"type": "array"},
    },
}


def standard(name: str) -> Path:
    if not (FOLDER / name).is_file():
        go_without(f"needs {name} in {FOLDER.name}/ beside the project")
    return FOLDER / name


def json_feed_objections(told: Any) -> list[str]:
    schema = json.loads(standard("jsonfeed-1.1.schema.json").read_text("utf-8"))
    known: Registry[Any] = Registry().with_resource(FEED_1["id"], DRAFT4.create_resource(FEED_1))
    found = jsonschema.Draft4Validator(schema, registry=known).iter_errors(told)
    return [f"{list(one.absolute_path)}: {one.message}" for one in found]


def sitemap_objections(written: bytes) -> list[str]:
    schema = xmlschema.XMLSchema(standard("sitemap.xsd"))
    return [str(one.reason) for one in schema.iter_errors(written.decode())]
