"""Lay out a report with a stranger's picture, in a process of its own: ``python -m advisor.reports.sandbox.logo_worker``.

A job and its limits come in, files go out, as MessagePack. No file of anybody is opened.
"""

from __future__ import annotations

import sys

import msgspec

from advisor.reports.options import FormatError
from advisor.reports.sandbox.limits import limit
from advisor.reports.writers.page_layout import Drawings, LaidOut, Paper, laid_out
from advisor.reports.writers.typesetting import read_typeface


class Task(msgspec.Struct, frozen=True):
    """A job, and what it may use."""

    job: Paper | Drawings
    memory: int
    seconds: int


class Refused(msgspec.Struct, frozen=True, tag=True):
    """Why a job cannot be done."""

    why: str


def main() -> None:
    """Read a task, do it within its limits, and write what came of it."""
    task = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Task)
    answer: LaidOut | Refused
    try:
        read_typeface()
        limit(task.memory, task.seconds)
        answer = laid_out(task.job)
    except (FormatError, MemoryError) as error:
        answer = Refused(str(error) or "it needs too much memory")
    sys.stdout.buffer.write(msgspec.msgpack.encode(answer))


if __name__ == "__main__":
    main()
