"""The command that tests knowledge: examples, cases, coverage and mutants."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor import desk, paths, workshop
from advisor.cli.files import PackOrFile, command, pack_folder
from advisor.errors import Place, Problem, UnusableInputError

if TYPE_CHECKING:
    from pathlib import Path


@command("test", epilog="Example: advisor test rules/my-pack --coverage --mutate")
@click.argument("named", nargs=-1, metavar="[PACK] [CASEFILES]...", type=PackOrFile())
@click.option("--pack", "folder", type=pack_folder, help="Folder or name of the pack, where only files are named.")
@click.option("--update", is_flag=True, help="Let failing cases expect what the rules say now.")
@click.option("--coverage", "covers", is_flag=True, help="Show what tests reach; answers files may be named as well.")
@click.option("--mutate", is_flag=True, help="Change the pack in one place after the other, and show what no test notices.")
@click.option("--threshold", type=click.FloatRange(0, 100), default=0, help="The least share in percent for either of them.")
def test(named: tuple[Path, ...], folder: Path | None, *, update: bool, covers: bool, mutate: bool, threshold: float) -> None:
    """Test PACK (a folder or a name; by default every shipped pack) by its examples and cases, or by those in CASEFILES."""
    folders = [each for each in named if each.is_dir()]
    files = workshop.sorted_files([each for each in named if not each.is_dir()])
    good = True
    for each in _packs(folders, [*files.cases, *files.answers], folder):
        bench = workshop.Bench(each, files)
        failed = _run(bench, update=update)
        click.echo(bench.summary(failed))
        good &= not failed
        if covers:
            good &= _shown(bench, bench.coverage(), threshold)
        if mutate:
            good &= _shown(bench, bench.mutation(), threshold)
    click.get_current_context().exit(0 if good else 1)


def _packs(folders: list[Path], files: list[Path], folder: Path | None) -> tuple[Path, ...]:
    if folder is not None:
        return (folder,)
    if folders:
        return tuple(folders)
    if not files:
        return paths.shipped_packs()
    missing = [
        Problem(Place(str(file)), "there is no such file.", "Check the path.")
        for file in files
        if file != desk.STDIN and not file.exists()
    ]
    if missing:
        raise UnusableInputError(missing)
    beside = files[0].parent
    if (beside / "pack.yaml").is_file():
        return (beside,)
    raise UnusableInputError([Problem(Place(str(files[0])), "these cases lie in no pack.", "Name it with --pack.")])


def _run(bench: workshop.Bench, *, update: bool) -> int:
    """Run the tests of one pack and tell about those that fail; return how many do."""
    untrue = list(bench.failing_examples())
    for line in untrue:
        click.echo(line)
    failed = bench.failing_cases()
    for line in bench.update(failed) if update else bench.told(failed):
        click.echo(line)
    return len(untrue) + (0 if update else len(failed))


def _shown(bench: workshop.Bench, measured: workshop.Coverage | workshop.Mutation, threshold: float) -> bool:
    for line in bench.told_about(measured):
        click.echo(line)
    return measured.share >= threshold
