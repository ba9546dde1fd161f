"""Write verdicts as conditions on answers alone: "this approach has that status", "this finding is there".

Facts that rules conclude are replaced by the conditions they are concluded from, so what would flip a verdict is one question to
one tree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from advisor.logic.circuit import Circuit
from advisor.logic.condition import ALWAYS, NEVER, Condition, Group, Test, opposite, some
from advisor.logic.implicants import side_by_side
from advisor.logic.values import YES_NO, Allowed, Domain, Levels
from advisor.logic.vocabulary import PRESENCE, STATUS, YES
from advisor.reasoning.deductions import preference_fact

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from advisor.reasoning.deductions import Deduction


class Verdicts:
    """The conditions behind every verdict of a pack, each worked out when it is first asked for."""

    def __init__(self, deductions: Iterable[Deduction]) -> None:
        """Take a pack's deductions; none of them may rest on itself."""
        self._written: dict[str, dict[frozenset[str], Condition]] = {}
        for each in deductions:
            self._written.setdefault(each.fact, {})[each.values] = each.condition
        self._grounded: dict[tuple[str, frozenset[str]], Condition] = {}
        self._replaced: dict[Condition, Condition] = {}
        self._ways: dict[tuple[str, str], Condition] = {}
        self.circuit = Circuit()
        """Where verdicts are taken apart to search what would change them: they have most parts in common."""
        self.distances: dict[Hashable, tuple[int | None]] = {}
        """How far it is to other verdicts, by what each rests on: cities differ in most answers, and in few of these."""

    def status(self, approach: str, status: str) -> Condition:
        """Return when an approach has a status."""
        return self.grounded(Test(approach, frozenset({status}), STATUS))

    def finding(self, finding: str) -> Condition:
        """Return when a finding is there."""
        return self.grounded(Test(finding, frozenset({"present"}), PRESENCE))

    def ways_to(self, about: str, verdict: str) -> Condition:
        """Return when an approach has a status or a finding is present, each way by itself."""
        if (about, verdict) not in self._ways:
            plain = self.finding(about) if verdict == "present" else self.status(about, verdict)
            self._ways[about, verdict] = side_by_side(plain)
        return self._ways[about, verdict]

    def preference(self, criterion: str, step: str) -> Condition:
        """Return when a criterion prefers a step."""
        return self.grounded(Test(preference_fact(criterion, step), YES, YES_NO))

    def grounded(self, condition: Condition) -> Condition:
        """Return a condition with every concluded fact replaced by what it is concluded from."""
        if condition not in self._replaced:
            self._replaced[condition] = self._replacing(condition)
        return self._replaced[condition]

    def _replacing(self, condition: Condition) -> Condition:
        match condition:
            case Test(fact, allowed, domain):
                return self._definition(fact, allowed, domain) if fact in self._written else condition
            case Group(needed, members):
                return _simplified(needed, [self.grounded(member) for member in members])
            case _:
                assert_never(condition)

    def _definition(self, fact: str, allowed: Allowed, domain: Domain) -> Condition:
        if not isinstance(allowed, frozenset) or not isinstance(domain, Levels):
            return NEVER
        written, others = self._written[fact], frozenset(domain.names) - allowed
        if not others:
            return ALWAYS
        if allowed in written:
            return self._of(fact, allowed)
        if others in written:
            return opposite(self._of(fact, others))
        return some(*(self._of(fact, frozenset({name})) for name in sorted(allowed)))

    def _of(self, fact: str, values: frozenset[str]) -> Condition:
        if (fact, values) not in self._grounded:
            self._grounded[fact, values] = self.grounded(self._written[fact][values])
        return self._grounded[fact, values]


def _simplified(needed: int, members: list[Condition]) -> Condition:
    """Return a group without members that are always or never true."""
    kept = [member for member in members if member not in {ALWAYS, NEVER}]
    still = needed - sum(member == ALWAYS for member in members)
    if still <= 0:
        return ALWAYS
    return NEVER if still > len(kept) else Group(still, tuple(kept))
