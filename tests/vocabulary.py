"""The vocabulary of schema.org 30.0, to hold against it what a page tells machines."""

import csv
from collections.abc import Iterator
from functools import cache
from typing import Any

from tests.standards import standard

SCHEMA = "https://schema.org/"
# Those of JSON-LD itself.
KEYWORDS = {"@context", "@type", "@id"}


def objections(told: Any, place: str = "") -> list[str]:
    """Types that there are not, and properties that there are not or that their type has not."""
    if isinstance(told, list):
        return [each for one in told for each in objections(one, place)]
    if not isinstance(told, dict):
        return []
    types = _as_list(told.get("@type", []))
    found = [f"{place}: no type {one}" for one in types if one not in _parents()]
    above = {parent for one in types for parent in _ancestors(one)}
    for name, value in told.items():
        if name not in KEYWORDS:
            if not (types and _domains().get(name, set()) & above):
                found.append(f"{place}: {types} has no {name}")
            found += _out_of_range(name, value, f"{place}/{name}")
        found += objections(value, f"{place}/{name}")
    return found


def _out_of_range(name: str, value: Any, place: str) -> Iterator[str]:
    """Of things alone: that a text is one, and a number one, is seen in the tests that read it."""
    allowed = _ranges().get(name, set())
    for one in _as_list(value):
        types = _as_list(one.get("@type", [])) if isinstance(one, dict) else []
        above = {parent for each in types for parent in _ancestors(each)}
        if types and not above & allowed:
            yield f"{place}: {types} where {sorted(allowed)} is meant"


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _ancestors(name: str) -> set[str]:
    parents = _parents().get(name, set())
    return {name}.union(*map(_ancestors, parents)) if parents else {name}


def _names(cell: str) -> set[str]:
    return {each.strip().removeprefix(SCHEMA) for each in cell.split(",") if each.strip()}


def _rows(name: str) -> Iterator[dict[str, str]]:
    with standard(f"schemaorg-30.0-{name}.csv").open(encoding="utf-8") as file:
        yield from csv.DictReader(file)


@cache
def _parents() -> dict[str, set[str]]:
    return {row["label"]: _names(row["subTypeOf"]) for row in _rows("types")}


@cache
def _domains() -> dict[str, set[str]]:
    return {row["label"]: _names(row["domainIncludes"]) for row in _rows("properties")}


@cache
def _ranges() -> dict[str, set[str]]:
    return {row["label"]: _names(row["rangeIncludes"]) for row in _rows("properties")}
