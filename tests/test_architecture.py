"""The house is built as drawn: one direction, one module for each library, no domain in the machine."""

from __future__ import annotations

import ast
import re
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import settings
from jinja2 import Environment, nodes

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "advisor").rglob("*.py"))
ROOMS = (
    *("lazy", "codes", "errors", "paths", "files", "yaml_source", "logic", "knowledge", "i18n", "reasoning", "answers"),
    *(
        "interview",
        "sittings",
        "reports",
        "tables",
        "verification",
        "advising",
        "__init__",
        "desk",
        "portfolio",
        "workshop",
        "terminal",
        "web",
        "cli",
        "__main__",
    ),
)
"""From the ground up: a room imports only from those before it, and from itself."""

STARLETTE = re.compile(r"^ *from starlette", re.MULTILINE)
"""The room of pages is made of it, but where sittings are kept."""
LIBRARIES = {
    "babel": {"i18n/catalogue.py"},
    "yaml": {"yaml_source/nodes.py"},
    "experta": {"reasoning/_experta.py"},
    "jinja2": {"reports/templating.py", "reports/template_code.py"},
    "click": {f"cli/{module.name}" for module in (ROOT / "advisor/cli").glob("*.py")},  # the room that is made of it
    "prompt_toolkit": {"terminal/menus.py"},
    "pypdf": {"verification/pdf.py"},
    "typst": {"reports/writers/typesetting.py"},
    "docx": {"reports/writers/docx.py"},
    "openpyxl": {"files/workbook.py"},
    "z3": {"logic/z3_backend.py"},
    "polars": {"portfolio/parquet.py"},
    "starlette": {f"web/{module.name}" for module in (ROOT / "advisor/web").glob("*.py") if STARLETTE.search(module.read_text())},
    "uvicorn": {"web/serving.py"},
    "segno": {"web/qr.py"},
    "sqlalchemy": {"web/store/database.py"},
}
DOMAIN = (
    *("themenlab", "sektoral", "möglichkeits", "moeglichkeits", "querschnitt", "smart city", "smart-city", "stadtrat"),
    *("teamkreis", "regelbetrieb", "leistungsbetrieb", "werkstatt", "unit-leadership"),
)
FOREIGN = re.compile(
    r"[äöüßàâçéèêëîïôûùœ]|\b("
    r"der|das|dem|und|ist|nicht|eine|einen|wird|werden|für|mit|von|oder|kein|keine|sind|wer|wie|wenn|auch|noch|schon|kann|"
    r"le|la|les|du|une|est|pas|pour|avec|dans|qui|que|sont|il|gli|della|del|per|che|sono|di|non)\b",
    re.IGNORECASE,
)
"""What no English sentence holds, and German, French and Italian ones can hardly do without."""
NAMED = {
    "knowledge/fields.py": {"A text for readers; roles as {der executive}, the city as {city}."},
    "verification/docx.py": {"del"},
}
"""What shows authors how placeholders are written, and the name of a tag in files of Word that is a word elsewhere."""


def name_of(module: Path) -> str:
    return module.relative_to(ROOT / "advisor").as_posix()


@cache
def imports_of(module: Path) -> frozenset[str]:
    found = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return frozenset(found)


def room_of(dotted: str) -> str | None:
    parts = dotted.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "advisor" and parts[1] in ROOMS else None


def test_a_module_imports_only_from_rooms_below() -> None:
    above = {name_of(module): found for module in MODULES if (found := rooms_above(module))}
    assert above == {}


def rooms_above(module: Path) -> set[str]:
    """Return the rooms that a module imports from and must not."""
    own = name_of(module).split("/")[0].removesuffix(".py")
    allowed = ROOMS[: ROOMS.index(own) + 1] if own in ROOMS else ()
    return {room for name in imports_of(module) if (room := room_of(name))} - set(allowed)


DOORS = ("advisor", "advisor.workshop", "advisor.desk", "advisor.desk.session")
FOR_SURFACES = ("advisor.sittings", "advisor.portfolio")
GROUND = ("advisor.errors", "advisor.codes", "advisor.paths")
"""What surfaces may import from besides their own room: doors, whose names are listed; rooms that are made for surfaces as a
whole; and what everybody stands on."""


@pytest.mark.parametrize("surface", ["cli", "terminal", "web"])
def test_a_surface_enters_by_the_doors(surface: str) -> None:
    own = {"advisor.cli": ("advisor.terminal", "advisor.web")}.get(f"advisor.{surface}", ())
    modules = sorted((ROOT / "advisor" / surface).rglob("*.py"))
    entered = {name_of(module): imported_from(module) for module in modules}
    inside = {
        name: found - allowed
        for name, found in entered.items()
        if found - (allowed := {each for each in found if may_enter(each, f"advisor.{surface}", *own)})
    }
    assert inside == {}


def may_enter(module: str, *rooms: str) -> bool:
    """Tell whether a surface may import from this module: a door, the ground, or its own room or that of a surface it starts."""
    return module in {*DOORS, *GROUND} or any(f"{module}.".startswith(f"{room}.") for room in (*FOR_SURFACES, *rooms))


def imported_from(module: Path) -> set[str]:
    """Return the modules of the product that this one imports from; a door by its name alone, whatever it gives."""
    found = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "advisor":
            whole = [f"{node.module}.{alias.name}" for alias in node.names]
            found |= {name if is_module(name) else node.module for name in whole}
    return found


def is_module(dotted: str) -> bool:
    path = ROOT.joinpath(*dotted.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


@pytest.mark.parametrize("door", DOORS)
def test_a_door_lists_what_it_gives_and_gives_what_it_lists(door: str) -> None:
    opened = import_module(door)
    assert sorted(opened.__all__) == sorted(set(opened.__all__))
    assert [name for name in opened.__all__ if getattr(opened, name, None) is None] == []
    assert set(opened.__all__) <= set(dir(opened))


def test_the_terminal_decides_nothing() -> None:
    values = {"answers", "relevance", "effects"}  # what is passed through, and the name of an option
    reasons = {
        name_of(module): found
        for module in (ROOT / "advisor/terminal").glob("*.py")
        if (
            found := {
                name
                for name in imports_of(module)
                if (name.startswith("advisor.reasoning.") and name.split(".")[2] not in values)
                or name.startswith("advisor.logic")
                or name.endswith((".Interviewer", ".look"))
            }
        )
    }
    assert reasons == {}


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_has_one_importer(library: str) -> None:
    importers = {name_of(module) for module in MODULES if any(name.split(".")[0] == library for name in imports_of(module))}
    assert importers == LIBRARIES[library]


def test_the_machine_names_no_domain() -> None:
    texts = {name_of(module): module.read_text(encoding="utf-8").lower() for module in MODULES}
    named = {name: [word for word in DOMAIN if word in text.replace("smart-city-advisor", "")] for name, text in texts.items()}
    assert {name: words for name, words in named.items() if words} == {}


def literals_of(module: Path) -> set[str]:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings quote what templates say
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
    }


def test_the_machine_speaks_no_language_of_readers() -> None:
    found = {name_of(module): {text for text in literals_of(module) if FOREIGN.search(text)} for module in MODULES}
    assert {name: texts for name, texts in found.items() if not texts <= NAMED.get(name, set())} == {}


def test_a_sentence_for_readers_would_be_noticed() -> None:
    for text in (
        "nicht vorhanden",
        "üblich",
        "Was trifft zu, und wer sagt es?",
        "Wem gehört das?",
        "Ce qui est vrai",
        "È del gruppo",
    ):
        assert FOREIGN.search(text), text
    assert not FOREIGN.search("the text is the same, but what was said has changed since it was written in time.")


def test_no_thread_of_the_server_looks_at_a_type_first() -> None:
    """Two threads for which msgspec looks at one type at the same moment end the process: decoders are made on import."""
    served = [each for each in (ROOT / "advisor/web").rglob("*.py") if not each.stem.endswith("_worker")]
    assert served
    for module in served:
        calls = [node for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
        named = {ast.unparse(call) for call in calls if any(each.arg == "type" for each in call.keywords)}
        assert not {each for each in named if ".decode(" in each or ".convert(" in each}, name_of(module)
        inside = [node for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))) if isinstance(node, ast.FunctionDef)]
        made = {each.name for each in inside if "Decoder(" in ast.unparse(each)}
        assert not made, name_of(module)


def test_a_module_fits_in_a_head() -> None:
    lines = {name_of(module): len(module.read_text(encoding="utf-8").splitlines()) for module in MODULES}
    assert {name: count for name, count in lines.items() if count > 300} == {}


DECIDING = (
    *(nodes.Assign, nodes.AssignBlock, nodes.Macro, nodes.CallBlock, nodes.CondExpr),
    *(nodes.Compare, nodes.And, nodes.Or, nodes.Not, nodes.Test),
)
"""What computes or chooses in a template. It may loop, and ask whether a thing is there."""
SYNTAX = Environment(extensions=["jinja2.ext.i18n"])  # noqa: S701 - nothing is written


def is_name(node: nodes.Node) -> bool:
    """Tell whether this is a name, or a part of what a name stands for."""
    return isinstance(node, nodes.Name) or (isinstance(node, nodes.Getattr) and is_name(node.node))


def decisions_in(source: str) -> list[str]:
    """Return what a template decides by itself, with lines."""
    return [f"{node.lineno}: {type(node).__name__}" for node in SYNTAX.parse(source).find_all(nodes.Node) if decides(node)]


def decides(node: nodes.Node) -> bool:
    if isinstance(node, nodes.If):
        return not is_name(node.test) or bool(node.elif_ or node.else_)
    if isinstance(node, nodes.For):
        return node.test is not None or bool(node.else_) or node.recursive
    return isinstance(node, DECIDING) or (isinstance(node, nodes.Filter) and node.name != "safe")


def test_a_template_decides_nothing() -> None:
    found = {path.name: decisions_in(path.read_text(encoding="utf-8")) for path in (ROOT / "templates").rglob("*.j2")}
    assert found
    assert {name: what for name, what in found.items() if what} == {}


def test_a_template_may_ask_whether_a_thing_is_there() -> None:
    for source in ("{% if note %}{{ note }}{% endif %}", "{% if a.b.c %}x{% endif %}", "{%- if note -%}x{%- endif -%}"):
        assert decisions_in(source) == [], source


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("{% if a == b %}x{% endif %}", "If"),
        ("{%- if not a %}x{% endif %}", "If"),
        ("{%+ if a and b %}x{% endif %}", "If"),
        ("{% if rows[0] %}x{% endif %}", "If"),
        ("{% if rows()%}x{% endif %}", "If"),
        ("{% if rows|length %}x{% endif %}", "If"),
        ("{% if a is defined %}x{% endif %}", "If"),
        ("{% if true %}x{% endif %}", "If"),
        ("{% if a %}x{% else %}y{% endif %}", "If"),
        ("{% if a %}x{% elif b %}y{% endif %}", "If"),
        ("{% for row in rows if row %}x{% endfor %}", "For"),
        ("{% for row in rows %}x{% else %}y{% endfor %}", "For"),
        ("{% set a = b %}", "Assign"),
        ("{% set a %}b{% endset %}", "AssignBlock"),
        ("{% macro a() %}x{% endmacro %}", "Macro"),
        ("{{ a if b }}", "CondExpr"),
        ("{{ a or b }}", "Or"),
        ("{{ a > b }}", "Compare"),
        ("{{ a|default('b') }}", "Filter"),
        ("{{ rows|select }}", "Filter"),
        ("{% trans a=b or c %}{{ a }}{% endtrans %}", "Or"),
    ],
)
def test_a_decision_in_a_template_would_be_noticed(source: str, what: str) -> None:
    assert f"1: {what}" in decisions_in(source)


def test_no_random_example_has_a_deadline() -> None:
    assert settings().deadline is None
    tests = [file.read_text(encoding="utf-8") for file in (ROOT / "tests").rglob("*.py") if file.name != "conftest.py"]
    assert [text for text in tests if re.search(r"\bdeadline=", text)] == []
