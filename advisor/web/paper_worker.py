"""Make one paper of a sitting, in a process of its own with limits: ``python -m advisor.web.paper_worker``.

A job comes in, the paper goes out, as MessagePack. What typesetting takes of memory is given back when the process ends.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from advisor import desk
from advisor.desk import limit, read_typeface
from advisor.desk.session import history_file
from advisor.errors import AdvisorError

if TYPE_CHECKING:
    from advisor.desk import Pack

NAME = "sitting.answers.yaml"
SECONDS, MEMORY, FILE = 90, 1024 * 1024 * 1024, 64 * 1024 * 1024
"""How many seconds it may compute, how many bytes it may use, and how large a file it may write for a moment."""


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What to make, of which answers, with which pack in which language; ``events`` as a history holds them."""

    paper: str
    form: str
    folder: str
    language: str | None
    answers: str
    events: bytes = b""


class Made(msgspec.Struct, frozen=True):
    """The paper, or why there is none."""

    content: bytes = b""
    refused: str = ""


def made(job: Job, pack: Pack, folder: Path) -> bytes:
    """Return the paper that a job asks for: byte for byte what the command of the same name writes.

    ``folder`` is where answers and history lie as :func:`laid_out` left them.

    Raises:
        AdvisorError: the answers cannot be read, or what the format needs is not installed.

    """
    file = folder / NAME
    about = desk.read(file, pack)
    match job.paper:
        case "questionnaire":
            return desk.questionnaire(pack, about.answers, desk.Asking(only_open=True), job.form).content
        case "protocol":
            return desk.protocol(about, file, job.form).content
        case "worklist":
            return desk.work_list(about, job.form).content
        case _:
            audience = "council" if job.paper == "council" else "team"
            wishes = desk.Wishes(form=job.form, audience=audience, logo=None, colour=None, embed=False, own=None)
            return desk.report(about, file, wishes).content


def laid_out(job: Job, folder: Path) -> None:
    """Write the answers of a job into a folder, and their history beside them."""
    (folder / NAME).write_text(job.answers, encoding="utf-8")
    history_file(folder / NAME).write_bytes(job.events)


def main() -> None:
    """Read a job, do it within the limits, and write what came of it."""
    job = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Job)
    with tempfile.TemporaryDirectory(prefix="advisor-") as name:
        try:
            laid_out(job, Path(name))
            pack = desk.load(Path(job.folder), job.language)
            if job.form == "pdf":
                read_typeface()
            limit(MEMORY, SECONDS, FILE)
            answer = Made(made(job, pack, Path(name)))
        except (AdvisorError, MemoryError) as error:
            answer = Made(refused=str(error) or "it needs too much memory")
    sys.stdout.buffer.write(msgspec.msgpack.encode(answer))


if __name__ == "__main__":
    main()
