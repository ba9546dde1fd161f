"""Write the protocol of a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor import paths
from advisor.answers import packs
from advisor.cli.common import read_answers
from advisor.cli.files import answers_file, command, in_format, in_language, of_pack, to_file
from advisor.reports.delivery import deliver
from advisor.reports.formats import BINARY, write_report
from advisor.reports.language import load_words
from advisor.reports.options import Wish
from advisor.reports.plain import FORMATS
from advisor.reports.protocol import protocol as protocol_of
from advisor.sittings.events import decoded
from advisor.sittings.sitting import begun, reconciled
from advisor.terminal.history import content_of, file_of

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.reports.outputs import Output


@command(epilog="Example: advisor protocol city.answers.yaml -o protocol.pdf")
@click.argument("file", type=answers_file)
@in_language
@in_format(FORMATS, "md")
@of_pack
@to_file
def protocol(file: Path, form: str, language: str | None, folder: Path | None, output: Output | None) -> None:
    """Write who said what when in the sessions about FILE, what was taken back and settled, and what stands now."""
    pack = packs.pack_for(file, folder, language)
    answers = read_answers(file, pack)
    events = decoded(content_of(file) or b"", str(file_of(file)))
    order = tuple(answers.answers)
    sitting = reconciled(answers, order, events)[0] if events else begun(answers, order, file.name)
    templates = paths.shipped("templates")
    document = protocol_of(sitting, pack, load_words(templates, pack.info.language), recorded=bool(events))
    written = write_report(document, Wish(form=form, templates=templates))
    for note in written.notes:
        click.echo(note, err=True)
    deliver(written.content, output, binary=form in BINARY)
