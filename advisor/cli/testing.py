"""The command that tests knowledge: examples, cases, coverage and mutants."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor import paths
from advisor.errors import Place, Problem, UnusableInputError

if TYPE_CHECKING:
    from advisor.workshop.cases import Case


@click.command("test")
@click.argument("named", nargs=-1, metavar="[PACK] [CASEFILES]...", type=click.Path(path_type=Path))
@click.option("--pack", "folder", type=click.Path(path_type=Path), help="Folder of the pack, where only files are named.")
@click.option("--update", is_flag=True, help="Let failing cases expect what the rules say now.")
def test(named: tuple[Path, ...], folder: Path | None, *, update: bool) -> None:
    """Test PACK (a folder; by default every shipped pack) by its examples and cases, or by those in CASEFILES."""
    folders = [each for each in named if each.is_dir()]
    files = [each for each in named if not each.is_dir()]
    failed = False
    for each in _packs(folders, files, folder):
        failed |= _test(each, files, update=update)
    click.get_current_context().exit(1 if failed else 0)


def _packs(folders: list[Path], files: list[Path], folder: Path | None) -> tuple[Path, ...]:
    if folder is not None:
        return (folder,)
    if folders:
        return tuple(folders)
    if not files:
        return paths.shipped_packs()
    beside = files[0].parent
    if (beside / "pack.yaml").is_file():
        return (beside,)
    raise UnusableInputError([Problem(Place(str(files[0])), "these cases lie in no pack.", "Name it with --pack.")])


def _test(folder: Path, files: list[Path], *, update: bool) -> bool:
    """Run the tests of one pack and tell about them; True if any fails."""
    from advisor.knowledge.loader import load_pack  # noqa: PLC0415
    from advisor.reasoning.assess import build_engine  # noqa: PLC0415
    from advisor.workshop import testing  # noqa: PLC0415

    loaded = load_pack(folder)
    cases = testing.all_cases(loaded.pack, testing.case_files(folder, files))
    engine = build_engine(loaded.pack)
    examples = list(testing.failing_examples(loaded, engine))
    for line in examples:
        click.echo(line)
    failing = 0
    for file, listed in cases.items():
        found = testing.failing_cases(loaded.pack, engine, listed)
        if update and found:
            for line in testing.update(file, found):
                click.echo(line)
            continue
        for each in found:
            for line in testing.told(each):
                click.echo(line)
        failing += len(found)
    click.echo(_summary(folder, 2 * len(loaded.pack.findings), len(examples), cases, failing))
    return bool(examples or failing)


def _summary(folder: Path, examples: int, untrue: int, cases: dict[Path, tuple[Case, ...]], failing: int) -> str:
    number = sum(len(each) for each in cases.values())
    return f"{folder.name}: {examples - untrue} of {examples} examples and {number - failing} of {number} cases hold."
