"""Read cases: answers, and what the rules should say about them. Every problem with its line, nothing skipped."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from advisor.errors import Place, Problem, UnusableInputError, suggest
from advisor.knowledge.decode import Decoder, Names
from advisor.knowledge.yaml_text import Source, read_source
from advisor.reasoning.answers import Answers, City
from advisor.sessions.answer_reader import AnswerReader
from advisor.sessions.answer_value import ValueReader
from advisor.sessions.roles import labels
from advisor.workshop.cases_shape import CaseBlock, Expect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from advisor.knowledge.model import Pack
    from advisor.knowledge.yaml_text import KeyPath, Plain

ANY_DAY = datetime.date(2000, 1, 1)
"""The day of a case that names none; it can have no answer that is a date."""


class Case(msgspec.Struct, frozen=True):
    """A city in an imagined state, and what the rules should say about it."""

    name: str
    answers: Answers
    expect: Expect
    source: Source
    """What stands in the file about this case, with its lines."""
    number: int

    def place(self, *path: str | int) -> Place:
        """Return the line of something in the case."""
        return self.source.place(path)


def read_cases(file: Path, pack: Pack) -> tuple[Case, ...]:
    """Return the cases in a file.

    Raises:
        UnusableInputError: with every problem of the file, if there is any.

    """
    source, problems = read_source(file, str(file))
    if problems:
        raise UnusableInputError(problems)
    reader = _CasesReader(source, pack)
    cases = tuple(reader.read())
    if reader.problems:
        raise UnusableInputError(reader.problems)
    return cases


class _CasesReader:
    """Reads one file of cases against one pack."""

    def __init__(self, source: Source, pack: Pack) -> None:
        self._source = source
        self._pack = pack
        ids = {
            "approach": [each.id for each in pack.approaches],
            "finding": [each.id for each in pack.findings],
            "step": [each.id for each in pack.steps],
        }
        self._names = Names(ids, pack.vocabulary)
        self.problems: list[Problem] = []

    def read(self) -> Iterator[Case]:
        listed = self._listed()
        names = Counter(str(raw.get("name")) for raw in listed if isinstance(raw, dict))
        for number, raw in enumerate(listed):
            decoder = Decoder(_part(self._source, raw, ("cases", number)), self._names)
            if isinstance(raw, dict) and names[str(raw.get("name"))] > 1:
                decoder.complain(("name",), f"'{raw.get('name')}' is the name of several cases.", "Give each its own sentence.")
            case = self._case(decoder, raw, number)
            self.problems += decoder.problems
            if case is not None:
                yield case

    def _listed(self) -> list[Plain]:
        data = self._source.data
        if not isinstance(data, dict) or "cases" not in data:
            self._complain((), "these are no cases.", "Begin the file with 'cases:', then one entry for each case.")
            return []
        for key in data:
            if key != "cases":
                self._complain((key,), f"'{key}' is not known here.", "Write everything under 'cases'.")
        listed = data["cases"]
        if not isinstance(listed, list) or not listed:
            self._complain(("cases",), "here is no case.", "Start each case with a dash.")
            return []
        return listed

    def _complain(self, path: KeyPath, what: str, hint: str) -> None:
        self.problems.append(Problem(self._source.place(path), what, hint))

    def _case(self, decoder: Decoder, raw: Plain, number: int) -> Case | None:
        block = decoder.entry({**raw, "answers": {}} if isinstance(raw, dict) else raw, CaseBlock, ())
        answers = AnswerReader(decoder, self._pack, None).block(raw, "answers") if isinstance(raw, dict) else None
        if block is None or answers is None:
            return None
        values = ValueReader(decoder.complain)
        date = values.date(block.date, ("date",)) if block.date else ANY_DAY
        if block.date is None:
            for question in self._pack.questions:
                if question.type == "date" and question.id in answers:
                    decoder.complain(
                        ("answers", question.id), f"'{question.id}' is read from a day on.", "Add 'date:' to the case."
                    )
        self._check(decoder, block.expect)
        known = tuple(each.id for each in self._pack.approaches)
        aim = known if block.aim is None else tuple(name for name in known if name in block.aim)
        if not aim:
            decoder.complain(("aim",), "the city aims at nothing.", "Name an approach, or leave 'aim' out for all.")
        if decoder.problems or date is None:
            return None
        city = City(name=block.name, labels=labels(self._pack, block.name, None, {}))
        said = Answers(pack=self._pack.info.id, city=city, date=date, start=date, aim=aim, answers=answers, note=block.note)
        return Case(block.name, said, block.expect, _part(self._source, raw, ("cases", number)), number)

    def _check(self, decoder: Decoder, expect: Expect) -> None:
        approaches, steps = ([each.id for each in entries] for entries in (self._pack.approaches, self._pack.steps))
        for name in expect.statuses:
            if name not in approaches:
                decoder.complain(("expect", "statuses", name), f"no approach is called '{name}'.", suggest(name, approaches))
        for name in expect.details:
            if name not in steps:
                decoder.complain(("expect", "details", name), f"no step is called '{name}'.", suggest(name, steps))
        for name in sorted(set(expect.present) & set(expect.absent)):
            decoder.complain(("expect", "absent"), f"'{name}' cannot be present and absent.", "Keep one of them.")
        if expect == Expect():
            decoder.complain(
                ("expect",), "the case expects nothing.", "Say what the rules should say: statuses, present, steps, …"
            )


def _part(source: Source, data: Plain, root: KeyPath) -> Source:
    """Return a part of a file as if it were a file, with the lines it has."""
    depth = len(root)
    lines = {path[depth:]: line for path, line in source.lines.items() if path[:depth] == root}
    return Source(source.file, data, lines, nulls=frozenset(path[depth:] for path in source.nulls if path[:depth] == root))
