"""Compare two visits of a city."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor import desk
from advisor.cli.common import handed_out, read_by, remarked
from advisor.cli.files import answers_file, command, in_format, in_language, of_pack, to_file

if TYPE_CHECKING:
    from pathlib import Path


@command(epilog="Example: advisor compare 2025.answers.yaml 2026.answers.yaml --format text")
@click.argument("old", type=answers_file)
@click.argument("new", type=answers_file)
@in_language
@in_format(desk.REPORTS, "md")
@of_pack
@to_file
def compare(old: Path, new: Path, form: str, language: str | None, folder: Path | None, output: desk.Output | None) -> None:
    """Compare a city's OLD answers with its NEW ones: what moved, what was done, what decayed, the path from today."""
    pack = desk.pack_for(new, folder, language)
    before, now = read_by(old, pack), read_by(new, pack)
    written, remarks = desk.comparison((str(old), before.answers), (str(new), now.answers), pack, form)
    remarked(remarks)
    handed_out(written, output, form)
