"""Call proposed cases by what they show, in the words of the pack, so that whoever knows the field can judge them."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from advisor.knowledge.conditions_of import slots
from advisor.logic.condition import leaves
from advisor.logic.notation import written_values
from advisor.logic.values import Levels
from advisor.logic.vocabulary import YES
from advisor.workshop.coverage.goals import (
    Answered,
    AnsweredWith,
    Decides,
    Fires,
    KeepsQuiet,
    Passes,
    Prefers,
    PutBack,
    Shown,
    Speaks,
    StaysSilent,
    Taken,
    TestDecides,
    TestSays,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.knowledge.model import Pack
    from advisor.logic.condition import Test
    from advisor.workshop.coverage.goals import Goal, OfTest

_OF_EXPECTATIONS = {
    "present": "«{}» appears",
    "absent": "«{}» does not appear",
    "first_step": "The first step is «{}»",
    "contradictions": "«{}» presupposes what other answers deny",
}


def free_name(name: str, taken: set[str]) -> str:
    """Return a name that no other case has, and note it as taken; the second of a name gets a number."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name} ({number})"
    taken.add(free)
    return free


def name_of_goal(pack: Pack, goal: Goal) -> str | None:  # noqa: C901, PLR0911, PLR0912 - one sentence for each kind
    """Return what a case shows that reaches a goal; None where only what it expects can be said."""
    called = _called(pack)
    match goal:
        case Fires(finding):
            return f"«{called[finding]}» appears"
        case StaysSilent(finding):
            return f"«{called[finding]}» does not appear"
        case Prefers(criterion):
            return f"«{called[criterion]}» speaks for a step that could come"
        case Passes(criterion):
            return f"«{called[criterion]}» does not speak for every step that could come"
        case Decides(criterion):
            return f"«{called[criterion]}» decides between two steps"
        case TestSays(verdict=verdict):
            return f"{_of_test(pack, goal)} {'holds' if verdict else 'does not hold'}"
        case TestDecides(verdict=verdict):
            return f"{_of_test(pack, goal)} is what {'decides' if verdict else 'is missing'}"
        case Answered(question):
            return f"«{called[question]}» is answered"
        case AnsweredWith(question, value):
            return f"«{called[question]}» is answered with «{_labels(pack, question).get(value, value)}»"
        case Taken(step):
            return f"The step «{called[step]}» is taken"
        case PutBack(step):
            return f"The step «{called[step]}» is put back for another"
        case Shown() | Speaks() | KeepsQuiet():
            return None
        case _:
            assert_never(goal)


def _of_test(pack: Pack, goal: OfTest) -> str:
    slot = list(slots(pack))[goal.slot]
    return f"«{_called(pack)[slot.entry.partition('/')[2]]}»: «{_told(pack, leaves(slot.condition)[goal.test])}»"


def name_of_expectation(pack: Pack, expected: Mapping[str, object]) -> str:
    """Return what a case shows that expects something, by the first thing that it expects."""
    called, (key, wanted) = _called(pack), next(iter(expected.items()))
    match key, wanted:
        case "statuses", dict():
            return ", ".join(f"«{called[name]}» is {status}" for name, status in wanted.items())
        case "details", dict():
            return f"The step «{called[next(iter(wanted))]}» in its details"
        case "steps", (list() | tuple()):
            first = f"begins with «{called[wanted[0]]}» and has {len(wanted)}" if wanted else "has no"
            return f"The path {first} {'step' if len(wanted) == 1 else 'steps'}"
        case "arrives", bool():
            return f"The path {'reaches' if wanted else 'does not reach'} what the city aims at"
        case "said" | "unsaid", list():
            return ", ".join(
                f"Something is said at {place}" if key == "said" else f"Nothing is said at {place}" for place in wanted
            )
        case _:
            names = [wanted] if isinstance(wanted, str) else wanted
            told = ", ".join(_OF_EXPECTATIONS[key].format(called[name]) for name in names)  # type: ignore[attr-defined] # lists
            return told or "No answer presupposes what others deny"


def _called(pack: Pack) -> dict[str, str]:
    """Return what everything in a pack is called that has a name of its own."""
    return {
        **{question.id: question.label for question in pack.questions},
        **{pole.id: pole.name for pole in pack.poles()},
        **{approach.id: approach.name for approach in pack.approaches},
        **{named.id: named.name for named in pack.conditions},
        **{finding.id: finding.title for finding in pack.findings},
        **{step.id: step.title for step in pack.steps},
        **{criterion.id: criterion.title for criterion in pack.criteria},
    }


def _labels(pack: Pack, name: str) -> dict[str, str]:
    """Return what the levels of a question are called; of anything else there are none."""
    return {level.name: level.label for question in pack.questions if question.id == name for level in question.levels}


def _told(pack: Pack, test: Test) -> str:
    """Return a test in the labels of the pack."""
    name, _, option = test.fact.partition(".")
    called, labels = _called(pack).get(name, name), _labels(pack, name)
    if option:
        return f"{called}: {'' if test.allowed == YES else 'not '}{labels.get(option, option)}"
    if isinstance(test.allowed, frozenset) and isinstance(test.domain, Levels):
        return f"{called}: {' or '.join(labels.get(each, each) for each in test.domain.names if each in test.allowed)}"
    return f"{called} {written_values(test.fact, test.allowed, test.domain)}"
