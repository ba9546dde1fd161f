"""The schemas that editors use accept what the product accepts, and refuse what it refuses."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

from advisor import paths
from advisor.cli import main
from advisor.knowledge.loader import CASES, TRANSLATIONS
from advisor.knowledge.yaml_text import Plain, read_source
from tests.small_pack import small_pack

ROOT = Path(__file__).parent.parent
KNOWLEDGE = [file for file in paths.shipped("rules").rglob("*.yaml") if file.name != CASES and file.parent.name != TRANSLATIONS]
PACK_FILES = sorted(KNOWLEDGE)
EXAMPLES = sorted((ROOT / "examples").rglob("*.yaml"))


def schema(kind: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(CliRunner().invoke(main, ["schema", kind]).stdout)
    jsonschema.Draft202012Validator.check_schema(found)
    return found


def as_editors_see(data: Plain) -> object:
    """Give plain texts the types that a YAML editor gives them: numbers, true and false."""
    if isinstance(data, dict):
        return {key: as_editors_see(value) for key, value in data.items()}
    if isinstance(data, list):
        return [as_editors_see(value) for value in data]
    if data in {"true", "false"}:
        return data == "true"
    return int(data) if isinstance(data, str) and re.fullmatch(r"-?\d+", data) else data


@pytest.mark.parametrize("file", PACK_FILES, ids=lambda path: path.stem)
def test_shipped_packs_fit_the_schema_of_packs(file: Path) -> None:
    jsonschema.validate(as_editors_see(read_source(file, "x")[0].data), schema("pack"))


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda path: path.name.split(".")[0])
def test_examples_fit_the_schema_of_answers(file: Path) -> None:
    jsonschema.validate(as_editors_see(read_source(file, "x")[0].data), schema("answers"))


@pytest.mark.parametrize(
    ("section", "key", "value"),
    [
        ("findings", "kind", "riks"),
        ("findings", "titel", "x"),
        ("findings", "when", {"al": ["x is y"]}),
        ("findings", "when", {"all": []}),
        ("steps", "months", ["long", 3]),
        ("steps", "actions", []),
        ("questions", "type", "scale"),
    ],
)
def test_the_schema_of_packs_refuses_mistakes(section: str, key: str, value: object) -> None:
    data = small_pack()
    jsonschema.validate(as_editors_see(data), schema("pack"))
    data[section][0][key] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(as_editors_see(data), schema("pack"))


def test_keys_are_explained_to_authors() -> None:
    assert "{der executive}" in json.dumps(schema("pack"))
    assert "provenance" in schema("pack")["$defs"]["Finding"]["required"]
