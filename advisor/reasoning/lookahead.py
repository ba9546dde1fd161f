"""Look ahead along the path while answers are missing: which steps are certain, and which answers could still change the choice.

The planner's decisions are made here on sets of possible values. Where one step comes first however the unknown answers turn
out, the path goes on from there; where several could, every one of them is followed. So what is certain here stays so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from advisor.knowledge.steps import Step
from advisor.logic.condition import Group, Test, leaves
from advisor.logic.evaluate import holds, undecided
from advisor.logic.values import intersect, unite
from advisor.reasoning.course import StepConditions, available
from advisor.reasoning.deductions import preference_fact
from advisor.reasoning.effects import raised_sets
from advisor.reasoning.place import Place
from advisor.reasoning.propagation import Known, Reading, any_unknown, decided

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.knowledge.model import Pack
    from advisor.knowledge.steps import Precondition
    from advisor.logic.condition import Condition
    from advisor.logic.values import Allowed

_LOOKS, _LOOKS_IN_THE_DARK = 24, 8
"""How many situations along the way are looked at; beyond them every fact that a choice can rest on counts as open.

Fewer while a status is open: then nearly every step could come, and each look takes longer.
"""

_LATER = 0.25
"""How much less an open choice weighs that comes one step later."""

Candidates = Sequence[tuple[Step, bool | None]]
"""Steps that could come now, and whether that is certain."""


class Foreseen(msgspec.Struct, frozen=True):
    """One step that comes whatever the unknown answers are, and what is known before it."""

    step: Step
    before: Known


class Foresight(msgspec.Struct, frozen=True):
    """The steps that are certain, and the facts from answers that the rest still hangs on, each with its weight.

    ``first`` are those of them that decide which step comes first.
    """

    certain: tuple[Foreseen, ...]
    settled: bool
    open: dict[str, float]
    first: dict[str, float] = {}


def foresee(pack: Pack, conditions: StepConditions, reading: Reading, given: Known, aim: tuple[str, ...]) -> Foresight:
    """Follow the path for everything that the given values allow.

    Where nobody knows something (:data:`NOBODY_KNOWS`) the path is followed that is planned without it.
    """
    here = Place(pack, conditions, reading, given)
    if here.unknown and all(here.stays_open(approach) for approach in aim):
        return Foresight((), settled=True, open={})  # where every status is open nothing is planned
    open_ones = [each.id for each in pack.approaches if here.is_open(each.id)]
    settled = len(open_ones) <= 1 if here.unknown else all(here.is_yes(each, "established") is not None for each in open_ones)
    return _Look(pack, conditions, reading, given, aim, _LOOKS if settled else _LOOKS_IN_THE_DARK).ahead(given, (), here)


def certain(
    pack: Pack, conditions: StepConditions, reading: Reading, given: Known, aim: tuple[str, ...]
) -> tuple[tuple[Foreseen, ...], bool]:
    """Return the steps that are certain, and whether they are the whole path; what the rest hangs on is not looked for."""
    found = _LookForCertain(pack, conditions, reading, given, aim, _LOOKS).ahead(given, ())
    return found.certain, found.settled


def any_choice(pack: Pack, conditions: StepConditions, reading: Reading, known: Known, aim: tuple[str, ...]) -> frozenset[str]:
    """Return the facts from answers that some choice on the way could rest on, wherever the path leads."""
    due = [step for step in pack.steps if step.target in aim and reading.is_yes(step.target, "established", known) is not True]
    named = tuple(step.id for step in due)
    if named not in conditions.choices:
        facts = _choice_facts(pack, due)
        conditions.choices[named] = frozenset().union(*(reading.sources(fact) for fact in sorted(facts)))
    return conditions.choices[named]


def course_facts(pack: Pack) -> set[str]:
    """Return every fact that the planner looks at: what else rules conclude cannot change the course."""
    return _choice_facts(pack, pack.steps) | {
        test.fact for step in pack.steps for each in step.preconditions for test in leaves(each.asks)
    }


def _choice_facts(pack: Pack, steps: Sequence[Step]) -> set[str]:
    preferences = {preference_fact(criterion.id, step.id) for step in steps for criterion in pack.criteria}
    there = {test.fact for step in steps for test in leaves(available(pack, step))}
    return preferences | there | ({approach.id for approach in pack.approaches} if steps else set())


class _Look:
    def __init__(
        self, pack: Pack, conditions: StepConditions, reading: Reading, given: Known, aim: tuple[str, ...], looks: int
    ) -> None:
        self._most = looks
        self._pack = pack
        self._conditions = conditions
        self._reading = reading
        self._given = given
        self._aim = aim
        self._seen: dict[tuple[frozenset[str], tuple[str, ...]], list[tuple[Known, Foresight]]] = {}
        self._looks = 0
        self._unknown = any_unknown(given)
        self._decided = decided(given)
        self._behind: dict[str, set[str]] = {}  # facts that a preparation may have changed, and what decides whether it did

    def ahead(self, given: Known, taken: tuple[str, ...], here: Place | None = None) -> Foresight:
        """Return what lies ahead after some steps; ``here`` is the situation where it was looked at already."""
        last = taken[-1:] if self._unknown else ()  # where it leads nowhere, the path ends with it
        memo = self._seen.setdefault((frozenset(taken), last), [])
        for known, found in memo:
            if known == given:
                return found
        self._looks += 1
        if self._looks > self._most:
            facts = any_choice(self._pack, self._conditions, self._reading, given, self._aim)
            return Foresight((), settled=False, open=dict.fromkeys(sorted(facts - self._decided), _LATER))
        found = self._decide(here or Place(self._pack, self._conditions, self._reading, given), taken)
        memo.append((given, found))
        return found

    def _decide(self, here: Place, taken: tuple[str, ...]) -> Foresight:
        if here.unknown and taken and self._ends(taken[-1], here):
            return Foresight((), settled=True, open={})
        possible = [
            (step, sure) for step in self._steps(taken) if (sure := here.verdict(self._conditions.can_come(step))) is not False
        ]
        if not possible:
            return Foresight((), settled=True, open={})
        best = [
            step
            for step, sure in possible
            if sure and all(self._precedes(step, other, here) for other, _ in possible if other is not step)
        ]
        if best:
            after = self.ahead(self._take(best[0], here), (*taken, best[0].id))
            return Foresight((Foreseen(best[0], here.known), *after.certain), after.settled, after.open)
        return self._at_a_fork(possible, here, taken)

    def _at_a_fork(self, possible: Candidates, here: Place, taken: tuple[str, ...]) -> Foresight:
        """Return what the choice hangs on where several steps could come, and what hangs on the choice."""
        contenders = list(self._contenders(possible, here))
        found = self._open(self._between(contenders, here), here.known)
        first = dict(found)
        for step, _ in contenders:
            later = self.ahead(self._take(step, here), (*taken, step.id))
            for fact, weight in later.open.items():
                found[fact] = max(found.get(fact, 0.0), weight * _LATER)
        return Foresight((), settled=False, open=found, first=first)

    def _steps(self, taken: tuple[str, ...]) -> Iterator[Step]:
        yield from (step for step in self._pack.steps if step.target in self._aim and step.id not in taken)

    def _ends(self, last: str, here: Place) -> bool:
        """Tell whether a path certainly ends after a step, because that leads nowhere while something stays unknown."""
        step = next(each for each in self._pack.steps if each.id == last)
        ends = here.outcomes(step.target)
        return {"established"} not in ends and not (step.opens and any("absent" not in left for left in ends))

    def _precedes(self, one: Step, other: Step, here: Place) -> bool:
        """Tell whether one step certainly comes before another, if both can come."""
        return here.verdict(self._conditions.precedes(one, other)) is True

    def _contenders(self, possible: Candidates, here: Place) -> Iterator[tuple[Step, bool | None]]:
        """Yield the steps that no certain candidate certainly beats."""
        sure = [step for step, verdict in possible if verdict]
        for step, verdict in possible:
            if not any(self._precedes(other, step, here) for other in sure if other is not step):
                yield step, verdict

    def _between(self, contenders: Candidates, here: Place) -> Iterator[tuple[str, float]]:
        """Yield the facts that decide among contenders, those of heavier criteria with more weight."""
        for step, sure in contenders:
            if not sure:
                asked = (test.fact for test in leaves(self._conditions.can_come(step)))
                yield from ((fact, 1.0) for fact in dict.fromkeys([*(each.id for each in self._pack.approaches), *asked]))
        weight = 1.0
        for criterion in self._pack.criteria:
            facts = [preference_fact(criterion.id, step.id) for step, _ in contenders]
            found = [fact for fact in facts if here.is_yes(fact, "yes") is None]
            yield from ((behind, weight) for fact in found for behind in here.behind(fact))
            weight = weight / 2 if found else weight

    def _open(self, facts: Iterable[tuple[str, float]], known: Known) -> dict[str, float]:
        """Return the facts from answers behind others, those that need few of them with more weight."""
        seen: dict[str, frozenset[str]] = {}
        found: dict[str, float] = {}
        for fact, weight in facts:
            behind = set(self._reading.open_facts(fact, known, seen))
            for name in behind & self._decided:
                behind |= self._behind.get(name, set())
            for name in sorted(behind - self._decided):
                found[name] = found.get(name, 0.0) + weight / len(behind)
        return found

    def _take(self, step: Step, here: Place) -> Known:
        """Return what is given once a step was taken, whatever had to be prepared and done for it."""
        after = dict(here.given)
        for each in step.preconditions:
            if each.prepare is not None:
                after |= self._prepared(each, here.known, after)
        for action in step.actions:
            after |= raised_sets(self._pack, after, action.raises)
        return after

    def _prepared(self, precondition: Precondition, known: Known, after: Known) -> Known:
        is_open = holds(precondition.asks, known) is None
        if precondition.prepare is None or (not is_open and precondition.met(known)):
            return {}  # also where nobody knows whether somebody refuses: the planner prepares nothing then
        changed = raised_sets(self._pack, after, precondition.prepare.raises)
        if not is_open:
            return changed
        for fact in changed:
            tests = undecided(precondition.asks, known)
            self._behind.setdefault(fact, set()).update(*(self._reading.open_facts(test.fact, known, {}) for test in tests))
        needed = _required(precondition.asks)
        there = {fact: _both(after.get(fact), needed.get(fact)) for fact in changed}
        united = {fact: unite(values, before) for fact, values in changed.items() if (before := there[fact]) is not None}
        return {fact: values for fact, values in united.items() if values is not None}


def _required(condition: Condition) -> Known:
    """Return the values that facts must have where a condition is true; only joined tests say so for certain."""
    match condition:
        case Test(fact, allowed):
            return {fact: allowed}
        case Group(needed, members) if needed == len(members):
            return {fact: values for member in members for fact, values in _required(member).items()}
        case _:
            return {}


def _both(one: Allowed | None, other: Allowed | None) -> Allowed | None:
    return other if one is None else one if other is None else intersect(one, other)


class _LookForCertain(_Look):
    """Goes no further than to the first fork: nothing behind it is certain."""

    def _at_a_fork(self, possible: Candidates, here: Place, taken: tuple[str, ...]) -> Foresight:
        del possible, here, taken
        return Foresight((), settled=False, open={})
