"""Read cases: answers, and what the rules should say about them. Every problem with its line, nothing skipped."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from advisor.answers.read import AnswerReader
from advisor.answers.roles import labels
from advisor.answers.value import ValueReader
from advisor.errors import Place, Problem, UnusableInputError, for_authors
from advisor.knowledge.decode import Decoder, Names
from advisor.logic.values import only
from advisor.reasoning.answers import Answers, City, facts_in
from advisor.workshop.cases.model import CaseBlock, Expect
from advisor.workshop.cases.spoken import places
from advisor.yaml_source.read import Source, read_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from advisor.knowledge.model import Pack
    from advisor.yaml_source.read import KeyPath, Plain

ANY_DAY = datetime.date(2000, 1, 1)
"""The day of a case that names none; it can have no answer that is a date."""
_DEPTH = 2
"""How long the path of a case is: ``cases`` and its number."""


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


def cases_in(files: Iterable[Path], pack: Pack) -> dict[Path, tuple[Case, ...]]:
    """Return the cases in files, by file.

    Raises:
        UnusableInputError: with every problem of all files, if there is any.

    """
    found: dict[Path, tuple[Case, ...]] = {}
    problems: list[Problem] = []
    for file in files:
        try:
            found[file] = read_cases(file, pack)
        except UnusableInputError as error:
            problems += error.problems
    if problems:
        raise UnusableInputError(problems)
    return found


def read_cases(file: Path, pack: Pack) -> tuple[Case, ...]:
    """Return the cases in a file.

    Raises:
        UnusableInputError: with every problem of the file, if there is any.

    """
    source, problems = read_source(file, str(file))
    if problems:
        raise UnusableInputError(for_authors(problems))
    reader = _CasesReader(source, pack)
    cases = tuple(reader.read())
    if reader.problems:
        raise UnusableInputError(for_authors(map(_coded, reader.problems)))
    return cases


def _coded(problem: Problem) -> Problem:
    """Return a problem with a code that has a page: answers in cases are read as those of cities are, whose codes have none."""
    return msgspec.structs.replace(problem, code="X001") if problem.code[:1] in {"", "A"} else problem


class _CasesReader:
    """Reads one file of cases against one pack."""

    def __init__(self, source: Source, pack: Pack) -> None:
        self._source = source
        self._pack = pack
        ids = {
            "approach": [approach.id for approach in pack.approaches],
            "finding": [finding.id for finding in pack.findings],
            "step": [step.id for step in pack.steps],
            "role": [role.id for role in pack.roles],
            "question": [question.id for question in pack.questions],
        }
        self._names = Names(ids, pack.vocabulary)
        self._lines = _by_case(source.lines)
        self.problems: list[Problem] = []

    def read(self) -> Iterator[Case]:
        listed = self._listed()
        names = Counter(str(raw.get("name")) for raw in listed if isinstance(raw, dict))
        for number, raw in enumerate(listed):
            decoder = Decoder(self._part(raw, number), self._names, self.problems)
            if isinstance(raw, dict) and names[str(raw.get("name"))] > 1:
                what = f"'{raw.get('name')}' is the name of several cases."
                decoder.complain(("name",), what, "Give each its own sentence.", "X002")
            case = self._case(decoder, raw, number)
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
        listed = data["cases"] or []
        if not isinstance(listed, list):
            self._complain(("cases",), "a list of cases is needed here.", "Start each case with a dash.")
            return []
        return listed

    def _complain(self, path: KeyPath, what: str, hint: str) -> None:
        self.problems.append(Problem(self._source.place(path), what, hint))

    def _case(self, decoder: Decoder, raw: Plain, number: int) -> Case | None:
        block = decoder.entry({**raw, "answers": {}} if isinstance(raw, dict) else raw, CaseBlock, ())
        answers = AnswerReader(decoder, self._pack, None).block(raw, "answers") if isinstance(raw, dict) else None
        if block is None or answers is None:
            return None
        values = ValueReader(decoder.tell)
        date = values.date(block.date, ("date",)) if block.date else ANY_DAY
        if block.date is None:
            for question in self._pack.questions:
                if question.type == "date" and question.id in answers:
                    decoder.complain(
                        ("answers", question.id), f"'{question.id}' is read from a day on.", "Add 'date:' to the case."
                    )
        self._check(decoder, block.expect)
        known = tuple(approach.id for approach in self._pack.approaches)
        aim = known if block.aim is None else tuple(name for name in known if name in block.aim)
        if not aim:
            decoder.complain(("aim",), "the city aims at nothing.", "Name an approach, or leave 'aim' out for all.")
        if self.problems or date is None:
            return None  # one case that cannot be read is enough for none to be run
        facts = {name: only(value) for name, value in facts_in(answers, self._pack, date).items()}
        city = City(name=block.name, labels=labels(self._pack, block.name, None, {}, facts))
        said = Answers(pack=self._pack.info.id, city=city, date=date, start=date, aim=aim, answers=answers, note=block.note)
        return Case(block.name, said, block.expect, self._part(raw, number), number)

    def _part(self, raw: Plain, number: int) -> Source:
        """Return a case as if it were a file, with the lines it has."""
        root = ("cases", number)
        nulls = frozenset(path[_DEPTH:] for path in self._source.nulls if path[:_DEPTH] == root)
        return Source(self._source.file, raw, self._lines.get(root, {}), nulls=nulls)

    def _check(self, decoder: Decoder, expect: Expect) -> None:
        approaches, steps = ([entry.id for entry in entries] for entries in (self._pack.approaches, self._pack.steps))
        for name in expect.statuses:
            if name not in approaches:
                what, hint = f"no approach is called '{name}'.", decoder.suggest(name, approaches)
                decoder.complain(("expect", "statuses", name), what, hint, "F209")
        for name in expect.details:
            if name not in steps:
                what, hint = f"no step is called '{name}'.", decoder.suggest(name, steps)
                decoder.complain(("expect", "details", name), what, hint, "F209")
        for one, other in (("present", "absent"), ("said", "unsaid")):
            for name in sorted({*getattr(expect, one)} & {*getattr(expect, other)}):
                decoder.complain(("expect", other), f"'{name}' cannot be {one} and {other}.", "Keep one of them.")
        self._check_places(decoder, expect)
        if expect == Expect():
            decoder.complain(
                ("expect",), "the case expects nothing.", "Say what the rules should say: statuses, present, steps, …", "X003"
            )

    def _check_places(self, decoder: Decoder, expect: Expect) -> None:
        known = set(places(self._pack)) if expect.said or expect.unsaid else set()
        for key, named in (("said", expect.said), ("unsaid", expect.unsaid)):
            for number, place in enumerate(named):
                if place not in known:
                    what, hint = f"nothing is ever said at '{place}'.", decoder.suggest(place, known)
                    decoder.complain(("expect", key, number), what, hint, "F209")


def _by_case(lines: dict[KeyPath, int]) -> dict[KeyPath, dict[KeyPath, int]]:
    """Return the lines of each case by the path inside it."""
    found: dict[KeyPath, dict[KeyPath, int]] = {}
    for path, line in lines.items():
        found.setdefault(path[:_DEPTH], {})[path[_DEPTH:]] = line
    return found
