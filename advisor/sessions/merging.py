"""Combine what several respondents answered. Nothing is dropped: every statement stays, and where they differ the value is open.

Statements form a set, and what is concluded from it is a function of that set, so the order of the files never matters.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import msgspec

from advisor.errors import Place, Problem, UnusableInputError
from advisor.reasoning.answers import Answer, Answers

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence

    from advisor.reasoning.answers import AnswerValue

_HEAD = ("name", "canton", "population", "language")


def merge(parts: Sequence[tuple[str, Answers]]) -> Answers:
    """Return the answers of several files, each given with its name for problems.

    Raises:
        UnusableInputError: the files are not about the same city, or disagree on its aim or start.

    """
    problems = [problem for name, answers in parts[1:] for problem in _conflicts(parts[0], (name, answers))]
    if problems:
        raise UnusableInputError(problems)
    return reduce(_both, (answers for _, answers in parts))


def _conflicts(first: tuple[str, Answers], other: tuple[str, Answers]) -> list[Problem]:
    place, hint = Place(other[0]), "Make the two files agree, then merge them."
    found = []
    for what, one, two in (
        ("the pack", first[1].pack, other[1].pack),
        ("the aim", first[1].aim, other[1].aim),
        *((f"the city's {field}", getattr(first[1].city, field), getattr(other[1].city, field)) for field in _HEAD),
    ):
        if one != two:
            found.append(Problem(place, f"{what} is '{_shown(two)}' here and '{_shown(one)}' in {first[0]}.", hint))
    return found


def _shown(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _both(one: Answers, other: Answers) -> Answers:
    notes = sorted({*(one.note or "").split("\n"), *(other.note or "").split("\n")} - {""})
    return Answers(
        pack=one.pack,
        city=one.city,
        date=max(one.date, other.date),
        start=max(one.start, other.start),
        aim=one.aim,
        answers=_each(one.answers, other.answers),
        note="\n".join(notes) or None,
        retired=_each(one.retired, other.retired),
        waiting=_waiting(one, other),
    )


def _waiting(one: Answers, other: Answers) -> dict[str, Answer]:
    """Return the notes of those who have not answered a question."""
    found: dict[str, Answer] = {}
    for name in sorted(one.waiting.keys() | other.waiting.keys()):
        given = sorted((each.waiting[name] for each in (one, other) if name in each.waiting), key=_order)
        notes = sorted({line for each in given for line in (each.note or "").split("\n")})
        found[name] = msgspec.structs.replace(given[0], note="\n".join(notes))
    return found


def _each(one: Mapping[str, Answer], other: Mapping[str, Answer]) -> dict[str, Answer]:
    return {name: _merged(one.get(name), other.get(name)) for name in sorted(one.keys() | other.keys())}


def _merged(one: Answer | None, other: Answer | None) -> Answer:
    """Return one answer from two: what was settled last counts, then what nobody contradicts."""
    given = [each for each in (one, other) if each is not None]
    settled = sorted((each for each in given if each.said and each.value is not None and not _follows(each)), key=_order)
    said = {statement for each in given for statement in _statements(each)}
    said |= {msgspec.structs.replace(each, said=()) for each in settled[:-1]}
    if settled:
        return msgspec.structs.replace(settled[-1], said=tuple(sorted(said, key=_order)))
    return from_statements(said)


def from_statements(said: set[Answer]) -> Answer:
    """Return the answer that follows from statements alone: the value they share, or none while they differ."""
    ordered = sorted(said, key=_order)
    if len(ordered) == 1:
        return ordered[0]
    values = {each.value for each in ordered if each.value is not None}
    return Answer(value=values.pop() if len(values) == 1 else None, said=tuple(ordered))


def _follows(answer: Answer) -> bool:
    """Tell whether a value is only what all statements share, and nothing that was settled on."""
    return answer == from_statements(set(answer.said))


def _statements(answer: Answer) -> tuple[Answer, ...]:
    return answer.said or (answer,)


def _order(answer: Answer) -> tuple[str, str, str, str]:
    """Order answers by date first, the same on every machine."""
    on: datetime.date | None = answer.on
    return on.isoformat() if on else "", answer.by or "", _text(answer.value), answer.note or ""


def _text(value: AnswerValue | None) -> str:
    return "" if value is None else ",".join(value) if isinstance(value, tuple) else str(value)
