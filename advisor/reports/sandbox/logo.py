"""Lay out what holds the logo of a city: a stranger's picture, so in a process of its own with limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.errors import Place, Problem, UnusableInputError
from advisor.reports.sandbox.logo_worker import Refused, Task
from advisor.reports.sandbox.process import MEMORY, PATIENCE, SECONDS, BrokenDownError, TooSlowError, done_apart
from advisor.reports.writers.page_layout import LaidOut, laid_out

if TYPE_CHECKING:
    from advisor.reports.options import Logo
    from advisor.reports.writers.page_layout import Drawings, Paper


def laid_out_with(logo: Logo | None, job: Paper | Drawings) -> LaidOut:
    """Do a job in which there is a logo, or none: then it is done here, which is quicker, with the same bytes.

    Raises:
        FormatError: Typst refuses what is not of the logo.
        UnusableInputError: the logo takes too much, or cannot be drawn.

    """
    if logo is None:
        return laid_out(job)
    task = msgspec.msgpack.encode(Task(job, MEMORY, SECONDS))
    try:
        done = done_apart("advisor.reports.sandbox.logo_worker", task, SECONDS, PATIENCE)
    except TooSlowError as error:
        raise _unusable(logo, f"the report with this logo took longer than {error.seconds:g} seconds and was stopped.") from error
    except BrokenDownError as error:
        what = f"the report with this logo needs more than {MEMORY // 1024**2} MB, or breaks down what draws it ({error})."
        raise _unusable(logo, what) from error
    answer = msgspec.msgpack.decode(done, type=LaidOut | Refused)
    if isinstance(answer, Refused):
        raise _unusable(logo, f"the report with this logo cannot be set: {answer.why.rstrip('.')}.")
    return answer


def _unusable(logo: Logo, what: str) -> UnusableInputError:
    return UnusableInputError([Problem(Place(logo.file), what, "Simplify the logo, or take a small PNG.")])
