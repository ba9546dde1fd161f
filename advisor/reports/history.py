"""The history beside an answers file, and the protocol that a report gets of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor import paths
from advisor.files.lines import lines_of
from advisor.files.read import TooLargeError

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers
    from advisor.reports.tree import Node
    from advisor.sittings.sitting import Sitting

SUFFIX = ".history.jsonl"


def file_of(answers: Path) -> Path:
    """Return where the history of an answers file lies."""
    return answers.with_name(f"{answers.name}{SUFFIX}")


def content_of(answers: Path) -> bytes | None:
    """Return the history beside an answers file as it was written; None where it cannot be read."""
    try:
        return lines_of(file_of(answers))
    except (OSError, TooLargeError):
        return None


def sitting_about(file: Path, answers: Answers, pack: Pack) -> tuple[Sitting, bool]:
    """Return the sitting that an answers file and the history beside it tell of, and whether there is a history at all.

    Raises:
        UnusableInputError: the history cannot be understood.

    """
    from advisor.sittings.events import decoded  # noqa: PLC0415 - few reports have a protocol
    from advisor.sittings.sitting import reopened  # noqa: PLC0415

    events = decoded(content_of(file) or b"", str(file_of(file)))
    return reopened(answers, file.name, events, pack), bool(events)


def protocol_chapter(pack: Pack, answers: Answers, file: Path) -> tuple[Node, ...]:
    """Return the protocol of the sittings about an answers file, as a chapter of its report.

    Raises:
        UnusableInputError: the history beside the file cannot be understood.

    """
    from advisor.reports.language import load_words  # noqa: PLC0415 - as above
    from advisor.reports.protocol import appendix  # noqa: PLC0415

    sitting, recorded = sitting_about(file, answers, pack)
    return appendix(sitting, pack, load_words(paths.shipped("templates"), pack.info.language), recorded=recorded)
