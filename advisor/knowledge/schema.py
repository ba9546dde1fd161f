"""The JSON Schema of what people write and scripts read, for editors and validators."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from advisor.knowledge.fields import KEYS, NAMES, VARIANTS
from advisor.knowledge.findings import Advice
from advisor.knowledge.identity import Extends
from advisor.knowledge.loader import MANY, ONE
from advisor.knowledge.sentences import DatedSentence, Sentence

if TYPE_CHECKING:
    from advisor.knowledge.model import Pack

Ids = Mapping[str, Mapping[str, str]]
"""By kind: ids, each with what it stands for."""

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_CLAUSE = {
    "description": "A condition: 'fact is level', 'fact >= level', or a group of conditions.",
    "anyOf": [
        {"type": "string", "minLength": 1},
        {"type": "array", "items": {"$ref": "#/$defs/Clause"}, "minItems": 1},
        *(
            {
                "type": "object",
                "properties": {key: {"description": told, "type": "array", "items": {"$ref": "#/$defs/Clause"}, "minItems": 1}},
                "required": [key],
                "additionalProperties": False,
            }
            for key, told in (
                ("all", "All of these hold."),
                ("any", "One of these holds."),
                ("not", "None of these holds."),
            )
        ),
        {
            "type": "object",
            "properties": {
                "at_least": {"description": "How many of them have to hold.", "type": "integer", "minimum": 1},
                "of": {
                    "description": "The conditions that are counted.",
                    "type": "array",
                    "items": {"$ref": "#/$defs/Clause"},
                    "minItems": 1,
                },
            },
            "required": ["at_least", "of"],
            "additionalProperties": False,
        },
    ],
}


_SECTIONS = {
    "pack": "The pack as a whole: its id, version, language, and what it is for.",
    "balance": "What to say, and to watch, once all approaches aimed at are established.",
    "tie": "What to say where no criterion tells two steps apart.",
    "topics": "Groups of questions, in the order of a session.",
    "questions": "What is asked, each with its levels.",
    "axes": "The basic questions of the map, each with two poles.",
    "approaches": "Ways of going about it, each with one pole of each axis.",
    "conditions": "Conditions that rules ask for by name.",
    "activities": "What one piece of advice may do and another one hold back.",
    "measures": "What it takes to bring one fact to one level; steps, preparations and remedies use it.",
    "findings": "Rules: a condition, what it means, why, and two examples.",
    "steps": "What establishes an approach from a springboard.",
    "criteria": "Which step comes next; those further up weigh more.",
    "drafts": "Papers to copy, written where the path of a city asks for them.",
    "roles": "Who acts, under neutral names.",
    "names": "Names that may be used for roles, with their article.",
    "presets": "How known cities call their roles.",
    "sources": "Where something is documented; other entries cite the ids.",
    "changes": "What versions of the pack renamed or no longer ask, for old answers.",
    "articles": "The forms that each article gives to a name.",
    "extends": "The pack that this one adds to.",
}
_SENTENCES = {kind.__name__ for kind in (Sentence, DatedSentence, Advice)}
_CONDITION = "A condition: 'fact is level', 'fact >= level', or a group of conditions."


def pack_schema(ids: Ids | None = None) -> dict[str, Any]:
    """Return the schema of any file of a pack; with ``ids``, only these are accepted where others are named."""
    kinds = [*ONE.values(), *MANY.values(), Extends]
    schemas, definitions = msgspec.json.schema_components(kinds, ref_template="#/$defs/{name}")
    by_kind = dict(zip(kinds, schemas, strict=True))
    properties: dict[str, Any] = {section: {"allOf": [by_kind[kind]]} for section, kind in ONE.items()}
    properties |= {section: {"type": "array", "items": by_kind[kind]} for section, kind in MANY.items()}
    forms = {"type": "object", "additionalProperties": {"type": "string"}}
    properties["extends"] = {"allOf": [by_kind[Extends]]}
    properties["articles"] = {"type": "object", "additionalProperties": forms}
    for section, described in properties.items():
        described["description"] = _SECTIONS[section]
    for internal in ("Test", "Group", "Levels", "WholeNumbers", "Span"):
        definitions.pop(internal, None)
    schema: dict[str, Any] = {
        "$schema": _DRAFT,
        "title": "A file of a pack",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "$defs": {**definitions, "Clause": _CLAUSE},
    }
    found: dict[str, Any] = _as_written(schema, ids or {})
    return found


def schema_of(kind: type[msgspec.Struct], title: str, ids: Ids | None = None) -> dict[str, Any]:
    """Return the schema of one kind of value; with ``ids``, only these are accepted where others are named."""
    found: dict[str, Any] = _as_written(msgspec.json.schema(kind), ids or {})
    return {"$schema": _DRAFT, "title": title, **found}


def known_ids(pack: Pack) -> dict[str, dict[str, str]]:
    """Return the ids that entries of a pack refer to, by kind, each with what it stands for."""
    approaches = {each.id: each.name for each in pack.approaches}
    questions = {each.id: each.ask for each in pack.questions}
    begun = {"nothing": "Nothing is established yet.", "begun": "The target has begun."}
    return {
        "topic": {each.id: each.name for each in pack.topics},
        "question": questions,
        "approach": approaches,
        "pole": {each.id: each.name for each in pack.poles()},
        "role": {each.id: each.about for each in pack.roles},
        "source": {each.id: each.title for each in pack.sources},
        "article": dict.fromkeys(pack.articles, ""),
        "finding": {each.id: each.title for each in pack.findings},
        "step": {each.id: each.title for each in pack.steps},
        "activity": {each.id: each.label for each in pack.activities},
        "springboard": approaches | begun,
        "answer": questions | approaches,
    }


def schema_text(schema: dict[str, Any]) -> str:
    """Return a schema as readable JSON."""
    return json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=False) + "\n"


def _one_or_more(part: dict[str, Any], ids: Ids) -> dict[str, Any]:
    """Return the schema of a list in whose place one value may be written."""
    several = _as_written({key: value for key, value in part.items() if key not in {VARIANTS, "description", "default"}}, ids)
    return {"description": part["description"], "anyOf": [several["items"], several]}


def _as_written(part: Any, ids: Ids) -> Any:  # noqa: ANN401 - any JSON value
    """Replace the inner form of conditions by the form in which authors write them, and kinds of ids by the ids."""
    if isinstance(part, list):
        return [_as_written(each, ids) for each in part]
    if not isinstance(part, dict):
        return part
    if "discriminator" in part:
        clause = {"$ref": "#/$defs/Clause"}
        others = [each for each in part.get("anyOf", ()) if each == {"type": "null"}]
        return {"description": part.get("description", _CONDITION), "anyOf": [clause, *others]}
    if VARIANTS in part:
        return _one_or_more(part, ids)
    found = {key: _as_written(value, ids) for key, value in part.items() if key not in {NAMES, KEYS}}
    if (
        isinstance(part.get("title"), str) and part["title"] in _SENTENCES and "properties" in found
    ):  # a plain text is a sentence without conditions
        return {"description": found["description"], "anyOf": [found["properties"]["text"], found]}
    for each in found.get("anyOf", ()):
        if "description" in each:
            found.setdefault("description", each["description"])
    if part.get(NAMES) in ids:
        found["enum"] = [*ids[part[NAMES]]]
    if part.get(KEYS) in ids:
        value = found.pop("additionalProperties")
        found["properties"] = {name: {"description": about, "allOf": [value]} for name, about in ids[part[KEYS]].items()}
        found["additionalProperties"] = False
    return found
