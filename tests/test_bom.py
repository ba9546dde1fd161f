"""Whoever runs the product can say what it consists of, and under which licences."""

from __future__ import annotations

import json
from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import pytest

from tools import bom

if TYPE_CHECKING:
    from pathlib import Path


def conforms(text: str) -> bool:
    """Tell whether a text is a bill as CycloneDX has it; its reader, slow to import, is waited for here alone."""
    schema, validation = import_module("cyclonedx.schema"), import_module("cyclonedx.validation.json")
    return validation.JsonStrictValidator(schema.SchemaVersion.V1_6).validate_str(text) is None


def written(folder: Path, extras: str) -> tuple[dict[str, Any], str]:
    bom.main(["--extras", extras, "-o", str(folder)])
    text = (folder / "bom.cdx.json").read_text(encoding="utf-8")
    assert conforms(text)
    return json.loads(text), text


@pytest.mark.long
def test_a_bill_names_what_is_required_and_nothing_else(tmp_path: Path) -> None:
    told, _ = written(tmp_path, "web, postgres")
    parts = {each["name"].lower(): each for each in told["components"]}
    assert {"starlette", "sqlalchemy", "psycopg", "psycopg-binary", "uvicorn", "experta", "h11"} <= parts.keys()
    assert {"pytest", "mypy", "polars", "openpyxl"}.isdisjoint(parts)
    assert parts["sqlalchemy"]["version"] == version("sqlalchemy")
    assert told["metadata"]["component"]["name"] == "smart-city-advisor"
    needs = {each["ref"]: each.get("dependsOn", []) for each in told["dependencies"]}
    assert parts["anyio"]["bom-ref"] in needs[parts["starlette"]["bom-ref"]]
    assert [name for name, each in parts.items() if not each.get("licenses")] == []
    assert parts["experta"]["licenses"] == [{"license": {"id": "LGPL-3.0-only"}}]


@pytest.mark.long
def test_the_same_installation_gives_the_same_bill(tmp_path: Path) -> None:
    assert written(tmp_path / "one", "web") == written(tmp_path / "two", "web")


@pytest.mark.long
def test_the_texts_of_licences_come_along(tmp_path: Path) -> None:
    written(tmp_path, "web,postgres")
    texts = (tmp_path / "licences.txt").read_text(encoding="utf-8")
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in texts.upper()
    assert f"starlette {version('starlette')}\nBSD-3-Clause\n" in texts


def test_an_extra_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="has no extra 'wbe'"):
        bom.main(["--extras", "wbe", "-o", str(tmp_path)])
