"""Render the templates of somebody else, in a process of its own: ``python -m advisor.report.confined`` with JSON in and out.

It is told what to render and never opens a file; the system ends it when its computing time is over.
"""

from __future__ import annotations

import json
import math
import sys
import time
from typing import Any

from advisor.report.templating import ForeignError, fill_in_foreign

LONGEST = 2_000_000
"""Characters that a report may have before it is laid out."""

_RESERVE = 8_000_000
"""Bytes that are given back to say that there is no memory left."""


def main() -> None:
    """Read a job, do it within its limits of memory and time, and write what came of it."""
    job = json.load(sys.stdin)
    reserve = [bytes(_RESERVE)]
    _limit(job["memory"], job["seconds"])
    try:
        answer = _rendered(job)
    except MemoryError:
        reserve.clear()  # what failed may have left nothing to answer with
        answer = {"what": "needs too much memory"}
    sys.stdout.write(json.dumps(answer))


def _rendered(job: dict[str, Any]) -> dict[str, object]:
    exact = {(name, text): translation for name, text, translation in job["texts"]}
    anywhere = {text: translation for _, text, translation in job["texts"]}
    try:
        html = fill_in_foreign(
            job["sources"], job["template"], job["view"], lambda name, text: exact.get((name, text), anywhere.get(text, text))
        )
    except ForeignError as error:
        return {"name": error.name, "line": error.line, "what": error.what}
    return {"html": html} if len(html) <= LONGEST else {"what": f"writes more than {LONGEST} characters"}


def _limit(memory: int, seconds: int) -> None:
    """Limit memory and computing time and forbid to write files, where the system can; elsewhere waiting alone is limited."""
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    over = math.ceil(time.process_time()) + seconds  # what was used to get here is not the templates' time
    for what, warned, ended in (
        (resource.RLIMIT_AS, memory, memory),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_CPU, over, over + 1),  # the signal of the first tells the reason, that of the second does not
    ):
        try:
            resource.setrlimit(what, (warned, ended))
        except (ValueError, OSError):
            continue


if __name__ == "__main__":
    main()
