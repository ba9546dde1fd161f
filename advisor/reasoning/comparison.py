"""Compare two outcomes of the same city: what moved, which steps were taken, what decayed, and how the path runs now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from advisor.logic.condition import leaves
from advisor.logic.evaluate import holds
from advisor.reasoning.answers import Answer, Answers, question_of
from advisor.reasoning.diagnosis import readable
from advisor.reasoning.json_values import given_value
from advisor.reasoning.outcome import Given, Outcome, Status
from advisor.reasoning.told import Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.model import Pack, Question
    from advisor.reasoning.answers import AnswerValue
    from advisor.reasoning.knowledge_base import KnowledgeBase

Direction = Literal["up", "down", "other"]


class MovedAnswer(Part, frozen=True, kw_only=True):
    """An answer that differs; ``direction`` is given for levels that both answers name.

    Where respondents disagree, the value is null and what they said stands in ``disputed_before`` or ``disputed_now``.
    """

    question: str
    before: Given
    now: Given
    direction: Direction
    disputed_before: list[Given] = []
    disputed_now: list[Given] = []


class MovedStatus(Part, frozen=True, kw_only=True):
    """An approach whose status differs."""

    approach: str
    before: Status
    now: Status


class TakenStep(Part, frozen=True, kw_only=True):
    """A step of the earlier path: done if its target is established now, begun if some of what it raises is there."""

    step: str
    state: Literal["done", "begun"]


class Comparison(Part, frozen=True, kw_only=True):
    """Everything that differs between two outcomes; empty throughout where nothing does.

    ``decayed`` names the questions whose answer has fallen and the approaches that have lost their status. ``path`` lists the
    steps from today on, if they are others than those of the earlier path. ``gone`` are the findings that do not hold any more,
    ``unsettled`` those of which today's answers say neither; ``unasked`` the questions that have no answer today, but had one.
    """

    answers: list[MovedAnswer]
    statuses: list[MovedStatus]
    came: list[str]
    gone: list[str]
    taken: list[TakenStep]
    decayed: list[str]
    path: list[str]
    arrives: bool | None
    unsettled: list[str] = []
    unasked: list[str] = []

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing differs."""
        return self == Comparison(answers=[], statuses=[], came=[], gone=[], taken=[], decayed=[], path=[], arrives=None)


class Case(Part, frozen=True, kw_only=True):
    """A city's answers and what was concluded from them."""

    answers: Answers
    outcome: Outcome


def compare(base: KnowledgeBase, before: Case, now: Case) -> Comparison:
    """Return what differs between two cases of one city."""
    pack, there = base.pack, _spoken_of(base.pack, before.answers, now.answers)
    moved = list(_moved(pack, before.answers, now.answers))
    answers = [each for each in moved if each.question in there]
    statuses = [
        MovedStatus(approach=name, before=state.status, now=now.outcome.approaches[name].status)
        for name, state in before.outcome.approaches.items()
        if state.status != now.outcome.approaches[name].status
    ]
    findings = [[each.id for each in case.outcome.findings] for case in (before, now)]
    not_told = [name for name in findings[0] if name not in findings[1]]
    unsettled = _unsettled(base, not_told, now.answers)
    steps = [[item.step for item in case.outcome.path if item.kind == "step"] for case in (before, now)]
    return Comparison(
        answers=answers,
        statuses=statuses,
        came=[name for name in findings[1] if name not in findings[0]],
        gone=[name for name in not_told if name not in unsettled],
        taken=list(_taken(pack, before.outcome, now)),
        decayed=[
            *(each.question for each in answers if each.direction == "down"),
            *(each.approach for each in statuses if each.before == "established" and each.now != "undetermined"),
        ],
        path=steps[1] if steps[0] != steps[1] else [],
        arrives=now.outcome.arrives if steps[0] != steps[1] else None,
        unsettled=unsettled,
        unasked=[each.question for each in moved if each.question not in there and pack.question(each.question).type != "text"],
    )


def _spoken_of(pack: Pack, before: Answers, now: Answers) -> set[str]:
    """Return the questions that have an answer, or had one that followed from another, which has been answered again."""
    given, followed = set(now.complete(pack).answers), before.complete(pack).answers
    arising = ((each.id, leaves(each.arises)) for each in pack.questions if each.arises is not None)
    again = {name for name, tests in arising if any(question_of(test.fact) in now.answers for test in tests)}
    return given | {name for name in again if name in followed and followed[name].implied}


def _unsettled(base: KnowledgeBase, findings: list[str], answers: Answers) -> list[str]:
    """Return the findings that may hold by some answers, or may not: unknown is not gone."""
    if not findings:
        return []
    known = base.reading.infer(answers.facts(base.pack), answers.disputed_facts(base.pack)).known
    return [each.id for each in base.pack.findings if each.id in findings and holds(each.when, known) is None]


def _moved(pack: Pack, before: Answers, now: Answers) -> Iterator[MovedAnswer]:
    earlier, later = before.complete(pack).answers, now.complete(pack).answers
    for question in pack.questions:
        both = [answers.get(question.id, Answer(value=None)) for answers in (earlier, later)]
        values = [each.value for each in both]
        said = [each.disputed for each in both]
        if values[0] != values[1] or set(said[0]) != set(said[1]):
            yield MovedAnswer(
                question=question.id,
                before=given_value(pack, question, values[0]),
                now=given_value(pack, question, values[1]),
                direction=_direction(question, values[0], values[1]),
                disputed_before=[given_value(pack, question, each) for each in said[0]],
                disputed_now=[given_value(pack, question, each) for each in said[1]],
            )


def _direction(question: Question, before: AnswerValue | None, now: AnswerValue | None) -> Direction:
    """Return whether an answer rose or fell; for questions that count the other way round, less is up."""
    names = [level.name for level in question.levels]
    if question.type != "ordinal" or before not in names or now not in names:
        return "other"
    rose = names.index(str(now)) > names.index(str(before))
    return "up" if rose != question.reverse else "down"


def _taken(pack: Pack, before: Outcome, now: Case) -> Iterator[TakenStep]:
    facts = now.answers.facts(pack)
    for item in before.path:
        if item.kind != "step" or item.target is None:
            continue
        if now.outcome.approaches[item.target].status == "established":
            yield TakenStep(step=item.step, state="done")
        elif any(_reached(pack, fact, level, facts.get(fact)) for fact, level in item.raises.items()):
            yield TakenStep(step=item.step, state="begun")


def _reached(pack: Pack, fact: str, level: str | int, value: str | int | None) -> bool:
    today = readable(pack, fact, value)
    return today is not None and (today >= level if isinstance(today, int) and isinstance(level, int) else today == level)
