"""The JSON Schema of what people write and scripts read, for editors and validators."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from advisor.knowledge.loader import MANY, ONE

_CLAUSE = {
    "description": "A condition: 'fact is level', 'fact >= level', or a group of conditions.",
    "anyOf": [
        {"type": "string", "minLength": 1},
        {"type": "array", "items": {"$ref": "#/$defs/Clause"}, "minItems": 1},
        *(
            {
                "type": "object",
                "properties": {key: {"type": "array", "items": {"$ref": "#/$defs/Clause"}, "minItems": 1}},
                "required": [key],
                "additionalProperties": False,
            }
            for key in ("all", "any", "not")
        ),
        {
            "type": "object",
            "properties": {
                "at_least": {"type": "integer", "minimum": 1},
                "of": {"type": "array", "items": {"$ref": "#/$defs/Clause"}, "minItems": 1},
            },
            "required": ["at_least", "of"],
            "additionalProperties": False,
        },
    ],
}


def pack_schema() -> dict[str, Any]:
    """Return the schema of any file of a pack: which sections it may hold, and what is in them."""
    kinds = [*ONE.values(), *MANY.values()]
    schemas, definitions = msgspec.json.schema_components(kinds, ref_template="#/$defs/{name}")
    by_kind = dict(zip(kinds, schemas, strict=True))
    properties: dict[str, Any] = {section: by_kind[kind] for section, kind in ONE.items()}
    properties |= {section: {"type": "array", "items": by_kind[kind]} for section, kind in MANY.items()}
    forms = {"type": "object", "additionalProperties": {"type": "string"}}
    properties["articles"] = {"type": "object", "additionalProperties": forms}
    for internal in ("Test", "Group", "Levels", "WholeNumbers", "Span"):
        definitions.pop(internal, None)
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A file of a pack",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "$defs": {**definitions, "Clause": _CLAUSE},
    }
    found: dict[str, Any] = _as_written(schema)
    return found


def schema_of(kind: type[msgspec.Struct], title: str) -> dict[str, Any]:
    """Return the schema of one kind of value."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **msgspec.json.schema(kind)}


def to_text(schema: dict[str, Any]) -> str:
    """Return a schema as readable JSON."""
    return json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=False) + "\n"


def _as_written(part: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Replace the inner form of conditions by the form in which authors write them."""
    if isinstance(part, list):
        return [_as_written(each) for each in part]
    if not isinstance(part, dict):
        return part
    if "discriminator" in part:
        clause = {"$ref": "#/$defs/Clause"}
        others = [each for each in part.get("anyOf", ()) if each == {"type": "null"}]
        return {"anyOf": [clause, *others]} if others else clause
    return {key: _as_written(value) for key, value in part.items()}
