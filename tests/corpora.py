"""Difficult input collected by other projects, kept beside this one.

Where it is missing, the tests that read it are skipped and say so; where checks must be complete
they fail.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import NamedTuple

from tests.lacking import go_without

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "bad-input"


class Case(NamedTuple):
    """One difficult input. `ctx` says where it belongs: html, text, url, path, sql, header."""

    id: str
    ctx: str
    payload: str
    note: str = ""


def cases(*names: str, ctx: str = "") -> list[Case]:
    """All cases of the named files (of every file, if none is named) for one context."""
    if not FOLDER.is_dir():
        go_without(f"needs the collection of difficult input in {FOLDER.name}/ beside the project")
    files = [FOLDER / f"{name}.jsonl" for name in names] or sorted(FOLDER.glob("*.jsonl"))
    found = [_case(line) for file in files for line in file.read_text("utf-8").splitlines() if line]
    return [case for case in found if not ctx or case.ctx == ctx]


def _case(line: str) -> Case:
    row = json.loads(line)
    payload = row.get("payload")
    if payload is None:
        # As a web server hands it over: bytes that are no UTF-8 become U+FFFD.
        payload = base64.b64decode(row["payload_b64"]).decode("utf-8", "replace")
    return Case(row["id"], row["ctx"], payload, row.get("note", ""))
