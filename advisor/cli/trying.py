"""The command that watches a pack while it is written."""

from __future__ import annotations

import queue
import sys
import threading
from typing import TYPE_CHECKING

import click

from advisor import desk, workshop
from advisor.cli.files import answers_file, command, pack_folder
from advisor.errors import Place, Problem, UnusableInputError

if TYPE_CHECKING:
    from pathlib import Path


_PAUSE = 0.3
"""Seconds between two looks at the files: short for a person, long for a disk."""


@command("try", epilog="Example: advisor try rules/my-pack city.answers.yaml")
@click.argument("folder", metavar="PACK", type=pack_folder)
@click.argument("answers", required=False, type=answers_file)
@click.option("--once", is_flag=True, help="Do it once, and end with the exit code of the check of all but translations.")
def try_(folder: Path, answers: Path | None, *, once: bool) -> None:
    """Check PACK and run a city through it, again whenever a file changes: that of ANSWERS, or the pack's first case."""
    if answers == desk.STDIN and not once:
        raise UnusableInputError([Problem(Place(str(desk.STDIN)), "it is read once, and nothing changes in it.", "Add --once.")])
    typed: queue.Queue[str] = queue.Queue()
    if not once:
        threading.Thread(target=_listen, args=(typed,), daemon=True).start()
        click.echo("Change a file, and this runs again. End with q and Enter, or Ctrl-C.")
    last: desk.Case | None = None
    try:
        for _ in workshop.watch(folder, (answers,) if answers else (), lambda: not once and _goes_on(typed)):
            run = workshop.try_pack(folder, answers, last)
            last = run.case or last
            click.echo("\n".join(("", *run.lines)))
            if once:
                click.get_current_context().exit(run.exit_code)
    except KeyboardInterrupt:
        click.echo()


def _listen(typed: queue.Queue[str]) -> None:
    for line in sys.stdin:
        typed.put(line.strip().lower())
    if sys.stdin.isatty():
        typed.put("q")  # Ctrl-D


def _goes_on(typed: queue.Queue[str]) -> bool:
    try:
        return typed.get(timeout=_PAUSE) not in {"q", "quit"}
    except queue.Empty:
        return True
