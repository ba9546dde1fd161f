"""Whole cities by chance, and what is concluded about them: shared by the tests of interview, explanation and comparison."""

from __future__ import annotations

import datetime
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from advisor.answers.read import read_answers
from advisor.answers.roles import labels
from advisor.logic.evaluate import holds
from advisor.logic.values import only
from advisor.reasoning.answers import Answer, Answers, AnswerValue, City, facts_in
from advisor.reasoning.planner import Plan, plan

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Mapping, Sequence

    from advisor.knowledge.model import Pack, Question
    from advisor.reasoning.outcome import Outcome

EXAMPLES = Path(__file__).parents[2] / "examples"
TODAY = datetime.date(2026, 11, 22)


def city(pack: Pack, answers: Mapping[str, AnswerValue | None]) -> Answers:
    """Return a city with these answers and no others."""
    given = {name: Answer(value=value) for name, value in answers.items()}
    known = {fact: only(value) for fact, value in facts_in(given, pack, TODAY).items()}
    return Answers(
        pack=pack.info.id,
        city=City(name="Musterstadt", labels=labels(pack, "Musterstadt", None, {}, known)),
        date=TODAY,
        start=TODAY,
        aim=tuple(approach.id for approach in pack.approaches),
        answers=given,
    )


def values_of(question: Question) -> list[AnswerValue]:
    """Return values that stand for all that a question can be answered with."""
    names = [level.name for level in question.levels]
    if question.type == "several":
        return [(), *((name,) for name in names), tuple(name for name in names if name != "none")]
    if question.type == "yes_no":
        return ["yes", "no"]
    if question.type == "number":
        return [0, 1, 5, 6, 7, 12, 13, 99, 100, 101, 4999, 5000, 20000, 50000]
    if question.type == "date":
        return [TODAY.replace(year=TODAY.year + years) for years in (0, 1, 2)]
    return list(names)


def by_chance(pack: Pack, dice: random.Random) -> dict[str, AnswerValue]:
    """Return an answer to every question that has values, as the dice fall; questions that do not arise get theirs."""
    answers = {each.id: dice.choice(values_of(each)) for each in pack.questions if values_of(each)}
    return _with_what_follows(pack, answers)


def _with_what_follows(pack: Pack, answers: dict[str, AnswerValue]) -> dict[str, AnswerValue]:
    asked = [each for each in pack.questions if not each.arises]
    first = city(pack, {each.id: answers[each.id] for each in asked if each.id in answers}).complete(pack).answers
    full = answers | {name: answer.value for name, answer in first.items() if answer.value is not None}
    return {name: value for name, value in full.items() if name not in _not_arising(pack, full)}


def _not_arising(pack: Pack, answers: dict[str, AnswerValue]) -> set[str]:
    """Return the questions that do not arise and from which nothing follows: an answer to them would contradict the others."""
    known = {fact: only(value) for fact, value in facts_in(city(pack, answers).answers, pack, TODAY).items()}
    silent = [each for each in pack.questions if each.presupposes is not None and each.otherwise is None]
    return {each.id for each in silent if each.presupposes is not None and holds(each.presupposes, known) is False}


def examples(pack: Pack) -> list[dict[str, AnswerValue]]:
    """Return the answers of the examples, those that follow included."""
    known = [read_answers(file, pack).complete(pack).answers for file in sorted(EXAMPLES.glob("*.answers.yaml"))]
    return [{name: answer.value for name, answer in each.items() if answer.value is not None} for each in known]


def like_the_examples(pack: Pack, known: Sequence[Mapping[str, AnswerValue]], dice: random.Random) -> dict[str, AnswerValue]:
    """Return a city drawn like the examples.

    Each question gets the answer that one of the examples gives to it, any of them as likely as the other, or with the weight of
    one example more any answer that can be given at all: nothing is impossible because no example says it. Answers are drawn one
    by one: whole examples would be the same few cities over and over, and answers that hang together make interviews shorter.
    Questions that do not arise get the answer that follows.
    """
    drawn: dict[str, AnswerValue] = {}
    for question in pack.questions:
        if values := values_of(question):
            drawn[question.id] = dice.choice([*(each[question.id] for each in known if question.id in each), dice.choice(values)])
    return _with_what_follows(pack, drawn)


def partly_known(full: Mapping[str, AnswerValue], unknown: float, dice: random.Random) -> dict[str, AnswerValue | None]:
    """Return a city of which nobody knows a share of the answers, whichever they are."""
    return {name: None if dice.random() < unknown else value for name, value in full.items()}


def every_city(pack: Pack) -> Iterator[dict[str, AnswerValue]]:
    """Yield every city of a pack that is small enough for it."""
    asked = [each for each in pack.questions if values_of(each)]
    for values in product(*(values_of(each) for each in asked)):
        yield dict(zip((each.id for each in asked), values, strict=True))


def planned(pack: Pack, engine: Any, answers: Answers) -> Plan:  # noqa: ANN401 - an engine, or what stands for it
    return plan(pack, engine, answers.facts(pack), answers.aim, answers.disputed_facts(pack))


def course(pack: Pack, found: Plan) -> tuple[object, ...]:
    """Return what the first goal is about: every status, and the steps in their order."""
    known = found.start.known
    return tuple(known.get(each.id) for each in pack.approaches), tuple(each.step.id for each in found.steps)


def everything_concluded(pack: Pack, found: Plan) -> tuple[object, ...]:
    """Return what the last goal is about: also findings, and what each step contains."""
    known = found.start.known
    findings = tuple(each.id for each in pack.findings if known.get(each.id) == frozenset({"present"}))
    content = tuple(
        (each.step.id, tuple(part.text for part in each.preparations), tuple(part.text for part in each.actions))
        for each in found.steps
    )
    return course(pack, found), findings, content


def told(outcome: Outcome) -> dict[str, object]:
    """Return what a report tells about a fully answered city: all but the reasons, which name more answers then."""
    data: dict[str, Any] = msgspec.to_builtins(outcome)
    return {
        "statuses": {name: state["status"] for name, state in data["approaches"].items()},
        "poles": data["poles"],
        "balanced": data["balanced"],
        "findings": [each["id"] for each in data["findings"]],
        "path": [
            [item[key] for key in ("step", "target", "actions", "helpers", "months", "timeframe", "opens", "status_after")]
            for item in data["path"]
            if item["kind"] != "clarify"
        ],
        "arrives": data["arrives"],
    }
