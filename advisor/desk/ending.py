"""The end of a session: report and protocol at once, beside the answers, and refused as everywhere else they would be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.desk import documents
from advisor.errors import UnusableInputError
from advisor.files.write import write_whole
from advisor.reports.options import Wishes
from advisor.reports.outputs import Output, refuse_content, refuse_place

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from advisor.knowledge.model import Pack

ENDINGS = ("pdf", "docx", "html", "md")
"""What report and protocol can be written as, the likeliest first."""


def report_and_protocol(file: Path, pack: Pack, form: str, names: tuple[str, str]) -> tuple[Path, ...]:
    """Write the report and the protocol about an answers file beside it, both or neither, and return where.

    ``names`` are what the two are called, as in ``x-report.pdf`` beside ``x.answers.yaml``.

    Raises:
        UnusableInputError: the file cannot be read, or something else stands where one of the two would.
        FormatError: what the format needs is not installed, or it cannot be written.
        UnwritableError: there is no place for them.

    """
    about = documents.read(file, pack)
    wishes = Wishes(form=form, audience="team", logo=None, colour=None, embed=False, own=None)
    contents = (documents.report(about, file, wishes), documents.protocol(about, file, form))
    stem = file.name.removesuffix(file.suffix).removesuffix(".answers")
    outputs = [Output(file.with_name(f"{stem}-{name}.{form}"), (file,)) for name in names]
    for output, written in zip(outputs, contents, strict=True):
        refuse_place(output)
        refuse_content(output, written.content)
    _write_both([(output.file, written.content) for output, written in zip(outputs, contents, strict=True)])
    return tuple(output.file for output in outputs)


def _write_both(files: Sequence[tuple[Path, bytes]]) -> None:
    """Write two files, or leave both as they were."""
    (first, content), (second, beside) = files
    before = first.read_bytes() if first.exists() else None
    write_whole(first, content)
    try:
        write_whole(second, beside)
    except UnusableInputError:
        first.unlink() if before is None else write_whole(first, before)
        raise
