"""The keys of a pack in Markdown, from the schema that editors read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from advisor.knowledge.schema import pack_schema
from advisor.workshop.editor_schemas import cases_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

Schema = Mapping[str, Any]

_AFTER = {"provenance": 1, "origin_note": 1, "sources": 1, "reason": 1, "says": 1}
"""What many entries have in common stands behind what is their own."""

_ORDER = (
    *("pack", "extends", "topics", "questions", "axes", "approaches", "conditions", "activities", "findings", "measures"),
    *("steps", "criteria", "tie", "balance", "drafts"),
    *("roles", "names", "articles", "presets", "sources", "changes"),
)
"""The sections as one comes to them who writes a pack."""


def pack_keys() -> str:
    """Return a chapter on each section of a pack, with a table of the keys of its entries and of what is inside them."""
    schema = pack_schema()
    told: set[str] = {"Clause"}
    lines: list[str] = []
    for section in sorted(schema["properties"], key=_ORDER.index):
        described = schema["properties"][section]
        lines += [f"## {section}", "", described["description"], ""]
        inside = [described["allOf"][0]] if "allOf" in described else [described.get("items", {})]
        lines += _tables(inside, schema["$defs"], told, 0)
    return "\n".join(lines)


def case_keys() -> str:
    """Return a table of the keys of a case, and of what it expects; answers are those of an answers file."""
    schema = cases_schema(None)
    return "\n".join(_tables([schema["$defs"]["CasesFile"]["properties"]["cases"]["items"]], schema["$defs"], {"AnswerBlock"}, 0))


def _tables(parts: list[Schema], defined: Schema, told: set[str], depth: int) -> Iterator[str]:
    """Yield a table for each kind of entry that has none yet, and behind it those of what is inside."""
    for name in dict.fromkeys(name for part in parts for name in _named(part)):
        if name in told:
            continue
        told.add(name)
        kind = defined[name].get("anyOf", [defined[name]])[-1]  # of a sentence the long form, whose keys are told
        if depth:
            yield from (f"### {_title(name)}", "", " ".join(kind["description"].split()), "")
        yield from ("| key | value | says |", "|---|---|---|")
        keys = sorted(kind["properties"].items(), key=lambda pair: (_AFTER.get(pair[0], 0), pair[0] != "id"))
        for key, value in keys:
            needed = "" if key in kind.get("required", ()) else f"; {_default(value)}"
            yield f"| `{key}` | {_value(value)}{needed} | {_told(value)} |"
        yield ""
        yield from _tables([value for _, value in keys], defined, told, depth + 1)


def _named(part: Schema) -> Iterator[str]:
    """Yield the kinds of entries that a value refers to."""
    if "$ref" in part:
        yield part["$ref"].rpartition("/")[2]
    for inner in (*part.get("anyOf", ()), *part.get("allOf", ()), part.get("items"), part.get("additionalProperties")):
        if isinstance(inner, Mapping):
            yield from _named(inner)


def _title(name: str) -> str:
    """Return the name of a kind as words: ``RuleExamples`` becomes ``Rule examples``."""
    return "".join(f" {letter.lower()}" if letter.isupper() and place else letter for place, letter in enumerate(name))


def _value(part: Schema) -> str:  # noqa: PLR0911 - a line for each kind of value
    """Return what may stand behind a key, in words."""
    others = [inner for inner in part.get("anyOf", part.get("allOf", ())) if inner.get("type") != "null"]
    if len(others) == 1:
        return _value(others[0])
    if len(others) == 2 and others[1].get("type") == "array":  # noqa: PLR2004 - one, or a list of the same
        return f"{_value(others[0])}, or {_value(others[1])}"
    if others:
        return "answer"
    if "$ref" in part:
        return _link(part, "")
    if "enum" in part:
        return ", ".join(f"`{word}`" for word in part["enum"])
    match part["type"]:
        case "array" if "prefixItems" in part:
            return f"[{', '.join(_value(inner) for inner in part['prefixItems'])}]"
        case "array":
            return f"list of {_several(part['items'])}{_count(part)}"
        case "object":
            return f"mapping to {_several(part['additionalProperties'])}"
    return {"string": "text", "integer": "whole number", "boolean": "`true`, `false`"}[part["type"]]


def _several(part: Schema) -> str:
    """Return what the members of a list or a mapping are."""
    if "$ref" in part:
        return _link(part, "s")
    if "anyOf" in part:
        return f"{_value(part)}s"
    if "enum" in part:
        return _value(part)
    if part["type"] == "object":
        return _value(part).replace("mapping", "mappings", 1)
    return f"{_value(part)}s" if part["type"] in {"string", "integer"} else _value(part)


def _link(part: Schema, ending: str) -> str:
    """Return the kind of entry that is referred to, linked to its table."""
    name = part["$ref"].rpartition("/")[2]
    title = _title(name).lower()
    shown = title if title.endswith("s") else f"{title}{ending}"
    return f"[condition{ending}](conditions.md)" if name == "Clause" else f"[{shown}](#{title.replace(' ', '-')})"


def _count(part: Schema) -> str:
    least, most = part.get("minItems"), part.get("maxItems")
    return "" if least is None else f", {least} of them" if least == most else f", at least {least}"


def _default(part: Schema) -> str:
    default = part.get("default")
    return f"by default `{str(default).lower()}`" if isinstance(default, bool | str | int) else "may be left out"


def _told(part: Schema) -> str:
    told = part.get("description") or next(
        (inner["description"] for inner in part.get("anyOf", ()) if "description" in inner), ""
    )
    return str(told).replace("|", r"\|")
