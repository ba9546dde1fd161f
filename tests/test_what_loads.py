"""A command loads the libraries that it needs: most runs are short, and wait longest for what they import."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import msgspec
import pytest

from advisor.knowledge.model import Pack
from tests.support.reports import ROOT
from tests.support.sampling import sampled

if TYPE_CHECKING:
    from pathlib import Path

START = ROOT / "examples" / "seed-start.answers.yaml"
LIBRARIES = ("babel", "docx", "lxml", "openpyxl", "polars", "prompt_toolkit", "pypdf", "subprocess", "typst", "z3")
NEEDED = {"md": set(), "html": set(), "json": set(), "pdf": {"typst"}, "docx": {"docx", "lxml", "typst"}}


@pytest.mark.parametrize("form", sampled(2, NEEDED))
def test_a_report_in_the_language_of_its_pack_loads_no_more_than_its_format_needs(form: str) -> None:
    told = f"print(json.dumps([each for each in {LIBRARIES} if each in sys.modules]), file=sys.stderr)"
    job = f"import atexit, json, sys; atexit.register(lambda: {told}); from advisor.cli import main; main(sys.argv[1:])"
    done = subprocess.run([sys.executable, "-c", job, "advise", str(START), "--format", form], check=False, capture_output=True)
    assert done.returncode == 0
    assert set(json.loads(done.stderr)) == NEEDED[form]


def loaded_by(*command: str, ends: int = 0) -> set[str]:
    """Return what is loaded once a command is through; the caches are warm."""
    told = "print(json.dumps(list(sys.modules)), file=sys.stderr)"
    job = f"import atexit, json, sys; atexit.register(lambda: {told}); from advisor.cli import main; main(sys.argv[1:])"
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", job, *command], check=False, capture_output=True, stdin=subprocess.DEVNULL)
        assert done.returncode == ends
    return set(json.loads(done.stderr.splitlines()[-1]))


ENGINE = {"experta", "jinja2", "yaml", "advisor.knowledge.model", "advisor.desk.documents"}


def test_the_help_loads_nothing_but_click() -> None:
    assert not loaded_by("--help") & (ENGINE | {"msgspec", "advisor.errors", "importlib.metadata"})


def test_a_list_of_packs_that_were_read_before_loads_no_model_of_them_and_asks_no_distribution() -> None:
    assert not loaded_by("list") & (ENGINE | {"importlib.metadata"})


@pytest.mark.long
def test_a_report_is_written_without_what_only_strange_templates_texts_or_packs_or_other_papers_need() -> None:
    loaded = loaded_by("advise", str(START), "--format", "html")
    assert not loaded & {"html.parser", "importlib.resources", "importlib.metadata", "zipfile", "advisor.knowledge.loader"}
    assert not loaded & {"advisor.reports.chapters.council", "advisor.reports.history"}


@pytest.mark.long
def test_a_session_comes_to_its_first_question_without_experta_and_templates(tmp_path: Path) -> None:
    file = tmp_path / "city.answers.yaml"
    file.write_text("pack: smart-city\ncity: {name: Musterwil}\ndate: 2026-01-05\n", encoding="utf-8")
    loaded = loaded_by("ask", str(file), "--plain")
    assert "advisor.terminal.session" in loaded
    assert not loaded & {"experta", "jinja2", "prompt_toolkit"}


def structs_of(kind: msgspec.inspect.Type, seen: set[type]) -> set[type]:
    """Return the types of a pack that are made of fields, however deep they lie in it."""
    if isinstance(kind, msgspec.inspect.StructType):
        if kind.cls not in seen:
            seen.add(kind.cls)
            for field in kind.fields:
                structs_of(field.type, seen)
        return seen
    for part in ("type", "types", "item_type", "item_types", "key_type", "value_type"):
        inside = getattr(kind, part, ())
        for each in inside if isinstance(inside, tuple) else (inside,):
            structs_of(each, seen)
    return seen


def test_what_a_pack_is_made_of_says_its_types_without_being_compiled_again() -> None:
    kinds = structs_of(msgspec.inspect.type_info(Pack), set())
    assert len(kinds) > 40
    deferred = {kind.__module__ for kind in kinds if "annotations" in vars(sys.modules[kind.__module__])}
    assert deferred == set(), "these modules put their annotations off, and msgspec compiles them in every process"


def test_every_module_can_be_imported_without_the_extras() -> None:
    job = (
        "import importlib, pkgutil, sys\n"
        "class Missing:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] in {'docx', 'openpyxl', 'polars', 'z3'}:\n"
        "            raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Missing())\n"
        "import advisor\n"
        "for module in pkgutil.walk_packages(advisor.__path__, 'advisor.'):\n"
        "    if not module.name.endswith(('__main__', '_worker')):\n"  # programs: they run when they are imported
        "        importlib.import_module(module.name)\n"
    )
    done = subprocess.run([sys.executable, "-c", job], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
