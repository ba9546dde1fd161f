"""Write the protocol of a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor import desk
from advisor.cli.common import handed_out, read_by
from advisor.cli.files import answers_file, command, in_format, in_language, of_pack, to_file

if TYPE_CHECKING:
    from pathlib import Path


@command(epilog="Example: advisor protocol city.answers.yaml -o protocol.pdf")
@click.argument("file", type=answers_file)
@in_language
@in_format(desk.DOCUMENTS, "md")
@of_pack
@to_file
def protocol(file: Path, form: str, language: str | None, folder: Path | None, output: desk.Output | None) -> None:
    """Write who said what when in the sessions about FILE, what was taken back and settled, and what stands now."""
    about = read_by(file, desk.pack_for(file, folder, language))
    handed_out(desk.protocol(about, file, form), output, form)
