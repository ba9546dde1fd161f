"""Hold a report that a stranger brought against its answers, in a process of its own: ``python -m advisor.web.check_worker``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

import msgspec

from advisor.desk import check_report, limit
from advisor.errors import AdvisorError

SECONDS, MEMORY, FILE = 60, 1024 * 1024 * 1024, 64 * 1024 * 1024
"""How many seconds it may compute, how many bytes it may use, and how large a file it may write for a moment."""

_WORDS: dict[str, Literal["identical", "alone"]] = {"identical": "identical", "not compared": "alone"}


class Check(msgspec.Struct, frozen=True):
    """A report and the answers beside it, as files that are gone afterwards."""

    report: str
    answers: str | None


class Found(msgspec.Struct, frozen=True):
    """What was found: in one word, in detail, or that the files cannot be used."""

    word: Literal["identical", "alone", "same", "differs"] = "differs"
    lines: tuple[str, ...] = ()
    refused: bool = False


def checked(job: Check) -> Found:
    """Return what is found about a report."""
    try:
        found = check_report(Path(job.report), Path(job.answers) if job.answers else None, None, None)
    except (AdvisorError, MemoryError, OSError):
        return Found(refused=True)
    verdict = found.verdict
    word = "differs" if verdict.differs else _WORDS.get(verdict.word, "same")
    return Found(word, (*found.notices, *verdict.lines))  # type: ignore[arg-type] # one of the words


def main() -> None:
    """Read a job, do it within the limits, and write what came of it."""
    job = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Check)
    limit(MEMORY, SECONDS, FILE)
    sys.stdout.buffer.write(msgspec.msgpack.encode(checked(job)))


if __name__ == "__main__":
    main()
