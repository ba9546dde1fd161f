"""Write verdicts as conditions on answers alone: "this approach has that status", "this finding is there".

Facts that rules conclude are replaced by the conditions they are concluded from, so what would flip a verdict is one question to
one tree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from advisor.knowledge.condition import ALWAYS, NEVER, Condition, Group, Test, opposite, some
from advisor.knowledge.values import Allowed, Domain, Levels
from advisor.knowledge.vocabulary import PRESENCE, STATUS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.reasoning.deductions import Deduction


class Verdicts:
    """The conditions behind every verdict of a pack, each worked out once."""

    def __init__(self, deductions: Iterable[Deduction]) -> None:
        """Take a pack's deductions in an order in which each comes after those it builds on."""
        self._grounded: dict[str, dict[frozenset[str], Condition]] = {}
        for each in deductions:
            self._grounded.setdefault(each.fact, {})[each.values] = self._ground(each.condition)

    def status(self, approach: str, status: str) -> Condition:
        """Return when an approach has a status."""
        return self._ground(Test(approach, frozenset({status}), STATUS))

    def finding(self, finding: str) -> Condition:
        """Return when a finding is there."""
        return self._ground(Test(finding, frozenset({"present"}), PRESENCE))

    def _ground(self, condition: Condition) -> Condition:
        match condition:
            case Test(fact, allowed, domain):
                return self._definition(fact, allowed, domain) if fact in self._grounded else condition
            case Group(needed, members):
                return _simplified(needed, [self._ground(member) for member in members])
            case _:
                assert_never(condition)

    def _definition(self, fact: str, allowed: Allowed, domain: Domain) -> Condition:
        if not isinstance(allowed, frozenset) or not isinstance(domain, Levels):
            return NEVER
        known, others = self._grounded[fact], frozenset(domain.names) - allowed
        if not others:
            return ALWAYS
        if allowed in known:
            return known[allowed]
        if others in known:
            return opposite(known[others])
        return some(*(known[frozenset({name})] for name in sorted(allowed)))


def _simplified(needed: int, members: list[Condition]) -> Condition:
    """Return a group without members that are always or never true."""
    kept = [member for member in members if member not in {ALWAYS, NEVER}]
    still = needed - sum(member == ALWAYS for member in members)
    if still <= 0:
        return ALWAYS
    return NEVER if still > len(kept) else Group(still, tuple(kept))
