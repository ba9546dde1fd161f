"""Verify a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor import desk
from advisor.cli.files import InputFile, answers_file, command, of_pack, own_templates

if TYPE_CHECKING:
    from pathlib import Path


@command(epilog="Example: advisor verify report.pdf city.answers.yaml")
@click.argument("report", type=InputFile())
@click.argument("answers", required=False, type=answers_file)
@of_pack
@own_templates
def verify(report: Path, answers: Path | None, folder: Path | None, own: Path | None) -> None:
    """Verify a REPORT: write it again from its ANSWERS (by default those inside it), and say whether it is the same."""
    checked = desk.check_report(report, answers, folder, own)
    for notice in checked.notices:
        click.echo(notice, err=True)
    click.echo(str(checked.verdict))
    click.get_current_context().exit(1 if checked.verdict.differs else 0)
