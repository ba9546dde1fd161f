"""What is shipped works: the wheel, alone, from another folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from advisor.reports.templating import compiled, fill_in

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel without isolation: the build backend is a test requirement."""
    target = tmp_path_factory.mktemp("dist")
    code = f"import os; os.chdir({str(ROOT)!r}); from hatchling.build import build_wheel; print(build_wheel({str(target)!r}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return target / done.stdout.strip()


@pytest.mark.long
def test_the_wheel_does_the_main_job_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    inside, elsewhere = tmp_path / "inside", tmp_path / "elsewhere"
    elsewhere.mkdir()
    zipfile.ZipFile(wheel).extractall(inside)
    example = ROOT / "examples" / "seed-start.answers.yaml"
    command = [sys.executable, "-m", "advisor", "advise", str(example)]
    env = {**os.environ, "PYTHONPATH": str(inside)}
    locate = [sys.executable, "-c", "import advisor; print(advisor.__file__)"]
    where = subprocess.run(locate, cwd=elsewhere, env=env, capture_output=True, text=True, check=True)
    assert where.stdout.startswith(str(inside))
    done = subprocess.run(command, cwd=elsewhere, env=env, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("# Smart-City-Balance: Bericht für Musterstadt")


@pytest.mark.long
def test_the_wheel_brings_one_package_every_pack_and_every_page_about_a_problem(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"advisor"}
    shipped = {name.removeprefix("advisor/_shipped/") for name in names if name.startswith("advisor/_shipped/")}
    shipped = {name for name in shipped if not name.startswith("build/")}
    files = [path for folder in ("rules", "templates", "docs/problems") for path in (ROOT / folder).rglob("*") if path.is_file()]
    there = {path.relative_to(ROOT).as_posix() for path in files}
    assert shipped == there
    assert "advisor/py.typed" in names


@pytest.mark.long
def test_the_wheel_brings_the_code_of_all_templates_and_uses_it(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    code = (
        "import jinja2, advisor, sys\n"
        "def compile(*_, **__): raise AssertionError('a shipped template was compiled anew')\n"
        "jinja2.Environment.compile = compile\n"
        "from advisor.cli import main\n"
        "main(sys.argv[1:])\n"
    )
    example = ROOT / "examples" / "seed-start.answers.yaml"
    for words in (["advise", str(example), "--format", "html"], ["explain", str(example)], ["rule", "paper_strategy"]):
        here = subprocess.run([sys.executable, "-m", "advisor", *words], cwd=ROOT, capture_output=True, check=True)
        command = [sys.executable, "-c", code, *words]
        env = {**os.environ, "PYTHONPATH": str(tmp_path)}
        done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, check=False)
        assert (done.returncode, done.stdout) == (0, here.stdout), done.stderr


@pytest.mark.long
def test_a_template_that_was_changed_is_not_shown_as_it_was(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    changed = tmp_path / "templates" / "pages" / "x.html.j2"
    changed.write_text("<p>{{ name }}</p>", encoding="utf-8")
    assert fill_in(tmp_path / "templates", "pages/x.html.j2", {"name": "<A>"}) == "<p>&lt;A&gt;</p>"
    names = [set(dict(compiled(tmp_path / "templates")))]
    changed.write_text("<p>{{ name }}!</p>", encoding="utf-8")
    names.append(set(dict(compiled(tmp_path / "templates"))))
    assert len(names[0] - names[1]) == 2


def test_the_product_starts_without_what_tests_need() -> None:
    code = (
        "import sys\n"
        "class Missing:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] in {'pytest', 'hypothesis', 'jsonschema', 'markdown_it', 'hatchling', 'mypy', 'ruff'}:\n"
        "            raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Missing())\n"
        "from advisor.cli import main\n"
        "main(['list'])\n"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("smart-city ")


def test_what_the_tests_need_is_needed_on_every_python_that_is_promised() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert [each for extra in extras.values() for each in extra if "python_version" in each] == []
