"""The house is built as drawn: one direction, one module for each library, no domain in the machine."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "advisor").rglob("*.py"))
ROOMS = ("codes", "errors", "paths", "knowledge", "reasoning", "sessions", "report", "workshop", "terminal", "cli", "__main__")
"""From the ground up: a room imports only from those before it, and from itself."""

LIBRARIES = {
    "babel": {"knowledge/catalogue.py"},
    "yaml": {"knowledge/yaml_text.py"},
    "experta": {"reasoning/_experta.py"},
    "jinja2": {"report/templating.py"},
    "click": {
        "cli/__init__.py",
        "cli/common.py",
        "cli/cities.py",
        "cli/authors.py",
        "cli/checking.py",
        "cli/proofs.py",
        "cli/publishing.py",
        "cli/testing.py",
        "cli/trying.py",
        "cli/writing.py",
    },  # the room that is made of it
    "prompt_toolkit": {"terminal/menus.py"},
    "pypdf": {"report/reader/portable.py"},
    "ruamel": {"sessions/answers_text.py"},
    "typst": {"report/typesetting.py"},
    "docx": {"report/docx.py"},
    "z3": {"workshop/proving/solver.py"},
}
DOMAIN = (
    *("themenlab", "sektoral", "möglichkeits", "moeglichkeits", "querschnitt", "smart city", "smart-city", "stadtrat"),
    *("teamkreis", "regelbetrieb", "leistungsbetrieb", "werkstatt", "unit-leadership"),
)


def name_of(module: Path) -> str:
    return module.relative_to(ROOT / "advisor").as_posix()


def imports_of(module: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def room_of(dotted: str) -> str | None:
    parts = dotted.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "advisor" and parts[1] in ROOMS else None


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_a_module_imports_only_from_rooms_below(module: Path) -> None:
    own = name_of(module).split("/")[0].removesuffix(".py")
    allowed = ROOMS[: ROOMS.index(own) + 1] if own in ROOMS else ()
    assert {room for name in imports_of(module) if (room := room_of(name))} <= set(allowed)


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_has_one_importer(library: str) -> None:
    importers = {name_of(module) for module in MODULES if any(name.split(".")[0] == library for name in imports_of(module))}
    assert importers == LIBRARIES[library]


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_the_machine_names_no_domain(module: Path) -> None:
    text = module.read_text(encoding="utf-8").lower()
    allowed = text.replace("smart-city-advisor", "")
    assert [word for word in DOMAIN if word in allowed] == []


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_a_module_fits_in_a_head(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 260


@pytest.mark.parametrize("template", sorted((ROOT / "templates").rglob("*.j2")), ids=lambda path: path.name)
def test_a_template_decides_nothing(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    for word in ("{% if", "{%- if", "{% set", "{% macro", "{% elif", " if ", "| default", "==", "is defined"):
        assert word not in text
