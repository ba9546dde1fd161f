"""Render the templates of somebody else, in a process of its own, with JSON in and out.

Run as ``python -m advisor.reports.sandbox.template_worker``.
It is told what to render and never opens a file; the system ends it when its computing time is over.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from advisor.reports.sandbox.limits import limit
from advisor.reports.templating import ForeignError, fill_in_foreign

LONGEST = 2_000_000
"""Characters that a report may have before it is laid out."""

_RESERVE = 8_000_000
"""Bytes that are given back to say that there is no memory left."""


def main() -> None:
    """Read a job, do it within its limits of memory and time, and write what came of it."""
    job = json.load(sys.stdin)
    reserve = [bytes(_RESERVE)]
    limit(job["memory"], job["seconds"])
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


if __name__ == "__main__":
    main()
