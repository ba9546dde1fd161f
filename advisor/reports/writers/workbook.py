"""Write a list of work as a workbook: one row for each thing to do, with dates that can be sorted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.files.workbook import Cell, Origin, Sheet, write_workbook
from advisor.reports.document import PRODUCT

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from advisor.reports.chapters.worklist import Task
    from advisor.reports.words import Words

_COLUMNS = {"kinds": 14, "item": 34, "text": 70, "who": 24, "begins": 12, "begins_late": 12, "ends": 12, "ends_late": 12}
_COLUMNS |= {"cost": 26, "note": 60}
"""The columns, each with its width in characters."""

_HEAD, _MONTH = "E6EEF2", "mm/yyyy"


def to_workbook(tasks: Sequence[Task], title: str, day: datetime.date, words: Words) -> bytes:
    """Return a workbook with one sheet; the same list gives the same bytes.

    Raises:
        WorkbookError: the extra is not installed.

    """
    head = [Cell(words(f"worklist.{name}"), bold=True, fill=_HEAD) for name in _COLUMNS]
    rows = [head, *([_cell(value) for value in _row(task, words)] for task in tasks)]
    sheet = Sheet(words("worklist.sheet"), rows, widths=tuple(_COLUMNS.values()), head=1, filtered=True)
    return write_workbook(sheet, Origin(title, PRODUCT, day))


def _row(task: Task, words: Words) -> list[str | datetime.date | None]:
    begins, ends = task.begins or (None, None), task.ends or (None, None)
    return [words(f"worklist.kind.{task.kind}"), task.item, task.text, task.who, *begins, *ends, task.cost, task.note]


def _cell(value: str | datetime.date | None) -> Cell:
    return Cell(value) if isinstance(value, str) else Cell(value, form="" if value is None else _MONTH)
