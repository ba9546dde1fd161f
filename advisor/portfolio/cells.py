"""Understand the cells of a table as people fill them in: ids, numbers or labels; nothing, or ``unknown``, is unknown."""

from __future__ import annotations

import datetime
import math
import unicodedata
from typing import TYPE_CHECKING

from advisor import paths
from advisor.answers.value import UNKNOWN, read_at
from advisor.errors import Place, coded, suggestion
from advisor.reports.language import load_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from advisor.errors import Problem
    from advisor.knowledge.model import Pack, Question
    from advisor.reasoning.answers import AnswerValue
    from advisor.yaml_source.read import Plain

BETWEEN = ";"
"""What stands between several options in a cell."""

_SOMEWHERE = Place("")
_YES_NO = {True: "yes", False: "no"}


class CellError(ValueError):
    """A cell that cannot be understood: why, and what would be."""

    def __init__(self, problem: Problem) -> None:
        """Take what is wrong; where it stands, only the reader of the table knows."""
        self.problem = problem
        super().__init__(problem.what)


def said_in(pack: Pack) -> dict[str, str]:
    """Return how yes, no and unknown are written in the language of a pack, as questionnaires have them, by their words."""
    words = load_words(paths.shipped("templates"), pack.info.language)
    named = {"yes": "value.yes", "no": "value.no", UNKNOWN: "ask.command.unknown"}
    return {bare(words(key)): name for name, key in named.items()}


def read_cell(question: Question, cell: object, said: Mapping[str, str]) -> AnswerValue | None:
    """Return the answer in a cell; None where it is empty or unknown. ``said`` are words for yes, no and unknown.

    Raises:
        CellError: it is no answer to the question.

    """
    plain = _plain(question, cell, said)
    if plain is None:
        return None
    value, wrong = read_at(question, plain, _SOMEWHERE)
    if wrong:
        raise CellError(wrong[0])
    return value


def _plain(question: Question, cell: object, said: Mapping[str, str]) -> Plain:
    """Return what a cell says, as an answers file would have it.

    Raises:
        CellError: it holds what no answer is made of.

    """
    match cell:
        case list() | tuple():
            parts = [text_of(each) for each in cell]
        case _:
            text = text_of(cell)
            parts = text.split(BETWEEN) if question.type == "several" else [text]
    of_all = {word: name for word, name in said.items() if question.type == "yes_no" or name == UNKNOWN}
    plain = {name: name for name in of_all.values()}
    named = of_all | plain | {bare(each.label): each.name for each in question.levels}
    read = [named.get(bare(each), each.strip()) for each in parts if each.strip()]
    if not read or read == [UNKNOWN]:
        return [] if isinstance(cell, list | tuple) and question.type == "several" and not cell else None
    if question.type == "several":
        return list(read)
    if len(read) > 1:
        raise CellError(coded(_SOMEWHERE, "A405", question=question.id))
    return read[0]


def text_of(cell: object) -> str:
    """Return a cell as text, as somebody would write it into an answers file.

    Raises:
        CellError: it holds what no answer is made of.

    """
    match cell:
        case _ if cell is None or (isinstance(cell, float) and math.isnan(cell)):  # engines of tables have NaN for no number
            return ""
        case bool():
            return _YES_NO[cell]
        case str() | int():
            return str(cell).strip()
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime.datetime():
            return cell.date().isoformat()
        case datetime.date():
            return cell.isoformat()
        case float():
            raise CellError(coded(_SOMEWHERE, "A911", cell=str(cell)))
        case _:
            raise CellError(coded(_SOMEWHERE, "A803", type=type(cell).__name__))


def bare(text: str) -> str:
    """Return a text without what makes no difference in a cell: capitals, blanks around it and several of them."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def questions_of(pack: Pack, headers: Iterable[str]) -> dict[str, str]:
    """Return the question behind each header that is the id or the label of one."""
    named = {bare(each.label): each.id for each in pack.questions} | {each.id: each.id for each in pack.questions}
    found = {header: named.get(header.strip()) or named.get(bare(header)) for header in headers}
    return {header: question for header, question in found.items() if question is not None}


def same_twice(pack: Pack, headers: Sequence[str], also: Sequence[str] = ()) -> dict[int, int]:
    """Return for each column that says the same as one before it which that is; ``also`` are headers that are no questions."""
    asked = questions_of(pack, headers)
    first: dict[str, int] = {}
    twice: dict[int, int] = {}
    for at, header in enumerate(headers):
        about = header.casefold() if header.casefold() in also else asked.get(header)
        if about is not None and first.setdefault(about, at) != at:
            twice[at] = first[about]
    return twice


def read_aim(pack: Pack, cell: object) -> tuple[str, ...]:
    """Return the approaches that a cell names, by ids or names; all of them where it is empty.

    Raises:
        CellError: there is no such approach.

    """
    parts = cell if isinstance(cell, list | tuple) else text_of(cell).split(BETWEEN)
    named: Mapping[str, str] = {bare(name): each.id for each in pack.approaches for name in (each.name, each.id)}
    wanted = [str(each).strip() for each in parts if str(each).strip()]
    for name in wanted:
        if bare(name) not in named:
            known = [each.id for each in pack.approaches]
            raise CellError(coded(_SOMEWHERE, "A201", suggestion(name, known), name=name))
    meant = {named[bare(name)] for name in wanted}
    return tuple(each.id for each in pack.approaches if not meant or each.id in meant)
