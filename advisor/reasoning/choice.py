"""Choose the next step: which could come now, which one the pack's criteria prefer, and why the others wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.knowledge.readers import holds
from advisor.knowledge.steps import Step
from advisor.knowledge.values import Levels
from advisor.knowledge.vocabulary import STATUS
from advisor.reasoning.conclusions import Conclusions, possible_values
from advisor.reasoning.deductions import preference_fact

if TYPE_CHECKING:
    from collections.abc import Collection

    from advisor.knowledge.model import Pack


class Alternative(msgspec.Struct, frozen=True):
    """A step towards another target that was put back, and the criterion that decided; None for the pack's order."""

    step: Step
    criterion: str | None


class Choice(msgspec.Struct, frozen=True):
    """The step chosen, the criterion that set it apart from the next best target, and the alternatives in order."""

    step: Step
    criterion: str | None
    alternatives: tuple[Alternative, ...]


def established(pack: Pack, conclusions: Conclusions) -> tuple[str, ...]:
    """Return the approaches that are certainly established."""
    return tuple(each.id for each in pack.approaches if conclusions.concluded(each.id, "established"))


def choose(pack: Pack, conclusions: Conclusions, targets: Collection[str], taken: Collection[str]) -> Choice | None:
    """Return the best step towards one of the targets, or None where there is none."""
    ranked = sorted(candidates(pack, conclusions, targets, taken), key=lambda step: _rank(pack, conclusions, step))
    best_of: dict[str, Step] = {}
    for step in ranked:
        best_of.setdefault(step.target, step)
    if not best_of:
        return None
    best, *others = best_of.values()
    alternatives = tuple(Alternative(step, decisive(pack, conclusions, best, step)) for step in others)
    return Choice(best, alternatives[0].criterion if alternatives else None, alternatives)


def support(pack: Pack, conclusions: Conclusions, approach: str) -> float:
    """Return how strongly the answers support an approach, from 0 to 1, by the weights of the pack (a proposal)."""
    reached = possible = 0.0
    for question in pack.questions:
        weight = question.supports.get(approach, 0)
        value, domain = conclusions.given.get(question.id), pack.vocabulary.facts.get(question.id)
        if weight and isinstance(domain, Levels) and len(domain.numbers) > 1 and isinstance(value, str):
            reached += weight * domain.names.index(value) / (len(domain.names) - 1)
            possible += max(weight, 0)
    return max(0.0, reached / possible) if possible else 0.0


def candidates(pack: Pack, conclusions: Conclusions, targets: Collection[str], taken: Collection[str]) -> list[Step]:
    """Return every step towards one of the targets that could come now."""
    there = established(pack, conclusions)
    known = conclusions.known
    found = []
    for step in pack.steps:
        possible = possible_values(step.target, STATUS, known)
        if step.target not in targets or step.id in taken:
            continue
        if not _springs(pack, step, there, possible) or (step.opens and "absent" not in possible):
            continue
        if all(each.prepare or holds(each.when, known) for each in step.preconditions):
            found.append(step)
    return found


def _springs(pack: Pack, step: Step, there: tuple[str, ...], possible: tuple[str, ...]) -> bool:
    if step.springboard == "nothing":
        return not there
    if step.springboard == "begun":
        own = set(pack.approach(step.target).poles)
        beside = any(own & set(pack.approach(approach).poles) for approach in there)
        return "absent" not in possible and not beside
    return step.springboard in there


def _rank(pack: Pack, conclusions: Conclusions, step: Step) -> tuple[bool, ...]:
    return tuple(not prefers(conclusions, criterion.id, step) for criterion in pack.criteria)


def prefers(conclusions: Conclusions, criterion: str, step: Step) -> bool:
    """Tell whether a criterion prefers a step."""
    return conclusions.concluded(preference_fact(criterion, step.id), "yes")


def decisive(pack: Pack, conclusions: Conclusions, best: Step, other: Step) -> str | None:
    """Return the criterion that sets one step apart from another; None where only the order of the pack does."""
    for criterion in pack.criteria:
        if prefers(conclusions, criterion.id, best) and not prefers(conclusions, criterion.id, other):
            return criterion.id
    return None
