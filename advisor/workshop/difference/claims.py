"""Everything that two versions of a pack could say differently about a city, as conditions in the words of both."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import msgspec

from advisor.logic.condition import NEVER, Condition, Test, opposite, some
from advisor.logic.values import YES_NO, intersect
from advisor.logic.vocabulary import STATUS, YES
from advisor.reasoning.course import StepConditions
from advisor.reasoning.deductions import aim_fact, deductions
from advisor.reasoning.unfolding import Verdicts
from advisor.workshop.checks.world import World, nothing_else
from advisor.workshop.difference.vocabulary import Joint, Known

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advisor.knowledge.model import Pack
    from advisor.logic.values import Allowed


class Claim(msgspec.Struct, frozen=True):
    """That the older pack says one thing about a city and the newer one says another."""

    about: str
    """The entry, as ``section/id``."""
    before: str
    now: str
    conditions: tuple[Condition, Condition]
    aim: tuple[str, ...] = ()
    """What the city aims at; nothing stands for any aim."""


class Side:
    """One of the two packs: its verdicts in the words of both."""

    def __init__(self, pack: Pack, joint: Joint, known: Mapping[str, Known]) -> None:
        """Take a sound pack."""
        rules = deductions(pack)
        self.pack = pack
        self.known = known
        self._joint = joint
        self._verdicts = Verdicts(rules)
        self._steps = StepConditions(self.pack, self._verdicts)
        self.world = World(pack, rules)
        self._read: dict[Condition, Condition] = {}

    def read(self, condition: Condition) -> Condition:
        """Return a condition on answers in the words of both packs."""
        if condition not in self._read:
            self._read[condition] = self._joint.read(condition, self.known)
        return self._read[condition]

    def status(self, approach: str, status: str) -> Condition:
        """Return when an approach has a status."""
        return self.read(self._verdicts.status(approach, status))

    def finding(self, finding: str) -> Condition:
        """Return when a finding is there; one that this pack does not have never is."""
        known = any(entry.id == finding for entry in self.pack.findings)
        return self.read(self._verdicts.finding(finding)) if known else NEVER

    def next(self, step: str, aim: tuple[str, ...]) -> Condition:
        """Return when a step is the first of the path; one that this pack does not have never is."""
        found = next((entry for entry in self.pack.steps if entry.id == step), None)
        return self.read(self._steps.comes_next(aim, (), found)) if found else NEVER

    def common(self) -> list[Condition]:
        """Return what is true of every city that answers no more than it is asked."""
        return [self.read(self._verdicts.grounded(condition)) for condition in self.world.common()]

    def possible(self) -> list[Condition]:
        """Return what is true of everything that can be answered."""
        return [self.read(condition) for condition in nothing_else(self.pack)]


class Claims:
    """What could be different between two packs; only what is not plainly the same is claimed."""

    def __init__(self, old: Pack, new: Pack) -> None:
        """Take two sound packs."""
        self.joint = Joint(old, new)
        self.old, self.new = Side(old, self.joint, self.joint.of_old), Side(new, self.joint, self.joint.of_new)
        theirs = {approach.id for approach in old.approaches}
        self.approaches = tuple(approach.id for approach in new.approaches if approach.id in theirs)

    def always(self) -> list[Condition]:
        """Return what is true of everything that can be answered: no option beside "none", and something is aimed at."""
        aims = some(*(Test(aim_fact(approach), YES, YES_NO) for approach in self.approaches))
        return [aims, *self.old.possible(), *self.new.possible()]

    def asked(self) -> list[Condition]:
        """Return what is true of every city that answers no more than it is asked."""
        return [*self.old.common(), *self.new.common()]

    def bounds(self) -> dict[str, Allowed]:
        """Return the numbers that both packs take."""
        found: dict[str, Allowed] = {}
        for side in (self.old, self.new):
            for name, known in side.known.items():
                if (bound := side.world.bounds.get(known.fact)) is not None:
                    found[name] = intersect(bound, found.get(name, bound))
        return found

    def verdicts(self) -> Iterator[Claim]:
        """Yield what could be different about statuses and findings."""
        for approach in self.approaches:
            before = {name: self.old.status(approach, name) for name in STATUS.names}
            now = {name: self.new.status(approach, name) for name in STATUS.names}
            for one, other in permutations(reversed(STATUS.names), 2):
                if before != now:
                    yield Claim(f"approaches/{approach}", one, other, (before[one], now[other]))
        for finding in dict.fromkeys(entry.id for side in (self.new, self.old) for entry in side.pack.findings):
            then, here = self.old.finding(finding), self.new.finding(finding)
            if then != here:
                yield Claim(f"findings/{finding}", "present", "absent", (then, opposite(here)))
                yield Claim(f"findings/{finding}", "absent", "present", (opposite(then), here))

    def first_steps(self, aim: tuple[str, ...]) -> Iterator[Claim]:
        """Yield what could be different about the first step of cities that aim at these approaches."""
        for step in dict.fromkeys(entry.id for side in (self.old, self.new) for entry in side.pack.steps):
            one, other = self.old.next(step, aim), self.new.next(step, aim)
            if one != other:
                yield Claim(f"steps/{step}", "first", "not first", (one, opposite(other)), aim)
                yield Claim(f"steps/{step}", "not first", "first", (opposite(one), other), aim)
