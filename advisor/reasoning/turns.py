"""Write the choice of the next step as a condition on answers alone: "this step comes next".

The planner compares the steps of one city; this says for which cities a step wins, so that what would put another in its place
can be searched. A property test holds that both agree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.knowledge.condition import NEVER, Condition, every, opposite, some

if TYPE_CHECKING:
    from collections.abc import Collection

    from advisor.knowledge.model import Pack
    from advisor.knowledge.steps import Step
    from advisor.reasoning.verdicts import Verdicts


class Turns:
    """The conditions under which steps of a pack come, each worked out when it is first asked for."""

    def __init__(self, pack: Pack, verdicts: Verdicts) -> None:
        """Take a pack and its verdicts."""
        self._pack = pack
        self._verdicts = verdicts
        self._can_come: dict[str, Condition] = {}
        self._before: dict[tuple[str, str], Condition] = {}

    def comes_next(self, aim: Collection[str], taken: Collection[str], step: Step) -> Condition:
        """Return when a step is the next one for a city that has these aims and took those steps."""
        if step.target not in aim or step.id in taken:
            return NEVER
        rivals = [each for each in self._pack.steps if each.target in aim and each.id not in taken and each.id != step.id]
        behind = [some(opposite(self.can_come(each)), self.before(step, each)) for each in rivals]
        return every(self.can_come(step), *behind)

    def can_come(self, step: Step) -> Condition:
        """Return when a step could be taken."""
        if step.id not in self._can_come:
            self._can_come[step.id] = can_come(self._pack, self._verdicts, step)
        return self._can_come[step.id]

    def before(self, one: Step, other: Step) -> Condition:
        """Return when one step is preferred to another."""
        key = (one.id, other.id)
        if key not in self._before:
            self._before[key] = _before(self._pack, self._verdicts, one, other)
        return self._before[key]


def comes_next(pack: Pack, verdicts: Verdicts, aim: Collection[str], taken: Collection[str], step: Step) -> Condition:
    """Return when a step is the next one for a city that has these aims and took those steps."""
    return Turns(pack, verdicts).comes_next(aim, taken, step)


def can_come(pack: Pack, verdicts: Verdicts, step: Step) -> Condition:
    """Return when a step could be taken."""
    open_ways = [verdicts.grounded(each.when) for each in step.preconditions if each.prepare is None]
    target_absent = [verdicts.status(step.target, "absent")] if step.opens else []
    return every(
        opposite(verdicts.status(step.target, "established")),
        *_springs(pack, verdicts, step),
        *target_absent,
        *open_ways,
    )


def _springs(pack: Pack, verdicts: Verdicts, step: Step) -> list[Condition]:
    if step.springboard == "nothing":
        return [opposite(verdicts.status(each.id, "established")) for each in pack.approaches]
    if step.springboard == "begun":
        own = set(pack.approach(step.target).poles)
        beside = [each.id for each in pack.approaches if own & set(each.poles) and each.id != step.target]
        begun = opposite(verdicts.status(step.target, "absent"))
        return [begun, *(opposite(verdicts.status(each, "established")) for each in beside)]
    return [verdicts.status(step.springboard, "established")]


def _before(pack: Pack, verdicts: Verdicts, one: Step, other: Step) -> Condition:
    """Return when one step is preferred to another: the first criterion that tells them apart decides, then the order."""
    order = [each.id for each in pack.steps]
    found: Condition = every() if order.index(one.id) < order.index(other.id) else NEVER
    for criterion in reversed(pack.criteria):
        mine, theirs = (verdicts.preference(criterion.id, each.id) for each in (one, other))
        found = some(every(mine, opposite(theirs)), every(some(mine, opposite(theirs)), found))
    return found
