"""Write the path as a list of work: as a workbook, or as a calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.reports.chapters.worklist import tasks
from advisor.reports.context import Context
from advisor.reports.language import load_words

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers
    from advisor.reasoning.outcome import Outcome

WORK = ("xlsx", "ics")
"""The formats of a list of work."""


def write_work(form: str, templates: Path, pack: Pack, answers: Answers, outcome: Outcome) -> bytes:
    """Return what there is to do on the path, in the language of the pack.

    Raises:
        WorkbookError: what the format needs is not installed.

    """
    words = load_words(templates, pack.info.language)
    told = tasks(Context(pack, answers.complete(pack), outcome, words))
    title = words("worklist.title", city=outcome.city.name)
    if form == "ics":
        from advisor.reports.writers.calendar import Named, to_calendar  # noqa: PLC0415

        named = Named(title, f"{pack.info.id}|{outcome.city.name}")
        return to_calendar(told, named, outcome.date, pack.info.language, words)
    from advisor.reports.writers.workbook import to_workbook  # noqa: PLC0415 - loads much

    return to_workbook(told, title, outcome.date, words)
