"""What would be if one answer were another: found by asking the rules again, and never written into the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.logic.vocabulary import STATUS
from advisor.reasoning.answers import Answer, Answers, AnswerValue
from advisor.reasoning.conclusions import Conclusions, possible_values
from advisor.reasoning.planner import first_step

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.knowledge.model import Pack, Question
    from advisor.reasoning.conclusions import Infers

_SINGLE = frozenset({"ordinal", "choice", "yes_no"})
"""The types of questions whose answers can be tried one by one."""


class Moved(msgspec.Struct, frozen=True):
    """An approach whose status would be another one: what is possible now, and then."""

    approach: str
    now: tuple[str, ...]
    then: tuple[str, ...]


class Supposed(msgspec.Struct, frozen=True, kw_only=True):
    """What would be different with another answer, the same for each of some values; ``given`` is the answer that stands.

    ``first`` is with which step the path would begin, None where with none; it is left out where ``begins_alike``.
    """

    question: str
    given: AnswerValue | None
    values: tuple[AnswerValue, ...]
    moved: tuple[Moved, ...]
    begins_alike: bool
    first: str | None = None


class Supposing(msgspec.Struct, frozen=True):
    """What each answer to the question in hand would bring, and which one other answer of those given would change what."""

    here: tuple[Supposed, ...]
    others: tuple[Supposed, ...]


class _Course(msgspec.Struct, frozen=True):
    statuses: dict[str, tuple[str, ...]]
    first: str | None


def supposing(pack: Pack, engine: Infers, answers: Answers, question: str | None) -> Supposing:
    """Return what would be different; the answers that change most come first.

    Only answers that can be chosen from a list are tried, each alone and all others as they are.
    """
    now = _course(pack, engine, answers)
    tried = {
        each.id: _tried(pack, engine, answers, each, now)
        for each in pack.questions
        if each.type in _SINGLE and (each.id == question or _is_given(answers, each))
    }
    others = [each for name, found in tried.items() if name != question for each in found]
    ranked = sorted(others, key=lambda each: (-len(each.moved), each.begins_alike))
    return Supposing(tuple(tried.get(question or "", ())), tuple(ranked))


def _is_given(answers: Answers, question: Question) -> bool:
    given = answers.answers.get(question.id)
    return given is not None and given.value is not None


def _tried(pack: Pack, engine: Infers, answers: Answers, question: Question, now: _Course) -> list[Supposed]:
    """Return what the other answers to a question would change; values that would change the same stand together."""
    given = answers.answers.get(question.id)
    value = given.value if given else None
    alike: dict[tuple[object, ...], list[AnswerValue]] = {}
    for other in _values(question):
        if other != value:
            changed = msgspec.structs.replace(answers, answers={**answers.answers, question.id: Answer(value=other)})
            then = _course(pack, engine, changed)
            alike.setdefault((tuple(_moved(now, then)), then.first == now.first, then.first), []).append(other)
    return [
        Supposed(question=question.id, given=value, values=tuple(values), moved=moved, begins_alike=same, first=first)
        for (moved, same, first), values in _changing(alike)
    ]


def _changing(
    alike: dict[tuple[object, ...], list[AnswerValue]],
) -> Iterator[tuple[tuple[tuple[Moved, ...], bool, str | None], list[AnswerValue]]]:
    for (moved, same, first), values in alike.items():
        if moved or not same:
            yield (moved, same, None if same else first), values  # type: ignore[misc] # as they were put together above


def _values(question: Question) -> Iterable[AnswerValue]:
    return ("yes", "no") if question.type == "yes_no" else (level.name for level in question.levels)


def _moved(now: _Course, then: _Course) -> Iterator[Moved]:
    for approach, statuses in now.statuses.items():
        if then.statuses[approach] != statuses:
            yield Moved(approach, statuses, then.statuses[approach])


def _course(pack: Pack, engine: Infers, answers: Answers) -> _Course:
    concluded: Conclusions = engine.infer(answers.facts(pack), answers.disputed_facts(pack))
    step = first_step(pack, engine, concluded, answers.aim)
    statuses = {each.id: tuple(possible_values(each.id, STATUS, concluded.known)) for each in pack.approaches}
    return _Course(statuses, step.id if step else None)
