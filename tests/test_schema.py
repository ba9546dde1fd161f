"""The schemas that editors use accept what the product accepts, and refuse what it refuses."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from click.testing import CliRunner

from advisor import paths
from advisor.cli import main
from advisor.knowledge.pack_files import TRANSLATIONS
from advisor.yaml_source.read import Plain, read_source
from tests.support.sampling import sampled
from tests.support.small_pack import small_pack, write_pack

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
CASES = "cases.yaml"
KNOWLEDGE = [file for file in paths.shipped("rules").rglob("*.yaml") if file.name != CASES and file.parent.name != TRANSLATIONS]
PACK_FILES = sorted(KNOWLEDGE)
EXAMPLES = sorted((ROOT / "examples").rglob("*.yaml"))


@cache
def schema(kind: str, *more: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(CliRunner().invoke(main, ["schema", kind, *more]).stdout)
    jsonschema.Draft202012Validator.check_schema(found)
    return found


def fits(data: object, found: dict[str, Any]) -> None:
    """Raise an error where data do not fit a schema, which itself was checked when it was made."""
    jsonschema.Draft202012Validator(found).validate(data)


def as_editors_see(data: Plain) -> object:
    """Give plain texts the types that a YAML editor gives them: numbers, true and false."""
    if isinstance(data, dict):
        return {key: as_editors_see(value) for key, value in data.items()}
    if isinstance(data, list):
        return [as_editors_see(value) for value in data]
    if data in {"true", "false"}:
        return data == "true"
    return int(data) if isinstance(data, str) and re.fullmatch(r"-?\d+", data) else data


@pytest.mark.parametrize("file", sampled(4, PACK_FILES), ids=lambda path: path.stem)
def test_shipped_packs_fit_the_schema_of_packs(file: Path) -> None:
    for more in ((), ("--pack", str(next(folder for folder in file.parents if (folder / "pack.yaml").is_file())))):
        fits(as_editors_see(read_source(file, "x")[0].data), schema("pack", *more))


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda path: path.name.split(".")[0])
def test_examples_fit_the_schema_of_answers(file: Path) -> None:
    fits(as_editors_see(read_source(file, "x")[0].data), schema("answers"))


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
    fits(as_editors_see(data), schema("pack"))
    data[section][0][key] = value
    with pytest.raises(jsonschema.ValidationError):
        fits(as_editors_see(data), schema("pack"))


@pytest.mark.parametrize("pack", paths.shipped_packs(), ids=lambda path: path.name)
def test_shipped_cases_and_examples_fit_the_schemas_with_the_ids_of_their_pack(pack: Path) -> None:
    if (pack / CASES).is_file():
        cases = as_editors_see(read_source(pack / CASES, "x")[0].data)
        fits(cases, schema("cases"))
        fits(cases, schema("cases", "--pack", str(pack)))
    for file in EXAMPLES:
        data = read_source(file, "x")[0].data
        if isinstance(data, dict) and data["pack"] == pack.name:
            fits(as_editors_see(data), schema("answers", "--pack", str(pack)))


def unexplained(part: object, path: str = "") -> Iterator[str]:
    """Yield the paths of properties that no hover text explains."""
    if isinstance(part, dict):
        for name, value in part.get("properties", {}).items() if isinstance(part.get("properties"), dict) else ():
            if not value.get("description", "").strip():
                yield f"{path}/{name}"
        for key, value in part.items():
            yield from unexplained(value, f"{path}/{key}")
    if isinstance(part, list):
        for value in part:
            yield from unexplained(value, path)


@pytest.mark.parametrize("kind", ["pack", "cases", "answers"])
@pytest.mark.parametrize("more", sampled(2, [((),), (("--pack", "smart-city"),)]))
def test_every_key_is_explained_to_authors(kind: str, more: tuple[str, ...]) -> None:
    assert list(unexplained(schema(kind, *more))) == []
    assert "x-names" not in json.dumps(schema(kind, *more))


@pytest.mark.parametrize(
    ("kind", "place", "value"),
    sampled(
        4,
        [
            ("pack", ("questions", 0, "topic"), "mandat"),
            ("pack", ("questions", 0, "sources"), ["S999"]),
            ("pack", ("questions", 0, "supports"), {"nowhere": 1}),
            ("pack", ("findings", 0, "concerns"), ["nowhere"]),
            ("pack", ("findings", 0, "examples", "fires"), {"nowhere": "x"}),
            ("pack", ("steps", 0, "target"), "nowhere"),
            ("pack", ("steps", 0, "springboard"), "nowhere"),
            ("pack", ("steps", 0, "actor"), "nobody"),
        ],
    ),
)
def test_with_a_pack_only_its_ids_are_accepted(tmp_path: Path, kind: str, place: tuple[str | int, ...], value: object) -> None:
    data = small_pack()
    found = schema(kind, "--pack", str(write_pack(tmp_path / "small", data)))
    fits(as_editors_see(data), found)
    part: Any = data
    for key in place[:-1]:
        part = part[key]
    part[place[-1]] = value
    with pytest.raises(jsonschema.ValidationError):
        fits(as_editors_see(data), found)


def test_keys_are_explained_to_authors() -> None:
    assert "{der executive}" in json.dumps(schema("pack"))
    assert "provenance" in schema("pack")["$defs"]["Finding"]["required"]
