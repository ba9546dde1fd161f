"""On which answers a goal is reached, as one condition, where one condition says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.knowledge.condition import Condition, Test, every, leaves, opposite
from advisor.reasoning.verdicts import Verdicts
from advisor.workshop.deciding import where_it_matters
from advisor.workshop.slots import slots

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.knowledge.model import Pack
    from advisor.reasoning.deductions import Deduction
    from advisor.workshop.goals import Key


class Wanting:
    """Writes goals as conditions on answers."""

    def __init__(self, pack: Pack, written: Iterable[Deduction]) -> None:
        """Take a pack and its deductions."""
        self._pack = pack
        self.verdicts = Verdicts(written)
        self.slots = list(slots(pack))

    def condition(self, key: Key) -> Condition | None:
        """Return on which answers a goal is reached; None where no condition says it."""
        match key:
            case ("fired", str(finding)):
                return self.verdicts.finding(finding)
            case ("silent", str(finding)):
                return opposite(self.verdicts.finding(finding))
            case ("level", str(question), str(level)):
                return self._answered(question, level)
            case ("test" | "mattered" as kind, int(slot), int(place), bool(verdict)):
                condition = self.slots[slot].condition
                if self.slots[slot].entry.startswith("criteria/"):
                    return None  # its words stand for another step each time
                test: Condition = list(leaves(condition))[place]
                context = where_it_matters(condition, place) if kind == "mattered" else every()
                return self.verdicts.grounded(every(test if verdict else opposite(test), context))
            case _:
                return None

    def _answered(self, question: str, level: str) -> Condition | None:
        facts = self._pack.vocabulary.facts
        fact, value = (f"{question}.{level}", "yes") if question in self._pack.vocabulary.several else (question, level)
        return Test(fact, frozenset({value}), facts[fact]) if fact in facts else None
