"""A command loads the libraries that it needs: most runs are short, and wait longest for what they import."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.support.reports import ROOT
from tests.support.sampling import sampled

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
